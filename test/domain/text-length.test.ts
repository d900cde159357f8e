import fc from "fast-check"
import twitterText from "twitter-text"
import { describe, expect, test } from "vitest"
import { escapeDiscord } from "../../shared/domain/discord-text.ts"
import type { ChannelName } from "../../shared/domain/post.ts"
import { maxLength, TEXT_LIMITS, textLength } from "../../shared/domain/text-length.ts"
import { findAddresses, xLength } from "../../shared/domain/x-length.ts"

describe("X", () => {
  test.each([
    ["", 0],
    ["This is a test.", 15],
    ["http://test.com", 23],
    ["test.com", 23],
    ["Test https://test.com test https://test.com test.com test", 86],
    ["See https://example.com/a_(b)?c=1.", 28],
    ["저찀쯿쿿", 8],
    ["\u{10000}\u{10FFFF}", 4],
    ["e\u0301", 1],
    ["H🐱☺", 5],
    ["👨‍👩‍👧‍👦", 2],
    ["🏳️‍🌈🇳🇱👍🏽1️⃣", 8],
    ["©", 1],
    ["–—‘’“”…", 8],
    ["node.js up 3.5%", 15],
    ["@ada.com", 8],
  ])("weighs %j as %i", (text, weight) => {
    expect(xLength(text)).toBe(weight)
  })

  test("an address without https:// counts only where its end is a top-level domain", () => {
    const found = (text: string) => findAddresses(text).map(({ start, end }) => text.slice(start, end))
    expect(found("read bitcoin.org/en, not bitcoin.orgx or e.g. v1.2 of node.js")).toEqual(["bitcoin.org/en"])
    expect(found("-example.com /example.com a@example.com $example.com")).toEqual([])
    expect(found("https://t.co/abcDEF123/more")).toEqual(["https://t.co/abcDEF123"])
  })

  const pieces = [
    ..."example.com|https://example.com/a_(b)c|http://t.co/abc|foo.co.jp|test.|☃.net|日本.com|a.b.c.d|😀|👨‍👩‍👧‍👦|🏳️‍🌈|🏳‍🌈|1️⃣|1⃣|©|™".split("|"),
    ..."☺|☺️|☺︎|🇳🇱|👍🏽|é|e\u0301|の|—|’|$BTC|@a.com|#x.com|-1.5|3.5%|www.x.com/?q=1&b=2|https://x.com/@user/|sub_domain.example.com".split(
      "|",
    ),
    ..."foo.xyz|node.js|e.g.|U.S.|https://пример.рф/путь|t.co/|HTTPS://EXAMPLE.COM:8080/x|\u200B|\u200D|a|B |\n|.|/|?|,|(|)|-|_".split("|"),
  ]

  test("weighs 5,000 mixtures of addresses, emoji and scripts as the platform's own library does", () => {
    const mixture = fc.array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom("", " ")), { maxLength: 12 })
    fc.assert(
      fc.property(mixture, (parts) => {
        const text = parts.flat().join("")
        expect(xLength(text)).toBe(twitterText.parseTweet(text).weightedLength)
      }),
      { numRuns: 5_000 },
    )
  })

  test("never weighs any text as less than the platform's own library does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        expect(xLength(text)).toBeGreaterThanOrEqual(twitterText.parseTweet(text).weightedLength)
      }),
      { numRuns: 1_000 },
    )
  })

  test("a long text without end costs no more than a moment", () => {
    const started = performance.now()
    for (const text of ["の".repeat(4_999) + ".", "a.".repeat(2_500), `https://a.com/${"(".repeat(4_900)}`]) xLength(text)
    expect(xLength("a.".repeat(50_000))).toBe(100_000)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe("the other channels", () => {
  test.each<[ChannelName, string, number]>([
    ["telegram", "😀é", 3],
    ["discord", "😀é", 2],
    ["discord", "a_b", 4],
    ["feed", "😀", 2],
  ])("%s counts %j as %i", (channel, text, length) => {
    expect(textLength(channel, text)).toBe(length)
  })

  test("a picture leaves less room only where the platform has captions", () => {
    const room = (hasPicture: boolean) => (Object.keys(TEXT_LIMITS) as ChannelName[]).map((channel) => maxLength(channel, { hasPicture }))
    expect(room(false)).toEqual([280, 4_096, 2_000, 20_000])
    expect(room(true)).toEqual([280, 1_024, 2_000, 20_000])
  })

  test.each([
    ["**bold** __x__ ~~no~~ ||spoiler||", "\\*\\*bold\\*\\* \\_\\_x\\_\\_ \\~\\~no\\~\\~ \\|\\|spoiler\\|\\|"],
    ["[free coins](https://evil.example/a_b)", "\\[free coins\\](https://evil.example/a_b)"],
    ["<@123> <#4> <t:0>", "\\<@123> \\<#4> \\<t:0>"],
    ["# big\n> quoted\n- item\n-2.3 %", "\\# big\n\\> quoted\n\\- item\n\\-2.3 %"],
    ["back\\slash", "back\\\\slash"],
    ["BTC +2.1 % (24 h)", "BTC +2.1 % (24 h)"],
  ])("Discord is sent %j as %j", (text, escaped) => {
    expect(escapeDiscord(text)).toBe(escaped)
  })
})
