import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { InsightDraft } from "../../../shared/domain/insight.ts"
import { decide, RULES } from "../../../workers/agents/analysis/decide.ts"
import type { Facts, RecentInsight } from "../../../workers/agents/analysis/facts.ts"
import { DEFAULT_POLICY, TUNABLES } from "../../../workers/agents/analysis/policy.ts"
import { closeOf, deepFreeze, factsOf, HOUR_MS, type Market, noiseMarkets, START, toSeries } from "./market-fixture.ts"

const HISTORY_HOURS = 1_080
const random = (): number => 0.5

const judge = (facts: Facts, now: number): InsightDraft[] => decide(facts, null, DEFAULT_POLICY, { now: new Date(now), random })

/** Judges each hour of the markets from `from` on, as the agent would; `change` may alter the series of a moment. */
function replay(
  markets: readonly Market[],
  from: number,
  change: (series: Facts["series"]) => Facts["series"] = (series) => series,
): InsightDraft[] {
  const drafts: InsightDraft[] = []
  const hours = markets[0]?.hours.length ?? 0
  for (let row = from; row < hours; row++) {
    const now = START + (row + 1) * HOUR_MS
    const recent: RecentInsight[] = drafts
      .map(({ asset, type, direction, madeAt }) => ({ asset, type, direction, madeAt: Date.parse(madeAt) }))
      .filter(({ madeAt }) => madeAt > now - 168 * HOUR_MS)
      .toReversed()
    const series = change(markets.map((one) => toSeries(one, Math.max(0, row + 1 - HISTORY_HOURS), row + 1)))
    drafts.push(...judge({ series, stories: [], sentiment: [], recent }, now))
  }
  return drafts
}

const trio = noiseMarkets(["BTC", "ETH", "SOL"], 1_300, 21)
const found = replay(trio, 600)

describe("what a judgement looks like", () => {
  test("every draft obeys the schema, cites every row it names, and its deadline is its statement's", () => {
    expect(found.length).toBeGreaterThan(10)
    for (const draft of found) {
      expect(InsightDraft.parse(draft)).toEqual(draft)
      expect(draft.statement.at).toBe(draft.deadline)
      expect(draft.statement.asset).toBe(draft.asset)
      const cited = new Set(draft.reasons.flatMap(({ evidence }) => evidence))
      expect([...cited].sort((a, b) => a - b)).toEqual(draft.evidence.map((_, i) => i))
      expect(draft.reasons.every(({ evidence }) => evidence.length > 0)).toBe(true)
      expect(draft.headline).not.toMatch(/NaN|Infinity|undefined|\b(buy|sell|should)\b/i)
    }
  })

  test("the newest candle is quoted as it is stored, to the last digit", () => {
    const [draft] = replay(trio, 600, (series) => series.map((one) => ({ ...one, last: { ...one.last, close: "123.456000" } })))
    expect(draft?.evidence.find(({ ref }) => ref.endsWith(new Date(Date.parse(draft.madeAt) - HOUR_MS).toISOString()))?.value).toBe(
      "123.456000",
    )
  })

  test("probabilities differ with the distance of the level and the volatility", () => {
    const spread = new Set(found.map(({ probability }) => probability.toFixed(2)))
    expect(spread.size).toBeGreaterThan(5)
    expect(found.every(({ probability }) => probability >= 0.03 && probability <= 0.97)).toBe(true)
  })
})

