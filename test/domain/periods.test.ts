import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dateOf, dayNumber, endedSpans } from "../../shared/domain/periods.ts"

const at = (text: string, period?: string) => endedSpans(new Date(text)).filter((span) => period === undefined || span.period === period)

describe("ended spans", () => {
  it("begin with the day before yesterday at three in the night, and not half an hour earlier", () => {
    expect(at("2026-11-21T03:00:00Z", "day").at(-1)).toEqual({ period: "day", startsOn: "2026-11-19", endsBefore: "2026-11-20" })
    expect(at("2026-11-21T02:23:59Z", "day").at(-1)?.startsOn).toBe("2026-11-18")
    expect(at("2026-11-21T02:24:00Z", "day").at(-1)?.startsOn).toBe("2026-11-19")
  })

  it("are forty days, and the weeks and months that ended in them", () => {
    expect(at("2026-11-21T03:00:00Z", "day")).toHaveLength(40)
    expect(at("2026-11-21T03:00:00Z", "week").map(({ startsOn }) => startsOn)).toEqual([
      "2026-10-05",
      "2026-10-12",
      "2026-10-19",
      "2026-10-26",
      "2026-11-02",
      "2026-11-09",
    ])
    expect(at("2026-11-21T03:00:00Z", "month")).toEqual([{ period: "month", startsOn: "2026-10-01", endsBefore: "2026-11-01" }])
  })

  it("hold a week that lies over new year whole, from Monday to Monday", () => {
    expect(at("2026-01-07T03:00:00Z", "week").at(-1)).toEqual({ period: "week", startsOn: "2025-12-29", endsBefore: "2026-01-05" })
    expect(at("2026-01-06T02:00:00Z", "week").at(-1)?.startsOn).toBe("2025-12-22")
    expect(at("2027-01-05T03:00:00Z", "week").at(-1)).toEqual({ period: "week", startsOn: "2026-12-28", endsBefore: "2027-01-04" })
  })

  it("hold months of 28, 29 and 31 days, also of another year", () => {
    expect(at("2027-03-02T03:00:00Z", "month").at(-1)).toEqual({ period: "month", startsOn: "2027-02-01", endsBefore: "2027-03-01" })
    expect(at("2028-03-02T03:00:00Z", "month").at(-1)).toEqual({ period: "month", startsOn: "2028-02-01", endsBefore: "2028-03-01" })
    expect(at("2028-03-01T03:00:00Z", "month").at(-1)?.startsOn).toBe("2028-01-01")
    expect(at("2026-01-02T03:00:00Z", "month").at(-1)).toEqual({ period: "month", startsOn: "2025-12-01", endsBefore: "2026-01-01" })
  })

  it("come once each whichever days are asked, and follow without a gap (seeded)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 18_000, max: 30_000 }), (first) => {
        const seen = new Map<string, string>()
        // Asked once in 30 days, as after a pause, everything of the days between is there.
        for (let day = first; day < first + 120; day += 30) {
          for (const span of endedSpans(new Date(day * 86_400_000 + 3 * 3_600_000)))
            seen.set(`${span.period} ${span.startsOn}`, span.endsBefore)
        }
        for (const period of ["day", "week", "month"]) {
          const spans = [...seen]
            .filter(([key]) => key.startsWith(period))
            .map(([key, end]) => [key.slice(period.length + 1), end] as const)
          const sorted = spans.toSorted(([a], [b]) => (a < b ? -1 : 1))
          expect(sorted.slice(1).map(([start]) => start)).toEqual(sorted.slice(0, -1).map(([, end]) => end))
        }
      }),
      { seed: 2, numRuns: 40 },
    )
  })
})

it("days have numbers and come back from them", () => {
  expect(dayNumber("1970-01-01")).toBe(0)
  expect(dateOf(dayNumber("2026-11-21"))).toBe("2026-11-21")
})
