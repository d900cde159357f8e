import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { LEXICON } from "../../shared/domain/lexicon.ts"
import { polarityOf } from "../../shared/domain/polarity.ts"
import { POLARITY_DEVELOPMENT, POLARITY_HELD_OUT, type PolarityJudgements } from "./judgements.ts"
import { bestMs, hasRecordings, readNaughtyStrings, readTitles, WHY_SKIPPED } from "./recorded.ts"

const GOOD = [
  "Bitcoin soars 12% to new high",
  "Ether up 8% on ETF approval",
  "SEC drops lawsuit against Ripple",
  "Thailand lifts ban on crypto exchanges",
  "Judge dismisses fraud charges",
  "Solana recovers from outage",
  "Bitcoin rises despite exchange hack",
  "Inflation falls again",
  "Fears ease over stablecoin reserves",
  "Token trims losses",
  "Fund sees record inflows",
  "Bitcoin breaks above $50K",
  "EU passes rules without PoW ban",
]
const BAD = [
  "Bitcoin falls 12%",
  "Ether plunges below $2,000",
  "SOL down 9% after outage",
  "Exchange hacked for $80M",
  "SEC rejects spot bitcoin ETF",
  "Bitcoin fails to recover",
  "Rally fades as sellers return",
  "Bitcoin trims gains",
  "Growth slows at Uniswap",
  "Inflation surges to 9%",
  "Bitcoin falls despite ETF approval",
  "Lender suspends withdrawals",
  "No approval for the fund",
  "Liquidations surge",
]
const NEITHER = [
  "",
  "Vitalik speaks at a conference",
  "How to read a chart",
  "Le soleil brille",
  "🚀🚀🚀",
  "Boom or bust?",
  "12% 30% $50K",
  "up and down",
]

describe("polarityOf", () => {
  it.each(GOOD)("takes %j as good", (text) => expect(polarityOf(text)).toBeGreaterThan(0.1))
  it.each(BAD)("takes %j as bad", (text) => expect(polarityOf(text)).toBeLessThan(-0.1))
  it.each(NEITHER)("says 0 of %j", (text) => expect(polarityOf(text)).toBe(0))

  it("weighs a larger move more", () => {
    expect(polarityOf("Bitcoin falls 15%")).toBeLessThan(polarityOf("Bitcoin falls 2%"))
    expect(polarityOf("Bitcoin rises 15%")).toBeGreaterThan(polarityOf("Bitcoin rises 2%"))
  })

  it("damps questions, hedges, concessions and strings of unrelated news", () => {
    expect(polarityOf("Bitcoin surges?")).toBeLessThan(polarityOf("Bitcoin surges"))
    expect(polarityOf("Bitcoin could surge")).toBeLessThan(polarityOf("Bitcoin surges"))
    expect(polarityOf("Bitcoin surges slightly")).toBeLessThan(polarityOf("Bitcoin surges"))
    expect(polarityOf("Bitcoin surges sharply")).toBeGreaterThan(polarityOf("Bitcoin surges"))
    expect(Math.abs(polarityOf("Exchange hacked + More News"))).toBeLessThan(Math.abs(polarityOf("Exchange hacked")) / 3)
  })

  it("can reach every phrase of the lexicon", () => {
    for (const phrase of LEXICON.keys()) {
      expect(phrase).toMatch(/^[a-z0-9']+(?: [a-z0-9']+){0,2}$/)
      expect(phrase).toBe(phrase.toLowerCase())
    }
  })

  it("isn't fooled by hidden characters or capitals", () => {
    expect(polarityOf("B\u200bitcoin pl\u00adunges")).toBe(polarityOf("Bitcoin plunges"))
    expect(polarityOf("BITCOIN PLUNGES")).toBe(polarityOf("Bitcoin plunges"))
  })

  it("never throws, stays within -1 and 1 and answers the same twice", () => {
    const words = fc.constantFrom(
      "falls",
      "rises",
      "12",
      "%",
      "not",
      "despite",
      "but",
      "hack",
      "$",
      "below",
      "fails",
      "to",
      "?",
      ",",
      "inflation",
      "ban",
    )
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words, { maxLength: 40 }).map((list) => list.join(" ")),
    )
    fc.assert(
      fc.property(text, (value) => {
        const polarity = polarityOf(value)
        expect(Math.abs(polarity)).toBeLessThanOrEqual(1)
        expect(polarityOf(value)).toBe(polarity)
      }),
    )
  })

  it.each([
    "a".repeat(100_000),
    "not ".repeat(25_000),
    "falls 12% ".repeat(10_000),
    "?!.".repeat(34_000),
    "surge but ".repeat(10_000),
    "ﷺ".repeat(100_000),
  ])("reads 100 KB of hostile text in under 50 ms (%#)", (text) => expect(bestMs(() => polarityOf(text))).toBeLessThan(50))
})

const sign = (polarity: number): number => (polarity > 0.1 ? 1 : polarity < -0.1 ? -1 : 0)

/** Share of right answers, and the mean over the three classes of F1 = 2 TP / (2 TP + FP + FN). */
function score(judgements: PolarityJudgements): { accuracy: number; macroF1: number } {
  const titles = readTitles()
  const pairs = Object.entries({ good: 1, bad: -1, neither: 0 }).flatMap(([name, wanted]) =>
    judgements[name as keyof PolarityJudgements]
      .trim()
      .split(/\s+/)
      .map((row) => ({ wanted, got: sign(polarityOf(titles[Number(row)] ?? "")) })),
  )
  const f1 = [-1, 0, 1].map((c) => {
    const right = pairs.filter(({ wanted, got }) => wanted === c && got === c).length
    const wrong = pairs.filter(({ wanted, got }) => (wanted === c) !== (got === c)).length
    return (2 * right) / (2 * right + wrong)
  })
  return { accuracy: pairs.filter(({ wanted, got }) => wanted === got).length / pairs.length, macroF1: f1.reduce((a, b) => a + b) / 3 }
}

describe.skipIf(!hasRecordings)(`polarityOf on recorded titles (skipped where ${WHY_SKIPPED})`, () => {
  // General libraries on the same held-out titles: VADER 0.47 / 0.48, AFINN 0.44 / 0.46, AFINN with finance words 0.56 / 0.56.
  it("agrees with a reader on titles it wasn't tuned on", () => {
    const { accuracy, macroF1 } = score(POLARITY_HELD_OUT)
    expect(accuracy).toBeGreaterThanOrEqual(0.7)
    expect(macroF1).toBeGreaterThanOrEqual(0.7)
  })

  it("agrees with a reader on the titles it was tuned on", () => {
    const { accuracy, macroF1 } = score(POLARITY_DEVELOPMENT)
    expect(accuracy).toBeGreaterThanOrEqual(0.72)
    expect(macroF1).toBeGreaterThanOrEqual(0.71)
  })

  it("takes every naughty string as data", () => {
    for (const text of readNaughtyStrings()) expect(Math.abs(polarityOf(text))).toBeLessThanOrEqual(1)
  })
})