describe("purity", () => {
  test("deep-frozen facts are left alone and give the same drafts twice", () => {
    const facts = deepFreeze(factsOf(trio))
    const before = JSON.stringify(facts)
    const first = replay(trio, 1_200, deepFreeze)
    expect(JSON.stringify(replay(trio, 1_200, deepFreeze))).toBe(JSON.stringify(first))
    judge(facts, closeOf(trio[0]!))
    expect(JSON.stringify(facts)).toBe(before)
  })

  test("rows, stories, readings and insights after the moment change nothing", () => {
    const last = trio[0]!.hours.length
    fc.assert(
      fc.property(
        fc.integer({ min: 700, max: last - 1 }),
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (rows, later, factor) => {
          const now = START + rows * HOUR_MS
          const full = trio.map((one) => ({
            ...one,
            hours: one.hours.map((hour, i) => (i < rows ? hour : { ...hour, close: hour.close * factor })),
          }))
          const prefix = trio.map((one) => toSeries(one, 0, rows))
          const known: Facts = { series: prefix, stories: [], sentiment: [], recent: [] }
          const at = now + later * HOUR_MS
          const told: Facts = {
            series: full.map((one) => toSeries(one, 0, Math.min(last, rows + later))),
            stories: [{ id: "s", title: "Later", assets: ["BTC"], polarity: 1, witnesses: 9, firstSeenAt: at }],
            sentiment: [{ source: "fear-greed", subject: "MARKET", points: [{ at, value: 1, count: 1 }] }],
            recent: [{ asset: "BTC", type: "breakout", direction: "up", madeAt: at }],
          }
          expect(judge(told, now)).toEqual(judge(known, now))
        },
      ),
      { numRuns: 40 },
    )
    const hours = found.map(({ madeAt }) => (Date.parse(madeAt) - START) / HOUR_MS)
    for (const rows of hours.slice(0, 20)) {
      const told = trio.map((one) => toSeries(one, 0, Math.min(last, rows + 50)))
      const known = trio.map((one) => toSeries(one, 0, rows))
      const rest = { stories: [], sentiment: [], recent: [] }
      expect(judge({ series: known, ...rest }, START + rows * HOUR_MS).length).toBeGreaterThan(0)
      expect(judge({ series: told, ...rest }, START + rows * HOUR_MS)).toEqual(judge({ series: known, ...rest }, START + rows * HOUR_MS))
    }
  })
})

describe("frozen series", () => {
  const ways: readonly [
    name: string,
    freeze: (price: number, hour: Market["hours"][number], held: Market["hours"][number]) => Market["hours"][number],
  ][] = [
    ["no trades at all", (close) => ({ open: close, high: close, low: close, close, volume: 0 })],
    ["the last candle repeated", (_, __, held) => held],
    ["closes that stand still while the rest goes on", (close, hour) => ({ ...hour, close })],
  ]
  test.each(ways)("gives no insight while it is frozen for a day, nor on thawing: %s", (_, freeze) => {
    const from = 900
    const wild = trio.map((one) => ({
      ...one,
      hours: one.hours.map((hour, i) =>
        one.asset === "SOL" && i >= from && i < from + 24 ? freeze(one.hours[from - 1]!.close, hour, one.hours[from - 1]!) : hour,
      ),
    }))
    const jumped = wild.map((one) => ({
      ...one,
      hours: one.hours.map((hour, i) => {
        if (one.asset !== "SOL" || i < from + 24) return hour
        return { ...hour, open: hour.open * 1.3, high: hour.high * 1.3, low: hour.low * 1.3, close: hour.close * 1.3 }
      }),
    }))
    const drafts = replay(jumped, from - 250).filter(({ asset }) => asset === "SOL")
    const hoursOf = drafts.map(({ madeAt }) => (Date.parse(madeAt) - START) / HOUR_MS - from)
    expect(hoursOf.filter((hour) => hour > 0 && hour <= 48)).toEqual([])
    expect(hoursOf.some((hour) => hour <= 0)).toBe(true)
    expect(hoursOf.some((hour) => hour > 48)).toBe(true)
  })
})

describe("policy", () => {
  test("every default lies within its bounds on a step, and the rules have one file and type each", () => {
    for (const { default: value, min, max, step } of Object.values(TUNABLES)) {
      expect(value).toBeGreaterThanOrEqual(min)
      expect(value).toBeLessThanOrEqual(max)
      expect(Math.abs(Math.round((value - min) / step) - (value - min) / step)).toBeLessThan(1e-6)
    }
    expect(new Set(RULES.map(({ type }) => type)).size).toBe(7)
  })

  test("a stricter policy finds less", () => {
    const strict = { ...DEFAULT_POLICY, moveSigmaMin: 6, extremeSigmaMin: 8, volumeSigmaMin: 8, rsiExtreme: 95, squeezeShareMax: 0.01 }
    const kept = found.filter(({ madeAt }) => {
      const now = Date.parse(madeAt)
      const series = trio.map((one) => toSeries(one, 0, (now - START) / HOUR_MS))
      return decide({ series, stories: [], sentiment: [], recent: [] }, null, strict, { now: new Date(now), random }).length > 0
    })
    expect(kept.length).toBeLessThan(found.length / 2)
  })
})
