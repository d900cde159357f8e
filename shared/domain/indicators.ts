// What do the usual technical indicators say of a list of closes? Thin, null-safe doors to the library `trading-signals`.
import { BollingerBands, EMA, MACD, RSI } from "trading-signals"

/** Wilder's smoothing remembers for ever but forgets fast: this many times the interval leaves less than 0.01 % of the start. */
const WILDER_MEMORY = 10

const isFlat = (closes: readonly number[]): boolean => closes.every((close) => close === closes[0])

/**
 * Relative strength index with Wilder's smoothing at the last two closes, 0 to 100 (Wilder, New Concepts in Technical
 * Trading Systems, 1978). Null while it warms up (`interval` + 2 closes) and where the price never changed.
 */
export function relativeStrength(closes: readonly number[], interval: number): { readonly before: number; readonly now: number } | null {
  const used = closes.slice(-interval * WILDER_MEMORY)
  if (used.length < interval + 2 || isFlat(used.slice(-interval - 2))) return null
  const rsi = new RSI(interval)
  let before: number | null = null
  let now: number | null = null
  for (const close of used) {
    before = now
    now = rsi.add(close)
  }
  return before === null || now === null ? null : { before, now }
}

export type Band = { readonly lower: number; readonly middle: number; readonly upper: number }

/**
 * Bollinger bands (mean of `interval` closes, `width` population standard deviations either side) at each close, oldest
 * first; null during the warm-up.
 */
export function bollingerBands(closes: readonly number[], interval: number, width: number): (Band | null)[] {
  const bands = new BollingerBands(interval, width)
  return closes.map((close) => bands.add(close))
}

export type MacdReading = { readonly macd: number; readonly signal: number; readonly histogram: number }

/**
 * Moving average convergence/divergence at the last close: the 12 and 26 close exponential averages' difference, its 9 close
 * average, and the difference of the two (Appel). Null with fewer than 35 closes.
 */
export function macdReading(closes: readonly number[]): MacdReading | null {
  if (closes.length < 35) return null
  const macd = new MACD(new EMA(12), new EMA(26), new EMA(9))
  for (const close of closes) macd.add(close)
  return macd.getResult()
}

/** Highest and lowest of `values[from .. to)` with their places (Donchian's channel); null where the window isn't wholly inside. */
export function donchianChannel(
  values: ArrayLike<number>,
  from: number,
  to: number,
): { readonly high: number; readonly highAt: number; readonly low: number; readonly lowAt: number } | null {
  if (from < 0 || to > values.length || to <= from) return null
  let highAt = from
  let lowAt = from
  for (let i = from + 1; i < to; i++) {
    if ((values[i] ?? 0) > (values[highAt] ?? 0)) highAt = i
    if ((values[i] ?? 0) < (values[lowAt] ?? 0)) lowAt = i
  }
  return { high: values[highAt] ?? 0, highAt, low: values[lowAt] ?? 0, lowAt }
}
