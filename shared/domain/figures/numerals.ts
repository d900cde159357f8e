// Which numbers does a text show, in which unit, with which sign and at how many digits? Digits first, then number words up to twelve.
import type { Decimal } from "../market.ts"
import type { Language } from "../post.ts"
import { NUMBER_WORDS } from "./vocabulary.ts"

/** `other` is a unit that no claim has (euro, weeks, an amount of an asset, percentage points); `none` is a bare number. */
export type FigureUnit = "usd" | "pct" | "sigma" | "ratio" | "hours" | "days" | "score" | "count" | "none" | "other"

export type Numeral = {
  readonly start: number
  readonly end: number
  /** Without sign; `84512.3`. */
  readonly value: Decimal
  /** Power of ten that a suffix stands for: 3 for `84.5K`. */
  readonly power: number
  readonly sign: 1 | -1 | 0
  readonly unit: FigureUnit
}

const UNIT_PATTERNS: readonly (readonly [FigureUnit, RegExp])[] = [
  ["other", /^\s?(?:percentage points?|procentpunt(?:en)?|pp\b|%-punt|basis points?|bps|basispunten)/iu],
  ["pct", /^\s?(?:%|(?:percent|per cent|procent|pct)(?!\p{L}))/iu],
  ["other", /^\s?(?:USD[TC]|US?\$C|EUR|GBP|euro|pounds?|pond|yen|‰|°)/iu],
  ["usd", /^\s?(?:USD|US dollars?|dollars?)(?!\p{L})/iu],
  [
    "sigma",
    /^[\s-]?(?:(?:robust |usual |robuuste )?(?:standard deviations?|deviations?|standard errors?|standaardafwijking(?:en)?|afwijking(?:en)?)|sigmas?|σ)/iu,
  ],
  ["ratio", /^\s?(?:x(?!\p{L})|×|times(?!\p{L})|keer(?!\p{L})|maal(?!\p{L})|-fold|fold)/iu],
  ["hours", /^[\s-]?(?:hours?|hourly|hrs?|uurs?|uren|h)(?!\p{L})/iu],
  ["days", /^[\s-]?(?:days?|dagen|dag|daags?e?|d)(?!\p{L})/iu],
  [
    "other",
    /^[\s-]?(?:minutes?|minuut|minuten|min|seconds?|secon?den?|weeks?|weken|months?|maand(?:en)?|years?|jaar|jaren|quarters?|kwarta\p{L}+)(?!\p{L})/iu,
  ],
  [
    "count",
    /^\s?(?:independent |separate |different |onafhankelijke |verschillende )?(?:sources?|bron(?:nen)?|outlets?|stories|story|exchanges?|beurzen|reports?|berichten|media)(?!\p{L})/iu,
  ],
  ["score", /^\s?(?:points?|punt(?:en)?)(?!\p{L})/iu],
  ["other", /^\s?(?:[A-Z]{3,10}|coins?|tokens?|bitcoins?|ether|munten)(?!\p{L})/u],
]
const SUFFIX =
  /^(?:\s?(?:(?<thousand>K|k|thousand|duizend)|(?<million>M|mln|million|miljoen)|(?<billion>B|bn|mrd|billion|miljard)))(?![\p{L}\p{N}])/u
const NUMBER = /(?<sign>(?<![\p{L}\p{N}])[+\-−–])?\s?(?<currency>US\$|[$€£¥])?\s?(?<digits>\d+(?:[.,]\d+)*)/gu
const SHAPES: Readonly<Record<Language, RegExp>> = {
  en: /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/,
  nl: /^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/,
}

/** `84,512.3` (English) or `84.512,3` (Dutch) as `84512.3`; null for what is no number of the language. */
export function parseNumber(digits: string, language: Language): Decimal | null {
  if (!SHAPES[language].test(digits)) return null
  return language === "en" ? digits.replaceAll(",", "") : digits.replaceAll(".", "").replace(",", ".")
}

function unitAfter(rest: string): { readonly unit: FigureUnit; readonly length: number } {
  for (const [unit, pattern] of UNIT_PATTERNS) {
    const match = pattern.exec(rest)
    if (match !== null) return { unit, length: match[0].length }
  }
  return { unit: "none", length: 0 }
}

function readNumeral(text: string, match: RegExpMatchArray, language: Language): Numeral {
  const { sign, currency, digits = "" } = match.groups ?? {}
  const lead = match[0].length - match[0].trimStart().length
  const start = (match.index ?? 0) + (sign === undefined ? lead : 0)
  let end = (match.index ?? 0) + match[0].length
  const suffix = SUFFIX.exec(text.slice(end))
  const power = suffix?.groups?.["thousand"] ? 3 : suffix?.groups?.["million"] ? 6 : suffix?.groups?.["billion"] ? 9 : 0
  end += suffix?.[0].length ?? 0
  const after = unitAfter(text.slice(end, end + 40))
  end += after.length
  const value = parseNumber(digits, language)
  const isGlued = /[\p{L}\p{N}_]$/u.test(text.slice(0, start)) || /^[\p{L}\p{N}_]/u.test(text.slice(end))
  const base = { start, end, value: value ?? "0", power, sign: sign === undefined ? 0 : sign === "+" ? 1 : -1 } as const
  if (value === null || isGlued) return { ...base, unit: "other" }
  return { ...base, unit: withCurrency(after.unit, currency) }
}

function withCurrency(unit: FigureUnit, currency: string | undefined): FigureUnit {
  if (currency === undefined) return unit
  return (currency === "$" || currency === "US$") && (unit === "none" || unit === "usd") ? "usd" : "other"
}

/** The first number of a range (`2–3%`) has the unit of the second. */
function inheritUnits(text: string, numerals: readonly Numeral[]): Numeral[] {
  return numerals.map((numeral, i) => {
    const next = numerals[i + 1]
    const between = next === undefined ? "" : text.slice(numeral.end, next.start)
    const isRange = numeral.unit === "none" && next !== undefined && /^\s?[-–—]\s?$/.test(between)
    return isRange ? { ...numeral, unit: next.unit } : numeral
  })
}

/** Numbers written in digits, in order. Dates have to be blanked out before. */
export function findNumerals(text: string, language: Language): Numeral[] {
  return inheritUnits(
    text,
    [...text.matchAll(NUMBER)].map((match) => readNumeral(text, match, language)),
  )
}

/** `three sources`, `twee uur`. `one` counts where a unit follows: `one of them` is no figure. Dutch `een` is an article, `één` a number. */
export function findNumberWords(text: string, language: Language): Numeral[] {
  const list = NUMBER_WORDS[language]
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${list.join("|")})(?![\\p{L}\\p{N}])`, "giu")
  return [...text.matchAll(pattern)].flatMap((match) => {
    const value = list.indexOf(match[0].toLowerCase())
    const [start, afterWord] = [match.index, match.index + match[0].length]
    const { unit, length } = unitAfter(text.slice(afterWord, afterWord + 40))
    if (value === 1 && (unit === "none" || unit === "hours")) return []
    return [{ start, end: afterWord + length, value: String(value), power: 0, sign: 0 as const, unit }]
  })
}
