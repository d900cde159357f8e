import { describe, expect, it } from "vitest"
import type { PeriodSums } from "../../../shared/domain/period-sums.ts"
import { toSnapshot } from "../../../shared/domain/period-sums.ts"
import { dateOf, dayNumber } from "../../../shared/domain/periods.ts"
import { decide, type Facts } from "../../../workers/agents/performance-analytics/decide.ts"
import { openDraw } from "../../../scripts/noise/series.ts"
import { sumsOfDay } from "../../db/performance-rows.ts"

const NOW = new Date("2026-11-24T03:00:00Z")
/** The last day that is over for good; a Sunday. */
const LAST = dayNumber("2026-11-22")
const { normal } = openDraw("decide")
const NOISE = Array.from({ length: 60 }, () => 5 * normal())
const day = (back: number, rise = 0): PeriodSums =>
  sumsOfDay(dateOf(LAST - back), Math.round(100 + (NOISE[back] ?? 0) + rise * (60 - back)))
const before = (days: number, rise = 0) => Array.from({ length: days }, (_, i) => toSnapshot(day(days - i, rise)))
const week: PeriodSums = { ...sumsOfDay("2026-11-16", 700), period: "week", endsBefore: "2026-11-23" }
const facts = (over: Partial<Facts>): Facts => ({ measured: [day(0)], days: before(59), open: [], trends: [], ...over })

describe("performance-analytics", () => {
  it("makes a snapshot of every span, and finds nothing where nothing happens", () => {
    const { snapshots, findings } = decide(facts({ measured: [day(0), week] }), NOW)
    expect(snapshots.map(({ period, startsOn }) => `${period} ${startsOn}`)).toEqual(["day 2026-11-22", "week 2026-11-16"])
    expect(findings).toEqual([])
  })

  it("names the metric that leapt on the newest day", () => {
    const leapt = sumsOfDay("2026-11-22", 100, { interactions: [{ platform: "x", type: 1, count: 400 }] })
    const { findings } = decide(facts({ measured: [leapt] }), NOW)
    expect(findings).toMatchObject([
      { kind: "anomaly", metric: "interactions", direction: "up", startsOn: "2026-11-22", detail: { value: 400 } },
    ])
  })

  it("looks for trends when a week is over, and tells each once", () => {
    const rising = { days: before(59, 1), measured: [day(0, 1), week] }
    const { findings } = decide(facts(rising), NOW)
    const trends = findings.filter(({ kind }) => kind === "trend")
    expect(trends.map(({ metric }) => metric)).toEqual(expect.arrayContaining(["mean-rate", "impressions", "interactions", "new-people"]))
    expect(trends.every(({ direction, startsOn }) => direction === "up" && startsOn === "2026-11-22")).toBe(true)
    const told = trends.map(({ metric, direction }) => ({ metric, direction }))
    expect(decide(facts({ ...rising, trends: told }), NOW).findings.filter(({ kind }) => kind === "trend")).toEqual([])
    expect(decide(facts({ ...rising, measured: [day(0, 1)] }), NOW).findings.filter(({ kind }) => kind === "trend")).toEqual([])
  })

  it("expects something of today from each metric, by both models", () => {
    const { forecasts } = decide(facts({}), NOW)
    const ofInteractions = forecasts.filter(({ metric }) => metric === "interactions")
    expect(ofInteractions.map(({ model, startsOn }) => [model, startsOn])).toEqual([
      ["weekday-level", "2026-11-24"],
      ["last-value", "2026-11-24"],
    ])
    expect(ofInteractions[0]?.low).toBeGreaterThan(80)
    expect(ofInteractions[0]?.high).toBeLessThan(120)
  })

  it("expects nothing of days that few others came before, nor where no new day is known", () => {
    expect(decide(facts({ days: before(10) }), NOW).forecasts).toEqual([])
    expect(decide(facts({ measured: [] }), NOW).forecasts).toEqual([])
  })

  it("scores what was expected of a day that is known now, beside the last value's", () => {
    const open = [
      { id: "fct_0000000001", metric: "interactions", startsOn: "2026-11-22", model: "weekday-level", low: 90, middle: 100, high: 110 },
      { id: "fct_0000000002", metric: "interactions", startsOn: "2026-11-22", model: "last-value", low: 60, middle: 100, high: 95 },
      { id: "fct_0000000003", metric: "interactions", startsOn: "2026-11-23", model: "last-value", low: 60, middle: 100, high: 95 },
      { id: "fct_0000000004", metric: "no-more-watched", startsOn: "2026-11-22", model: "last-value", low: 60, middle: 100, high: 95 },
    ] as const
    const known = sumsOfDay("2026-11-22", 100)
    expect(decide(facts({ measured: [known], open }), NOW).settled).toEqual([
      { id: "fct_0000000001", actual: 100, score: 20, baselineScore: 35 + 50 },
      { id: "fct_0000000002", actual: 100, score: 35 + 50, baselineScore: 35 + 50 },
    ])
  })

  it("goes on after a pause as if there had been none, but tells only the last week's news", () => {
    const leapt = (back: number) => sumsOfDay(dateOf(LAST - back), 100, { interactions: [{ platform: "x", type: 1, count: 400 }] })
    const measured = Array.from({ length: 20 }, (_, i) => (i === 5 || i === 17 ? leapt(19 - i) : day(19 - i)))
    const { snapshots, findings } = decide(facts({ measured, days: before(59).slice(0, -19) }), NOW)
    expect(snapshots).toHaveLength(20)
    expect(findings.map(({ metric, startsOn }) => [metric, startsOn])).toEqual([["interactions", dateOf(LAST - 2)]])
  })
})
