import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { linear, linePath, roundTicks, tickDigits, timeTicks } from "../../../workers/api/pages/chart-scale.ts"

const HOUR = 3_600_000

describe("scales", () => {
  it("put the ends where they belong, and a span of nothing in the middle", () => {
    const scale = linear([10, 20], [100, 0])
    expect([scale(10), scale(20), scale(15)]).toEqual([100, 0, 50])
    expect(linear([5, 5], [0, 10])(5)).toBe(5)
  })
})

describe("ticks", () => {
  it("are written with as many decimals as tell them apart", () => {
    expect([roundTicks(0.52, 0.66, 3), roundTicks(62_100, 65_900, 5), roundTicks(3e-8, 9e-8, 5), [169], []].map(tickDigits)).toEqual([
      2, 0, 8, 0, 0,
    ])
  })

  it("are round, lie within the range, and are about as many as asked", () => {
    expect(roundTicks(62_100, 65_900, 5)).toEqual([63_000, 64_000, 65_000])
    expect(roundTicks(0.1, 0.2, 5)).toEqual([0.1, 0.12, 0.14, 0.16, 0.18, 0.2].map((value) => expect.closeTo(value, 12) as number))
    expect(roundTicks(5, 5, 5)).toEqual([5])
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-4, max: 10, noNaN: true }),
        fc.integer({ min: 2, max: 10 }),
        (low, share, count) => {
          const high = low * (1 + share)
          const ticks = roundTicks(low, high, count)
          expect(ticks.length).toBeLessThanOrEqual(count + 1)
          for (const tick of ticks) expect(tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)).toBe(true)
        },
      ),
    )
  })

  it("of time stand at whole hours or midnights", () => {
    const start = Date.parse("2026-11-20T09:30:00Z")
    expect(timeTicks(start, start + 6 * HOUR, 8).map((time) => new Date(time).getUTCHours())).toEqual([10, 11, 12, 13, 14, 15])
    expect(timeTicks(start, start + 72 * HOUR, 4).map((time) => new Date(time).toISOString())).toEqual([
      "2026-11-21T00:00:00.000Z",
      "2026-11-22T00:00:00.000Z",
      "2026-11-23T00:00:00.000Z",
    ])
  })
})

describe("a line", () => {
  it("is broken where something is missing", () => {
    const points = [0, 1, 5, 6].map((x) => ({ x, y: x * 2 }))
    expect(linePath(points, (before, after) => after.x - before.x > 2)).toBe("M0.0 0.0L1.0 2.0M5.0 10.0L6.0 12.0")
    expect(linePath([])).toBe("")
  })
})
