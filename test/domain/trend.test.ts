import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type DayValue, findTrend } from "../../shared/domain/trend.ts"

const toDays = (values: readonly number[], first = 20_000): DayValue[] => values.map((value, i) => ({ day: first + i, value }))
const rising = Array.from({ length: 21 }, (_, i) => 2 * i)
const series = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 21, maxLength: 60 })

describe("a trend", () => {
  it("of three weeks that rise each day has the score, variance and p that Kendall's formulas give", () => {
    // Seven weekdays of three values: score 7 * 3, variance 7 * 3 * 2 * 11 / 18; raised for a correlation of 0.2 between neighbours.
    const ranks = (k: number) => (6 / Math.PI) * Math.asin(0.2 ** k / 2)
    const raised =
      1 +
      (2 / (21 * 20 * 19)) * Array.from({ length: 20 }, (_, i) => (20 - i) * (19 - i) * (18 - i) * ranks(i + 1)).reduce((a, b) => a + b, 0)
    const z = 20 / Math.sqrt(((7 * 66) / 18) * raised)
    expect(z).toBeCloseTo(3.3426, 3)
    const trend = findTrend(toDays(rising))
    expect(trend).toMatchObject({ n: 21, slope: 2, direction: "up", autocorrelation: 0.2 })
    expect(trend?.p).toBeCloseTo(0.00083, 5)
  })

  it("is not looked for in fewer than three weeks: a rhythm of the week would look the same", () => {
    expect(findTrend(toDays(rising.slice(0, 20)))).toBeNull()
  })

  it("is not there where nothing changes, and ties count for neither side", () => {
    expect(findTrend(toDays(new Array<number>(30).fill(5)))).toBeNull()
    expect(findTrend(toDays([...new Array<number>(29).fill(5), 6]))?.p).toBeGreaterThan(0.3)
  })

  it("is the same whatever the rhythm of the week, and the other way round where time runs backwards (seeded)", () => {
    fc.assert(
      fc.property(series, fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 7, maxLength: 7 }), (values, rhythm) => {
        const plain = findTrend(toDays(values))
        const rhythmic = findTrend(toDays(values.map((value, i) => value + (rhythm[(20_000 + i) % 7] ?? 0))))
        expect(rhythmic?.slope).toBe(plain?.slope)
        expect(rhythmic?.p ?? 1).toBeCloseTo(plain?.p ?? 1, 9)
        const mirrored = findTrend(values.map((value, i) => ({ day: 30_000 - i, value })).toReversed())
        if (plain === null || plain.slope === 0) return
        expect(mirrored?.slope).toBeCloseTo(-plain.slope, 9)
      }),
      { seed: 11, numRuns: 100 },
    )
  })

  it("is not led astray by a few wild days, and allows for days that resemble their neighbours", () => {
    const steady = Array.from({ length: 42 }, (_, i) => 100 + i + ((i * 7919) % 13))
    const wild = steady.map((value, i) => (i === 40 || i === 3 ? 10_000 : value))
    expect(findTrend(toDays(wild))?.slope).toBeCloseTo(findTrend(toDays(steady))?.slope ?? 0, 0)
    const wave = Array.from({ length: 60 }, (_, i) => 100 + 30 * Math.sin(i / 5))
    expect(findTrend(toDays(wave))?.autocorrelation).toBeGreaterThan(0.6)
  })

  it("goes by the day, not by the place: days that nobody knows are no step", () => {
    const gappy = toDays(Array.from({ length: 40 }, (_, i) => 3 * i)).filter((_, i) => i % 5 !== 2)
    expect(findTrend(gappy)?.slope).toBe(3)
  })
})
