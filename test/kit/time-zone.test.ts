import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isTimeZone, offsetSpans } from "../../shared/kit/time-zone.ts"

const ZONES = ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"]
const HOUR_MS = 3_600_000
const utc = (text: string): number => Date.parse(text)

/** What the clocks show, as milliseconds since 1970 on a clock that never changes; asked in another way than the code asks. */
function shownBy(timeZone: string, moment: number): number {
  const text = new Date(moment).toLocaleString("sv-SE", { timeZone })
  return Date.parse(`${text.replace(" ", "T")}Z`)
}

describe("spans of equal offset", () => {
  it("change at the minute at which the clocks of Amsterdam do", () => {
    expect(offsetSpans("Europe/Amsterdam", utc("2026-03-28T12:00Z"), utc("2026-03-30T12:00Z"))).toEqual([
      { from: utc("2026-03-28T12:00Z"), until: utc("2026-03-29T01:00Z"), offsetMs: HOUR_MS },
      { from: utc("2026-03-29T01:00Z"), until: utc("2026-03-30T12:00Z"), offsetMs: 2 * HOUR_MS },
    ])
  })

  it("know that Lord Howe Island turns its clocks by half an hour", () => {
    const spans = offsetSpans("Australia/Lord_Howe", utc("2026-04-01T00:00Z"), utc("2026-04-10T00:00Z"))
    expect(spans.map(({ offsetMs }) => offsetMs / HOUR_MS)).toEqual([11, 10.5])
    expect(spans[1]?.from).toBe(utc("2026-04-04T15:00Z"))
  })

  it("are one where clocks never change, and none of an empty time", () => {
    const [from, until] = [utc("2026-01-01T00:00Z"), utc("2027-01-01T00:00Z")]
    expect(offsetSpans("Asia/Kolkata", from, until)).toEqual([{ from, until, offsetMs: 5.5 * HOUR_MS }])
    expect(offsetSpans("UTC", from, from)).toEqual([])
  })

  it("follow each other without a gap and show what the clocks show, in every zone", () => {
    const year = fc.integer({ min: utc("2020-01-01T00:00Z"), max: utc("2035-01-01T00:00Z") })
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        year,
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (zone, from, days, shares) => {
          const until = from + days * 24 * HOUR_MS
          const spans = offsetSpans(zone, from, until)
          expect(spans[0]?.from).toBe(from)
          expect(spans.at(-1)?.until).toBe(until)
          expect(spans.slice(1).map((span) => span.from)).toEqual(spans.slice(0, -1).map((span) => span.until))
          const edges = spans.flatMap((span) => [span.from, span.until - 1_000])
          for (const moment of [...edges, ...shares.map((share) => Math.floor(from + share * (until - from - 1)))]) {
            const span = spans.find((each) => moment >= each.from && moment < each.until)
            const whole = Math.floor(moment / 1_000) * 1_000
            expect(whole + (span?.offsetMs ?? Number.NaN), `${zone} ${new Date(moment).toISOString()}`).toBe(shownBy(zone, whole))
          }
        },
      ),
      { numRuns: 60, seed: 20_261_121 },
    )
  })
})

describe("a zone's name", () => {
  it.each(ZONES)("%s is one", (zone) => expect(isTimeZone(zone)).toBe(true))
  it.each(["", "Amsterdam", "Europe/Nowhere", "+25:00", "<script>"])("%j is none", (zone) => {
    expect(isTimeZone(zone)).toBe(false)
    expect(() => offsetSpans(zone, 0, 1)).toThrow(RangeError)
  })
})
