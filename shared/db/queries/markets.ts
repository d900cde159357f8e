// Questions that readers ask of the market: each asset's state at a glance, and quotes over time.
import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import type { Agreement, Decimal, MarketState } from "../../domain/market.ts"
import { type Db, rowsAs } from "../client.ts"
import { quotes } from "../schema/market.ts"
import type { Stretch } from "./market.ts"

export type MarketGlance = {
  readonly asset: AssetSymbol
  readonly observed_at: string
  readonly price: Decimal
  readonly change_pct_24h: Decimal | null
  readonly agreement: Agreement
  readonly state: MarketState
  readonly source: string
  readonly second_source: string | null
  readonly deviation_bps: Decimal | null
  /** Hourly closes since the given moment, oldest first: for a picture, not for citing. */
  readonly closes: readonly number[]
}

/**
 * The newest quote of every asset that has one, with its closes since `since`. One statement: the assets by a loose scan of the
 * primary key, then two index probes an asset, whatever the number of quotes.
 */
export async function listMarkets(db: Db, since: Date): Promise<MarketGlance[]> {
  return rowsAs<MarketGlance>(
    db,
    sql`
      WITH RECURSIVE known (asset) AS (
        (SELECT asset FROM quotes ORDER BY asset LIMIT 1)
        UNION ALL
        SELECT (SELECT q.asset FROM quotes q WHERE q.asset > known.asset ORDER BY q.asset LIMIT 1) FROM known WHERE known.asset IS NOT NULL
      )
      SELECT q.asset, q.observed_at, q.price::text AS price, q.change_pct_24h::text AS change_pct_24h, q.agreement, q.state, q.source, q.second_source,
        q.deviation_bps::text AS deviation_bps,
        (SELECT coalesce(jsonb_agg(c.close ORDER BY c.open_time), '[]') FROM candles c
          WHERE c.asset = q.asset AND c.open_time >= ${since.toISOString()}::timestamptz) AS closes
      FROM known CROSS JOIN LATERAL (SELECT * FROM quotes WHERE quotes.asset = known.asset ORDER BY observed_at DESC LIMIT 1) AS q`,
  )
}

/** Quotes of one asset observed within the stretch, newest first unless it says otherwise. */
export async function listQuotesBetween(db: Db, asset: AssetSymbol, { since, until, limit, order = "newest" }: Stretch) {
  return db
    .select()
    .from(quotes)
    .where(and(eq(quotes.asset, asset), gte(quotes.observedAt, since), lt(quotes.observedAt, until)))
    .orderBy((order === "oldest" ? asc : desc)(quotes.observedAt))
    .limit(limit)
}
