import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mondayOf, openZone, weekOf } from "../../../workers/api/pages/local-time.ts"

const ZONES = ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/Havana"]
const HOUR = 3_600_000

describe("a week of a time zone", () => {
  it("begins on a Monday and has seven days without a gap", () => {
    const { days, before, after } = weekOf("2026-11-22", "Europe/Amsterdam")
    expect(days.map(({ date }) => date)).toEqual([16, 17, 18, 19, 20, 21, 22].map((day) => `2026-11-${day}`))
    expect(days[0]?.from.toISOString()).toBe("2026-11-15T23:00:00.000Z")
    expect([before, after]).toEqual(["2026-11-09", "2026-11-23"])
    expect(mondayOf("2026-11-23")).toBe("2026-11-23")
  })

  it.each([
    ["23 hours when clocks go forward", "2026-03-29", 23],
    ["25 hours when clocks go back", "2026-10-25", 25],
    ["24 hours else", "2026-10-24", 24],
  ])("has %s", (_name, date, hours) => {
    const day = weekOf(date, "Europe/Amsterdam").days.find((each) => each.date === date)
    expect(((day?.until.getTime() ?? 0) - (day?.from.getTime() ?? 0)) / HOUR).toBe(hours)
  })

  it("begins each day at its first moment, in every zone", () => {
    const date = fc
      .integer({ min: 0, max: 3_000 })
      .map((days) => new Date(Date.UTC(2024, 0, 1) + days * 24 * HOUR).toISOString().slice(0, 10))
    fc.assert(
      fc.property(date, fc.constantFrom(...ZONES), (start, name) => {
        const { days, zone } = weekOf(start, name)
        for (const day of days) {
          expect(zone.date(day.from)).toBe(day.date)
          expect(zone.date(new Date(day.from.getTime() - 1)) < day.date).toBe(true)
        }
      }),
      { seed: 21, numRuns: 60 },
    )
  })

  it("shows what a clock there shows", () => {
    const at = new Date("2026-07-01T12:05:00Z")
    const clock = (name: string): string => openZone(name, new Date(at.getTime() - 1), new Date(at.getTime() + 1)).clock(at)
    expect(["UTC", "Europe/Amsterdam", "Asia/Kolkata"].map(clock)).toEqual(["12:05", "14:05", "17:35"])
  })
})
