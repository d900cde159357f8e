import { describe, expect, test } from "vitest"
import { decide } from "../../../workers/agents/analysis/decide.ts"
import { DEFAULT_POLICY } from "../../../workers/agents/analysis/policy.ts"
import { after, seen, types } from "./judge.ts"
import { calm, closeOf, factsOf, type Market, market, newNoise, type Step } from "./market-fixture.ts"

describe("breakout and breakdown", () => {
  test("a large hour above the channel is a breakout that is asked to hold", () => {
    const [draft, ...rest] = seen(after(2))
    expect(rest).toEqual([])
    expect(draft).toMatchObject({ asset: "BTC", type: "breakout", direction: "up", horizonHours: 24, statement: { kind: "close_above" } })
    expect(Number(draft?.statement.level)).toBeLessThan(102)
    expect(draft?.probability).toBeGreaterThan(0.6)
    expect(draft?.headline).toContain("above its highest 3-day close")
  })

  test("a large hour below the channel is a breakdown", () => {
    expect(seen(after(-2))[0]).toMatchObject({ type: "breakdown", direction: "down", statement: { kind: "close_below" } })
  })

  test("an extreme hour inside the channel is asked to go on", () => {
    const [draft] = seen(after(-0.6, -0.6, -0.6, 0.3, -0.2, 1.6))
    expect(draft).toMatchObject({ type: "breakout", direction: "up" })
    expect(draft?.probability).toBeLessThan(0.4)
    expect(draft?.headline).not.toContain("highest")
  })

  test("calm hours and a small new high are nothing", () => {
    expect(seen(after())).toEqual([])
    expect(seen(after(0.4))).toEqual([])
  })

  test("the same move is large in a calm market and ordinary in a wild one", () => {
    const wild = market("BTC", [...calm(720).map((move) => move * 8), 2])
    expect(types(seen(wild))).toEqual([])
  })

  test("a small move that all make together is the market's, and one that an asset makes alone is its own", () => {
    const noise = newNoise(9)
    const common = Array.from({ length: 720 }, (_, i) => (i < 690 ? 0.3 : 0.1) * noise.normal())
    const follow = (asset: string, last: number) => market(asset, [...common.map((move) => move + 0.05 * noise.normal()), last])
    const together = [follow("BTC", 1.1), follow("ETH", 1.1), follow("SOL", 1.1)]
    const alone = [follow("BTC", 1.1), follow("ETH", 0.02), follow("SOL", 0.02)]
    const policy = { ...DEFAULT_POLICY, extremeSigmaMin: 8, channelHours: 24, correlationSigmaMin: 8, squeezeShareMax: 0.01 }
    const at = { now: new Date(closeOf(together[0]!)), random: () => 0.5 }
    const breakouts = (markets: Market[]) => decide(factsOf(markets), null, policy, at).filter(({ type }) => type === "breakout")
    expect(breakouts(together)).toEqual([])
    expect(types(breakouts(alone))).toEqual(["BTC breakout up"])
    const own = breakouts(alone)[0]?.reasons.find(({ measure }) => measure === "own_return_sigma")
    expect(own?.value).toBeGreaterThan(3)
    expect(own?.text).toContain("ETH, SOL")
  })
})

describe("volume spike", () => {
  test("many times the volume of this hour of the day is a spike, with the ratio as its reason", () => {
    const [draft, ...rest] = seen(after({ move: 0.1, volume: 1_000 }))
    expect(rest).toEqual([])
    expect(draft).toMatchObject({ type: "volume_spike", direction: "none", statement: { kind: "move_at_least" } })
    expect(draft?.reasons[0]).toMatchObject({ measure: "volume_ratio", unit: "ratio", value: 10 })
    expect(draft?.evidence[0]).toMatchObject({ value: "1000", unit: "asset_units" })
  })

  test("volume that is usual at this hour of the day is nothing", () => {
    const busyAtNine = calm(720).map((move, i): Step => ({ move, volume: i % 24 === 9 ? 1_000 + (i % 7) * 20 : 100 + (i % 7) * 2 }))
    const upTo = (hour: number): Market => market("BTC", [...busyAtNine, ...calm(hour), { move: 0.1, volume: 1_050 }])
    expect(seen(upTo(9))).toEqual([])
    expect(types(seen(upTo(12)))).toEqual(["BTC volume_spike none"])
  })

  test("volume without any change of the price is nothing", () => {
    expect(seen(after({ move: 0, volume: 5_000 }))).toEqual([])
  })
})

describe("technical pattern", () => {
  test("a close that leaves one of the narrowest bands of ten days is a squeeze that breaks", () => {
    const narrow = calm(24).map((move) => move / 4)
    const [draft] = seen(after(...narrow, 0.35))
    expect(draft).toMatchObject({ type: "technical_pattern", direction: "up", statement: { kind: "move_at_least" } })
    expect(draft?.reasons.map(({ measure }) => measure)).toEqual(["bollinger_width", "macd_histogram"])
  })

  test("relative strength that comes back from its extreme asks for a reversal", () => {
    const climb = Array.from({ length: 30 }, () => 0.12)
    const [draft] = seen(after(...climb, -0.25))
    expect(draft).toMatchObject({ type: "technical_pattern", direction: "down", statement: { kind: "close_below" } })
    expect(draft?.reasons[0]).toMatchObject({ measure: "rsi", unit: "score" })
    expect(seen(after(...climb))).toEqual([])
  })
})

describe("correlation break", () => {
  const noise = newNoise(5)
  const common = Array.from({ length: 800 }, () => 0.4 * noise.normal())
  const follow = (asset: string, leavesAt: number) =>
    market(
      asset,
      common.map((move, i) => (i < leavesAt ? move : 0.4 * noise.normal()) + 0.15 * noise.normal()),
    )
  const policy = { ...DEFAULT_POLICY, moveSigmaMin: 6, extremeSigmaMin: 8, squeezeShareMax: 0.01, rsiExtreme: 95 }
  const breaks = (markets: Market[]) =>
    decide(factsOf(markets), null, policy, { now: new Date(closeOf(markets[0]!)), random: () => 0.5 }).filter(
      ({ type }) => type === "correlation_break",
    )

  test("belongs to the one asset that stopped moving with the others", () => {
    const found = breaks([follow("BTC", 800), follow("ETH", 800), follow("SOL", 752), follow("ADA", 800)])
    expect(types(found)).toEqual(["SOL correlation_break none"])
    expect(found[0]?.headline).toMatch(/stopped moving with BTC and ETH and ADA: their hourly correlation fell from 0\.[89]\d to -?0\.\d\d/)
  })

  test("isn't there while all move together, nor with one asset alone", () => {
    expect(breaks([follow("BTC", 800), follow("ETH", 800), follow("SOL", 800)])).toEqual([])
    expect(breaks([follow("SOL", 752)])).toEqual([])
  })
})
