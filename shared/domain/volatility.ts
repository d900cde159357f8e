// How much does a price move in an hour, and how much will it in the hours to come? Exponentially weighted variances of
// hourly returns and ranges at three memories, with the usual rhythm of the day and the week taken out.

/** Half-lives, in hours, of the three memories. */
const HALF_LIVES = [5, 48, 240] as const
/** Their weights in the forecast. They sum to more than 1 because single hours are clipped, which takes some variance away. */
const WEIGHTS = [0.4, 0.3, 0.38] as const
/** An hour counts at most this many times the slow variance, so that one freak hour doesn't own the estimate. */
const CLIP = 20
/** Variance of a weekend hour against a mean hour; weekdays make up for it. */
const WEEKEND = 0.7
const WEEKDAY = (7 - 2 * WEEKEND) / 5
/** Variance of an hour of the day (UTC) against a mean hour: busiest when New York opens, quiet from Asia's morning to noon in Europe. */
const BUSY = { from: 13, to: 16, factor: 1.6 } as const
const QUIET = { from: 3, to: 13, factor: 0.75 } as const
const OTHER = (24 - 3 * BUSY.factor - 10 * QUIET.factor) / 11

/** Variance factor of the hour that opens at `openTime` (milliseconds), 1 on average over a week in UTC. */
export function hourFactor(openTime: number): number {
  // 1970-01-01 was a Thursday: the second and third day after it are Saturday and Sunday.
  const day = Math.floor(openTime / 86_400_000) % 7
  const hour = Math.floor(openTime / 3_600_000) % 24
  const ofDay = hour >= BUSY.from && hour < BUSY.to ? BUSY.factor : hour >= QUIET.from && hour < QUIET.to ? QUIET.factor : OTHER
  return (day === 2 || day === 3 ? WEEKEND : WEEKDAY) * ofDay
}

/** Mutable running variances of one series; per hour, squared log returns, deseasonalised. */
export type Variances = { fast: number; medium: number; slow: number; hours: number }

export const newVariances = (): Variances => ({ fast: 0, medium: 0, slow: 0, hours: 0 })

const decay = (halfLife: number): number => 1 - 0.5 ** (1 / halfLife)
const [FAST, MEDIUM, SLOW] = HALF_LIVES.map(decay) as [number, number, number]
/** While fewer hours than this are known, every memory is their plain mean. */
const EVEN_HOURS = 5

/**
 * Takes in one hour: its log return, and the log of high over low (Parkinson's 1980 range estimator halves the noise).
 * Changes `variances`.
 */
export function addHour(variances: Variances, hour: { readonly move: number; readonly range: number; readonly factor: number }): void {
  const raw = (hour.move * hour.move + (hour.range * hour.range) / (4 * Math.LN2)) / 2 / hour.factor
  const { slow, hours } = variances
  const bounded = hours >= EVEN_HOURS && raw > CLIP * slow ? CLIP * slow : raw
  const even = 1 / (hours + 1)
  variances.fast += Math.max(FAST, hours < EVEN_HOURS ? even : 0) * (bounded - variances.fast)
  variances.medium += Math.max(MEDIUM, even) * (bounded - variances.medium)
  variances.slow += Math.max(SLOW, even) * (bounded - slow)
  variances.hours = hours + 1
}

/** A calm of hours passes: the fast memory counts at least this share of the slow one. */
const LEAST_FAST = 0.5

/** Forecast variance of a mean hour. */
export const meanHourVariance = (v: Variances): number =>
  WEIGHTS[0] * Math.max(v.fast, LEAST_FAST * v.slow) + WEIGHTS[1] * v.medium + WEIGHTS[2] * v.slow

/** Standard deviation of the log price change over `hours` hours from `from` (milliseconds). */
export function sigmaOver(hourVariance: number, from: number, hours: number): number {
  let factor = 0
  for (let i = 0; i < hours; i++) factor += hourFactor(from + i * 3_600_000)
  return Math.sqrt(hourVariance * factor)
}
