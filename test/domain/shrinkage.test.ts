import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { differenceOf, meanOf, normalQuantile, studentQuantile, type Sums } from "../../shared/domain/intervals.ts"
import { burstsOf, shrinkCount, shrinkMeans } from "../../shared/domain/shrinkage.ts"
import { normalCdf } from "../../shared/domain/statistics.ts"
import { seededRandom } from "../../shared/kit/random.ts"

const sumsOf = (values: readonly number[]): Sums => ({
  n: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value ** 2, 0),
})
const normal = (draw: () => number): number => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, draw())))

describe("quantiles", () => {
  test.each([
    [0.975, 1.959_963_984_540_054],
    [0.5, 0],
    [0.001, -3.090_232_306_167_813],
    [0.999_999, 4.753_424_308_822_9],
  ])("of the normal distribution at %f is %f", (p, expected) => expect(normalQuantile(p)).toBeCloseTo(expected, 7))

  test("undo the distribution function", () => {
    for (let x = -5; x <= 5; x += 0.25) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 4)
  })

  // Tables of Student's distribution, two-sided 95 % and 99 %.
  test.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.302_65],
    [0.975, 3, 3.182_45],
    [0.975, 4, 2.776_45],
    [0.975, 5, 2.570_58],
    [0.975, 10, 2.228_14],
    [0.975, 30, 2.042_27],
    [0.975, 1_000, 1.962_34],
    [0.995, 4, 4.604_09],
    [0.995, 20, 2.845_34],
    [0.9995, 3, 12.924],
    [0.025, 10, -2.228_14],
  ])("of Student's at %f with %i degrees of freedom is %f", (p, df, expected) => {
    expect(Math.abs(studentQuantile(p, df) / expected - 1)).toBeLessThan(5e-5)
  })
})

describe("the interval of a mean", () => {
  test("of 1, 2, 3, 4, 5 is 3 ± 1.963", () => {
    // s² = 2.5, t(0.975, 4) = 2.77645, 2.77645 * sqrt(2.5 / 5) = 1.96324.
    const mean = meanOf(sumsOf([1, 2, 3, 4, 5]))
    expect(mean).toMatchObject({ n: 5, mean: 3 })
    expect([mean?.low, mean?.high].map((each) => Number(each?.toFixed(3)))).toEqual([1.037, 4.963])
  })

  test("is not there where one value, or equal ones, don't say how they vary", () => {
    expect(meanOf(sumsOf([]))).toBeNull()
    expect(meanOf(sumsOf([7]))).toEqual({ n: 1, mean: 7, low: null, high: null })
    expect(meanOf(sumsOf([0.1, 0.1, 0.1]))).toMatchObject({ n: 3, low: null, high: null })
    expect(differenceOf(sumsOf([1]), sumsOf([1, 2]))).toBeNull()
  })

  test("holds the true mean in about 95 of 100 normal samples of 6", () => {
    const draw = seededRandom("coverage")
    let held = 0
    for (let i = 0; i < 2_000; i += 1) {
      const mean = meanOf(sumsOf(Array.from({ length: 6 }, () => 10 + normal(draw))))
      if (mean?.low != null && mean.low <= 10 && 10 <= (mean.high ?? 0)) held += 1
    }
    // Three standard errors of a share of 0.95 in 2,000.
    expect(Math.abs(held / 2_000 - 0.95)).toBeLessThan(0.0147)
  })

  test("of a difference is the wider of Welch's and that of all values together", () => {
    const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length
    const variance = (list: readonly number[]) => list.reduce((sum, x) => sum + (x - mean(list)) ** 2, 0) / (list.length - 1)
    const welch = (a: readonly number[], b: readonly number[]) => {
      const [e1, e2] = [variance(a) / a.length, variance(b) / b.length]
      const df = (e1 + e2) ** 2 / (e1 ** 2 / (a.length - 1) + e2 ** 2 / (b.length - 1))
      return studentQuantile(0.975, Math.floor(df)) * Math.sqrt(e1 + e2)
    }
    const together = (a: readonly number[], b: readonly number[]) =>
      studentQuantile(0.975, a.length + b.length - 2) * Math.sqrt(variance([...a, ...b]) * (1 / a.length + 1 / b.length))
    const [narrow, wide] = [Array.from({ length: 30 }, (_, i) => 10 + (i % 5)), Array.from({ length: 20 }, (_, i) => 5 + 4 * (i % 7))]
    // Whose spread is told by which: a few wide ones against many narrow, and the other way round.
    for (const [first, second] of [
      [narrow, wide],
      [narrow.slice(0, 6), wide],
      [narrow, wide.slice(0, 6)],
    ] as const) {
      const found = differenceOf(sumsOf(first), sumsOf(second))
      expect(found?.difference).toBeCloseTo(mean(first) - mean(second), 12)
      expect((found?.high ?? 0) - (found?.difference ?? 0)).toBeCloseTo(Math.max(welch(first, second), together(first, second)), 9)
    }
  })
})

