import { describe, expect, it } from "vitest"
import {
  ageText,
  changeText,
  dollarText,
  durationText,
  priceText,
  probabilityText,
  timeText,
  wordsText,
} from "../../../workers/api/pages/format.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const ago = (ms: number) => new Date(NOON.getTime() - ms)

describe("figures", () => {
  it.each([
    ["64401.5", "64,401.50"],
    ["64401.567", "64,401.57"],
    ["1.2345", "1.2345"],
    ["2.70171", "2.7017"],
    ["0.51234", "0.51234"],
    ["0.00001234", "0.00001234"],
    ["0.5", "0.50"],
    ["100", "100.00"],
  ])("show the price %s as %s", (price, text) => expect(priceText(price)).toBe(text))

  it.each([
    ["4.2", "+4.20%"],
    ["-1.25", "−1.25%"],
    ["0", "0.00%"],
  ])("show the change %s as %s", (pct, text) => expect(changeText(pct)).toBe(text))

  it("show probabilities in whole percents, money in dollars and codes as words", () => {
    expect([
      probabilityText(0.6249),
      dollarText(0),
      dollarText(1_230),
      dollarText(2_500_000),
      wordsText("volume_spike"),
      wordsText("macd_histogram"),
    ]).toEqual(["62%", "$0.00", "$0.0012", "$2.50", "Volume spike", "MACD histogram"])
  })
})

describe("times", () => {
  it("name their zone, and the year where it is another one", () => {
    expect(timeText(new Date("2026-01-05T09:07:00Z"), NOON)).toBe("5 Jan, 09:07 UTC")
    expect(timeText(new Date("2025-12-31T23:59:59Z"), NOON)).toBe("31 Dec 2025, 23:59 UTC")
  })

  it.each([
    [3_000, "just now"],
    [45_000, "45 s ago"],
    [12 * 60_000, "12 min ago"],
    [5 * 3_600_000, "5 h ago"],
    [3 * 86_400_000, "3 days ago"],
    [-21 * 3_600_000, "in 21 h"],
  ])("that lie %i ms back are %s", (ms, text) => expect(ageText(ago(ms), NOON)).toBe(text))

  it.each([
    [840, "840 ms"],
    [2_345, "2.3 s"],
    [240_000, "4 min"],
  ])("of %i ms are %s long", (ms, text) => expect(durationText(ms)).toBe(text))
})
