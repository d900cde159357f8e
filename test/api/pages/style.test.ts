import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { STYLE } from "../../../workers/api/pages/style.ts"

type Palette = Readonly<Record<string, string>>

const paletteOf = (css: string): Palette =>
  Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [name, colour]))
const [light = "", dark = ""] = [...STYLE.matchAll(/:root \{([\s\S]*?)\}/g)].map((match) => match[1])

/** Relative luminance and contrast. Source: WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** What is written on what. */
const PAIRS: readonly (readonly [string, string])[] = [
  ...["bg", "surface", "sunken"].flatMap((ground) => ["ink", "muted"].map((text) => [text, ground] as const)),
  ...["bg", "surface"].map((ground) => ["accent", ground] as const),
  ...["good", "bad", "warn", "accent"].flatMap((tone) => [[tone, "surface"] as const, [tone, `${tone}-soft`] as const]),
  ["ink", "bad-soft"],
  ["ink", "accent-soft"],
  ["accent", "bad-soft"],
  ["accent", "sunken"],
]

describe.each([
  ["light", paletteOf(light)],
  ["dark", paletteOf(dark)],
])("in the %s colours", (_name, palette) => {
  it.each(PAIRS)("%s on %s is readable: at least 4.5 to 1", (text, ground) => {
    expect(contrast(palette[text] ?? "", palette[ground] ?? "")).toBeGreaterThanOrEqual(4.5)
  })
})

describe("the stylesheet", () => {
  const folder = join(import.meta.dirname, "..", "..", "..", "workers", "api", "pages")
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith(".tsx"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n")

  it("knows every colour in both schemes", () => {
    expect(Object.keys(paletteOf(dark))).toEqual(Object.keys(paletteOf(light)))
  })

  it("styles nothing that no page has", () => {
    const classes = new Set([...STYLE.matchAll(/\.([a-z][a-z-]*)(?=[\s.,:{>+)])/g)].map((match) => match[1] ?? ""))
    const runStates = ["succeeded", "failed", "dead", "running", "waiting"]
    expect([...classes].filter((name) => !runStates.includes(name) && !new RegExp(`["\`\\s]${name}["\`\\s]`).test(pages))).toEqual([])
  })

  it("loads nothing from elsewhere", () => {
    expect(STYLE).not.toMatch(/url\(|@import|@font-face/)
  })
})
