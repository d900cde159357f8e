// What does a Worker draw pictures with? The parts of `openPng` as its bundle holds them; only a worker.ts may import this, Node can't.
import semibold from "@fontsource/inter/files/inter-latin-600-normal.woff2"
import regular from "@fontsource/inter/files/inter-latin-400-normal.woff2"
import wasm from "@resvg/resvg-wasm/index_bg.wasm"
import type { PngParts } from "./png.ts"

export const PNG_PARTS: PngParts = { wasm, fonts: [regular, semibold], family: "Inter" }
