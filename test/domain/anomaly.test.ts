import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { judgeLast } from "../../shared/domain/anomaly.ts"
import { robustScale } from "../../shared/domain/robust-scale.ts"
import { studentTail } from "../../shared/domain/student.ts"
import type { DayValue } from "../../shared/domain/trend.ts"
import { openDraw } from "../../scripts/noise/series.ts"

const toDays = (values: readonly number[]): DayValue[] => values.map((value, i) => ({ day: 20_000 + i, value }))
/** Five weeks with quiet weekends. */
const weeks = Array.from({ length: 35 }, (_, i) => (i % 7 > 4 ? 20 : 100) + ((i * 31) % 11))

describe("a surprising day", () => {
  it("is judged against its own weekday once four weeks are known", () => {
    const weekend = judgeLast(toDays([...weeks, 103, 104, 105, 102, 101, 22]), false)
    expect(weekend?.p).toBeGreaterThan(0.05)
    const busy = judgeLast(toDays([...weeks, 103, 104, 105, 102, 101, 103]), false)
    expect(busy).toMatchObject({ direction: "up", value: 103, n: 40 })
    expect(busy?.p).toBeLessThan(1e-6)
    expect(busy?.expected).toBeGreaterThan(15)
    expect(busy?.expected).toBeLessThan(30)
  })

  it("is judged by nobody with fewer than six days before it, or where nothing ever changed", () => {
    expect(judgeLast(toDays([1, 2, 3, 2, 1, 9]), false)).toBeNull()
    expect(judgeLast(toDays([4, 4, 4, 4, 4, 4, 9]), false)).toBeNull()
    expect(judgeLast(toDays([1, 2, 3, 2, 1, 2, 900]), false)?.direction).toBe("up")
  })

  it("of a small count is one that chance alone would not bring", () => {
    const quiet = new Array<number>(20).fill(0)
    expect(judgeLast(toDays([...quiet, 1]), true)?.p).toBeGreaterThan(0.1)
    expect(judgeLast(toDays([...quiet, 30]), true)?.p).toBeLessThan(0.001)
  })

  it("stays one beside earlier ones: two wild days among thirty don't hide a third", () => {
    const { normal } = openDraw("anomaly")
    const calm = Array.from({ length: 27 }, () => 100 + 5 * normal())
    const wild = calm.map((value, i) => (i === 5 || i === 17 ? 300 : value))
    expect(judgeLast(toDays([...wild, 200]), false)?.p).toBeLessThan(0.001)
  })

  it("is as surprising in dollars as in cents (seeded)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 8, maxLength: 60 }), (values) => {
        const dollars = judgeLast(toDays(values), false)
        const cents = judgeLast(toDays(values.map((value) => 100 * value)), false)
        expect(cents?.p ?? 1).toBeCloseTo(dollars?.p ?? 1, 8)
      }),
      { seed: 5, numRuns: 100 },
    )
  })
})

describe("Qn", () => {
  it("is the third of ten distances for five values, with the factor of small samples", () => {
    expect(robustScale([1, 2, 3, 4, 5])).toBeCloseTo(2.2219 * 0.844, 10)
    expect([robustScale([]), robustScale([7]), robustScale([3, 3, 3])]).toEqual([0, 0, 0])
  })

  it("is the standard deviation of normal values, also where two in five are wild", () => {
    const { normal } = openDraw("scale")
    const values = Array.from({ length: 400 }, () => 10 * normal())
    expect(robustScale(values)).toBeGreaterThan(9)
    expect(robustScale(values)).toBeLessThan(11)
    expect(robustScale(values.map((value, i) => (i % 5 < 2 ? 1e6 * (i + 1) : value)))).toBeLessThan(1e3)
  })

  it("is right on average in samples of every small size", () => {
    const { normal } = openDraw("small")
    for (const n of [5, 8, 13, 20]) {
      const mean = Array.from({ length: 1_500 }, () => robustScale(Array.from({ length: n }, normal))).reduce((a, b) => a + b, 0) / 1_500
      expect(Math.abs(mean - 1), `${n}`).toBeLessThan(0.05)
    }
  })
})

it("Student's tail is what the tables say", () => {
  for (const [t, freedom, p] of [
    [12.7062, 1, 0.05],
    [4.3027, 2, 0.05],
    [2.2281, 10, 0.05],
    [3.1693, 10, 0.01],
    [2.0003, 60, 0.05],
    [1.96, 1e7, 0.05],
    [0, 5, 1],
  ] as const) {
    expect(studentTail(t, freedom), `t ${t}, ${freedom} degrees`).toBeCloseTo(p, 4)
  }
})
