// How are numbers written in an insight's sentences? Prices rounded to what matters, signed percents, times in UTC.

/** A decimal in plain notation with at most 18 decimals and no trailing zeros, as a stored candle would hold it. */
export function plainDecimal(value: number): string {
  const shortest = String(value)
  if (!shortest.includes("e")) return shortest
  const fixed = value.toFixed(18)
  return fixed.replace(/\.?0+$/, "")
}

/** Decimals that show a price to five significant digits, at least 0 and at most 18. */
export const priceDigits = (price: number): number => Math.max(0, Math.min(18, 4 - Math.floor(Math.log10(Math.max(price, 1e-15)))))

/** `84512.3` as `84,512`, `0.072341` as `0.072341`. */
export function priceText(price: number, digits: number = priceDigits(price)): string {
  const [whole = "0", fraction] = price.toFixed(digits).split(".")
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",")
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** A log return as an unsigned percent with one decimal, or two below 1 %. */
export function percentText(logReturn: number): string {
  const pct = Math.abs(Math.expm1(logReturn)) * 100
  return `${pct.toFixed(pct < 1 ? 2 : 1)}%`
}

export const toPct = (logReturn: number): number => round(Math.expm1(logReturn) * 100, 3)

export function round(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}

export const timesText = (ratio: number): string => `${ratio.toFixed(1)} times`

/** `2026-11-21 19:00 UTC`. */
export const timeText = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`

/** `3-day` or `30-hour`. */
export const spanText = (hours: number): string => (hours % 24 === 0 ? `${hours / 24}-day` : `${hours}-hour`)
