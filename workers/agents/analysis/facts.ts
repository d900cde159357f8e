// What `analysis` knows when it judges: closed candles, stories, sentiment and its own recent insights, all known at that moment.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import type { Direction, InsightType } from "../../../shared/domain/insight.ts"
import type { Agreement, Decimal, MarketState } from "../../../shared/domain/market.ts"
import type { SentimentSource, SentimentSubject } from "../../../shared/domain/sentiment.ts"

/** Hourly history of one asset, oldest first; the arrays have one length. Hours that nobody reported are absent. */
export type Series = {
  readonly asset: AssetSymbol
  /** Opening times, milliseconds since 1970 UTC. A candle closes one hour after it opens. */
  readonly openTimes: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  /** In units of the asset. */
  readonly volume: readonly number[]
  /** The last candle as stored, for evidence. */
  readonly last: { readonly close: Decimal; readonly volume: Decimal; readonly agreement: Agreement; readonly source: string }
  readonly state: MarketState
}

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
