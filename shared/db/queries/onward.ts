// Where does a row stand among the others, and which follow it? What exports and streams ask beside the lists, that go on from there.
import { and, asc, eq, gt, gte, lt, sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import type { SentimentSource } from "../../domain/sentiment.ts"
import type { Db } from "../client.ts"
import { publishedContent } from "../schema/deliveries.ts"
import { insights } from "../schema/insights.ts"
import { candles, quotes, sentimentReadings } from "../schema/market.ts"

/** The insight's place, which is its id; null where there is none with that id. */
export async function findInsightPlace(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ id: insights.id }).from(insights).where(eq(insights.id, id))
  return row?.id ?? null
}

/** The place of a post that was open to all, also where it was taken down since; null where there is none with that id. */
export async function findPostPlace(db: Db, id: string): Promise<{ readonly publishedAt: Date; readonly id: string } | null> {
  const [row] = await db
    .select({ publishedAt: publishedContent.publishedAt, id: publishedContent.id })
    .from(publishedContent)
    .where(and(eq(publishedContent.id, id), eq(publishedContent.tier, "public")))
  return row ?? null
}

/** The first asset behind `asset`, by name, that has a candle; null where there is none. */
export async function findNextCandleAsset(db: Db, asset: string): Promise<AssetSymbol | null> {
  const [row] = await db.select({ asset: candles.asset }).from(candles).where(gt(candles.asset, asset)).orderBy(asc(candles.asset)).limit(1)
  return row?.asset ?? null
}

/** The first asset behind `asset`, by name, that has a quote; null where there is none. */
export async function findNextQuoteAsset(db: Db, asset: string): Promise<AssetSymbol | null> {
  const [row] = await db.select({ asset: quotes.asset }).from(quotes).where(gt(quotes.asset, asset)).orderBy(asc(quotes.asset)).limit(1)
  return row?.asset ?? null
}

export type Stretch = { readonly since?: Date | undefined; readonly until?: Date | undefined; readonly limit: number }

/** Quotes of one asset, oldest first. */
export async function listQuotesOnward(db: Db, asset: AssetSymbol, { since, until, limit }: Stretch) {
  const { observedAt } = quotes
  const within = [since === undefined ? undefined : gte(observedAt, since), until === undefined ? undefined : lt(observedAt, until)]
  return db
    .select()
    .from(quotes)
    .where(and(eq(quotes.asset, asset), ...within))
    .orderBy(asc(observedAt))
    .limit(limit)
}

export type ReadingsOnward = Stretch & {
  readonly subject?: string | undefined
  readonly source?: SentimentSource | undefined
  /** Place of the last reading seen. */
  readonly after?: { readonly observedAt: string; readonly subject: string; readonly source: string } | undefined
}

/** Sentiment readings, oldest first. */
export async function listReadingsOnward(db: Db, { subject, source, since, until, after, limit }: ReadingsOnward) {
  const { observedAt, subject: about, source: from } = sentimentReadings
  return db
    .select()
    .from(sentimentReadings)
    .where(
      and(
        subject === undefined ? undefined : eq(about, subject),
        source === undefined ? undefined : eq(from, source),
        since === undefined ? undefined : gte(observedAt, since),
        until === undefined ? undefined : lt(observedAt, until),
        after && sql`(${observedAt}, ${about}, ${from}) > (${after.observedAt}::timestamptz, ${after.subject}, ${after.source})`,
      ),
    )
    .orderBy(asc(observedAt), asc(about), asc(from))
    .limit(limit)
}
