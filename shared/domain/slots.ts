// When may a channel post next? Distinct whole minutes inside its posting windows, apart from each other and within a cap for each local day.
import { type OffsetSpan, offsetSpans } from "../kit/time-zone.ts"
import { type PostingWindow, Weekday } from "./channels.ts"

export type SlotOrder = {
  readonly windows: readonly PostingWindow[]
  readonly timeZone: string
  /** Least distance between two slots, in milliseconds. */
  readonly gapMs: number
  /** Slots that are given away already, at least those since the local day of `from` began; milliseconds since 1970 UTC, as all here. */
  readonly taken: readonly number[]
  readonly from: number
  /** No slot lies at or after it. */
  readonly until: number
  /** Slots of one local day, those taken included. */
  readonly cap: number
}

export type Slots = {
  /** The earliest free slot, or why there is none. */
  peek(): Slot
  /** The same, and it is taken. */
  take(): Slot
}
export type Slot = { readonly at: number } | { readonly at: null; readonly why: "cap" | "time" }

/** Moments of one local day in which the channel posts. */
type Opening = { readonly from: number; readonly until: number; readonly day: number }

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** More than any clock is changed by, and than any zone is away from UTC. */
const MARGIN_MS = 2 * DAY_MS

const wholeMinute = (moment: number): number => Math.ceil(moment / MINUTE_MS) * MINUTE_MS

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":")
  return Number(hours) * 60 + Number(minutes)
}

/** 1970-01-01, day 0, was a Thursday. */
const weekdayOf = (day: number): Weekday => Weekday.options[(((day + 3) % 7) + 7) % 7] ?? "mon"

/**
 * Each span with the part of local time that it is the first to show: an hour that clocks repeat counts once, the first time, and one that
 * they skip is in no span.
 */
function freshSpans(spans: readonly OffsetSpan[]): { readonly span: OffsetSpan; readonly from: number; readonly until: number }[] {
  let shown = Number.NEGATIVE_INFINITY
  return spans.map((span) => {
    const [from, until] = [Math.max(span.from + span.offsetMs, shown), span.until + span.offsetMs]
    shown = Math.max(shown, until)
    return { span, from, until }
  })
}

/** The windows of one local day, in local milliseconds. */
function localWindows(windows: readonly PostingWindow[], day: number): { readonly from: number; readonly until: number }[] {
  return windows
    .filter(({ days }) => days.includes(weekdayOf(day)))
    .map(({ from, until }) => {
      const [start, end] = [minutesOf(from), minutesOf(until)]
      return { from: day * DAY_MS + start * MINUTE_MS, until: day * DAY_MS + (end > start ? end : end + 1_440) * MINUTE_MS }
    })
}

/** Every stretch of time in which the channel posts, cut at local midnight, in order. */
function openingsOf({ windows, from, until }: SlotOrder, spans: readonly OffsetSpan[]): Opening[] {
  const [first, last] = [Math.floor((from - MARGIN_MS) / DAY_MS), Math.floor((until + MARGIN_MS) / DAY_MS)]
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const local = days.flatMap((day) => localWindows(windows, day)).flatMap(cutAtMidnight)
  return freshSpans(spans)
    .flatMap((fresh) =>
      local.map((window) => {
        const [start, end] = [Math.max(window.from, fresh.from), Math.min(window.until, fresh.until)]
        const { offsetMs } = fresh.span
        return { from: Math.max(start - offsetMs, from), until: Math.min(end - offsetMs, until), day: Math.floor(start / DAY_MS) }
      }),
    )
    .filter((opening) => opening.from < opening.until)
    .sort((a, b) => a.from - b.from)
}

function cutAtMidnight(window: { readonly from: number; readonly until: number }): { readonly from: number; readonly until: number }[] {
  const midnight = (Math.floor(window.from / DAY_MS) + 1) * DAY_MS
  return midnight < window.until
    ? [{ from: window.from, until: midnight }, ...cutAtMidnight({ from: midnight, until: window.until })]
    : [window]
}

/** Local day of a moment. Spans that an order's margin doesn't reach have the nearest one's offset. */
function localDay(moment: number, spans: readonly OffsetSpan[]): number {
  const span = spans.find(({ until }) => moment < until) ?? spans.at(-1)
  return Math.floor((moment + (span?.offsetMs ?? 0)) / DAY_MS)
}

/** How many of the moments lie in each local day. */
function countDays(moments: readonly number[], spans: readonly OffsetSpan[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const moment of moments) {
    const day = localDay(moment, spans)
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return counts
}

/** A channel's free slots, earliest first. Throws RangeError for an unknown zone. */
export function openSlots(order: SlotOrder): Slots {
  const { timeZone, gapMs, from, until, cap } = order
  const spans = offsetSpans(timeZone, from - MARGIN_MS, until + MARGIN_MS)
  const openings = openingsOf(order, spans)
  const used = countDays(order.taken, spans)
  const taken = [...order.taken].sort((a, b) => a - b)
  let [place, cursor, nextTaken, isCapped] = [0, from, 0, false]

  /** The earliest minute from `moment` on that keeps its distance from every taken slot. */
  function clearOfTaken(moment: number): number {
    let at = moment
    for (; nextTaken < taken.length && (taken[nextTaken] ?? 0) < at + gapMs; nextTaken += 1) {
      const other = taken[nextTaken] ?? 0
      if (other + gapMs > at) at = wholeMinute(other + gapMs)
    }
    return at
  }

  function peek(): Slot {
    for (let opening = openings[place]; opening !== undefined; place += 1, opening = openings[place]) {
      if ((used.get(opening.day) ?? 0) >= cap) {
        isCapped = true
        continue
      }
      cursor = clearOfTaken(wholeMinute(Math.max(cursor, opening.from)))
      if (cursor < opening.until) return { at: cursor }
    }
    return { at: null, why: isCapped ? "cap" : "time" }
  }

  function take(): Slot {
    const slot = peek()
    const opening = openings[place]
    if (slot.at === null || opening === undefined) return slot
    used.set(opening.day, (used.get(opening.day) ?? 0) + 1)
    cursor = slot.at + Math.max(gapMs, MINUTE_MS)
    return slot
  }

  return { peek, take }
}

/** The first `count` free slots, fewer where the time or the cap allows no more. */
export function allocate(order: SlotOrder & { readonly count: number }): number[] {
  const slots = openSlots(order)
  return Array.from({ length: order.count }, () => slots.take().at).filter((at) => at !== null)
}
