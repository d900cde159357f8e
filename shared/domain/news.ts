// News: what a feed offers and how articles become one story.
import type { AssetSymbol } from "./asset.ts"

/** One entry of a feed, as read; times are null where the feed gives none that can be trusted. */
export type FeedItem = {
  /** The feed's own identity of the entry (guid or id), else its link. At most 500 characters. */
  readonly externalId: string
  readonly url: string
  /** Plain text, entities decoded, tags removed, white space folded; at most 300 characters. */
  readonly title: string
  /** Plain text; at most 1,000 characters; empty where there is none. */
  readonly summary: string
  readonly publishedAt: Date | null
}

export type FeedSource = {
  /** Short name, unique in the list, such as `coindesk`. */
  readonly name: string
  readonly url: string
}

/** Feeds read when the configuration names none. */
export const FEEDS: readonly FeedSource[] = [
  { name: "coindesk", url: "https://www.coindesk.com/arc/outboundfeeds/rss/" },
  { name: "cointelegraph", url: "https://cointelegraph.com/rss" },
  { name: "decrypt", url: "https://decrypt.co/feed" },
  { name: "theblock", url: "https://www.theblock.co/rss.xml" },
]

/** An article as it is kept. */
export type Article = FeedItem & {
  readonly source: string
  readonly assets: readonly AssetSymbol[]
  /** -1 (bad for holders) to 1 (good), 0 neutral or unknown. */
  readonly polarity: number
}
