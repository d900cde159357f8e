// How does a figure read? Prices, percents, times and spans as a person wants them; pure, and always in UTC.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A US dollar price: grouped, with five significant digits as texts of posts have them, and cents at least. `64,401.50`, `2.7017`, `0.51234`. */
export function priceText(price: string | number): string {
  const value = Number(price)
  const digits = value === 0 ? 2 : Math.min(8, Math.max(2, 4 - Math.floor(Math.log10(Math.abs(value)))))
  return value.toLocaleString("en-US", { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits })
}

/** A number with at most `digits` decimals, grouped. */
export const numberText = (value: string | number, digits = 0): string =>
  Number(value).toLocaleString("en-US", { maximumFractionDigits: digits })

/** A change in percent with its sign: `+4.20%`, `−1.25%`. */
export function changeText(pct: string | number): string {
  const value = Number(pct)
  const sign = value > 0 ? "+" : value < 0 ? "−" : ""
  return `${sign}${Math.abs(value).toFixed(2)}%`
}

/** A probability in whole percents: `62%`. */
export const probabilityText = (probability: number): string => `${Math.round(probability * 100)}%`

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const two = (value: number): string => String(value).padStart(2, "0")

export const dayText = (time: Date): string => `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()] ?? ""}`
export const clockText = (time: Date): string => `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`

/** `21 Nov 2026, 19:30 UTC`; the year is left out where it is that of `now`. */
export function timeText(time: Date, now: Date): string {
  const year = time.getUTCFullYear() === now.getUTCFullYear() ? "" : ` ${time.getUTCFullYear()}`
  return `${dayText(time)}${year}, ${clockText(time)} UTC`
}

/** A span in its largest fitting unit: `45 s`, `12 min`, `5 h`, `3 days`. */
export function spanText(ms: number): string {
  const size = Math.abs(ms)
  if (size < MINUTE) return `${Math.round(size / 1_000)} s`
  if (size < 90 * MINUTE) return `${Math.round(size / MINUTE)} min`
  if (size < 2 * DAY) return `${Math.round(size / HOUR)} h`
  return `${Math.round(size / DAY)} days`
}

/** How far away a moment is: `3 min ago`, `in 21 h`, `just now`. */
export function ageText(time: Date, now: Date): string {
  const ms = now.getTime() - time.getTime()
  if (Math.abs(ms) < 10_000) return "just now"
  return ms > 0 ? `${spanText(ms)} ago` : `in ${spanText(ms)}`
}

/** How long something took: `840 ms`, `2.3 s`, `4 min`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${(ms / 1_000).toFixed(1)} s`
  return spanText(ms)
}

/** Millionths of a dollar as dollars: `$0.00`, `$0.0123`. */
export const dollarText = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(microUsd !== 0 && microUsd < 10_000 ? 4 : 2)}`

/** Millionths of a dollar to the last of them that matters: `$0.015`, `$0.031234`. */
export const exactDollarText = (microUsd: number): string =>
  `${microUsd < 0 ? "−" : ""}$${(Math.abs(microUsd) / 1e6).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`

/** A code word as words: `volume_spike` is `Volume spike`, `rsi` is `RSI`. */
export function wordsText(code: string): string {
  const words = code.replaceAll(/[_-]/g, " ").replaceAll(/\b(rsi|macd)\b/g, (name) => name.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}
