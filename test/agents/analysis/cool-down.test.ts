import { describe, expect, test } from "vitest"
import type { Facts, RecentInsight } from "../../../workers/agents/analysis/facts.ts"
import { DEFAULT_POLICY } from "../../../workers/agents/analysis/policy.ts"
import { after, judge, seen, types } from "./judge.ts"
import { calm, closeOf, factsOf, HOUR_MS, type Market, market, toSeries } from "./market-fixture.ts"

describe("cool-down", () => {
  const told = (type: RecentInsight["type"], direction: RecentInsight["direction"], hours: number, one: Market): Partial<Facts> => ({
    recent: [{ asset: "BTC", type, direction, madeAt: closeOf(one) - hours * HOUR_MS }],
  })

  test("the same type and direction is silent until it has cooled down, the other direction isn't", () => {
    const spike = after(1.2, ...calm(10), { move: 0.1, volume: 1_000 })
    expect(types(seen(spike))).toEqual(["BTC volume_spike none"])
    expect(seen(spike, told("volume_spike", "none", 11, spike))).toEqual([])
    expect(types(seen(spike, told("volume_spike", "none", 25, spike)))).toEqual(["BTC volume_spike none"])
    expect(types(seen(spike, told("volume_spike", "up", 11, spike)))).toEqual(["BTC volume_spike none"])
  })

  test("another price rule about the move of the last hours is silent", () => {
    const spike = after({ move: 0.1, volume: 1_000 })
    expect(seen(spike, told("breakout", "up", 2, spike))).toEqual([])
  })

  test("an extreme hour re-opens; another one only where it is much larger than all since", () => {
    const again = after(3, -0.2, 3)
    expect(types(seen(again, told("breakout", "up", 2, again)))).toEqual(["BTC breakout up"])
    const noneExtreme = { ...DEFAULT_POLICY, extremeSigmaMin: 8 }
    const second = after(1.2, ...calm(12), 1.2)
    const said = (rest: Partial<Facts>) => types(judge(factsOf([second], rest), closeOf(second), noneExtreme))
    expect(said({})).toEqual(["BTC breakout up"])
    expect(said(told("breakout", "up", 13, second))).toEqual([])
    expect(said(told("breakout", "up", 12, second))).toEqual(["BTC breakout up"])
  })

  test("a candle that was judged already gives nothing when it is looked at again minutes later", () => {
    const one = after(3)
    const first = seen(one)
    expect(first).toHaveLength(1)
    const recent = first.map(({ asset, type, direction, madeAt }) => ({ asset, type, direction, madeAt: Date.parse(madeAt) }))
    expect(judge(factsOf([one], { recent }), closeOf(one) + 30 * 60_000)).toEqual([])
  })

  test("a retry at the same moment says the same again", () => {
    const one = after(3)
    const recent = seen(one).map(({ asset, type, direction, madeAt }) => ({ asset, type, direction, madeAt: Date.parse(madeAt) }))
    expect(seen(one, { recent })).toEqual(seen(one))
  })
})

describe("one move is one insight", () => {
  test("a breakout with a volume spike is the stronger, with the other among its reasons", () => {
    const drafts = seen(after({ move: 2, volume: 1_500 }))
    expect(types(drafts)).toEqual(["BTC breakout up"])
    expect(drafts[0]?.reasons.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining(["hour_return", "channel_level", "volume_ratio"]),
    )
    const measures = drafts[0]?.reasons.map(({ measure }) => measure) ?? []
    expect(new Set(measures).size).toBe(measures.length)
  })

  test("a shift of sentiment is its own insight beside the move", () => {
    const one = after(2)
    const points = [60, 62, 59, 61, 60, 63, 61, 62, 60, 38].map((value, i) => ({
      at: closeOf(one) - (9 - i) * 24 * HOUR_MS,
      value,
      count: 1,
    }))
    const drafts = seen(one, { sentiment: [{ source: "fear-greed", subject: "MARKET", points }] })
    expect(types(drafts)).toEqual(["BTC breakout up", "BTC sentiment_shift down"])
  })
})

describe("series that can't be judged", () => {
  const one = after(3)
  const series = toSeries(one)
  const judged = (changed: typeof series, now = closeOf(one)) => judge({ ...factsOf([]), series: [changed] }, now)

  test("a disputed, stale or halted series gives nothing", () => {
    expect(judged(series)).toHaveLength(1)
    expect(judged({ ...series, last: { ...series.last, agreement: "disputed" } })).toEqual([])
    expect(judged({ ...series, state: "stale" })).toEqual([])
    expect(judged({ ...series, state: "halted" })).toEqual([])
  })

  test("a series whose last candle is hours old gives nothing", () => {
    expect(judged(series, closeOf(one) + HOUR_MS)).toHaveLength(1)
    expect(judged(series, closeOf(one) + 2 * HOUR_MS)).toEqual([])
  })

  test("a warm-up gives nothing", () => {
    const short = market("BTC", [...calm(47), 5])
    expect(seen(short)).toEqual([])
    expect(types(seen(market("BTC", [...calm(49), 5])))).toEqual(["BTC breakout up"])
    expect(judge(factsOf([]), 0)).toEqual([])
  })

  test("a jump after missing hours isn't the hour's move", () => {
    const gapped = market("BTC", [...calm(720), 0.1, 3, 0.2])
    const hole = toSeries(gapped)
    const without = <T>(list: readonly T[]): T[] => list.filter((_, i) => i !== 721)
    const cut = {
      ...hole,
      openTimes: without(hole.openTimes),
      open: without(hole.open),
      high: without(hole.high),
      low: without(hole.low),
      close: without(hole.close),
      volume: without(hole.volume),
    }
    expect(judged(cut, closeOf(gapped))).toEqual([])
  })
})
