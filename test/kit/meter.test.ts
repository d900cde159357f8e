import { describe, expect, it } from "vitest"
import { openClock } from "../../shared/kit/clock.ts"
import { Failure, FAILURES, toFailure } from "../../shared/kit/failure.ts"
import { Meter } from "../../shared/kit/meter.ts"

describe("Meter", () => {
  const budget = { wallMs: 1, calls: 2, statements: 1, tokens: 100, microUsd: 50 }

  it("stops before a limit is passed, and books nothing then", () => {
    const meter = new Meter(budget)
    meter.spend("calls", 2)
    expect(() => meter.spend("calls")).toThrow(expect.objectContaining({ code: "budget-spent" }))
    expect(() => meter.spend("tokens", 101)).toThrow(expect.objectContaining({ code: "budget-spent" }))
    expect(meter.usage).toMatchObject({ calls: 2, tokens: 0 })
  })

  it("puts what was used in the place of what was booked, even where it is more than the limit", () => {
    const meter = new Meter(budget)
    meter.spend("tokens", 80)
    meter.correct("tokens", 80, 30)
    meter.spend("tokens", 70)
    expect(meter.usage.tokens).toBe(100)
    meter.correct("tokens", 70, 90)
    expect(meter.usage.tokens).toBe(120)
    expect(() => meter.spend("tokens", 0)).toThrow(expect.objectContaining({ code: "budget-spent" }))
  })

  it("without a budget only counts", () => {
    const meter = new Meter()
    meter.spend("statements", 1_000)
    meter.noteRows(5, 1.5)
    meter.noteRetry()
    expect(meter.usage).toMatchObject({ statements: 1_000, rows: 5, databaseMs: 1.5, retries: 1 })
  })
})

describe("failures", () => {
  it("are found inside what a library wrapped around them, and nothing else is one", () => {
    const inner = new Failure("rate-limited", "Wait.", { waitMs: 5 })
    expect(toFailure(new Error("query failed", { cause: new Error("again", { cause: inner }) }))).toBe(inner)
    expect(toFailure(new TypeError("secret detail"))).toMatchObject({ code: "bug", detail: expect.not.stringContaining("secret") })
    expect(toFailure("text")).toMatchObject({ code: "bug" })
  })

  it("have a status, a sentence of advice, and no second name for the same thing", () => {
    for (const row of Object.values(FAILURES)) {
      expect(row.status).toBeGreaterThanOrEqual(400)
      expect(row.advice).toMatch(/^[A-Z].+\.$/)
    }
    const titles = Object.values(FAILURES).map((row) => row.title)
    expect(new Set(titles).size).toBe(titles.length)
  })
})

describe("openClock", () => {
  it("runs from the described moment at the described speed", () => {
    const real = Date.now()
    const clock = openClock(`${real}:1000000:3600`)
    const ms = clock.now().getTime()
    expect(ms).toBeGreaterThanOrEqual(1_000_000)
    expect(ms - 1_000_000).toBeLessThanOrEqual((Date.now() - real) * 3_600 + 3_600)
    expect(Math.abs(openClock(null).now().getTime() - Date.now())).toBeLessThan(1_000)
  })
})
