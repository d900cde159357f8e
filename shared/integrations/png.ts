// How does a drawing become a picture that every channel takes? resvg in WebAssembly, with fonts that are handed in.
import { initWasm, Resvg } from "@resvg/resvg-wasm"

export type Png = {
  /** The SVG as PNG, in its own width and height. Some hundred milliseconds of processor time: render once, keep the result. */
  render(svg: string): Promise<Uint8Array>
}

export type PngParts = {
  /** `@resvg/resvg-wasm/index_bg.wasm`, compiled. */
  readonly wasm: WebAssembly.Module
  /** TTF or WOFF2; a WOFF file silently draws no text. The first family is the one of texts that name none. */
  readonly fonts: readonly (Uint8Array | ArrayBuffer)[]
  readonly family: string
}

/** The package has one instance an isolate and refuses to be started twice. */
let started: Promise<void> | null = null

async function start(wasm: WebAssembly.Module): Promise<void> {
  started ??= initWasm(wasm)
  try {
    await started
  } catch (thrown) {
    started = null
    throw thrown
  }
}

/** Nothing is started before the first picture is asked for. The picture's memory is given back whatever happens. */
export function openPng({ wasm, fonts, family }: PngParts): Png {
  const fontBuffers = fonts.map((font) => new Uint8Array(font))
  return {
    async render(svg) {
      await start(wasm)
      const resvg = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: family, loadSystemFonts: false } as never })
      try {
        const image = resvg.render()
        try {
          return image.asPng()
        } finally {
          image.free()
        }
      } finally {
        resvg.free()
      }
    },
  }
}
