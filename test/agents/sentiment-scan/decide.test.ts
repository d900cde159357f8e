import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Decimal } from "../../../shared/domain/market.ts"
import { decide, type Facts, TUNABLES } from "../../../workers/agents/sentiment-scan/decide.ts"

const NOW = new Date("2026-11-21T12:34:56Z")
const SLOT = new Date("2026-11-21T12:00:00Z")
const policy = { shrinkage: TUNABLES.shrinkage.default, maxWitnesses: TUNABLES.maxWitnesses.default }
const run = (facts: Partial<Facts>, now = NOW) => decide({ fearGreed: null, stories: [], ...facts }, null, policy, { now })
const story = (polarity: number, assets: string[] = [], witnesses = 1, hoursAgo = 1, id = "story_1"): Facts["stories"][number] => {
  return { id, assets, polarity, witnesses, firstSeenAt: new Date(NOW.getTime() - hoursAgo * 3_600_000) }
}
const valueOf = (subject: string, stories: Facts["stories"]): number =>
  Number(run({ stories }).find((reading) => reading.subject === subject)?.value)

describe("sentiment-scan decides", () => {
  it("takes the fear and greed index as it is, one reading a day, oldest first", () => {
    const point = (day: string, value: number) => ({ observedAt: new Date(`2026-11-${day}`), value })
    const fearGreed = [point("21T00:00:00Z", 40), point("20T08:00:00Z", 31), point("20T00:00:00Z", 30), point("22T00:00:00Z", 50)]
    expect(run({ fearGreed })).toEqual([
      { source: "fear-greed", subject: "MARKET", observedAt: new Date("2026-11-20T08:00:00Z"), value: "31", count: 1 },
      { source: "fear-greed", subject: "MARKET", observedAt: new Date("2026-11-21T00:00:00Z"), value: "40", count: 1 },
    ])
  })

  it("leaves out index values that cannot be", () => {
    const values = [-1, 101, Number.NaN, Number.POSITIVE_INFINITY]
    expect(run({ fearGreed: values.map((value, i) => ({ observedAt: new Date(NOW.getTime() - i * 86_400_000), value })) })).toEqual([])
    expect(run({ fearGreed: [{ observedAt: new Date(Number.NaN), value: 5 }] })).toEqual([])
  })

  it("stamps news with the hour of the run and counts stories", () => {
    expect(run({ stories: [story(0.8, ["BTC", "ETH"]), story(-0.4, ["ETH"])] })).toEqual([
      { source: "news", subject: "MARKET", observedAt: SLOT, value: "0.0800", count: 2 },
      { source: "news", subject: "BTC", observedAt: SLOT, value: "0.2000", count: 1 },
      { source: "news", subject: "ETH", observedAt: SLOT, value: "0.0800", count: 2 },
    ])
  })

  it("says nothing where there are no stories", () => {
    expect(run({})).toEqual([])
    expect(run({ stories: [story(1, ["BTC"], 1, 25), story(1, ["BTC"], 1, -1)] })).toEqual([])
    expect(run({ stories: [story(0.5)] }).map(({ subject }) => subject)).toEqual(["MARKET"])
  })

  it("gives a story of more sources more voice, up to a limit", () => {
    expect(valueOf("BTC", [story(0.9, ["BTC"], 3), story(-0.9, ["BTC"])])).toBeGreaterThan(0)
    expect(valueOf("BTC", [story(0.9, ["BTC"], 4)])).toBe(valueOf("BTC", [story(0.9, ["BTC"], 400)]))
  })

  it("draws the mean to 0 where stories are few", () => {
    const few = valueOf("BTC", [story(0.8, ["BTC"])])
    const many = valueOf(
      "BTC",
      Array.from({ length: 30 }, () => story(0.8, ["BTC"])),
    )
    expect(few).toBeLessThan(0.3)
    expect(many).toBeGreaterThan(0.7)
    expect(many).toBeLessThan(0.8)
  })

  it("writes no minus before a zero", () => {
    expect(run({ stories: [story(-0.00001, ["BTC"])] }).map(({ value }) => value)).toEqual(["0.0000", "0.0000"])
  })

  it("stays within -1 and 1 as decimal text, whatever the order of the stories", () => {
    const any = fc.record({
      id: fc.string(),
      assets: fc.subarray(["BTC", "ETH", "SOL"]),
      polarity: fc.double({ min: -1, max: 1, noNaN: true }),
      witnesses: fc.integer({ min: 0, max: 50 }),
      firstSeenAt: fc.date({ min: new Date("2026-11-20T00:00:00Z"), max: new Date("2026-11-22T00:00:00Z"), noInvalidDate: true }),
    })
    fc.assert(
      fc.property(fc.array(any), (stories) => {
        const readings = run({ stories })
        for (const { value } of readings) {
          expect(Decimal.safeParse(value).success).toBe(true)
          expect(Math.abs(Number(value))).toBeLessThanOrEqual(1)
        }
        const reversed = run({ stories: stories.toReversed() })
        expect(reversed.map(({ subject, count }) => [subject, count])).toEqual(readings.map(({ subject, count }) => [subject, count]))
        for (const [i, { value }] of reversed.entries()) expect(Number(value)).toBeCloseTo(Number(readings[i]?.value), 3)
      }),
    )
  })
})
