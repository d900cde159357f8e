// Is a shown number the correct rounding of a stored one, and how is a stored one written? Exact decimal arithmetic on text: no binary
// dust decides whether a figure is true.
import type { Decimal } from "../market.ts"
import type { Language } from "../post.ts"

const fractionOf = (value: string): string => value.split(".")[1] ?? ""

/** `|value| × 10^digits` as a whole number, halves rounded away from zero. `digits` below 0 rounds to tens, hundreds and so on. */
export function roundUnits(value: Decimal, digits: number): bigint {
  const plain = value.replace("-", "")
  const all = BigInt(plain.replace(".", ""))
  const shift = digits - fractionOf(plain).length
  if (shift >= 0) return all * 10n ** BigInt(shift)
  const divisor = 10n ** BigInt(-shift)
  return (all + divisor / 2n) / divisor
}

/**
 * Whether `shown` × 10^`power` (`84.5` and 3 for `84.5K`) is the size of `claim` at the digits that it shows. It may show fewer digits than
 * the claim, never other ones; a whole number is exact to the unit (`84,500` is not 84,512; `84.5K` is); zero is no rounding of something.
 */
export function isRoundingOf(shown: Decimal, power: number, claim: Decimal): boolean {
  const decimals = fractionOf(shown).length
  const units = roundUnits(shown, decimals)
  return units === roundUnits(claim, decimals - power) && (units !== 0n || Number(claim) === 0)
}

/** -1, 0 or 1. */
export const signOf = (value: Decimal): -1 | 0 | 1 => (Number(value) > 0 ? 1 : Number(value) < 0 ? -1 : 0)

/** A number as decimal text in plain notation, at most 18 decimals. */
export function decimalText(value: number): Decimal {
  const shortest = String(value)
  return shortest.includes("e") ? value.toFixed(18).replace(/\.?0+$/, "") : shortest
}

/** The size of `value` (no sign) with `digits` decimals: `84,512.3` in English, `84.512,3` in Dutch. */
export function numberText(value: Decimal, digits: number, language: Language): string {
  const units = roundUnits(value, digits)
    .toString()
    .padStart(digits + 1, "0")
  const [group, point] = language === "nl" ? [".", ","] : [",", "."]
  const whole = units.slice(0, units.length - digits).replace(/\B(?=(\d{3})+$)/g, group)
  return digits === 0 ? whole : `${whole}${point}${units.slice(-digits)}`
}

/** Decimals that show a price to five significant digits, and none that it hasn't got. */
export function priceDigits(value: Decimal): number {
  const wanted = 4 - Math.floor(Math.log10(Math.max(Math.abs(Number(value)), 1e-15)))
  return Math.max(0, Math.min(fractionOf(value).length, wanted))
}

/** Decimals that show a percentage or ratio: one, two below 1, more where two would show zero. */
export function shareDigits(value: Decimal): number {
  const size = Math.abs(Number(value))
  const wanted = size >= 1 || size === 0 ? 1 : Math.max(2, Math.ceil(-Math.log10(size)))
  return Math.min(fractionOf(value).length, wanted)
}
