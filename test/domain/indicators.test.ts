import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { bollingerBands, donchianChannel, macdReading, relativeStrength } from "../../shared/domain/indicators.ts"

// The worked example of StockCharts' ChartSchool for the 14-period relative strength index: closes, and the index from the 15th on.
const CLOSES = [
  44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614, 46.282, 46.282,
  46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672,
  43.4205, 42.6628, 43.1314,
]
const RSI = [
  70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.3, 33.08, 37.77,
]

const walk = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 60, maxLength: 120 }).map((steps) => {
  let price = 100
  return steps.map((step) => (price *= 1 + step))
})

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Exponential average that starts at its first value, written as its definition. */
function exponential(values: readonly number[], interval: number): number[] {
  const weight = 2 / (interval + 1)
  return values.reduce<number[]>((done, value) => [...done, done.length === 0 ? value : weight * value + (1 - weight) * done.at(-1)!], [])
}

describe("relative strength", () => {
  test("agrees with the published worked example at every close", () => {
    for (let i = 1; i < RSI.length; i++) {
      const reading = relativeStrength(CLOSES.slice(0, 15 + i), 14)
      expect(reading?.before).toBeCloseTo(RSI[i - 1]!, 1)
      expect(reading?.now).toBeCloseTo(RSI[i]!, 1)
    }
  })

  test("is null while it warms up", () => {
    expect(relativeStrength(CLOSES.slice(0, 15), 14)).toBeNull()
    expect(relativeStrength([], 14)).toBeNull()
  })

  test("is null of a price that never changed, not 100", () => {
    expect(
      relativeStrength(
        Array.from({ length: 60 }, () => 5),
        14,
      ),
    ).toBeNull()
  })
})

describe("Bollinger bands", () => {
  test("are the mean and two population deviations of the window, and null before it is full", () => {
    fc.assert(
      fc.property(walk, (closes) => {
        const bands = bollingerBands(closes, 20, 2)
        expect(bands.slice(0, 19).every((band) => band === null)).toBe(true)
        const window = closes.slice(-20)
        const middle = mean(window)
        const deviation = Math.sqrt(mean(window.map((close) => (close - middle) ** 2)))
        expect(bands.at(-1)?.middle).toBeCloseTo(middle, 8)
        expect(bands.at(-1)?.upper).toBeCloseTo(middle + 2 * deviation, 8)
        expect(bands.at(-1)?.lower).toBeCloseTo(middle - 2 * deviation, 8)
      }),
      { numRuns: 30 },
    )
  })
})

describe("MACD", () => {
  test("is the difference of the 12 and 26 close averages against its own 9 close average", () => {
    fc.assert(
      fc.property(walk, (closes) => {
        const short = exponential(closes, 12)
        const long = exponential(closes, 26)
        const macd = closes.map((_, i) => short[i]! - long[i]!).slice(25)
        const signal = exponential(macd, 9).at(-1)!
        const reading = macdReading(closes)
        expect(reading?.macd).toBeCloseTo(macd.at(-1)!, 8)
        expect(reading?.signal).toBeCloseTo(signal, 8)
        expect(reading?.histogram).toBeCloseTo(macd.at(-1)! - signal, 8)
      }),
      { numRuns: 30 },
    )
  })

  test("is null with fewer than 35 closes", () => {
    expect(macdReading(Array.from({ length: 34 }, (_, i) => i + 1))).toBeNull()
  })
})

describe("Donchian channel", () => {
  test("names the highest and lowest value of the window and where they lie", () => {
    expect(donchianChannel([9, 1, 4, 7, 2, 0], 1, 5)).toEqual({ high: 7, highAt: 3, low: 1, lowAt: 1 })
  })

  test("is null where the window isn't wholly inside", () => {
    expect(donchianChannel([1, 2, 3], -1, 2)).toBeNull()
    expect(donchianChannel([1, 2, 3], 0, 4)).toBeNull()
    expect(donchianChannel([1, 2, 3], 2, 2)).toBeNull()
  })
})
