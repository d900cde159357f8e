import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ChannelName } from "../../shared/domain/post.ts"
import {
  CALL_PRICES,
  MODEL_PRICES,
  modelPrice,
  priceOfPart,
  priceOfPost,
  priceOfReadings,
  priceOfSearch,
  priceOfTokens,
} from "../../shared/domain/prices.ts"

describe("the price of tokens", () => {
  test("is in micro-dollars, each way at its own rate", () => {
    const haiku = modelPrice("claude-haiku-4-5")
    expect(haiku && priceOfTokens(haiku, 1_000, 200)).toBe(1_000 + 1_000)
    expect(priceOfTokens({ inMicroUsd: 3_000_000, outMicroUsd: 15_000_000 }, 1_000_000, 1_000_000)).toBe(18_000_000)
  })

  test("is rounded up to whole micro-dollars, once", () => {
    const cheap = { inMicroUsd: 350_000, outMicroUsd: 750_000 }
    expect(priceOfTokens(cheap, 1, 0)).toBe(1)
    expect(priceOfTokens(cheap, 1, 1)).toBe(2)
    expect(priceOfTokens(cheap, 2, 1)).toBe(2)
    expect(priceOfTokens(cheap, 0, 0)).toBe(0)
  })

  test("never says less than the exact product, and less than one more", () => {
    const rate = fc.integer({ min: 0, max: 100_000_000 })
    const tokens = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(rate, rate, tokens, tokens, (inMicroUsd, outMicroUsd, tokensIn, tokensOut) => {
        const exact = BigInt(tokensIn) * BigInt(inMicroUsd) + BigInt(tokensOut) * BigInt(outMicroUsd)
        const price = BigInt(priceOfTokens({ inMicroUsd, outMicroUsd }, tokensIn, tokensOut)) * 1_000_000n
        expect(price >= exact && price < exact + 1_000_000n).toBe(true)
      }),
      { verbose: 1 },
    )
  })

  test.each(["gpt-unheard-of", "toString", "", "Claude-Haiku-4-5"])("of %o is not known", (model) => {
    expect(modelPrice(model)).toBeNull()
  })

  test("has a day, and costs more out than in", () => {
    expect(MODEL_PRICES.asOf).toMatch(/^2026-\d\d-\d\d$/)
    for (const { inMicroUsd, outMicroUsd } of Object.values(MODEL_PRICES.models)) expect(outMicroUsd).toBeGreaterThan(inMicroUsd)
  })
})

describe("the price of a post", () => {
  test("on X is that of each part, dearer with an address in it, in whatever form X finds one", () => {
    expect(priceOfPost("x", ["BTC rose 2.8%."])).toBe(15_000)
    expect(priceOfPost("x", ["one", "two", "three"])).toBe(45_000)
    expect(priceOfPost("x", ["one", "see https://studio.example/p/1"])).toBe(15_000 + 200_000)
    expect(priceOfPart("x", "read it on coindesk.com")).toBe(200_000)
    expect(priceOfPart("x", "up 2.8% since 21.11")).toBe(15_000)
  })

  test("on X has a picture's description once", () => {
    expect(priceOfPost("x", ["one", "two"], { hasPicture: true })).toBe(30_000 + 5_000)
  })

  test.each(ChannelName.options.filter((name) => name !== "x"))("on %s is nothing", (channel) => {
    expect(priceOfPost(channel, ["see https://studio.example/p/1"], { hasPicture: true })).toBe(0)
    expect(priceOfReadings(channel, 100) + priceOfSearch(channel, 100)).toBe(0)
  })

  test("is read back on X by the post, cheaper on the own timeline", () => {
    expect(priceOfReadings("x", 100)).toBe(500_000)
    expect(priceOfSearch("x", 100)).toBe(10_000 + 100_000)
    expect(CALL_PRICES.asOf).toMatch(/^2026-\d\d-\d\d$/)
  })
})
