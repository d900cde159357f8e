// The contracts of the outside systems that the studio reads. One file beside this one implements each.
import type { Asset } from "../domain/asset.ts"
import type { Candle, ExchangeName, Quote } from "../domain/market.ts"
import type { FeedItem } from "../domain/news.ts"

/** An exchange's public market data. Every method throws a Failure (`upstream-…`, `rate-limited`, `budget-spent`). */
export type Exchange = {
  readonly name: ExchangeName
  /**
   * Closed hourly candles of one asset that open at or after `since` and close at or before `until`, oldest first.
   * An asset that the exchange doesn't list gives none. One request.
   */
  candles(asset: Asset, window: { readonly since: Date; readonly until: Date }): Promise<readonly Candle[]>
  /** 24-hour quotes of all assets that the exchange lists, in one request. */
  quotes(assets: readonly Asset[]): Promise<readonly Quote[]>
}

/** What a feed said last time, for the conditional request. */
export type FeedState = { readonly etag: string | null; readonly lastModified: string | null }
export type FeedAnswer =
  | { readonly changed: false }
  | { readonly changed: true; readonly state: FeedState; readonly items: readonly FeedItem[] }

export type FeedReader = {
  /** Reads an RSS 0.9x/1.0/2.0, Atom or JSON feed. Throws a Failure. */
  read(url: string, state: FeedState): Promise<FeedAnswer>
}

export type FearGreedIndex = {
  /** The newest `days` daily readings, newest first; `value` is 0 to 100. Throws a Failure. */
  readings(days: number): Promise<readonly { readonly observedAt: Date; readonly value: number }[]>
}
