// How does a spec become a kept picture, once? Known by the hash of all that decides its bytes; drawn and kept only where nobody has before.
import { drawChart } from "../../../shared/domain/chart.ts"
import type { ChartSpec } from "../../../shared/domain/chart/spec.ts"
import type { DrawnPicture } from "../../../shared/db/queries/pictures.ts"
import type { Language } from "../../../shared/domain/post.ts"
import type { MediaStore } from "../../../shared/integrations/media.ts"
import type { Png } from "../../../shared/integrations/png.ts"
import { log } from "../../../shared/kit/log.ts"

/** Counted up where the same spec is drawn in another way. */
const DRAWING = 1
const SIZE = { width: 1_200, height: 630 } as const

export type Pictures = { readonly png: Png; readonly media: MediaStore; readonly notice: string | null }

/** SHA-256 in hex of the spec, its language and the way of drawing. */
export async function specHashOf(spec: ChartSpec, language: Language): Promise<string> {
  const text = JSON.stringify([DRAWING, language, spec])
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Draws and keeps the picture; null where it can't be drawn. Throws `upstream-unavailable` where the store doesn't answer. */
export async function drawAndKeep({ png, media }: Pictures, spec: ChartSpec, language: Language): Promise<DrawnPicture | null> {
  const bytes = await tryDrawing(png, spec, language)
  if (bytes === null) return null
  const kept = await media.put(bytes, "image/png")
  return { ...SIZE, hash: kept.hash, bytes: kept.bytes, specHash: await specHashOf(spec, language), spec }
}

async function tryDrawing(png: Png, spec: ChartSpec, language: Language): Promise<Uint8Array | null> {
  try {
    return await png.render(drawChart(spec, language))
  } catch (error) {
    log("alert", "picture.undrawable", { kind: spec.kind, asset: spec.asset, error })
    return null
  }
}