describe("means drawn towards the whole", () => {
  const values = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 12 })

  test("lie between a group's own mean and the others', in the order of their weights", () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 2, maxLength: 8 }), (lists) => {
        const groups = lists.map(sumsOf)
        const means = groups.map(({ n, sum }) => sum / n)
        const shrunk = shrinkMeans(groups)
        const [low, high] = [Math.min(...means) - 1e-9, Math.max(...means) + 1e-9]
        for (const [i, { estimate, weight }] of shrunk.entries()) {
          expect(weight).toBeGreaterThanOrEqual(0)
          expect(weight).toBeLessThanOrEqual(1 + 1e-12)
          expect(estimate).toBeGreaterThanOrEqual(low)
          expect(estimate).toBeLessThanOrEqual(high)
          const smaller = shrunk.filter((_, j) => (groups[j]?.n ?? 0) < (groups[i]?.n ?? 0))
          expect(smaller.every((other) => other.weight <= weight + 1e-12)).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })

  test("keep more of thirty posts than of one", () => {
    const [high, low] = [0.05, 0.02].map((rate) => sumsOf(Array.from({ length: 30 }, (_, i) => rate + 0.02 * ((i % 3) - 1))))
    const [good, luck] = shrinkMeans([high, sumsOf([0.07]), low].filter((each) => each !== undefined))
    expect(good?.weight).toBeGreaterThan(0.9)
    expect(luck?.weight).toBeLessThan(0.65)
    expect(luck?.estimate).toBeLessThan(0.06)
  })

  test("are all the same where groups differ no more than chance has it, or nothing says how values vary", () => {
    expect(
      new Set(shrinkMeans([sumsOf([1, 3]), sumsOf([2, 2.1]), sumsOf([1.5, 2.5])]).map(({ estimate }) => estimate.toFixed(9))).size,
    ).toBe(1)
    expect(shrinkMeans([sumsOf([1]), sumsOf([5])])).toEqual([
      { estimate: 3, weight: 0, low: null, high: null },
      { estimate: 3, weight: 0, low: null, high: null },
    ])
  })

  test("are nearer to the truth than the groups' own means, and their intervals hold it in over 92 of 100 cases", () => {
    const draw = seededRandom("empirical-bayes")
    let own = 0
    let drawn = 0
    let held = 0
    let asked = 0
    for (let world = 0; world < 300; world += 1) {
      const truths = Array.from({ length: 12 }, () => 5 + normal(draw))
      const groups = truths.map((truth, i) => sumsOf(Array.from({ length: 1 + (i % 6) * 4 }, () => truth + 2 * normal(draw))))
      for (const [i, { estimate, low, high }] of shrinkMeans(groups).entries()) {
        const [truth, group] = [truths[i] ?? 0, groups[i] as Sums]
        own += (group.sum / group.n - truth) ** 2
        drawn += (estimate - truth) ** 2
        asked += 1
        if ((low ?? 0) <= truth && truth <= (high ?? 0)) held += 1
      }
    }
    expect(drawn).toBeLessThan(0.6 * own)
    expect(held / asked).toBeGreaterThan(0.92)
  })
})

describe("a count over what was expected", () => {
  test("is drawn towards 1 by ten events", () => {
    expect(shrinkCount({ count: 30, expected: 10 }, 1).lift).toBe(2)
    expect(shrinkCount({ count: 0, expected: 0 }, 1).lift).toBe(1)
    expect(shrinkCount({ count: 3_000, expected: 1_000 }, 1).lift).toBeCloseTo(2.98, 2)
  })

  test("weighs a burst as one: the same rise says less where one post draws many", () => {
    const [calm, bursts] = [shrinkCount({ count: 90, expected: 30 }, 1), shrinkCount({ count: 90, expected: 30 }, 30)]
    expect(calm.low).toBeGreaterThan(1)
    expect(bursts.low).toBeLessThan(1)
    expect(bursts.lift).toBeLessThan(calm.lift)
  })

  test("has the gamma's interval: of shape 20 and rate 10, 1.222 to 2.967", () => {
    // scipy.stats.gamma.ppf([0.025, 0.975], 20) / 10 = 1.22165, 2.96709.
    const { low, high } = shrinkCount({ count: 10, expected: 0 }, 1)
    expect([low, high].map((each) => Number(each.toFixed(2)))).toEqual([1.22, 2.97])
  })

  test("bursts are 1 for what chance has, a hundred where a hundred come at once, and grow with the mean where all days share their luck", () => {
    expect(burstsOf([])(10)).toBe(1)
    expect(burstsOf([[5, 5, 5]])(10)).toBe(1)
    // A day of 100 in two: mean 50, variance 5,000.
    expect(burstsOf([[0, 100]])(50)).toBe(100)
    // Means 10 and 100, each varying by a half of itself: variance 50 and 5,000 beside nothing, c = (40 + 4,900) / 10,100.
    const halves = [10, 100].map((mean) => [mean - mean / 2, mean + mean / 2])
    expect(burstsOf(halves)(200)).toBeCloseTo(1 + (4_940 / 10_100) * 200, 9)
  })
})
