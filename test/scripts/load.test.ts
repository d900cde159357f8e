// Does the load test send what it says, and does it know what must come of it?
import { describe, expect, test } from "vitest"
import { bodyOf, eventOf, expectedOf, LATE, REPEATED, saidBy } from "../../scripts/load/events.ts"
import { readLoadOptions } from "../../scripts/load/options.ts"
import { openProcessorMeter } from "../../scripts/load/processes.ts"
import { ReportedEvent } from "../../shared/domain/interaction.ts"

const BEGAN = new Date("2026-11-21T12:00:00Z")
const DAY_MS = 86_400_000
const COUNT = 20_000

describe("the events", () => {
  test("are the same whenever they are made, and fit what programs may send", () => {
    const body = bodyOf("a-run", BEGAN, 7, 100)
    expect(bodyOf("a-run", BEGAN, 7, 100)).toBe(body)
    const { events } = JSON.parse(body) as { events: unknown[] }
    expect(events).toHaveLength(100)
    expect(events.map((event) => ReportedEvent.safeParse(event).success)).not.toContain(false)
  })

  test("repeat earlier ones as often as they say", () => {
    const repeated = Array.from({ length: COUNT }, (_, i) => i).filter((i) => saidBy(i) !== i)
    expect((repeated.length / COUNT) * 100).toBeCloseTo(REPEATED, 0)
    expect(repeated.every((i) => saidBy(i) < i)).toBe(true)
  })

  test("happened within the hour, but for the late ones, which are within sixty days", () => {
    const ages = Array.from({ length: COUNT }, (_, i) => BEGAN.getTime() - eventOf("a-run", BEGAN, i).at.getTime())
    expect((ages.filter((age) => age > 3_600_000).length / COUNT) * 100).toBeCloseTo(LATE, 0)
    expect(Math.max(...ages)).toBeLessThanOrEqual(60 * DAY_MS)
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0)
  })

  test("leave behind each that was said once, by type and by person", () => {
    const { different, byType, byUser } = expectedOf("a-run", BEGAN, COUNT)
    const ids = new Set(Array.from({ length: COUNT }, (_, i) => eventOf("a-run", BEGAN, saidBy(i)).id))
    expect(different).toBe(ids.size)
    expect(different).toBeLessThan(COUNT)
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0)
    expect(sum(Object.values(byType))).toBe(different)
    expect(sum(byUser.values())).toBe(different)
  })
})

describe.skipIf(process.platform !== "linux")("the meter of processes", () => {
  test("tells what this process has spent since the first look, and knows no server in a process that is none", () => {
    const meter = openProcessorMeter()
    expect(meter.spentS("stand-ins")).toBeNull()
    meter.look([process.pid])
    const before = process.cpuUsage()
    const spent = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(before))
    while (spent() < 0.1);
    meter.look([process.pid])
    // Linux counts in hundredths of a second.
    expect(meter.spentS("stand-ins")).toBeGreaterThan(0.05)
    expect(meter.spentS("stand-ins")).toBeLessThan(spent() + 0.05)
    expect(meter.spentS("PostgreSQL")).toBeNull()
  })
})

describe("readLoadOptions", () => {
  test("takes a minute of batches where nothing is said", () => {
    expect(readLoadOptions([], undefined).phases).toEqual([
      { kind: "events", name: "events", rate: 5_500, batch: 100, seconds: 60, kills: 0 },
    ])
  })

  test("kills as often as was asked, and names the phase for it", () => {
    expect(readLoadOptions(["--kill", "10"], undefined).phases).toMatchObject([{ name: "10 kills", kills: 10 }])
  })

  test.each([
    ["--batch", "1001"],
    ["--rate", "0"],
    ["--kill", "x"],
  ])("refuses %s %s", (name, value) => {
    expect(() => readLoadOptions([name, value], undefined)).toThrow(value)
  })
})
