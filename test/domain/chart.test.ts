import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { altText, drawChart } from "../../shared/domain/chart.ts"
import { candlesOf, specOf } from "../../shared/domain/chart/insight-chart.ts"
import { ChartSpec } from "../../shared/domain/chart/spec.ts"
import { HEIGHT, WIDTH } from "../../shared/domain/chart/svg.ts"
import { checkDraft } from "../../shared/domain/guards.ts"
import type { InsightDraft } from "../../shared/domain/insight.ts"
import { claimsOf } from "../../shared/domain/writing/claims.ts"
import { cite } from "../../shared/domain/writing/cited.ts"
import { calm, market } from "../agents/analysis/market-fixture.ts"
import { seen } from "../agents/analysis/judge.ts"
import { linesOf, pointsOf, strangeFigures } from "./chart-picture.ts"
import { rowsFor } from "./chart-rows.ts"
import { INSIGHTS } from "./insights.ts"

const NOTICE = "A simulated market: no price, headline or name here is real."
const LANGUAGES = ["en", "nl"] as const
const CASES = INSIGHTS.flatMap((insight, i) =>
  LANGUAGES.map((language) => ({ name: `${i} ${insight.type} of ${insight.asset}, ${language}`, insight, language })),
)
const specFor = (insight: InsightDraft, notice: string | null = null): ChartSpec => specOf(insight, rowsFor(insight), { notice })
const ofType = (type: InsightDraft["type"]): InsightDraft => INSIGHTS.find((each) => each.type === type)!

/** Lines of text that leave the picture, and pairs of them that touch. */
function misplaced(svg: string): string[][] {
  const lines = linesOf(svg)
  const outside = lines.filter(({ left, right, top, bottom }) => left < 0 || right > WIDTH || top < 0 || bottom > HEIGHT)
  const touching = lines.flatMap((a, i) =>
    lines
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => [a.words, b.words]),
  )
  return [...outside.map(({ words }) => [words]), ...touching]
}

describe.each(CASES)("the picture of $name", ({ insight, language }) => {
  const spec = specFor(insight, NOTICE)
  const svg = drawChart(spec, language)

  test("shows no figure that isn't a claim's or a row's", () => {
    expect(strangeFigures(svg, spec, language)).toEqual([])
  })

  test("says the chance, the level and the last value as the texts say them", () => {
    const cited = cite(insight.type, claimsOf(insight), language)
    const words = linesOf(svg).map((line) => line.words)
    const all = words.join(" ")
    expect(all).toContain(cited.chance)
    expect(all).toContain(cited.level)
    const last = { sentiment: cited.mood?.to, volume: `${cited.volume}×`, price: cited.price, "news-impact": cited.price }[spec.kind]
    expect(words).toContain(last)
  })

  test("is told in an alt text that every guard lets pass", () => {
    const alt = altText(spec, language)
    const text = {
      channel: "telegram",
      format: "picture",
      language,
      parts: [language === "en" ? "It held." : "Het hield stand."],
      title: null,
      alt,
    } as const
    const results = checkDraft(
      { ...text, parts: [...text.parts] },
      { claims: claimsOf(insight), now: Date.parse(insight.madeAt), voice: "analytical" },
    )
    expect(results.filter(({ pass }) => !pass).map(({ name, spans }) => [name, spans, alt])).toEqual([])
  })

  test("has its texts inside, and none over another", () => {
    expect(misplaced(svg)).toEqual([])
  })

  test("carries the studio's mark and the notice", () => {
    expect(linesOf(svg).map(({ words }) => words)).toEqual(expect.arrayContaining(["Content Creator", NOTICE, insight.asset]))
  })
})

