import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { after, daily, every, latestSlot, when } from "../../shared/kit/schedule.ts"

const iso = (trigger: Parameters<typeof latestSlot>[0], now: string) => latestSlot(trigger, new Date(now))?.toISOString() ?? null

describe("latestSlot", () => {
  it("floors to the schedule's grain in UTC", () => {
    expect(iso(every("30m"), "2026-11-21T19:59:59.999Z")).toBe("2026-11-21T19:30:00.000Z")
    expect(iso(every("30m"), "2026-11-21T19:30:00.000Z")).toBe("2026-11-21T19:30:00.000Z")
    expect(iso(every("6h"), "2026-11-21T05:00:00Z")).toBe("2026-11-21T00:00:00.000Z")
  })

  it("gives today's daily slot once its minute has come, else yesterday's", () => {
    expect(iso(daily("07:00"), "2026-11-21T06:59:59Z")).toBe("2026-11-20T07:00:00.000Z")
    expect(iso(daily("07:00"), "2026-11-21T07:00:00Z")).toBe("2026-11-21T07:00:00.000Z")
    expect(iso(daily("23:59"), "2026-01-01T00:00:00Z")).toBe("2025-12-31T23:59:00.000Z")
  })

  it("knows no slot of triggers that have none of their own", () => {
    expect(iso(after("a"), "2026-11-21T07:00:00Z")).toBeNull()
    expect(iso(when("insight.created"), "2026-11-21T07:00:00Z")).toBeNull()
  })

  it("is never in the future, less than a grain old, and the same anywhere inside its slot", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(every("5m"), every("30m"), every("1h"), every("24h"), daily("07:30")),
        fc.integer({ min: 0, max: 4e12 }),
        (trigger, ms) => {
          const slot = latestSlot(trigger, new Date(ms))?.getTime() ?? Number.NaN
          const grain = trigger.kind === "every" ? trigger.ms : 86_400_000
          expect(slot).toBeLessThanOrEqual(ms)
          expect(ms - slot).toBeLessThan(grain)
          expect(latestSlot(trigger, new Date(slot))?.getTime()).toBe(slot)
          expect(latestSlot(trigger, new Date(slot + grain - 1))?.getTime()).toBe(slot)
        },
      ),
    )
  })
})

describe("schedules that make no sense", () => {
  it.each(["7m", "0m", "25h"] as const)("every(%s) is refused with an example", (text) => expect(() => every(text)).toThrow(/divide a day/))
  it.each(["7:00", "24:00", "12:60"] as const)("daily(%s) is refused", (text) => expect(() => daily(text)).toThrow(/07:00/))
})
