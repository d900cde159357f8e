// Which days does the operator mean by this week, and what do his clocks show? Days of a time zone as spans of real time.
import { offsetSpans } from "../../../shared/kit/time-zone.ts"
import type { DaySpan } from "../../../shared/db/queries/desk.ts"

const DAY_MS = 86_400_000
const WEEK = 7

export type LocalDay = DaySpan & {
  /** `2026-11-21`, in the zone. */
  readonly date: string
}

/** The offsets of a zone from UTC around some moments, for many questions at once. */
export function openZone(timeZone: string, from: Date, until: Date) {
  const spans = offsetSpans(timeZone, from.getTime(), until.getTime())
  const offsetAt = (at: number): number => (spans.find((span) => at < span.until) ?? spans.at(-1))?.offsetMs ?? 0
  return {
    /** Local `HH:MM`. */
    clock: (at: Date): string => new Date(at.getTime() + offsetAt(at.getTime())).toISOString().slice(11, 16),
    /** Local date, `2026-11-21`. */
    date: (at: Date): string => new Date(at.getTime() + offsetAt(at.getTime())).toISOString().slice(0, 10),
    /** The moment at which that local day begins; where clocks skip midnight, the first that there is. */
    startOf(date: string): Date {
      const local = Date.parse(`${date}T00:00:00Z`)
      const early = local - offsetAt(local - 14 * 3_600_000)
      const late = local - offsetAt(early)
      return new Date(Math.max(late, local - offsetAt(late)))
    },
  }
}

export type Zone = ReturnType<typeof openZone>

const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** The Monday of the week in which that local date lies. */
export function mondayOf(date: string): string {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return plusDays(date, -weekday)
}

export type Week = { readonly days: readonly LocalDay[]; readonly before: string; readonly after: string; readonly zone: Zone }

/** The week of a local date in that zone, Monday first, and the dates by which its neighbours are asked for. */
export function weekOf(date: string, timeZone: string): Week {
  const monday = mondayOf(date)
  const at = Date.parse(`${monday}T00:00:00Z`)
  const zone = openZone(timeZone, new Date(at - 2 * DAY_MS), new Date(at + (WEEK + 2) * DAY_MS))
  const days = Array.from({ length: WEEK }, (_, i): LocalDay => {
    const day = plusDays(monday, i)
    return { date: day, from: zone.startOf(day), until: zone.startOf(plusDays(day, 1)) }
  })
  return { days, before: plusDays(monday, -WEEK), after: plusDays(monday, WEEK), zone }
}
