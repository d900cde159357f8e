import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type PostingWindow, Weekday } from "../../shared/domain/channels.ts"
import { allocate, openSlots, type SlotOrder } from "../../shared/domain/slots.ts"

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const utc = (text: string): number => Date.parse(text)
const ZONES = ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
const always: PostingWindow = { days: [...Weekday.options], from: "00:00", until: "24:00" }
const daily = (from: string, until: string): PostingWindow => ({ ...always, from, until })

const order = (rest: Partial<SlotOrder>): SlotOrder => ({
  windows: [always],
  timeZone: "UTC",
  gapMs: 30 * MINUTE_MS,
  taken: [],
  from: utc("2026-11-21T12:00Z"),
  until: utc("2026-11-23T00:00Z"),
  cap: 1_000,
  ...rest,
})

/** Wall clocks and the calendar, asked in another way than the code asks. */
const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(timeZone: string, moment: number): string {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
  clocks.set(timeZone, clock)
  return clock.format(moment)
}
const times = (zone: string, moments: readonly number[]): string[] => moments.map((moment) => clockOf(zone, moment).slice(11))

describe("slots", () => {
  it("are whole minutes from now on, at their distance", () => {
    const slots = allocate({ ...order({ from: utc("2026-11-21T12:00:20.5Z") }), count: 3 })
    expect(slots.map((slot) => new Date(slot).toISOString().slice(11, 23))).toEqual(["12:01:00.000", "12:31:00.000", "13:01:00.000"])
  })

  it("wait for the window, on its days only", () => {
    const windows: PostingWindow[] = [
      { days: ["mon"], from: "07:30", until: "08:00" },
      { days: ["sat"], from: "13:00", until: "13:20" },
    ]
    const slots = allocate({ ...order({ windows, until: utc("2026-12-01T00:00Z"), gapMs: 15 * MINUTE_MS }), count: 9 })
    expect(slots.map((slot) => new Date(slot).toISOString().slice(0, 16))).toEqual([
      "2026-11-21T13:00",
      "2026-11-21T13:15",
      "2026-11-23T07:30",
      "2026-11-23T07:45",
      "2026-11-28T13:00",
      "2026-11-28T13:15",
      "2026-11-30T07:30",
      "2026-11-30T07:45",
    ])
  })

  it("of a window that passes midnight count for the day on which they lie", () => {
    const slots = allocate({ ...order({ windows: [daily("23:00", "01:00")], cap: 2, until: utc("2026-11-24T00:00Z") }), count: 9 })
    expect(slots.map((slot) => new Date(slot).toISOString().slice(8, 16))).toEqual([
      "21T23:00",
      "21T23:30",
      "22T00:00",
      "22T00:30",
      "23T00:00",
      "23T00:30",
    ])
  })

  it("keep their distance from those that are given away", () => {
    const from = utc("2026-11-21T12:00Z")
    const taken = [10, 45, 100].map((minutes) => from + minutes * MINUTE_MS)
    const slots = allocate({ ...order({ taken, gapMs: 20 * MINUTE_MS }), count: 3 })
    expect(slots.map((slot) => (slot - from) / MINUTE_MS)).toEqual([65, 120, 140])
  })

  it("end at the cap of the local day, those given away included, and go on the next day", () => {
    const taken = [utc("2026-11-21T23:30Z")]
    const slots = allocate({ ...order({ timeZone: "Asia/Kolkata", cap: 2, taken }), count: 9 })
    expect(times("Asia/Kolkata", slots)).toEqual(["17:30", "18:00", "00:00", "00:00", "00:30"])
  })

  it("say whether the cap or the time is why there is none", () => {
    expect(openSlots(order({ cap: 0 })).peek()).toEqual({ at: null, why: "cap" })
    expect(openSlots(order({ windows: [{ ...always, days: ["tue"] }] })).peek()).toEqual({ at: null, why: "time" })
    const slots = openSlots(order({ cap: 1, until: utc("2026-11-22T00:00Z") }))
    expect(slots.peek()).toEqual({ at: utc("2026-11-21T12:00Z") })
    expect(slots.take()).toEqual({ at: utc("2026-11-21T12:00Z") })
    expect([slots.take(), slots.peek()]).toEqual([
      { at: null, why: "cap" },
      { at: null, why: "cap" },
    ])
  })
})

