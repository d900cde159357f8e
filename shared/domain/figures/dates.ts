// Which days and times does a text name, and how are they written in its language? Always in UTC, and always said so.
import type { Language } from "../post.ts"

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: "January February March April May June July August September October November December".split(" "),
  nl: "januari februari maart april mei juni juli augustus september oktober november december".split(" "),
}
const SHORT: Readonly<Record<Language, readonly string[]>> = {
  en: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
  nl: "jan feb mrt apr mei jun jul aug sep okt nov dec".split(" "),
}

/** A day, a time or both as a text names them. `day` is `2026-11-22`, or `11-22` where the text gives no year. */
export type NamedMoment = {
  readonly start: number
  readonly end: number
  readonly day: string | null
  /** `19:00`. */
  readonly time: string | null
  readonly isUtc: boolean
}

const names = [...MONTHS.en, ...MONTHS.nl, ...SHORT.en, ...SHORT.nl, "sept"]
  .map((name) => name.toLowerCase())
  .sort((a, b) => b.length - a.length)
const MONTH = `(?:${[...new Set(names)].join("|")})\\.?`
const TIME = "(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?::\\d{2})?(?:\\s?uur)?(?:\\s?(?<utc>UTC|GMT)\\b)?"
const TAIL = `(?:(?:,|\\s+at|\\s+om)?[\\sT]+${TIME})?`
const PATTERNS = [
  `(?<![\\p{L}\\p{N}])(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?!\\d)${TAIL}`,
  `(?<![\\p{L}\\p{N}.,])(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?(?<name>${MONTH})(?!\\p{L})(?:,?\\s(?<year>\\d{4})(?!\\d))?${TAIL}`,
  `(?<![\\p{L}\\p{N}])(?<name>${MONTH})\\s(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d\\p{L}:.]\\d?)(?:,?\\s(?<year>\\d{4})(?!\\d))?${TAIL}`,
  "(?<![\\p{L}\\p{N}.,:])(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::\\d{2})?(?:\\s?uur)?(?:\\s?(?<utc>UTC|GMT)\\b)?",
].map((source) => new RegExp(source, "giu"))

function monthOf(name: string): number {
  const lower = name.toLowerCase().replace(".", "").slice(0, 3)
  const find = (list: readonly string[]): number => list.findIndex((each) => each.toLowerCase().startsWith(lower))
  return Math.max(find(SHORT.en), find(SHORT.nl), find(MONTHS.nl), lower === "mrt" ? 2 : -1) + 1
}

const two = (value: string | number): string => String(value).padStart(2, "0")

/** Days and times in `text`, in the order of the patterns; none overlaps another. */
export function findMoments(text: string): NamedMoment[] {
  const found: NamedMoment[] = []
  for (const pattern of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (found.some((other) => start < other.end && other.start < end)) continue
      const { year, month, day, name, hour, minute, utc } = match.groups ?? {}
      const monthText = month ?? (name === undefined ? undefined : two(monthOf(name)))
      const dayText = monthText === undefined || day === undefined ? null : `${monthText}-${two(day)}`
      found.push({
        start,
        end,
        day: dayText === null ? null : year === undefined ? dayText : `${year}-${dayText}`,
        time: hour === undefined || minute === undefined ? null : `${two(hour)}:${minute}`,
        isUtc: utc !== undefined,
      })
    }
  }
  return found
}

/** Whether the moment, given in milliseconds since 1970 UTC, is the one that the text names, as far as the text names it. */
export function isMoment(named: NamedMoment, time: number): boolean {
  const iso = new Date(time).toISOString()
  if (named.time !== null && (named.time !== iso.slice(11, 16) || !named.isUtc)) return false
  return named.day === null || iso.slice(0, 10).endsWith(named.day)
}

/** `22 November 2026, 19:00 UTC`, `22 november 2026 om 19:00 UTC`; short: `22 Nov 19:00 UTC`, `22 nov 19:00 UTC`. */
export function momentText(time: number, language: Language, isShort = false): string {
  const date = new Date(time)
  const clock = `${date.toISOString().slice(11, 16)} UTC`
  const month = (isShort ? SHORT : MONTHS)[language][date.getUTCMonth()] ?? ""
  if (isShort) return `${date.getUTCDate()} ${month} ${clock}`
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}${language === "nl" ? " om " : ", "}${clock}`
}
