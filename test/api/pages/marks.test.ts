import { describe, expect, it } from "vitest"
import type { GuardResult } from "../../../shared/domain/guards.ts"
import { anchorOf, citationsOf, markTexts } from "../../../workers/api/pages/marks.ts"
import { breakout, claimsFor, textFor } from "../desk-rows.ts"

const claims = claimsFor(breakout)
const story = { insight: breakout, insightId: "ins_0000000000", channel: "feed", format: "long", state: "waiting", slot: 1 } as const
const written = { ...textFor(story), claims, guards: null }
const refusing = (...spans: GuardResult["spans"]): GuardResult[] => [{ name: "figures", pass: false, spans }]

describe("the marks of a text", () => {
  it("cut title, parts and alt text into pieces that are the text again", () => {
    const texts = markTexts({ ...written, alt: "Chart until $86,002." }, "en")
    expect(texts.map(({ place }) => place)).toEqual(["title", 0, "alt"])
    for (const { text, pieces } of texts) expect(pieces.map((piece) => piece.text).join("")).toBe(text)
  })

  it("lead each figure to the row that its claim stands on, or to the insight's own word", () => {
    const [, part] = markTexts(written, "en")
    const anchors = new Map(part?.pieces.flatMap(({ text, claim }) => (claim === null ? [] : [[text, anchorOf(claim)] as const])))
    expect(anchors.get("$86,002")).toBe("row-1")
    expect(anchors.get("$84,525")).toBe("row-3")
    expect(anchors.get("87%")).toBe("said-probability")
    expect(anchors.get("8 October 2026, 01:00 UTC")).toBe("said-deadline")
  })

  it("list under each row the figures that rest on it, each once", () => {
    const citations = citationsOf(markTexts(written, "en"))
    expect(citations.get("said-probability")?.map(({ text }) => text)).toEqual(["87%"])
    expect(citations.get("row-1")?.map(({ text }) => text)).toEqual(expect.arrayContaining(["$86,002", "2.1%"]))
    expect(citations.has("row-2")).toBe(false)
  })

  it("name what a guard refuses, also in the middle of a figure", () => {
    const guards = refusing({ in: 0, start: 5, end: 12, reason: "no claim rounds to it" })
    const [part] = markTexts({ title: null, parts: ["BTC at $86,002."], alt: null, claims, guards }, "en")
    expect(part?.pieces).toEqual([
      { text: "BTC a", claim: null, faults: [] },
      { text: "t ", claim: null, faults: ["figures: no claim rounds to it"] },
      { text: "$86,0", claim: expect.objectContaining({ measure: "close" }), faults: ["figures: no claim rounds to it"] },
      { text: "02", claim: expect.objectContaining({ measure: "close" }), faults: [] },
      { text: ".", claim: null, faults: [] },
    ])
  })

  it("leave out what is wrong with the text as a whole", () => {
    const guards = refusing({ in: 0, start: 0, end: 4, reason: "the text is missing" })
    expect(markTexts({ title: null, parts: ["Text"], alt: null, claims, guards }, "en")[0]?.pieces).toEqual([
      { text: "Text", claim: null, faults: [] },
    ])
  })
})
