// Are the scores of settled claims right where they can be worked out by hand?
import { describe, expect, it } from "vitest"
import { wilsonOf } from "../../shared/domain/intervals.ts"
import { type ClaimSums, trackRecordOf } from "../../shared/domain/track-record.ts"

const sums = (probability: number, outcome: ClaimSums["outcome"], claims: number, over: Partial<ClaimSums> = {}): ClaimSums => ({
  type: "breakout",
  kind: "close_above",
  tenth: Math.min(9, Math.floor(probability * 10)),
  outcome,
  claims,
  said: probability * claims,
  saidSquares: probability * probability * claims,
  ...over,
})

describe("a track record", () => {
  it("of nothing says nothing, in ten tenths", () => {
    const { claims, all, calibration, byType } = trackRecordOf([])
    expect([claims, all, byType]).toEqual([0, { settled: 0, cameTrue: 0, brier: null, baseBrier: null, skill: null }, []])
    expect(calibration.map(({ tenth, share, said }) => [tenth, share, said])).toEqual(Array.from({ length: 10 }, (_, i) => [i, null, null]))
  })

  it("has the mean squared distance as its Brier score, and skill over the base rate", () => {
    const { all } = trackRecordOf([sums(0.8, "true", 3), sums(0.8, "false", 1), sums(0.2, "true", 1), sums(0.2, "false", 3)])
    expect(all).toMatchObject({ settled: 8, cameTrue: 4 })
    expect(all.brier).toBeCloseTo((3 * 0.04 + 0.64 + 0.64 + 3 * 0.04) / 8, 12)
    expect(all.baseBrier).toBeCloseTo(0.25, 12)
    expect(all.skill).toBeCloseTo(1 - 0.19 / 0.25, 12)
  })

  it("gives no skill to saying the base rate of each kind of statement", () => {
    const move = { kind: "move_at_least" } as const
    const { all } = trackRecordOf([
      sums(0.75, "true", 3),
      sums(0.75, "false", 1),
      sums(0.25, "true", 1, move),
      sums(0.25, "false", 3, move),
    ])
    expect(all.skill).toBeCloseTo(0, 12)
  })

  it("has no skill where all came out alike: there is nothing to beat", () => {
    expect(trackRecordOf([sums(0.6, "true", 4)]).all).toMatchObject({ baseBrier: 0, skill: null })
  })

  it("counts what waits and what is void beside the scores, not in them", () => {
    const record = trackRecordOf([
      sums(0.6, "true", 1),
      sums(0.6, "waiting", 2),
      sums(0.6, "missing", 3),
      sums(0.6, "disputed", 4),
      sums(0.6, "unreadable", 5),
    ])
    expect(record).toMatchObject({ claims: 15, waiting: 2, voided: { missing: 3, disputed: 4, unreadable: 5 }, all: { settled: 1 } })
  })

  it("tells types apart, and how often each tenth came true", () => {
    const news = { type: "news_impact" } as const
    const { byType, calibration } = trackRecordOf([sums(0.65, "true", 7), sums(0.65, "false", 3), sums(0.31, "false", 5, news)])
    expect(byType.map(({ type, settled, cameTrue }) => [type, settled, cameTrue])).toEqual([
      ["breakout", 10, 7],
      ["news_impact", 5, 0],
    ])
    expect(calibration[6]).toMatchObject({ settled: 10, cameTrue: 7, said: 0.65, share: { share: 0.7 } })
    expect(calibration[3]?.share?.low).toBe(0)
  })
})

describe("Wilson's interval", () => {
  // Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i is %f to %f", (successes, n, low, high) => {
    const share = wilsonOf(successes, n)
    expect(share?.low).toBeCloseTo(low, 4)
    expect(share?.high).toBeCloseTo(high, 4)
  })

  it("of none is not there", () => {
    expect(wilsonOf(0, 0)).toBeNull()
  })
})
