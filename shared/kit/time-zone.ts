// What do the clocks of a time zone show? Spans in which its distance from UTC stays the same, from the runtime's own zone data.

/** From `from` (included) to `until` (excluded), local time is UTC plus `offsetMs`. All in milliseconds, `from` and `until` since 1970 UTC. */
export type OffsetSpan = { readonly from: number; readonly until: number; readonly offsetMs: number }

const MINUTE_MS = 60_000
/** Nowhere have clocks been changed twice within this time. */
const STRIDE_MS = 6 * 3_600_000

const openFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  })

/** Whether the runtime knows a zone of that name, such as `Europe/Amsterdam`. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return openFormat(timeZone).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}

/** Reads the distance of local time from UTC at a moment. Opening one is slow, reading is not. Throws RangeError for an unknown zone. */
function offsetReader(timeZone: string): (moment: number) => number {
  const format = openFormat(timeZone)
  return (moment) => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"))
    return shown - Math.floor(moment / 1_000) * 1_000
  }
}

/** The first whole minute after `low` at which the offset is no longer `before`; at `high` it isn't. */
function changeBetween(low: number, high: number, before: number, offsetAt: (moment: number) => number): number {
  let [early, late] = [Math.floor(low / MINUTE_MS), Math.ceil(high / MINUTE_MS)]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (offsetAt(middle * MINUTE_MS) === before) early = middle
    else late = middle
  }
  return late * MINUTE_MS
}

/** The zone's spans of equal offset that cover `from` to `until`, in order and without a gap. Throws RangeError for an unknown zone. */
export function offsetSpans(timeZone: string, from: number, until: number): OffsetSpan[] {
  const offsetAt = offsetReader(timeZone)
  const spans: OffsetSpan[] = []
  let [start, offsetMs] = [from, offsetAt(from)]
  for (let at = from; at < until;) {
    const next = Math.min(at + STRIDE_MS, until)
    const later = offsetAt(next)
    if (later !== offsetMs) {
      const change = changeBetween(at, next, offsetMs, offsetAt)
      spans.push({ from: start, until: change, offsetMs })
      ;[start, offsetMs] = [change, later]
    }
    at = next
  }
  return start < until ? [...spans, { from: start, until, offsetMs }] : spans
}
