// Does a metric rise or fall steadily? A rank test and a median slope that neither a weekly rhythm, nor outliers, nor days that resemble their
// neighbours mislead.
import { median, normalCdf } from "./statistics.ts"

/** A day's value; `day` counts from 1970 UTC. Days that nobody knows are left out. */
export type DayValue = { readonly day: number; readonly value: number }

export type Trend = {
  readonly n: number
  /** Change of the metric a day: the median of all pairs of the same weekday (Sen 1968; Hirsch, Slack and Smith 1982). */
  readonly slope: number
  /** Two-sided. */
  readonly p: number
  readonly direction: "up" | "down"
  /** Correlation of neighbouring days that the test allowed for. */
  readonly autocorrelation: number
}

const WEEK = 7
/** Under three weeks a weekday has one pair at most: a trend can't be told from a rhythm of the week, so nothing is said. */
export const LEAST_DAYS = 21
/** Daily figures of an audience are never taken for independent: too few of them are there to show that they were. */
const LEAST_AUTOCORRELATION = 0.2
const MOST_AUTOCORRELATION = 0.9

/**
 * The trend of at least `LEAST_DAYS` known days, oldest first; null where there are fewer, or no value differs from another of its weekday.
 * Test: Mann (1945) and Kendall (1975) within each weekday, summed (Hirsch, Slack and Smith 1982), ties corrected, with continuity correction; its variance
 * is raised for autocorrelation as Hamed and Rao (1998) do, with the correlations of a first-order autoregression.
 */
export function findTrend(days: readonly DayValue[]): Trend | null {
  if (days.length < LEAST_DAYS) return null
  const weekdays = Map.groupBy(days, ({ day }) => day % WEEK)
  let score = 0
  let variance = 0
  const slopes: number[] = []
  for (const group of weekdays.values()) {
    score += addPairs(group, slopes)
    variance += varianceOfScore(group)
  }
  const slope = median(slopes)
  if (slope === null || variance === 0) return null
  const autocorrelation = neighbourCorrelation(days, weekdays, slope)
  const deviation = Math.sqrt(variance * inflation(days.length, autocorrelation))
  const z = Math.max(0, Math.abs(score) - 1) / deviation
  return { n: days.length, slope, p: Math.min(1, 2 * normalCdf(-z)), direction: score > 0 ? "up" : "down", autocorrelation }
}

/** Kendall's score of a group, later against earlier; adds the slopes of its pairs. */
function addPairs(group: readonly DayValue[], slopes: number[]): number {
  let score = 0
  for (const [i, earlier] of group.entries()) {
    for (const later of group.slice(i + 1)) {
      score += Math.sign(later.value - earlier.value)
      slopes.push((later.value - earlier.value) / (later.day - earlier.day))
    }
  }
  return score
}

/** Variance of Kendall's score of independent values, ties corrected: [n(n-1)(2n+5) - sum t(t-1)(2t+5)] / 18 (Kendall 1975). */
function varianceOfScore(group: readonly DayValue[]): number {
  const term = (n: number): number => n * (n - 1) * (2 * n + 5)
  const ties = Map.groupBy(group, ({ value }) => value)
  let sum = term(group.length)
  for (const tied of ties.values()) sum -= term(tied.length)
  return sum / 18
}

/**
 * Correlation of a day with the one before it, weekday and slope taken off; corrected for the bias of a short series, (n r + 2) / (n - 4)
 * (Marriott and Pope 1954, with a slope), and never below what is assumed anyway.
 */
function neighbourCorrelation(days: readonly DayValue[], weekdays: ReadonlyMap<number, readonly DayValue[]>, slope: number): number {
  const centers = new Map(
    [...weekdays].map(([weekday, group]) => [weekday, median(group.map(({ day, value }) => value - slope * day)) ?? 0]),
  )
  const rest = new Map(days.map(({ day, value }) => [day, value - slope * day - (centers.get(day % WEEK) ?? 0)]))
  const limit = 3 * 1.4826 * (median([...rest.values()].map(Math.abs)) ?? 0)
  // An outlier would hide the correlation of all others.
  const clipped = (value: number): number => Math.max(-limit, Math.min(limit, value))
  let product = 0
  let square = 0
  for (const [day, value] of rest) {
    product += clipped(value) * clipped(rest.get(day - 1) ?? 0)
    square += clipped(value) ** 2
  }
  const n = days.length
  const corrected = square > 0 ? (n * (product / square) + 2) / (n - 4) : 0
  return Math.max(LEAST_AUTOCORRELATION, Math.min(MOST_AUTOCORRELATION, corrected))
}

/**
 * How much autocorrelation raises the variance of Kendall's score (Hamed and Rao 1998, equation 15), where days k apart correlate by `phi` to the
 * power k; of ranks by 6/pi asin(r/2).
 */
function inflation(n: number, phi: number): number {
  let sum = 0
  for (let k = 1; k < n; k += 1) sum += (n - k) * (n - k - 1) * (n - k - 2) * (6 / Math.PI) * Math.asin(phi ** k / 2)
  return 1 + (2 / (n * (n - 1) * (n - 2))) * sum
}