describe("when the clocks change", () => {
  const night = [daily("01:00", "04:00")]

  it("no slot lies in the hour that is skipped", () => {
    const slots = allocate({
      ...order({ timeZone: "Europe/Amsterdam", windows: night, from: utc("2026-03-28T12:00Z"), until: utc("2026-03-29T12:00Z") }),
      count: 99,
    })
    expect(times("Europe/Amsterdam", slots)).toEqual(["01:00", "01:30", "03:00", "03:30"])
  })

  it("no time of the hour that is repeated is given twice", () => {
    const slots = allocate({
      ...order({ timeZone: "America/New_York", windows: night, from: utc("2026-10-31T12:00Z"), until: utc("2026-11-01T18:00Z") }),
      count: 99,
    })
    expect(times("America/New_York", slots)).toEqual(["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"])
    expect(slots[2]! - slots[1]!).toBe(HOUR_MS + 30 * MINUTE_MS)
  })

  it("half an hour is skipped and repeated where it is half an hour", () => {
    const at = (from: string, until: string) =>
      times(
        "Australia/Lord_Howe",
        allocate({
          ...order({ timeZone: "Australia/Lord_Howe", windows: night, from: utc(from), until: utc(until), gapMs: 15 * MINUTE_MS }),
          count: 99,
        }),
      )
    const spring = at("2026-10-03T06:00Z", "2026-10-04T06:00Z")
    expect(spring.slice(3, 6)).toEqual(["01:45", "02:30", "02:45"])
    const autumn = at("2026-04-04T06:00Z", "2026-04-05T06:00Z")
    expect(autumn).toEqual([...new Set(autumn)])
    expect(autumn).toHaveLength(12)
  })
})

/** The same, minute by minute: slow, and asked of the runtime's other ways to tell the time. */
function allocateSlowly({ windows, timeZone, gapMs, taken, from, until, cap, count }: SlotOrder & { count: number }): number[] {
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short" })
  const used = new Map<string, number>()
  const add = (date: string) => used.set(date, (used.get(date) ?? 0) + 1)
  for (const moment of taken) add(clockOf(timeZone, moment).slice(0, 10))
  const [given, seen] = [[...taken], new Set<string>()]
  const found: number[] = []
  for (let at = Math.ceil(from / MINUTE_MS) * MINUTE_MS - 3 * HOUR_MS; at < until && found.length < count; at += MINUTE_MS) {
    const shown = clockOf(timeZone, at)
    const isRepeated = seen.has(shown)
    seen.add(shown)
    const weekday = day.format(at).toLowerCase()
    const isOpen = windows.some(
      ({ days, ...w }) => days.includes(weekday as Weekday) && shown.slice(11) >= w.from && shown.slice(11) < w.until,
    )
    const isFree = given.every((other) => Math.abs(other - at) >= gapMs)
    if (at < from || isRepeated || !isOpen || !isFree || (used.get(shown.slice(0, 10)) ?? 0) >= cap) continue
    found.push(at)
    given.push(at)
    add(shown.slice(0, 10))
  }
  return found
}

describe("any order", () => {
  const changes = ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-04", "2026-10-03", "2026-11-21"].map((date) =>
    utc(`${date}T00:00Z`),
  )
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`)
  const window = fc
    .tuple(fc.uniqueArray(fc.constantFrom(...Weekday.options), { minLength: 1 }), clock, clock)
    .filter(([, a, b]) => a !== b)
    .map(([days, a, b]): PostingWindow => (a < b ? { days, from: a, until: b } : { days, from: b, until: a }))
  const orders = fc
    .record({
      timeZone: fc.constantFrom(...ZONES),
      start: fc.constantFrom(...changes),
      shift: fc.integer({ min: -30 * HOUR_MS, max: 30 * HOUR_MS }),
      hours: fc.integer({ min: 1, max: 48 }),
      windows: fc.array(window, { minLength: 1, maxLength: 3 }),
      gap: fc.integer({ min: 1, max: 200 }),
      cap: fc.integer({ min: 0, max: 20 }),
      taken: fc.array(fc.integer({ min: -20 * 60, max: 48 * 60 }), { maxLength: 10 }),
      count: fc.integer({ min: 0, max: 40 }),
    })
    .map(({ start, shift, hours, gap, taken, ...rest }) => {
      const from = start + shift
      const minute = Math.floor(from / MINUTE_MS) * MINUTE_MS
      return {
        ...rest,
        from,
        until: from + hours * HOUR_MS,
        gapMs: gap * MINUTE_MS,
        taken: taken.map((minutes) => minute + minutes * MINUTE_MS),
      }
    })

  it("gets the slots that looking at every minute finds", () => {
    fc.assert(
      fc.property(orders, (each) => {
        expect(allocate(each)).toEqual(allocateSlowly(each))
      }),
      { numRuns: 100, seed: 20_261_122 },
    )
  })
})
