// Sentiment readings: one number about one subject at one moment, from one source.
import * as z from "zod"
import type { AssetSymbol } from "./asset.ts"
import type { Decimal } from "./market.ts"

/** `fear-greed`: the index of alternative.me, 0 (fear) to 100 (greed), of the whole market. `news`: mean polarity of 24 hours of stories, -1 to 1. */
export const SentimentSource = z.enum(["fear-greed", "news"])
export type SentimentSource = z.infer<typeof SentimentSource>

/** An asset, or the market as a whole. */
export type SentimentSubject = AssetSymbol | "MARKET"

export type SentimentReading = {
  readonly source: SentimentSource
  readonly subject: SentimentSubject
  readonly observedAt: Date
  readonly value: Decimal
  /** How many things the value rests on: 1 for an index, the number of stories for news. */
  readonly count: number
}
