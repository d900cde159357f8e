// Are the score and the offer what their formulas say?
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DEFAULT_WEIGHTS, INTERACTION_CODES } from "../../shared/domain/interaction.ts"
import { OfferReasons, writeOffer } from "../../shared/domain/offer.ts"
import { microPointsOfScore, milliWeightsOf, namedWeights, scoreOfMicroPoints } from "../../shared/domain/score.ts"

describe("a score", () => {
  it.each([
    [0, 0],
    [2_499, 0],
    [2_500, 0.01],
    [502_500, 1.01],
    [26_000_000, 52],
    [49_997_499, 99.99],
    [49_997_500, 100],
    [50_000_000, 100],
    [9_000_000_000_000, 100],
    [-1_000_000, 0],
  ])("of %d millionths of a point is %d", (microPoints, score) => {
    expect(scoreOfMicroPoints(microPoints)).toBe(score)
  })

  it("is reached exactly at its least points", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (hundredths) => {
        const least = microPointsOfScore(hundredths / 100)
        return scoreOfMicroPoints(least) === hundredths / 100 && scoreOfMicroPoints(least - 1) < hundredths / 100
      }),
    )
  })
})

describe("weights", () => {
  it("are kept in thousandths by code, with what every other type is worth", () => {
    expect(milliWeightsOf(DEFAULT_WEIGHTS)).toMatchObject({
      1: 1_000,
      2: 2_000,
      3: 3_000,
      4: 4_000,
      5: 5_000,
      6: 10_000,
      7: 1_000,
      rest: 1_000,
    })
    expect(Object.keys(milliWeightsOf(DEFAULT_WEIGHTS))).toHaveLength(Object.keys(INTERACTION_CODES).length + 1)
  })

  it("come back by the names of the types", () => {
    expect(namedWeights(milliWeightsOf({ ...DEFAULT_WEIGHTS, like: 2.5 }))).toMatchObject({ like: 2.5, message_clicked: 10, view: 1 })
  })
})

describe("an offer", () => {
  const reasons = (parts: OfferReasons["parts"]): OfferReasons =>
    OfferReasons.parse({ score: 60, points: 30, from: "2026-10-22T12:00:00.000Z", until: "2026-11-21T12:00:00.000Z", parts })

  it("says what was counted, the three that weigh most, and how to hear no more", () => {
    const text = writeOffer(
      reasons([
        { type: "reply", interactions: 4, points: 12 },
        { type: "message_opened", interactions: 1, points: 5 },
        { type: "quote", interactions: 0, points: 0 },
        { type: "like", interactions: 3, points: 3 },
        { type: "view", interactions: 9, points: 1 },
      ]),
    )
    expect(text).toMatch(/^In the last 30 days we counted 4 replies, 1 message opened and 3 likes of yours\. /)
    expect(text).toContain("tell us to stop")
  })

  it("hurries nobody and promises nothing", () => {
    const text = writeOffer(reasons([{ type: "like", interactions: 1, points: 1 }]))
    expect(text).not.toMatch(/hurry|only today|last chance|limited|profit|guarantee|discount|!/i)
    expect(text).toContain("1 like of yours")
  })

  it("has words also where nothing is left to count, and fits where it is kept", () => {
    expect(writeOffer(reasons([]))).toMatch(/^You took part/)
    expect(writeOffer(reasons([])).length).toBeLessThan(2_000)
  })
})
