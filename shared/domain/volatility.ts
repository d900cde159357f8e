// How much does a price move in an hour, and how much will it in the hours to come? Exponentially weighted variances of
// hourly returns and ranges at three memories, with the usual rhythm of the day and the week taken out.

/** Half-lives, in hours, of the three memories. */
const HALF_LIVES = [5, 48, 240] as const
/** Their weights in the forecast, fitted once on half a year of three assets. */
const WEIGHTS = [0.37, 0.28, 0.35] as const
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

/** Mutable running variances of one series: squared log returns of a mean hour, and what the two estimators added up to. */
export type Variances = { fast: number; medium: number; slow: number; hours: number; squares: number; ranges: number }

export const newVariances = (): Variances => ({ fast: 0, medium: 0, slow: 0, hours: 0, squares: 0, ranges: 0 })

const decay = (halfLife: number): number => 1 - 0.5 ** (1 / halfLife)
const [FAST, MEDIUM, SLOW] = HALF_LIVES.map(decay) as [number, number, number]
/** While fewer hours than this are known, every memory is their plain mean. */
const EVEN_HOURS = 5
/** Hours that the two estimators of variance are taken to agree before their own record says how they relate. */
const AGREEMENT_HOURS = 100

/** One hour's log return, log of high over low, and variance factor. */
export type HourMove = { readonly move: number; readonly range: number; readonly factor: number }

/**
 * Variance that one hour shows: the mean of its squared return and of Parkinson's (1980) range estimator. The range is far less
 * noisy but biased by wicks or by few trades, so it is scaled to the series' own squared returns.
 */
function shown(variances: Variances, { move, range }: HourMove): number {
  const prior = AGREEMENT_HOURS * variances.slow
  const scale = prior > 0 ? (variances.squares + prior) / (variances.ranges + prior) : 1
  return (move * move + (scale * (range * range)) / (4 * Math.LN2)) / 2
}

/** Takes in one hour. Changes `variances`. */
export function addHour(variances: Variances, hour: HourMove): void {
  const { slow, hours } = variances
  const most = hours >= EVEN_HOURS ? CLIP * slow : Number.POSITIVE_INFINITY
  const raw = Math.min(most, shown(variances, hour) / hour.factor)
  const even = 1 / (hours + 1)
  variances.fast += Math.max(FAST, hours < EVEN_HOURS ? even : 0) * (raw - variances.fast)
  variances.medium += Math.max(MEDIUM, even) * (raw - variances.medium)
  variances.slow += Math.max(SLOW, even) * (raw - slow)
  variances.squares += Math.min(most, (hour.move * hour.move) / hour.factor)
  variances.ranges += Math.min(most, (hour.range * hour.range) / (4 * Math.LN2) / hour.factor)
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

const DAY_HOURS = 24
/** Hours before the first forecast that is held against what came. */
const FORECAST_WARM_UP = 72
/** Variance of ln(shown / true deviation) of a day that comes from looking at 24 hours only. */
const SAMPLING = 0.02
/** The prior counts as so many days. */
const PRIOR_DAYS = 20
const LEAST_UNCERTAINTY = 0.05
const MOST_UNCERTAINTY = 0.6

/**
 * How wrong this series' own day-ahead forecasts were: the standard deviation of ln(deviation shown / deviation forecast), with
 * the sampling noise taken out, shrunk toward `prior`. Plain noise gives nearly 0, real markets 0.25 to 0.45.
 */
export function forecastUncertainty(hours: readonly HourMove[], prior: number): number {
  const variances = newVariances()
  const errors: number[] = []
  let hourVariance = 0
  let expected = 0
  let seen = 0
  for (const [i, hour] of hours.entries()) {
    const ofDay = (i - FORECAST_WARM_UP) % DAY_HOURS
    if (ofDay === 0) [hourVariance, expected, seen] = [meanHourVariance(variances), 0, 0]
    expected += hourVariance * hour.factor
    seen += shown(variances, hour)
    if (i >= FORECAST_WARM_UP && ofDay === DAY_HOURS - 1 && expected > 0 && seen > 0) errors.push(Math.log(seen / expected) / 2)
    addHour(variances, hour)
  }
  const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length)
  const squares = errors.reduce((sum, error) => sum + (error - mean) ** 2 - SAMPLING, 0)
  const variance = (PRIOR_DAYS * prior * prior + squares) / (PRIOR_DAYS + errors.length)
  return Math.min(MOST_UNCERTAINTY, Math.sqrt(Math.max(variance, LEAST_UNCERTAINTY ** 2)))
}
