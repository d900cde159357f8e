// How does the API show an asset, and what there is of it?
import * as z from "zod"
import type { AssetState } from "../../../shared/db/queries/assets.ts"
import { AssetSymbol, findAsset } from "../../../shared/domain/asset.ts"
import { Agreement, CANDLE_MS, Decimal, MarketState } from "../../../shared/domain/market.ts"
import { API, assetLink, insightLink, postLink } from "../links.ts"
import { Time, toIso } from "../time.ts"

const LatestQuote = z
  .object({
    observedAt: Time,
    price: Decimal.describe("In US dollars."),
    changePct24h: Decimal.nullable(),
    agreement: Agreement,
    state: MarketState,
    source: z.string(),
    secondSource: z.string().nullable(),
    deviationBps: Decimal.nullable(),
  })
  .meta({ id: "LatestQuote" })

const Links = z.object({
  quotes: z.string(),
  candles: z.string(),
  insights: z.string(),
  posts: z.string(),
  news: z.string(),
  sentiment: z.string(),
  trackRecord: z.string(),
})

export const Asset = z
  .object({
    symbol: AssetSymbol,
    name: z.string().describe("The symbol again, where the studio knows no name for it."),
    quote: LatestQuote.nullable().describe("The newest; null until the market was scanned."),
    links: Links,
    link: z.string(),
  })
  .meta({ id: "Asset" })

export const AssetWithReach = Asset.extend({
  candles: z
    .object({ from: Time, until: Time })
    .nullable()
    .describe("What the stored candles cover: the first opens at `from`, the last closes at `until`. Null where there are none."),
  newestInsight: z.string().nullable(),
  newestPost: z.string().nullable(),
}).meta({ id: "AssetWithReach" })

type Quote = NonNullable<AssetState["quote"]>

export function toAsset(symbol: string, quote: Quote | null): z.infer<typeof Asset> {
  const of = encodeURIComponent(symbol)
  const latest = quote && {
    observedAt: toIso(quote.observed_at),
    price: quote.price,
    changePct24h: quote.change_pct_24h,
    agreement: quote.agreement,
    state: quote.state,
    source: quote.source,
    secondSource: quote.second_source,
    deviationBps: quote.deviation_bps,
  }
  const links = {
    quotes: `${API}/market/${of}/quotes`,
    candles: `${API}/market/${of}/candles`,
    insights: `${API}/insights?asset=${of}`,
    posts: `${API}/posts?asset=${of}`,
    news: `${API}/news?asset=${of}`,
    sentiment: `${API}/sentiment?subject=${of}`,
    trackRecord: `${API}/track-record?asset=${of}`,
  }
  return { symbol, name: findAsset(symbol).name, quote: latest, links, link: assetLink(of) }
}

export function toAssetWithReach(symbol: string, state: AssetState): z.infer<typeof AssetWithReach> {
  const { firstOpen, lastOpen, newestInsight, newestPost } = state
  const until = lastOpen === null ? null : new Date(Date.parse(lastOpen) + CANDLE_MS)
  return {
    ...toAsset(symbol, state.quote),
    candles: firstOpen === null || until === null ? null : { from: toIso(firstOpen), until: toIso(until) },
    newestInsight: newestInsight && insightLink(newestInsight),
    newestPost: newestPost && postLink(newestPost),
  }
}
