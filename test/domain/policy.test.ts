import { expect, it } from "vitest"
import * as fc from "fast-check"
import { defaultsOf, fitValue, isFrozen, isReadable, policyOf } from "../../shared/domain/policy.ts"

const TUNABLES = {
  scoreMin: { default: 0.45, min: 0.1, max: 0.9, step: 0.05 },
  hours: { default: 3, min: 0, max: 24, step: 0.5 },
  odd: { default: 2, min: 1.2, max: 2.9, step: 0.5 },
} as const

it("takes the defaults where no version stands", () => {
  expect(policyOf(TUNABLES)).toEqual({ scoreMin: 0.45, hours: 3, odd: 2 })
  expect(policyOf(TUNABLES)).toEqual(defaultsOf(TUNABLES))
})

it("overlays the defaults with a version's values, and passes over names that it doesn't know", () => {
  expect(policyOf(TUNABLES, { scoreMin: 0.5, wings: 2 })).toEqual({ scoreMin: 0.5, hours: 3, odd: 2 })
  expect(policyOf(TUNABLES, { toString: 1, constructor: 2 })).toEqual(defaultsOf(TUNABLES))
})

it("keeps values within their bounds, on whole steps from the default", () => {
  expect(policyOf(TUNABLES, { scoreMin: 7, hours: -1, odd: 2.9 })).toEqual({ scoreMin: 0.9, hours: 0, odd: 2.5 })
  expect(policyOf(TUNABLES, { scoreMin: 0.476, hours: 3.26, odd: 0 })).toEqual({ scoreMin: 0.5, hours: 3.5, odd: 1.5 })
})

it.each([
  undefined,
  null,
  7,
  "text",
  [],
  { scoreMin: "0.5" },
  { scoreMin: Number.NaN },
  { scoreMin: null },
  { hours: Number.POSITIVE_INFINITY },
])("lets what can't be read change nothing: %j", (stored) => {
  expect(policyOf(TUNABLES, stored)).toEqual(defaultsOf(TUNABLES))
  expect(isReadable(stored)).toBe(false)
})

it("gives a value that it would give again, within the bounds, whatever is stored", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...Object.values(TUNABLES)), (value, tunable) => {
      const fitted = fitValue(tunable, value)
      expect(fitted).toBeGreaterThanOrEqual(tunable.min)
      expect(fitted).toBeLessThanOrEqual(tunable.max)
      expect(fitValue(tunable, fitted)).toBe(fitted)
    }),
  )
})

it("keeps a fifth of the runs with the defaults, evenly over the hours of the day, and always the same ones", () => {
  const start = Date.parse("2026-01-01T00:00:00Z")
  const keys = Array.from({ length: 24_000 }, (_, i) => `content-strategy:${new Date(start + i * 1_800_000).toISOString()}`)
  const frozen = keys.filter(isFrozen)
  expect(frozen.length / keys.length).toBeGreaterThan(0.19)
  expect(frozen.length / keys.length).toBeLessThan(0.21)
  const byHour = Array.from({ length: 24 }, (_, hour) => frozen.filter((key) => Number(key.slice(28, 30)) === hour).length)
  // 1,000 keys an hour: 200 are meant, give or take four standard deviations.
  expect(Math.min(...byHour)).toBeGreaterThan(150)
  expect(Math.max(...byHour)).toBeLessThan(250)
  expect(keys.filter(isFrozen)).toEqual(frozen)
})
