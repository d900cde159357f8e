// Questions about what the studio knows of one asset.
import { sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import type { Agreement, Decimal, MarketState } from "../../domain/market.ts"
import { type Db, rowsAs } from "../client.ts"

export type AssetState = {
  /** The newest; null where there is none. Times are ISO moments. */
  readonly quote: {
    readonly observed_at: string
    readonly price: Decimal
    readonly change_pct_24h: Decimal | null
    readonly agreement: Agreement
    readonly state: MarketState
    readonly source: string
    readonly second_source: string | null
    readonly deviation_bps: Decimal | null
  } | null
  /** Opening times of the first candle and the last. */
  readonly firstOpen: string | null
  readonly lastOpen: string | null
  readonly newestInsight: string | null
  /** Of those that are open to all. */
  readonly newestPost: string | null
}

/** What there is of an asset, each part found by one index probe: an asset that nothing is known of has nulls. */
export async function getAssetState(db: Db, asset: AssetSymbol): Promise<AssetState> {
  const open = (direction: "ASC" | "DESC") =>
    sql`(SELECT open_time FROM candles WHERE asset = ${asset} ORDER BY open_time ${sql.raw(direction)} LIMIT 1)`
  const [row] = await rowsAs<AssetState>(
    db,
    sql`
      SELECT
        (SELECT jsonb_build_object('observed_at', observed_at, 'price', price::text, 'change_pct_24h', change_pct_24h::text, 'agreement', agreement, 'state', state,
            'source', source, 'second_source', second_source, 'deviation_bps', deviation_bps::text)
          FROM quotes WHERE asset = ${asset} ORDER BY observed_at DESC LIMIT 1) AS quote,
        ${open("ASC")} AS "firstOpen", ${open("DESC")} AS "lastOpen",
        (SELECT id FROM insights WHERE asset = ${asset} ORDER BY id DESC LIMIT 1) AS "newestInsight",
        (SELECT id FROM published_content WHERE asset = ${asset} AND tier = 'public' AND removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT 1) AS "newestPost"`,
  )
  if (row === undefined) throw new Error("A statement without FROM gives one row.")
  return row
}
