import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { discoveries, shareInterval } from "../../shared/domain/false-discovery.ts"
import { AnomalyDetail, FALSE_DISCOVERIES, findAnomalies, findTrends, type Series, TrendDetail } from "../../shared/domain/finding.ts"
import { METRIC_NAMES } from "../../shared/domain/snapshot.ts"
import { drawDays, PROMISED } from "../../scripts/noise/series.ts"

const white = PROMISED["white, CV 25 %"] as (typeof PROMISED)[string]
const LAST = 20_041
const studio = (effect: (k: number) => Parameters<typeof drawDays>[3]): Series[] =>
  METRIC_NAMES.map((metric, k) => ({ metric, days: drawDays(white, 42, `finding:${k}`, effect(k)) }))

describe("discoveries", () => {
  const tests = (...ps: number[]) => ps.map((p) => ({ p }))

  it("are those of Benjamini and Hochberg's own example", () => {
    // Table 1 of their paper, 15 tests at 5 %: the first four.
    const ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
    expect(discoveries(tests(...ps), 0.05)).toHaveLength(4)
  })

  it("include a test that fails its own step where a later one passes, and are none of none", () => {
    expect(discoveries(tests(0.03, 0.031, 0.032), 0.05)).toHaveLength(3)
    expect(discoveries(tests(0.03, 0.9, 0.9), 0.05)).toEqual([])
    expect(discoveries([], 0.05)).toEqual([])
  })

  it("never grow when a level falls, and hold every p up to their largest (seeded)", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (ps) => {
        const some = discoveries(tests(...ps), 0.05)
        expect(discoveries(tests(...ps), 0.02).length).toBeLessThanOrEqual(some.length)
        const largest = Math.max(...some.map(({ p }) => p), -1)
        expect(some).toHaveLength(ps.filter((p) => p <= largest).length)
      }),
      { seed: 3 },
    )
  })
})

it("a share's interval is Wilson's", () => {
  // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662, 0 of 20 is 0 to 0.1611.
  expect(shareInterval(81, 263).low).toBeCloseTo(0.2553, 4)
  expect(shareInterval(81, 263).high).toBeCloseTo(0.3662, 4)
  expect(shareInterval(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) as number })
})

describe("findings of a run", () => {
  it("are none where nothing happens", () => {
    const all = studio(() => ({}))
    expect([...findTrends(all), ...findAnomalies(all, LAST)]).toEqual([])
  })

  it("name the metric that rises and the one that leapt, with what the tests measured", () => {
    const all = studio((k) => (k === 1 ? { slope: 3 } : k === 2 ? { shock: -95 } : {}))
    const [trend, ...others] = findTrends(all)
    expect(others).toEqual([])
    expect(trend).toMatchObject({ kind: "trend", metric: "impressions", direction: "up", detail: { days: 42, n: 42, metrics: 9 } })
    expect(TrendDetail.parse(trend?.detail).slope).toBeGreaterThan(2)
    expect(trend?.detail.falseDiscoveries).toBe(FALSE_DISCOVERIES.trend)
    const leapt = findAnomalies(all, LAST).find(({ metric }) => metric === "engagements")
    expect(leapt).toMatchObject({ kind: "anomaly", direction: "down", detail: { n: 41, metrics: 9 } })
    expect(AnomalyDetail.parse(leapt?.detail).deviations).toBeLessThan(-3)
  })

  it("say nothing of a metric whose newest day nobody knows", () => {
    const all = studio((k) => (k === 2 ? { shock: -95 } : {})).map((each) => ({ ...each, days: each.days.slice(0, -1) }))
    expect(findAnomalies(all, LAST)).toEqual([])
  })
})
