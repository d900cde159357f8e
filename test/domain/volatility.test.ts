import { describe, expect, test } from "vitest"
import { addHour, forecastUncertainty, hourFactor, meanHourVariance, newVariances, sigmaOver } from "../../shared/domain/volatility.ts"
import { newNoise } from "../agents/analysis/market-fixture.ts"

const HOUR_MS = 3_600_000
const MONDAY = Date.parse("2026-11-16T00:00:00Z")
const SATURDAY = Date.parse("2026-11-21T00:00:00Z")

const variancesOf = (moves: readonly number[], range: number) => {
  const variances = newVariances()
  for (const move of moves) addHour(variances, { move, range, factor: 1 })
  return variances
}

describe("rhythm of the week", () => {
  test("hour factors average to 1 over a week, and weekends are the calmer days", () => {
    const week = Array.from({ length: 168 }, (_, hour) => hourFactor(MONDAY + hour * HOUR_MS))
    expect(week.reduce((sum, factor) => sum + factor, 0) / 168).toBeCloseTo(1, 9)
    expect(hourFactor(SATURDAY)).toBeLessThan(hourFactor(MONDAY))
    expect(hourFactor(SATURDAY + 47 * HOUR_MS)).toBeLessThan(hourFactor(SATURDAY + 71 * HOUR_MS))
  })

  test("a week ahead is the root of 168 hours, and a weekend less than two weekdays", () => {
    expect(sigmaOver(0.0001, MONDAY, 168)).toBeCloseTo(0.01 * Math.sqrt(168), 9)
    expect(sigmaOver(0.0001, SATURDAY, 48)).toBeLessThan(sigmaOver(0.0001, MONDAY, 48))
  })
})

describe("variance of an hour", () => {
  test("finds a constant volatility again, whatever the ranges say", () => {
    for (const range of [0.01, 0.0166, 0.05]) {
      const variances = variancesOf(
        Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01)),
        range,
      )
      expect(Math.sqrt(meanHourVariance(variances))).toBeGreaterThan(0.008)
      expect(Math.sqrt(meanHourVariance(variances))).toBeLessThan(0.012)
    }
  })

  test("one freak hour is bounded", () => {
    const calm = Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01))
    const before = meanHourVariance(variancesOf(calm, 0.0166))
    const after = meanHourVariance(variancesOf([...calm, 0.9], 0.0166))
    expect(after).toBeGreaterThan(before)
    expect(after).toBeLessThan(4 * before)
  })
})

describe("uncertainty of the forecast", () => {
  const noise = newNoise(3)
  const days = (deviation: () => number) =>
    Array.from({ length: 44 }, deviation).flatMap((sigma) =>
      Array.from({ length: 24 }, () => ({ move: sigma * noise.normal(), range: 1.67 * sigma, factor: 1 })),
    )

  test("is small in plain noise, large where days differ wildly, and the prior's where nothing is known", () => {
    const even = forecastUncertainty(
      days(() => 0.006),
      0.35,
    )
    const wild = forecastUncertainty(
      days(() => 0.006 * Math.exp(0.8 * noise.normal())),
      0.35,
    )
    expect(even).toBeLessThan(0.25)
    expect(wild).toBeGreaterThan(0.45)
    expect(forecastUncertainty([], 0.35)).toBeCloseTo(0.35, 9)
  })
})
