import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { keyOf, memoise, normalAt, openStream, smoothNoise, smoothNoises, unitAt } from "./random.ts"

const draws = Array.from({ length: 20_000 }, (_, i) => i)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe("the fake world's chance", () => {
  it("keys tell words, numbers and their order apart", () => {
    const keys = [keyOf("a", 1), keyOf(1, "a"), keyOf("a", 2), keyOf("b", 1), keyOf("a", 1, 0), keyOf("a", -1), keyOf("a", 1 + 2 ** 32)]
    expect(new Set(keys).size).toBe(keys.length)
    expect(keyOf("a", 1)).toBe(keys[0])
  })

  it("uniform draws fill the interval evenly", () => {
    const key = keyOf("uniform")
    const bins = Array<number>(10).fill(0)
    for (const i of draws) bins[Math.floor(unitAt(key, i) * 10)]! += 1
    for (const count of bins) expect(Math.abs(count - 2_000)).toBeLessThan(200)
  })

  it("normal draws have mean 0 and variance 1, and neighbours are independent", () => {
    const key = keyOf("normal")
    const values = draws.map((i) => normalAt(key, i))
    expect(Math.abs(mean(values))).toBeLessThan(0.03)
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.05)
    expect(Math.abs(mean(values.slice(1).map((value, i) => value * values[i]!)))).toBeLessThan(0.03)
  })

  it("a run of smooth noise equals its values one by one", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 500_000 }), fc.integer({ min: 3, max: 200 }), (first, period) => {
        const run = smoothNoises(7, { period, first, count: 50 })
        run.forEach((noise, i) => expect(noise).toBeCloseTo(smoothNoise(7, (first + i) / period), 9))
      }),
    )
  })

  it("a stream repeats itself for the same key and stays within its bounds", () => {
    const [one, other] = [openStream(1, "x"), openStream(1, "x")]
    const numbers = draws.slice(0, 500).map(() => one.int(3, 7))
    expect(draws.slice(0, 500).map(() => other.int(3, 7))).toEqual(numbers)
    expect(new Set(numbers)).toEqual(new Set([3, 4, 5, 6, 7]))
    expect(() => one.pick([])).toThrow("nothing to pick from")
  })

  it("remembers what was made, and makes it again once forgotten", () => {
    let made = 0
    const square = memoise(2, (n) => ((made += 1), n * n))
    expect([square(2), square(2), square(3)]).toEqual([4, 4, 9])
    expect(made).toBe(2)
    expect([square(4), square(2)]).toEqual([16, 4])
    expect(made).toBe(4)
  })
})
