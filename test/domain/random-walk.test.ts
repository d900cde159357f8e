import { describe, expect, test } from "vitest"
import { probabilityAbove, probabilityOfMove } from "../../shared/domain/random-walk.ts"
import { newNoise } from "../agents/analysis/market-fixture.ts"

const gaussian = { sigma: 0.03, hours: 24, uncertainty: 0 }

describe("probability of ending above a level", () => {
  test("is one half at the price itself and the normal distribution's elsewhere, where the volatility is certain", () => {
    expect(probabilityAbove(0, gaussian)).toBeCloseTo(0.5, 6)
    expect(probabilityAbove(0.03, gaussian)).toBeCloseTo(0.158_655, 5)
    expect(probabilityAbove(-0.06, gaussian)).toBeCloseTo(0.977_25, 5)
  })

  test("falls as the level rises, and an uncertain volatility gives heavier tails", () => {
    const levels = [-0.1, -0.03, -0.01, 0, 0.01, 0.03, 0.1]
    const probabilities = levels.map((level) => probabilityAbove(level, { ...gaussian, uncertainty: 0.4 }))
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a))
    expect(probabilities.at(-1)).toBeGreaterThan(2 * probabilityAbove(0.1, gaussian))
  })
})

describe("probability of a move", () => {
  test("agrees with 20,000 simulated walks that are looked at once an hour", () => {
    const noise = newNoise(11)
    const walks = 20_000
    const farthest = Array.from({ length: walks }, () => {
      let price = 0
      let most = 0
      for (let hour = 0; hour < 24; hour++) {
        price += (gaussian.sigma / Math.sqrt(24)) * noise.normal()
        most = Math.max(most, Math.abs(Math.expm1(price)) * 100)
      }
      return most
    })
    for (const movePct of [1.5, 2.5, 4, 6, 8]) {
      const simulated = farthest.filter((most) => most >= movePct).length / walks
      expect(Math.abs(probabilityOfMove(movePct, gaussian) - simulated)).toBeLessThan(0.015)
    }
  })

  test("stays a probability from a hair's breadth to a doubling", () => {
    for (const uncertainty of [0, 0.3, 0.6]) {
      const list = [0.01, 0.1, 1, 5, 7.4, 7.6, 10, 50, 100].map((pct) => probabilityOfMove(pct, { ...gaussian, uncertainty }))
      expect(list.every((p) => p >= 0 && p <= 1)).toBe(true)
      expect(list).toEqual([...list].sort((a, b) => b - a))
    }
  })
})
