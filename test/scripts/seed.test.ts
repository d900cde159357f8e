import { expect, it } from "vitest"
import { findLivelySeed, isLively } from "../../scripts/start/seed.ts"

it("finds a market with something to tell at this hour, and the same one for the same hour", () => {
  const now = new Date("2026-11-23T05:00:20Z")
  const seed = findLivelySeed(now)
  expect(isLively(seed, now)).toBe(true)
  expect(findLivelySeed(now)).toBe(seed)
})

it("takes no market for lively that has nothing to tell", () => {
  const now = new Date("2026-11-23T05:00:20Z")
  const verdicts = [7, 8, 9, 10, 11, 12, 13, 14].map((seed) => isLively(seed, now))
  expect(new Set(verdicts)).toEqual(new Set([true, false]))
})
