// What `analysis` knows when it judges: closed candles, stories, sentiment and its own recent insights, all known at that moment.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import type { Direction, InsightType } from "../../../shared/domain/insight.ts"
import type { Series } from "../../../shared/domain/market.ts"
import type { SentimentSource, SentimentSubject } from "../../../shared/domain/sentiment.ts"

export type StoryFact = {
  readonly id: string
  readonly title: string
  readonly assets: readonly AssetSymbol[]
  /** -1 to 1. */
  readonly polarity: number
  /** Number of sources that carry the story. */
  readonly witnesses: number
  readonly firstSeenAt: number
}

export type SentimentFact = {
  readonly source: SentimentSource
  readonly subject: SentimentSubject
  /** Oldest first. */
  readonly points: readonly { readonly at: number; readonly value: number; readonly count: number }[]
}

export type RecentInsight = {
  readonly asset: AssetSymbol
  readonly type: InsightType
  readonly direction: Direction
  readonly madeAt: number
}

export type Facts = {
  /** Up to 45 days (1,080 hours) an asset. */
  readonly series: readonly Series[]
  /** Of the last 24 hours, newest first. */
  readonly stories: readonly StoryFact[]
  /** Of the last 30 days. */
  readonly sentiment: readonly SentimentFact[]
  /** Own insights of the last 7 days, newest first. */
  readonly recent: readonly RecentInsight[]
}
