// What draws in this process? The real renderer with the fonts as Node reads them, and a sketch for tests to which any bytes are a picture.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { openPng, type Png } from "../../shared/integrations/png.ts"

const MODULES = join(import.meta.dirname, "..", "..", "node_modules")
const part = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(MODULES, path)))

/** As the agents Worker draws; some hundred milliseconds a picture. */
export const openDrawing = (): Png =>
  openPng({
    wasm: Reflect.construct(WebAssembly.Module, [part("@resvg/resvg-wasm/index_bg.wasm")]) as WebAssembly.Module,
    fonts: [400, 600].map((weight) => part(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`)),
    family: "Inter",
  })

/** The drawing itself stands for its picture. */
export const SKETCH: Png = { render: async (svg) => new TextEncoder().encode(svg) }
