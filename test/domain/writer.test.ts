import { describe, expect, test } from "vitest"
import { PostText, type ChannelName, type Language, type PostFormat, type Voice } from "../../shared/domain/post.ts"
import { Claim } from "../../shared/domain/post.ts"
import { checkDraft } from "../../shared/domain/guards.ts"
import { write, type WriteOrder } from "../../shared/domain/writer.ts"
import { claimsOf } from "../../shared/domain/writing/claims.ts"
import { DISCLOSURE_PROFILES, withDisclosure } from "../../shared/domain/writing/disclosure.ts"
import { conservativeLength } from "../../shared/domain/writing/lengths.ts"
import { INSIGHTS } from "./insights.ts"

const VOICES: readonly Voice[] = ["analytical", "bold", "educational"]
const LANGUAGES: readonly Language[] = ["en", "nl"]
const order = (k: number, rest: Partial<WriteOrder> = {}): WriteOrder => ({
  insight: INSIGHTS[k]!,
  claims: claimsOf(INSIGHTS[k]!),
  channel: "x",
  format: "single",
  language: "en",
  voice: "analytical",
  seed: "s",
  ...rest,
})
/** The same of every insight, voice and language. */
const each = (channel: ChannelName, format: PostFormat, check: (text: PostText, voice: Voice) => void): void => {
  for (const k of INSIGHTS.keys()) {
    for (const voice of VOICES) for (const language of LANGUAGES) check(write(order(k, { channel, format, voice, language })), voice)
  }
}

describe("claims", () => {
  const claims = claimsOf(INSIGHTS[0]!)

  test("fit their schema and point at rows of the insight", () => {
    for (const insight of INSIGHTS) {
      for (const claim of claimsOf(insight)) {
        expect(Claim.parse(claim)).toEqual(claim)
        expect(claim.evidence ?? 0).toBeLessThan(insight.evidence.length)
      }
    }
  })

  test("hold the insight's own fields, its reasons and its rows", () => {
    expect(claims.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining([
        "probability",
        "statement_level",
        "deadline",
        "horizon_hours",
        "hour_return",
        "channel_level",
        "close",
        "row_at",
        "direction",
      ]),
    )
    const insight = INSIGHTS[0]!
    expect(claims.find(({ measure }) => measure === "probability")?.value).toBe(String(insight.probability))
    expect(claims.find(({ measure }) => measure === "close")?.value).toBe(insight.evidence[0]?.value)
  })

  test("say how the sources of a row agree, as told or by the row", () => {
    const ref = INSIGHTS[0]!.evidence[0]!.ref
    const told = claimsOf(INSIGHTS[0]!, { agreements: new Map([[ref, "disputed"]]) })
    expect(claims.find(({ measure }) => measure === "close")?.agreement).toBe("agreed")
    expect(told.find(({ measure }) => measure === "close")?.agreement).toBe("disputed")
    expect(told.find(({ measure }) => measure === "probability")?.agreement).toBe("disputed")
  })
})

describe("the studio's own writer", () => {
  test("writes the same from the same seed and varies with it", () => {
    expect(write(order(0))).toEqual(write(order(0)))
    const texts = new Set(Array.from({ length: 20 }, (_, i) => write(order(0, { seed: String(i) })).parts[0]))
    expect(texts.size).toBeGreaterThanOrEqual(6)
  })

  test("has a manner for each voice and each language", () => {
    for (const k of INSIGHTS.keys()) {
      const texts = VOICES.flatMap((voice) => LANGUAGES.map((language) => write(order(k, { voice, language })).parts[0]))
      expect(new Set(texts).size, texts.join("\n")).toBe(6)
    }
  })

  test("writes Dutch as Dutch is written", () => {
    const { parts } = write(order(0, { channel: "telegram", format: "message", language: "nl", voice: "analytical" }))
    expect(parts[0]).toMatch(/\$86\.002/)
    expect(parts[0]).toMatch(/2,1%/)
    expect(parts[0]).toMatch(/8 oktober 2026 om 01:00 UTC/)
  })

  test("fits a single post, with its probability and deadline in it", () => {
    each("x", "single", (text) => {
      expect(text.parts).toHaveLength(1)
      expect(conservativeLength(text.parts[0]!)).toBeLessThanOrEqual(280)
      expect(text.parts[0]).toMatch(/\d%.*UTC|UTC.*\d%/s)
    })
  })

  test("leaves room for the disclosure of the profile", () => {
    for (const profile of DISCLOSURE_PROFILES) {
      for (const k of INSIGHTS.keys()) {
        for (const [voice, language] of VOICES.flatMap((one) => LANGUAGES.map((of) => [one, of] as const))) {
          const text = withDisclosure(write(order(k, { profile, voice, language })), profile)
          const results = checkDraft(text, { claims: claimsOf(INSIGHTS[k]!), voice, profile, now: Date.parse(INSIGHTS[k]!.madeAt) })
          expect(
            results.filter(({ pass }) => !pass),
            text.parts.join("|"),
          ).toEqual([])
          expect(text.parts.length).toBeLessThanOrEqual(profile === "uk" ? 2 : profile === "issuer" ? 3 : 1)
        }
      }
    }
  })

  test("writes threads of three to five parts, each within the limit", () => {
    each("x", "thread", ({ parts }) => {
      expect(parts.length).toBeGreaterThanOrEqual(3)
      expect(parts.length).toBeLessThanOrEqual(5)
      for (const part of parts) expect(conservativeLength(part)).toBeLessThanOrEqual(280)
    })
  })

  test("writes articles of 150 to 250 words under a title, and alt text for pictures", () => {
    each("feed", "long", ({ parts, title, alt }) => {
      const words = parts[0]!.split(/\s+/).length
      expect(words).toBeGreaterThanOrEqual(150)
      expect(words).toBeLessThanOrEqual(250)
      expect([title === null, alt]).toEqual([false, null])
    })
    each("x", "picture", ({ alt, title }) => expect([alt === null, title]).toEqual([false, null]))
  })

  test("gives texts that fit the schema and hold no hostile headline", () => {
    each("telegram", "message", (text) => {
      expect(PostText.parse(text)).toEqual(text)
      expect(text.parts[0]).not.toMatch(/400%|analysts|fund/)
    })
  })

  test("leaves out what would read as zero, and a remainder that points the other way", () => {
    const sigma = (value: string): Claim => ({
      ...claimsOf(INSIGHTS[0]!).find(({ measure }) => measure === "hour_return_sigma")!,
      measure: "own_return_sigma",
      value,
    })
    const said = (value: string) =>
      write(order(0, { claims: [...claimsOf(INSIGHTS[0]!), sigma(value)], channel: "feed", format: "long" })).parts[0]
    expect(said("3.04")).toContain("explains, 3.0 standard deviations remain")
    expect(said("0.03")).not.toContain("remain")
    expect(said("-3.04")).not.toContain("remain")
  })

  test("refuses claims that no insight has", () => {
    expect(() => write(order(0, { claims: [] }))).toThrow("an insight's claims have")
  })
})
