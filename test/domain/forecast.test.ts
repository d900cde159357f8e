import { expect, it } from "vitest"
import { forecastNext, intervalScore } from "../../shared/domain/forecast.ts"
import { coverageOf } from "../../scripts/noise/measure.ts"
import { PROMISED } from "../../scripts/noise/series.ts"
import type { DayValue } from "../../shared/domain/trend.ts"

const toDays = (values: readonly number[]): DayValue[] => values.map((value, i) => ({ day: 20_000 + i, value }))

it("an interval's score is its width, and ten times the miss of a value outside it", () => {
  expect(intervalScore({ low: 10, high: 14 }, 12)).toBe(4)
  expect(intervalScore({ low: 10, high: 14 }, 14)).toBe(4)
  expect(intervalScore({ low: 10, high: 14 }, 15)).toBeCloseTo(4 + 10, 9)
  expect(intervalScore({ low: 10, high: 14 }, 8)).toBeCloseTo(4 + 20, 9)
})

it("sixteen days are enough for a forecast and fifteen are not", () => {
  const days = toDays(Array.from({ length: 16 }, (_, i) => 10 + (i % 3)))
  expect(forecastNext(days.slice(1), 20_016)).toBeNull()
  expect(forecastNext(days, 20_016)).toHaveLength(2)
  expect(forecastNext(days, 20_015)).toBeNull()
})

it("a forecast two days ahead needs a day more, and its bounds are those of two days' steps", () => {
  const rising = toDays(Array.from({ length: 17 }, (_, i) => 100 + 5 * i))
  expect(forecastNext(rising.slice(1), 20_018)).toBeNull()
  expect(forecastNext(rising, 20_018)?.[1]).toEqual({ model: "last-value", low: 190, middle: 190, high: 190 })
})

it("the last value repeated has the bounds of its own steps: of nine the outermost", () => {
  const steps = [0, 0, 0, 0, 0, 0, 0, 1, -2, 3, 1, -1, 2, -3, 1, 2]
  let value = 100
  const days = toDays(steps.map((step) => (value += step)))
  const [, repeated] = forecastNext(days, 20_016) ?? []
  expect(repeated).toEqual({ model: "last-value", low: value - 3, middle: value, high: value + 3 })
})

it("follows the rhythm of the week, which the last value doesn't", () => {
  const rhythm = [100, 110, 120, 110, 100, 40, 30]
  const days = toDays(Array.from({ length: 56 }, (_, i) => (rhythm[i % 7] ?? 0) + ((i * 5) % 3)))
  const [own, repeated] = forecastNext(days, 20_056) ?? []
  expect(Math.abs((own?.middle ?? 0) - 100)).toBeLessThan(20)
  expect(repeated?.middle).toBeLessThan(40)
  expect((own?.high ?? 0) - (own?.low ?? 0)).toBeLessThan((repeated?.high ?? 0) - (repeated?.low ?? 0))
})

it("no bound is below nothing, and the bounds are in order", () => {
  const days = toDays(Array.from({ length: 40 }, (_, i) => (i % 9 === 0 ? 50 : 0)))
  for (const { low, middle, high } of forecastNext(days, 20_040) ?? []) {
    expect(low).toBeGreaterThanOrEqual(0)
    expect(middle).toBeGreaterThanOrEqual(low)
    expect(high).toBeGreaterThanOrEqual(middle)
  }
})

it("holds four of five values of white and of rhythmic noise, and beats the last value by its score (seeded)", () => {
  for (const name of ["white, CV 25 %", "weekly rhythm 30 %"]) {
    const kind = PROMISED[name]
    if (!kind) throw new Error(name)
    const { within, scoreRatio } = coverageOf(kind, 40, 300, "forecast")
    // Three standard errors of 0.8 are 0.07.
    expect(within.hits / within.of, name).toBeGreaterThan(0.73)
    expect(within.hits / within.of, name).toBeLessThan(0.93)
    expect(scoreRatio, name).toBeLessThan(0.95)
  }
})
