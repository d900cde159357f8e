// What is on a PNG? Its size and pixels, of the one kind that resvg writes: 8 bits a channel, red, green, blue, alpha, not interlaced.
import { inflateSync } from "node:zlib"

export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8Array }
type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

/** Throws for what is no PNG or one of another kind. PNG specification, sections 5, 6 and 9. */
export function readPng(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getBigUint64(0) !== 0x89504e470d0a1a0an) throw new Error("no PNG")
  const data: Uint8Array[] = []
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (type === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)))
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  if (bytes[24] !== 8 || bytes[25] !== 6 || bytes[28] !== 0) throw new Error("a PNG of another kind")
  return { width, height, rgba: unfilter(inflateSync(Buffer.concat(data)), width * 4, height) }
}

function unfilter(packed: Uint8Array, stride: number, height: number): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = packed[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x < 4 ? 0 : (out[at - 4] ?? 0)
      const up = y === 0 ? 0 : (out[at - stride] ?? 0)
      const corner = x < 4 || y === 0 ? 0 : (out[at - stride - 4] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      out[at] = (packed[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** Share of the box's pixels that aren't of the ground's colour, given as red, green and blue. */
export function inkIn({ width, rgba }: Pixels, box: Box, ground: readonly [number, number, number]): number {
  let inked = 0
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let x = box.left; x < box.right; x += 1) {
      const at = (y * width + x) * 4
      if (ground.some((value, i) => Math.abs((rgba[at + i] ?? 0) - value) > 24)) inked += 1
    }
  }
  return inked / ((box.right - box.left) * (box.bottom - box.top))
}
