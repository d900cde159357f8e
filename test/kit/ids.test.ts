import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { hash64, newId, stableId } from "../../shared/kit/ids.ts"
import { seededRandom } from "../../shared/kit/random.ts"

describe("newId", () => {
  it("sorts as text in the order of time, fits the database's rule, and differs within a moment", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e9 }), (ms, gap) => {
        const [first, second] = [newId("run", new Date(ms)), newId("run", new Date(ms + gap))]
        expect(first < second).toBe(true)
        expect(first).toMatch(/^run_[0-9a-z]{10,40}$/)
      }),
    )
    const many = new Set(Array.from({ length: 10_000 }, () => newId("evt", new Date(0))))
    expect(many.size).toBe(10_000)
  })
})

describe("stableId", () => {
  it("is the same for the same key, another for another, and sorts by time", () => {
    const at = new Date("2026-11-21T12:00:00Z")
    expect(stableId("ins", at, "BTC:breakout")).toBe(stableId("ins", at, "BTC:breakout"))
    expect(stableId("ins", at, "BTC:breakout")).not.toBe(stableId("ins", at, "BTC:breakdown"))
    expect(stableId("ins", at, "x") < stableId("ins", new Date(at.getTime() + 1), "a")).toBe(true)
  })

  it("tells a hundred thousand keys apart", () => {
    const ids = new Set(Array.from({ length: 100_000 }, (_, i) => stableId("art", new Date(0), `source\n${i}`)))
    expect(ids.size).toBe(100_000)
  })
})

describe("hash64", () => {
  it("gives FNV-1a's published values for ASCII text", () => {
    // draft-eastlake-fnv, 64 bits: "" is cbf29ce484222325, "a" is af63dc4c8601ec8c, "foobar" is 85944171f73967e8.
    const digits = "0123456789abcdefghjkmnpqrstvwxyz"
    const number = (text: string): string => [...text].reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n).toString(16)
    expect([number(hash64("", 0)), number(hash64("a", 0)), number(hash64("foobar", 0))]).toEqual([
      "cbf29ce484222325",
      "af63dc4c8601ec8c",
      "85944171f73967e8",
    ])
  })
})

describe("seededRandom", () => {
  it("draws the same numbers for the same seed, in [0, 1), spread evenly", () => {
    const draw = (seed: string) => Array.from({ length: 20_000 }, seededRandom(seed))
    const numbers = draw("analysis:2026")
    expect(draw("analysis:2026")).toEqual(numbers)
    expect(draw("analysis:2027")).not.toEqual(numbers)
    expect(numbers.every((value) => value >= 0 && value < 1)).toBe(true)
    const tenths = Array.from({ length: 10 }, (_, i) => numbers.filter((value) => Math.floor(value * 10) === i).length)
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200)
  })
})
