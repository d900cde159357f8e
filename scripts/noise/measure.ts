// How often do the tests say something, of series in which nothing or something happens?
import { judgeLast } from "../../shared/domain/anomaly.ts"
import { FALSE_DISCOVERIES, findAnomalies, findTrends, type Series } from "../../shared/domain/finding.ts"
import { forecastNext, intervalScore, MODELS } from "../../shared/domain/forecast.ts"
import { METRIC_NAMES } from "../../shared/domain/snapshot.ts"
import { type DayValue, findTrend } from "../../shared/domain/trend.ts"
import { drawDays, drawStudio, PROMISED, SIGMA } from "./series.ts"

type Kind = (typeof PROMISED)[string]
type Effect = Parameters<typeof drawDays>[3]

/** How many of so many. */
export type Share = { readonly hits: number; readonly of: number }

const count = (of: number, holds: (i: number) => boolean): Share => ({
  hits: Array.from({ length: of }, (_, i) => holds(i)).filter(Boolean).length,
  of,
})

export const isTrend = (days: readonly DayValue[]): boolean => (findTrend(days)?.p ?? 1) <= FALSE_DISCOVERIES.trend
export const isAnomaly = (days: readonly DayValue[], isCount: boolean): boolean =>
  (judgeLast(days, isCount)?.p ?? 1) <= FALSE_DISCOVERIES.anomaly

export const shareOfTrends = (kind: Kind, n: number, series: number, seed: string, effect?: Effect): Share =>
  count(series, (i) => isTrend(drawDays(kind, n, `${seed}:${n}:${i}`, effect)))

export const shareOfAnomalies = (kind: Kind, n: number, series: number, seed: string, effect?: Effect): Share =>
  count(series, (i) => isAnomaly(drawDays(kind, n, `${seed}:${n}:${i}`, effect), kind.isCount))

/** The earlier system's rules, as its formulas are told: a trend is 5 % between the first and the last value, an anomaly 2 standard deviations. */
export const earlierTrends = (kind: Kind, n: number, series: number, seed: string): Share =>
  count(series, (i) => {
    const days = drawDays(kind, n, `${seed}:${n}:${i}`)
    const [first = 0, last = 0] = [days[0]?.value, days.at(-1)?.value]
    return first !== 0 && Math.abs(last - first) / Math.abs(first) >= 0.05
  })

export const earlierAnomalies = (kind: Kind, n: number, series: number, seed: string): Share =>
  count(series, (i) => {
    const values = drawDays(kind, n, `${seed}:${n}:${i}`).map(({ value }) => value)
    const rest = values.slice(0, -1)
    const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length
    const sigma = Math.sqrt(rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length)
    return sigma > 0 && Math.abs((values.at(-1) ?? 0) - mean) / sigma > 2
  })

/** Runs that look at nine metrics at once and say anything at all about them, though nothing happens. */
export function falseRuns(n: number, runs: number, seed: string): { readonly trend: Share; readonly anomaly: Share } {
  const studies = Array.from({ length: runs }, (_, i) => {
    const all: Series[] = drawStudio(n, `${seed}:studio:${n}:${i}`).map((days, k) => ({ metric: METRIC_NAMES[k] ?? "mean-rate", days }))
    return { trends: findTrends(all), anomalies: findAnomalies(all, all[0]?.days.at(-1)?.day ?? 0) }
  })
  return {
    trend: { hits: studies.filter(({ trends }) => trends.length > 0).length, of: runs },
    anomaly: { hits: studies.filter(({ anomalies }) => anomalies.length > 0).length, of: runs },
  }
}

export type Coverage = { readonly within: Share; readonly baselineWithin: Share; readonly scoreRatio: number }

/** How often the next value lies within the bounds, and the mean interval score as a share of the baseline's. */
export function coverageOf(kind: Kind, n: number, series: number, seed: string): Coverage {
  const hits = { own: 0, baseline: 0 }
  const scores = { own: 0, baseline: 0 }
  for (let i = 0; i < series; i += 1) {
    const days = drawDays(kind, n + 1, `${seed}:${n}:${i}`)
    const next = days.at(-1)
    const predictions = next && forecastNext(days.slice(0, -1), next.day)
    if (!predictions) continue
    for (const [place, key] of (["own", "baseline"] as const).entries()) {
      const prediction = predictions.find(({ model }) => model === MODELS[place])
      if (!prediction) continue
      hits[key] += next.value >= prediction.low && next.value <= prediction.high ? 1 : 0
      scores[key] += intervalScore(prediction, next.value)
    }
  }
  return {
    within: { hits: hits.own, of: series },
    baselineWithin: { hits: hits.baseline, of: series },
    scoreRatio: scores.own / scores.baseline,
  }
}

export const slopeOf = (share: number): Effect => ({ slope: share * 100 })
export const shockOf = (sigmas: number): Effect => ({ shock: sigmas * SIGMA })
