import { readFileSync } from "node:fs"
import { join } from "node:path"
import { convertV4MiniflareOptions, Miniflare } from "miniflare"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { drawChart } from "../../shared/domain/chart.ts"
import { specOf } from "../../shared/domain/chart/insight-chart.ts"
import { openPng } from "../../shared/integrations/png.ts"
import { rowsFor } from "../domain/chart-rows.ts"
import { type Line, linesOf } from "../domain/chart-picture.ts"
import { INSIGHTS } from "../domain/insights.ts"
import { bundleWorker } from "../world/bundle.ts"
import { guardWorkerd, withoutSignalHandlers } from "../world/guard.ts"
import { readWorkers } from "../world/worker-options.ts"
import { inkIn, type Pixels, readPng } from "./png-pixels.ts"

const ROOT = join(import.meta.dirname, "..", "..")
const GROUND = [0xf6, 0xf6, 0xf3] as const
const KINDS = (["breakout", "volume_spike", "sentiment_shift", "news_impact"] as const).map((type) =>
  INSIGHTS.find((each) => each.type === type)!,
)
const PICTURES = KINDS.flatMap((insight) =>
  (["en", "nl"] as const).map((language) => ({
    name: `${insight.type}, ${language}`,
    svg: drawChart(specOf(insight, rowsFor(insight)), language),
  })),
)

let miniflare: Miniflare
beforeAll(async () => {
  const agents = (await readWorkers(ROOT)).find(({ worker }) => worker === "agents")!
  const modules = await bundleWorker({ ...agents, name: "png-proof", main: join(import.meta.dirname, "png-worker.ts") }, ROOT)
  const worker = { name: "png-proof", compatibilityDate: agents.options["compatibilityDate"], modules }
  guardWorkerd()
  miniflare = withoutSignalHandlers(() => new Miniflare(convertV4MiniflareOptions({ cf: false, workers: [worker] as never })))
  await miniflare.ready
}, 60_000)
afterAll(() => miniflare.dispose())

/** As the agents Worker draws it. */
async function draw(svg: string, query = ""): Promise<Uint8Array> {
  const response = await miniflare.dispatchFetch(`http://png.test/${query}`, { method: "POST", body: svg })
  if (!response.ok) throw new Error(await response.text())
  return new Uint8Array(await response.arrayBuffer())
}

describe("in workerd", () => {
  test.each(PICTURES)("$name is a PNG of 1200 by 630 in which every line of text has ink, and none without a font", async ({ svg }) => {
    const [drawn, bare] = [readPng(await draw(svg)), readPng(await draw(svg, "?fonts=none"))]
    expect([drawn.width, drawn.height]).toEqual([1200, 630])
    const lines = linesOf(svg)
    expect(lines.length).toBeGreaterThan(8)
    const weak = lines.filter((line) => inkOf(drawn, line) < inkOf(bare, line) + 0.08).map(({ words }) => words)
    expect(weak).toEqual([])
  })

  test("the same drawing gives the same bytes, twice and as in Node", async () => {
    const { svg } = PICTURES[0]!
    const first = await draw(svg)
    expect(await draw(svg)).toEqual(first)
    expect(await inNode().render(svg)).toEqual(first)
  })
})

const inkOf = (pixels: Pixels, { left, right, top, bottom }: Line): number =>
  inkIn(pixels, { left: Math.round(left), right: Math.round(right), top: Math.round(top), bottom: Math.round(bottom) }, GROUND)

const MODULES = join(ROOT, "node_modules")
const font = (weight: number) => readFileSync(join(MODULES, `@fontsource/inter/files/inter-latin-${weight}-normal.woff2`))
const inNode = () =>
  openPng({
    wasm: Reflect.construct(WebAssembly.Module, [readFileSync(join(MODULES, "@resvg/resvg-wasm/index_bg.wasm"))]) as WebAssembly.Module,
    fonts: [font(400), font(600)],
    family: "Inter",
  })

describe("in Node", () => {
  test("pictures asked for at once are each drawn", async () => {
    const png = inNode()
    const drawn = await Promise.all(PICTURES.slice(0, 2).map(({ svg }) => png.render(svg)))
    expect(drawn.map((bytes) => readPng(bytes).width)).toEqual([1200, 1200])
    expect(drawn[0]).not.toEqual(drawn[1])
  })

  test("what is no drawing is refused, and the next picture drawn all the same", async () => {
    const png = inNode()
    await expect(png.render("<svg")).rejects.toThrow(/SVG|XML|unexpected/i)
    expect(readPng(await png.render(PICTURES[0]!.svg)).height).toBe(630)
  })
})
