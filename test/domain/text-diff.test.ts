import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { textDiff } from "../../shared/domain/text-diff.ts"

const show = (before: string, after: string): string =>
  textDiff(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `[+${text}]` : `[-${text}]`))
    .join("")

describe("the difference of two texts", () => {
  it.each([
    ["the same text", "BTC rose 2.8%.", "BTC rose 2.8%.", "BTC rose 2.8%."],
    ["a changed figure, whole", "BTC rose 2.8% today.", "BTC rose 2.7% today.", "BTC rose [-2.8][+2.7]% today."],
    ["an added word", "BTC rose.", "BTC rose again.", "BTC rose[+ again]."],
    ["a removed word", "BTC rose again.", "BTC rose.", "BTC rose[- again]."],
    ["a grouped number as one word", "at 84,407 USD", "at 84,408 USD", "at [-84,407][+84,408] USD"],
    ["a new beginning and end", "b c d", "a c e", "[-b][+a] c [-d][+e]"],
    ["a text that was empty", "", "new", "[+new]"],
    ["a text that is empty", "old", "", "[-old]"],
  ])("shows %s", (_name, before, after, shown) => {
    expect(show(before, after)).toBe(shown)
  })

  const texts = fc
    .array(fc.constantFrom("BTC", "rose", " ", "2.8", "%", "\n", "é", "<b>", "🙂"), { maxLength: 40 })
    .map((list) => list.join(""))

  it("gives both texts again, whatever they are", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const changes = textDiff(before, after)
        const of = (kind: "added" | "removed"): string =>
          changes.map((change) => (change.kind === "same" || change.kind === kind ? change.text : "")).join("")
        expect(of("removed")).toBe(before)
        expect(of("added")).toBe(after)
      }),
      { seed: 11 },
    )
  })

  it("is not longer than replacing everything, and shows no difference only where there is none", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const changes = textDiff(before, after)
        const size = changes.filter(({ kind }) => kind !== "same").reduce((sum, { text }) => sum + text.length, 0)
        expect(size).toBeLessThanOrEqual(before.length + after.length)
        expect(size === 0).toBe(before === after)
      }),
      { seed: 12 },
    )
  })

  it("changes as few words as possible", () => {
    const words = (count: number, each: (i: number) => string): string => Array.from({ length: count }, (_, i) => each(i)).join(" ")
    const changes = textDiff(
      words(300, (i) => `w${i}`),
      words(300, (i) => (i % 50 === 7 ? `new${i}` : `w${i}`)),
    )
    expect(changes.filter(({ kind }) => kind === "added")).toHaveLength(6)
    expect(changes.filter(({ kind }) => kind === "removed")).toHaveLength(6)
  })

  it("gives up comparing where two long texts have nothing in common", () => {
    const text = (word: string): string => Array.from({ length: 3_000 }, (_, i) => `${word}${i}`).join("")
    expect(textDiff(text("a "), text("b ")).map(({ kind }) => kind)).toContain("removed")
  })
})
