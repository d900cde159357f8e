import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { correlationOf, describeRobustly, fisherScore, median, normalCdf, pairMoments } from "../../shared/domain/statistics.ts"

describe("robust description", () => {
  test("the median of an even sample is the mean of the middle two, and of none is null", () => {
    expect(median([5, 1, 4, 2])).toBe(3)
    expect(median([7])).toBe(7)
    expect(median([])).toBeNull()
  })

  test("one freak value doesn't move the spread", () => {
    const usual = describeRobustly([1, 2, 3, 4, 5])
    const freak = describeRobustly([1, 2, 3, 4, 5_000])
    expect(usual).toEqual({ center: 3, spread: 1.4826 })
    expect(freak).toEqual(usual)
  })
})

describe("normal distribution function", () => {
  test.each([
    [0, 0.5],
    [1, 0.841_344_746],
    [1.959_964, 0.975],
    [-3, 0.001_349_898],
    [-6, 9.865_876e-10],
  ])("at %f is %f", (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-6)
  })
})

describe("correlation", () => {
  const pairs = fc.array(fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })), {
    minLength: 5,
    maxLength: 40,
  })

  test("agrees with its definition", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [x, y] = [list.map(([a]) => a), list.map(([, b]) => b)]
        const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
        const [mx, my] = [mean(x), mean(y)]
        const covariance = mean(list.map(([a, b]) => (a - mx) * (b - my)))
        const scale = Math.sqrt(mean(x.map((a) => (a - mx) ** 2)) * mean(y.map((b) => (b - my) ** 2)))
        fc.pre(scale > 1e-6)
        expect(correlationOf(pairMoments(x, y, 0, list.length))).toBeCloseTo(covariance / scale, 6)
      }),
      { numRuns: 100 },
    )
  })

  test("leaves out pairs with an unknown side, and is null where a side doesn't vary", () => {
    const sums = pairMoments([1, 2, Number.NaN, 3, 4, 5], [2, 4, 6, 6, 8, Number.NaN], 0, 6)
    expect(sums.count).toBe(4)
    expect(correlationOf(sums)).toBeCloseTo(1, 12)
    expect(correlationOf(pairMoments([1, 1, 1, 1, 1], [1, 2, 3, 4, 5], 0, 5))).toBeNull()
  })

  test("Fisher's score of 0.8 in 103 against 0.5 in 53 pairs is 3.17 standard errors", () => {
    // atanh(0.8) = 1.0986, atanh(0.5) = 0.5493; sqrt(1/100 + 1/50) = 0.17321.
    expect(fisherScore({ r: 0.8, n: 103 }, { r: 0.5, n: 53 })).toBeCloseTo(3.1715, 3)
    expect(fisherScore({ r: 0.8, n: 3 }, { r: 0.5, n: 53 })).toBeNull()
  })
})
