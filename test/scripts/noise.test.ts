// The promise about noise, on fewer series than `npm run noise` draws, so that it fails where a change breaks it by much.
import { describe, expect, it } from "vitest"
import {
  earlierAnomalies,
  earlierTrends,
  falseRuns,
  shareOfAnomalies,
  shareOfTrends,
  shockOf,
  slopeOf,
} from "../../scripts/noise/measure.ts"
import { PROMISED } from "../../scripts/noise/series.ts"

const SEED = "unit"
const SERIES = 200
const white = PROMISED["white, CV 25 %"] as (typeof PROMISED)[string]

// A test that errs in 3 % of cases errs in more than 7 % of 200 once in a thousand times.
describe.each(Object.entries(PROMISED))("of 200 series of %s in which nothing happens", (_name, kind) => {
  it.each([30, 60])("at most 7 % seem to have a trend in %d days", (n) => {
    expect(shareOfTrends(kind, n, SERIES, SEED).hits / SERIES).toBeLessThanOrEqual(0.07)
  })

  it.each([7, 14, 30])("at most 7 % seem to end in an anomaly after %d days", (n) => {
    expect(shareOfAnomalies(kind, n, SERIES, SEED).hits / SERIES).toBeLessThanOrEqual(0.07)
  })
})

it("a run over nine metrics that move together, in which nothing happens, seldom says anything", () => {
  const { trend, anomaly } = falseRuns(30, 100, SEED)
  expect(trend.hits).toBeLessThanOrEqual(9)
  expect(anomaly.hits).toBeLessThanOrEqual(9)
})

it("a slope of 2 % a day is noticed in most series of 30 days, and one of 1 % in nearly all of 60", () => {
  expect(shareOfTrends(white, 30, SERIES, SEED, slopeOf(0.02)).hits / SERIES).toBeGreaterThan(0.4)
  expect(shareOfTrends(white, 60, SERIES, SEED, slopeOf(0.01)).hits / SERIES).toBeGreaterThan(0.9)
})

it("a last day six standard deviations above the others is noticed in nine of ten series of 30 days", () => {
  expect(shareOfAnomalies(white, 30, SERIES, SEED, shockOf(6)).hits / SERIES).toBeGreaterThan(0.8)
})

it("the earlier system's rules fail on the same series, so the measuring can tell", () => {
  expect(earlierTrends(white, 14, SERIES, SEED).hits / SERIES).toBeGreaterThan(0.8)
  expect(earlierAnomalies(white, 7, SERIES, SEED).hits / SERIES).toBeGreaterThan(0.08)
})
