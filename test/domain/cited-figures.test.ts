// Which words of a text may be clicked, and where do they lead?
import fc from "fast-check"
import { expect, it } from "vitest"
import { citedFigures } from "../../shared/domain/cited-figures.ts"
import { Voice } from "../../shared/domain/post.ts"
import { write } from "../../shared/domain/writer.ts"
import { claimsOf } from "../../shared/domain/writing/claims.ts"
import { INSIGHTS } from "./insights.ts"

const texts = INSIGHTS.flatMap((insight) =>
  Voice.options.flatMap((voice) =>
    (["en", "nl"] as const).map((language) => {
      const claims = claimsOf(insight)
      const [text = ""] = write({ insight, claims, channel: "telegram", format: "message", language, voice, seed: "7" }).parts
      return { text, claims, language }
    }),
  ),
)

it("every digit of a text of ours lies in a figure that rests on a claim", () => {
  for (const { text, claims, language } of texts) {
    const figures = citedFigures(text, claims, language)
    const rest = figures.toReversed().reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text)
    expect(rest, text).not.toMatch(/\d/)
  }
})

it("figures come in order, without overlap, and are the very words of the text", () => {
  for (const { text, claims, language } of texts) {
    const figures = citedFigures(text, claims, language)
    expect(figures.length).toBeGreaterThan(2)
    for (const [i, { start, end, text: words }] of figures.entries()) {
      expect(text.slice(start, end)).toBe(words)
      expect(start).toBeGreaterThanOrEqual(figures[i - 1]?.end ?? 0)
    }
  }
})

it("a text without claims has no figure to click, whatever it says", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => citedFigures(text, [], "en").length === 0))
})
