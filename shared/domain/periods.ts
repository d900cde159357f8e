// Which days, weeks and months are over, so that what they came to can be told?
import { COMPARED_AT_HOURS, lateMs } from "./engagement.ts"
import type { Period } from "./snapshot.ts"

/** First day, and the day after the last, as YYYY-MM-DD in UTC. Weeks are those of ISO 8601: they begin on Monday. */
export type Span = { readonly period: Period; readonly startsOn: string; readonly endsBefore: string }

const DAY_MS = 86_400_000
/** Days that are made up for after a pause. */
export const MOST_DAYS_BACK = 40
/** A post of a period's last second is read a day later, or a little after that. */
const SETTLING_MS = COMPARED_AT_HOURS * 3_600_000 + lateMs(COMPARED_AT_HOURS)

/** Days since 1970 UTC. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** Day 0 was a Thursday. */
const weekBegins = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)
const monthBegins = (day: number, months = 0): number => {
  const date = new Date(day * DAY_MS)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS
}

/**
 * Spans that ended within the last `MOST_DAYS_BACK` days and whose posts have all had their reading, oldest first: a day is told about at 02:24 UTC of
 * the second day after it.
 */
export function endedSpans(now: Date): readonly Span[] {
  const until = Math.floor((now.getTime() - SETTLING_MS) / DAY_MS)
  const spans: { period: Period; from: number; to: number }[] = []
  for (let to = until - MOST_DAYS_BACK + 1; to <= until; to += 1) {
    spans.push({ period: "day", from: to - 1, to })
    if (weekBegins(to) === to) spans.push({ period: "week", from: to - 7, to })
    if (monthBegins(to) === to) spans.push({ period: "month", from: monthBegins(to, -1), to })
  }
  return spans.map(({ period, from, to }) => ({ period, startsOn: dateOf(from), endsBefore: dateOf(to) }))
}
