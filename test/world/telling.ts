// How does one paper put one story? The numbers and names that all papers share, its own headline style, and its own links and identities.
import type { Asset, AssetSymbol } from "../../shared/domain/asset.ts"
import { DAY_MS, type EventKind } from "./events.ts"
import type { MarketStoryKind } from "./market-wordings.ts"
import type { Market } from "./market.ts"
import { ANALYTICS, BANKS, CITIES, COMPANIES, COUNTRIES, FIRMS, nameOf, PROTOCOLS, VENUES } from "./people.ts"
import type { Stream } from "./random.ts"

/** One thing to tell. `polarity` is what it truly means for holders; `asset` is null for the whole market, and such a story may still name Bitcoin. */
export type Story = {
  readonly id: string
  readonly at: number
  readonly kind: EventKind | MarketStoryKind | "filler" | "trap"
  readonly asset: AssetSymbol | null
  readonly polarity: -1 | 0 | 1
}

/** One paper's version of a story. Times in milliseconds since 1970 UTC. */
export type NewsItem = {
  readonly story: Story
  /** Name of the feed, as in FEEDS, or `chainledger`. */
  readonly paper: string
  readonly guid: string
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly author: string
  readonly category: string
  /** When it appears; the date printed is the same, unless `printedDate` says otherwise. */
  readonly at: number
  /** A date as printed, null for none; absent where it is `at`. */
  readonly printedDate?: string | null
}

type Facts = Readonly<Record<string, string>>
type Draft = Pick<NewsItem, "story" | "paper" | "at" | "title" | "summary" | "category">

export function newItem(draft: Draft, stream: Stream): NewsItem {
  const number = stream.int(100_000, 999_999)
  const slug =
    draft.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-|-$/g, "") || "untitled"
  const day = new Date(draft.at).toISOString().slice(0, 10).replaceAll("-", "/")
  const section = draft.category.toLowerCase()
  const guid = (prefix: string): string => `${prefix}${draft.story.id}-${number}`
  const paths: Readonly<Record<string, { readonly url: string; readonly guid: string }>> = {
    coindesk: { url: `https://www.coindesk.com/${section}/${day}/${slug}`, guid: guid("cd-") },
    cointelegraph: { url: `https://cointelegraph.com/news/${slug}`, guid: `https://cointelegraph.com/news/${slug}-${number}` },
    decrypt: { url: `https://decrypt.co/${number}/${slug}`, guid: `https://decrypt.co/?p=${number}-${draft.story.id}` },
    theblock: { url: `https://www.theblock.co/post/${number}/${slug}`, guid: `${number}-${draft.story.id}` },
  }
  const own = paths[draft.paper] ?? { url: `https://chainledger.example/${day}/${slug}`, guid: `tag:chainledger.example,2026:${guid("")}` }
  return { ...draft, ...own, author: nameOf(stream) }
}

/** Change of an asset's price over the 24 hours before a moment, 0.01 for one percent. */
export function dayChange(market: Market, asset: AssetSymbol, at: number): number {
  return market.hourSoFar("binance", asset, at).close / market.hourSoFar("binance", asset, at - DAY_MS).close - 1
}

/** What a story says in all its versions; it looks at the market only as it was when the story began. */
export function factsFor(market: Market, story: Story, stream: Stream): Facts {
  const asset: Asset | undefined = market.assets.find((one) => one.symbol === story.asset)
  const millions = stream.int(11, 940)
  const now = market.hourSoFar("binance", story.asset ?? "BTC", story.at)
  const change = Math.abs(dayChange(market, story.asset ?? "BTC", story.at))
  const digits = now.close >= 1_000 ? 0 : now.close >= 1 ? 2 : 4
  const step = 10 ** Math.floor(Math.log10(now.close) - 1)
  return {
    A: asset?.name ?? "Bitcoin",
    T: asset?.symbol ?? "BTC",
    usd: `$${millions} million`,
    usdM: `$${millions}M`,
    pct: `${(story.kind === "price-up" || story.kind === "price-down" ? change * 100 : stream.int(12, 140) / 4).toFixed(1)}%`,
    price: `$${now.close.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`,
    floor: `$${(Math.floor(now.close / step) * step).toLocaleString("en-US", { maximumFractionDigits: digits })}`,
    moved: story.polarity > 0 ? "jumps" : "plunges",
    // Whose bets a sudden move ends.
    side: story.polarity > 0 ? "shorts" : "longs",
    n: String(stream.int(2, 14)),
    codename: stream.pick(["Larkspur", "Basalt", "Monsoon", "Gantry", "Tamarind"]),
    person: nameOf(stream),
    firm: stream.pick(FIRMS),
    company: stream.pick(COMPANIES),
    venue: stream.pick(VENUES),
    protocol: stream.pick(PROTOCOLS),
    bank: stream.pick(BANKS),
    analytics: stream.pick(ANALYTICS),
    country: stream.pick(COUNTRIES),
    city: stream.pick(CITIES),
  }
}

/** A template with its places filled and its first letter large. */
export const fill = (template: string, facts: Facts): string => {
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? "")
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const SMALL_WORDS = new Set("a an and as at but by for from in into of off on or over the to with".split(" "))

export function toTitleCase(title: string): string {
  return title
    .split(" ")
    .map((word, i) => (i > 0 && SMALL_WORDS.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(" ")
}