test("whatever way the price went, the texts stand inside and none over another", () => {
  const specs = INSIGHTS.map((insight) => specFor(insight, NOTICE)).filter((spec) => spec.kind === "price" || spec.kind === "news-impact")
  const moves = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 2, maxLength: 40 })
  fc.assert(
    fc.property(fc.constantFrom(...specs), moves, fc.constantFrom(...LANGUAGES), (spec, steps, language) => {
      const last = Number(spec.closes.at(-1)!.close)
      const bent = spec.closes.map((row, i) => ({
        ...row,
        close: (last * (1 + (steps[i % steps.length] ?? 0))).toFixed(last > 10 ? 2 : 5),
      }))
      const changed = { ...spec, closes: [...bent.slice(0, -1), spec.closes.at(-1)!] }
      const svg = drawChart(changed, language)
      expect(misplaced(svg)).toEqual([])
      expect(strangeFigures(svg, changed, language)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test("a figure that no claim and no row has is found", () => {
  const spec = specFor(ofType("breakout"))
  const svg = drawChart(spec, "en")
  const level = cite("breakout", spec.claims, "en").level
  expect(strangeFigures(svg.replaceAll(level, "$84,501"), spec, "en")).toEqual(expect.arrayContaining(["$84,501"]))
})

test("the level's name stands clear of the line", () => {
  for (const insight of INSIGHTS) {
    const spec = specFor(insight)
    if (spec.kind !== "price" && spec.kind !== "news-impact") continue
    const svg = drawChart(spec, "en")
    const cited = cite(insight.type, spec.claims, "en")
    const name = linesOf(svg).find(({ words }) => words === cited.level || words === `${cited.level} ±${cited.move}`)!
    const points = pointsOf(svg)
    expect(points.length).toBeGreaterThan(40)
    const behind = points.filter(({ x, y }) => x > name.left - 4 && x < name.right + 4 && y > name.top - 4 && y < name.bottom + 4)
    expect(behind).toEqual([])
  }
})

test("the same spec gives the same picture, also after it was kept as JSON", () => {
  for (const insight of INSIGHTS) {
    const spec = specFor(insight, NOTICE)
    const kept = ChartSpec.parse(JSON.parse(JSON.stringify(spec)))
    expect(kept).toEqual(spec)
    for (const language of LANGUAGES) expect(drawChart(kept, language)).toBe(drawChart(spec, language))
  }
})

test("whatever a notice says, it stays text", () => {
  const insight = ofType("breakdown")
  const rows = rowsFor(insight)
  const notices = fc.oneof(
    fc.string({ minLength: 1, maxLength: 120, unit: "binary" }),
    fc.constantFrom('</text><script>alert("1")</script>', "&#60;b>", "a\u0000b"),
  )
  fc.assert(
    fc.property(notices, (notice) => {
      const svg = drawChart(specOf(insight, rows, { notice }), "en")
      // eslint-disable-next-line no-control-regex -- what XML 1.0 forbids is looked for
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
      const bare = svg.replaceAll(/<\/?(?:svg|rect|text|tspan|line|path|circle|g)(?: [a-z0-9-]+="[^"<>]*"| viewBox="[^"<>]*")*\/?>/g, "")
      expect(bare).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/)
    }),
    { numRuns: 200 },
  )
})

describe("the points of a picture", () => {
  test("are the rows that were known, each with what finds it again", () => {
    const insight = ofType("breakout")
    const rows = rowsFor(insight)
    const later = { openTime: new Date(insight.madeAt), close: "1", volume: "1" }
    const spec = specOf(insight, { ...rows, candles: [...rows.candles, later] })
    if (spec.kind !== "price") throw new Error("a breakout's picture is of prices")
    const known = new Map(rows.candles.map(({ openTime, close }) => [openTime.toISOString(), close]))
    expect(spec.closes.every(({ openTime, close }) => known.get(openTime) === close)).toBe(true)
    expect(spec.closes).toHaveLength(96)
    expect(spec.closes.at(-1)?.close).toBe(insight.evidence.find(({ label }) => label.includes(" close "))?.value)
  })

  test("name who has the newest cited candle and who confirms it, by its row or else by the evidence", () => {
    const insight = ofType("breakout")
    const rows = rowsFor(insight)
    const exchanges = (stored: object) => specOf(insight, { ...rows, candles: rows.candles.map((row) => ({ ...row, ...stored })) })
    expect(exchanges({})).toMatchObject({ exchanges: ["binance", "kraken"] })
    expect(exchanges({ source: "kraken", agreement: "agreed", secondSource: "binance" })).toMatchObject({
      exchanges: ["kraken", "binance"],
    })
    expect(exchanges({ source: "kraken", agreement: "single", secondSource: null })).toMatchObject({ exchanges: ["kraken"] })
  })

  test("name the cited story first, then the others of the time shown", () => {
    const insight = ofType("news_impact")
    const spec = specFor(insight)
    expect(spec).toMatchObject({ kind: "news-impact", stories: [{ id: "story_1" }, { id: "story_other" }] })
  })

  test("give an hour's usual volume as the stored ratio has it", () => {
    const steps = [...calm(720), { move: -0.17, volume: 857 }]
    const made = market("UNI", steps, 8.37)
    const insight = seen(made).find(({ type }) => type === "volume_spike")!
    const candles = candlesOf({
      openTimes: made.openTimes,
      close: made.hours.map(({ close }) => close),
      volume: made.hours.map(({ volume }) => volume),
    })
    const spec = specOf(insight, { candles, readings: [], stories: [] })
    if (spec.kind !== "volume") throw new Error("a spike's picture is of volumes")
    const { volume, usual } = spec.volumes.at(-1)!
    const ratio = insight.reasons.find(({ measure }) => measure === "volume_ratio")!.value
    expect(Number(volume) / Number(usual)).toBeCloseTo(ratio, 2)
  })

  test("are refused where a cited row says something else, is missing, or stands alone", () => {
    const [price, mood] = [ofType("breakout"), ofType("sentiment_shift")]
    const rows = rowsFor(price)
    const last = rows.candles.at(-1)!
    const conflict = (insight: InsightDraft, given: Parameters<typeof specOf>[1]) => () => specOf(insight, given)
    const changed = [...rows.candles.slice(0, -1), { ...last, close: "1.5" }]
    expect(conflict(price, { ...rows, candles: changed })).toThrow(/isn't any more what the insight cites/)
    expect(conflict(price, { ...rows, candles: rows.candles.slice(0, -1) })).toThrow(/isn't among the rows/)
    expect(conflict(price, { ...rows, candles: [last] })).toThrow(/too few hourly closes/)
    expect(conflict(mood, { ...rowsFor(mood), readings: [] })).toThrow(/isn't among the rows/)
  })
})
