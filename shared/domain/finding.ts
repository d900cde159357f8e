// Which changes of the studio's own figures are more than chance? All metrics of a run are judged together, so that few of the findings are false.
import * as z from "zod"
import { judgeLast, type Surprise } from "./anomaly.ts"
import { discoveries } from "./false-discovery.ts"
import { METRICS, type Metric } from "./snapshot.ts"
import { type DayValue, findTrend, type Trend } from "./trend.ts"

/**
 * Share of a run's findings of a kind that may be false. Low enough that days which resemble their neighbours, and values with long tails, stay under 5 % too
 * (`npm run noise`); and anomalies are looked for every day, trends once a week.
 */
export const FALSE_DISCOVERIES = { trend: 0.03, anomaly: 0.02 } as const

/** A steady change: `slope` of the metric a day (Sen), over `days` days of which `n` have a value; `p` of the seasonal Mann-Kendall test. */
export const TrendDetail = z.object({
  test: z.literal("seasonal-mann-kendall"),
  n: z.int().positive(),
  days: z.int().positive(),
  slope: z.number(),
  /** `slope` as a share of the mean; null of a mean of zero. */
  slopeShare: z.number().nullable(),
  p: z.number(),
  /** Correlation of neighbouring days that the test allowed for. */
  autocorrelation: z.number(),
  /** Share of false findings that is allowed among all of a run, and how many metrics it looked at. */
  falseDiscoveries: z.number(),
  metrics: z.int().positive(),
})
export type TrendDetail = z.infer<typeof TrendDetail>

/** A day out of line: `value` where `expected` was, `deviations` robust standard deviations away on the scale of square roots. */
export const AnomalyDetail = z.object({
  test: z.literal("seasonal-robust-t"),
  n: z.int().positive(),
  value: z.number(),
  expected: z.number(),
  deviations: z.number(),
  p: z.number(),
  falseDiscoveries: z.number(),
  metrics: z.int().positive(),
})
export type AnomalyDetail = z.infer<typeof AnomalyDetail>

/** The known days of a metric, oldest first. */
export type Series = { readonly metric: Metric; readonly days: readonly DayValue[] }

export type Found = { readonly metric: Metric; readonly direction: "up" | "down" } & (
  | { readonly kind: "trend"; readonly detail: TrendDetail }
  | { readonly kind: "anomaly"; readonly detail: AnomalyDetail }
)

/** Metrics that rise or fall steadily. */
export function findTrends(all: readonly Series[]): readonly Found[] {
  const tests = all.flatMap(({ metric, days }) => {
    const trend = findTrend(days)
    return trend === null ? [] : [{ ...trend, metric, days }]
  })
  const q = FALSE_DISCOVERIES.trend
  return discoveries(tests, q).map((each) => ({
    kind: "trend",
    metric: each.metric,
    direction: each.direction,
    detail: { ...trendDetail(each, each.days), falseDiscoveries: q, metrics: tests.length },
  }))
}

function trendDetail(
  { n, slope, p, autocorrelation }: Trend,
  days: readonly DayValue[],
): Omit<TrendDetail, "falseDiscoveries" | "metrics"> {
  const mean = days.reduce((sum, { value }) => sum + value, 0) / n
  const span = (days.at(-1)?.day ?? 0) - (days[0]?.day ?? 0) + 1
  return { test: "seasonal-mann-kendall", n, days: span, slope, slopeShare: mean === 0 ? null : slope / mean, p, autocorrelation }
}

/** Metrics whose value on `day` is out of line with the days before it. */
export function findAnomalies(all: readonly Series[], day: number): readonly Found[] {
  const tests = all.flatMap(({ metric, days }) => {
    const surprise = days.at(-1)?.day === day ? judgeLast(days, METRICS[metric].unit === "count") : null
    return surprise === null ? [] : [{ ...surprise, metric }]
  })
  const q = FALSE_DISCOVERIES.anomaly
  return discoveries(tests, q).map((each) => ({
    kind: "anomaly",
    metric: each.metric,
    direction: each.direction,
    detail: { ...anomalyDetail(each), falseDiscoveries: q, metrics: tests.length },
  }))
}

const anomalyDetail = ({ n, value, expected, deviations, p }: Surprise): Omit<AnomalyDetail, "falseDiscoveries" | "metrics"> => ({
  test: "seasonal-robust-t",
  n,
  value,
  expected,
  deviations,
  p,
})
