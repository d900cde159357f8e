// What did the ended days come to, which of it is more than chance, what is expected of today, and how good were earlier expectations? Pure.
import { findAnomalies, findTrends, type Found, type Series } from "../../../shared/domain/finding.ts"
import { forecastNext, intervalScore, MODELS, type Prediction } from "../../../shared/domain/forecast.ts"
import { type PeriodSums, toSnapshot } from "../../../shared/domain/period-sums.ts"
import { dayNumber } from "../../../shared/domain/periods.ts"
import { type Metric, METRIC_NAMES, METRICS, type Snapshot } from "../../../shared/domain/snapshot.ts"

/** Days that are looked back at: eight of each weekday. */
export const LOOK_BACK_DAYS = 60
/** After a pause anomalies are looked for in so many of the days that are made up for: older ones are no news. */
const NEWS_DAYS = 7

type OpenForecast = { readonly id: string; readonly metric: string; readonly startsOn: string } & Prediction

export type Facts = {
  /** Ended spans that have no snapshot yet, oldest first. */
  readonly measured: readonly PeriodSums[]
  /** Snapshots of the days before, oldest first. */
  readonly days: readonly Snapshot[]
  readonly open: readonly OpenForecast[]
  /** Trends that were told lately. */
  readonly trends: readonly { readonly metric: string; readonly direction: "up" | "down" }[]
}

export type Decision = {
  readonly snapshots: readonly Snapshot[]
  readonly findings: readonly (Found & { readonly startsOn: string })[]
  readonly forecasts: readonly ({ readonly metric: Metric; readonly startsOn: string } & Prediction)[]
  readonly settled: readonly {
    readonly id: string
    readonly actual: number
    readonly score: number
    readonly baselineScore: number | null
  }[]
}

export function decide({ measured, days, open, trends }: Facts, now: Date): Decision {
  const snapshots = measured.map(toSnapshot)
  const made = snapshots.filter(({ period }) => period === "day")
  const all = [...days, ...made].toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
  const leapt = made.slice(-NEWS_DAYS).flatMap(({ startsOn }) => anomaliesOn(all, startsOn))
  // Once a week: the more often one looks, the more chance finds.
  const isWeekNew = snapshots.some(({ period }) => period === "week")
  return {
    snapshots,
    findings: [...leapt, ...(isWeekNew ? newTrends(all, trends) : [])],
    forecasts: made.length === 0 ? [] : forecastsFor(all, now),
    settled: settle(open, all),
  }
}

/** The known values of each metric on the `LOOK_BACK_DAYS` up to a day, oldest first. */
function seriesUntil(all: readonly Snapshot[], last: number): Series[] {
  const within = all.map((each) => ({ day: dayNumber(each.startsOn), figures: each.figures }))
  const wanted = within.filter(({ day }) => day <= last && day > last - LOOK_BACK_DAYS)
  return METRIC_NAMES.map((metric) => ({
    metric,
    days: wanted.flatMap(({ day, figures }) => {
      const value = METRICS[metric].of(figures)
      return value === null ? [] : [{ day, value }]
    }),
  }))
}

function anomaliesOn(all: readonly Snapshot[], startsOn: string): Decision["findings"] {
  const day = dayNumber(startsOn)
  return findAnomalies(seriesUntil(all, day), day).map((found) => ({ ...found, startsOn }))
}

function newTrends(all: readonly Snapshot[], told: Facts["trends"]): Decision["findings"] {
  const startsOn = all.at(-1)?.startsOn
  if (startsOn === undefined) return []
  const isTold = (found: Found): boolean => told.some(({ metric, direction }) => metric === found.metric && direction === found.direction)
  return findTrends(seriesUntil(all, dayNumber(startsOn))).flatMap((found) => (isTold(found) ? [] : [{ ...found, startsOn }]))
}

/** Of today, which has hardly begun: what its posts come to is known in two days. */
function forecastsFor(all: readonly Snapshot[], now: Date): Decision["forecasts"] {
  const startsOn = now.toISOString().slice(0, 10)
  const today = dayNumber(startsOn)
  return seriesUntil(all, today - 1).flatMap(({ metric, days }) =>
    (forecastNext(days, today) ?? []).map((prediction) => ({ metric, startsOn, ...prediction })),
  )
}

/** Scores the forecasts of days that are known now. */
function settle(open: readonly OpenForecast[], all: readonly Snapshot[]): Decision["settled"] {
  const figures = new Map(all.map((each) => [each.startsOn, each.figures]))
  const of = ({ metric, startsOn }: OpenForecast): number | null => {
    const known = figures.get(startsOn)
    return known === undefined || !(metric in METRICS) ? null : METRICS[metric as Metric].of(known)
  }
  const isBaseline = (one: OpenForecast) => (each: OpenForecast) =>
    each.model === MODELS[1] && each.metric === one.metric && each.startsOn === one.startsOn
  return open.flatMap((forecast) => {
    const actual = of(forecast)
    if (actual === null) return []
    const baseline = open.find(isBaseline(forecast))
    return [
      { id: forecast.id, actual, score: intervalScore(forecast, actual), baselineScore: baseline ? intervalScore(baseline, actual) : null },
    ]
  })
}
