// Questions about candles and quotes.
import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import type { Agreement, Candle, Decimal, MarketState } from "../../domain/market.ts"
import { type Db, rowsAs } from "../client.ts"
import { candles, quotes } from "../schema/market.ts"

/** A candle with what the second source says of it. */
export type CheckedCandle = Candle & {
  readonly source: string
  readonly agreement: Agreement
  readonly secondSource: string | null
  readonly secondClose: Decimal | null
  readonly deviationBps: Decimal | null
}

/**
 * Stores candles; one that is known stays as it is, except that a `single` one takes a second source's word once.
 * Gives how many rows are new and how many were compared later.
 */
export async function upsertCandles(db: Db, rows: readonly CheckedCandle[], now: Date): Promise<{ inserted: number; checked: number }> {
  if (rows.length === 0) return { inserted: 0, checked: 0 }
  const data = rows.map((row) => ({
    asset: row.asset,
    open_time: row.openTime.toISOString(),
    open: row.open,
    high: row.high,
    low: row.low,
    close: row.close,
    volume: row.volume,
    source: row.source,
    agreement: row.agreement,
    second_source: row.secondSource,
    second_close: row.secondClose,
    deviation_bps: row.deviationBps,
  }))
  const at = now.toISOString()
  const [counts] = await rowsAs<{ inserted: number; checked: number }>(
    db,
    sql`
      WITH written AS (
        INSERT INTO candles AS c (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
        SELECT asset, open_time, open, high, low, close, volume, source, ${at}::timestamptz, agreement, second_source, second_close, deviation_bps,
          CASE WHEN agreement = 'single' THEN NULL ELSE ${at}::timestamptz END
        FROM jsonb_to_recordset(${JSON.stringify(data)}::jsonb) AS d (asset text, open_time timestamptz, open numeric, high numeric, low numeric, close numeric,
          volume numeric, source text, agreement text, second_source text, second_close numeric, deviation_bps numeric)
        ORDER BY asset, open_time
        ON CONFLICT (asset, open_time) DO UPDATE SET agreement = excluded.agreement, second_source = excluded.second_source,
          second_close = excluded.second_close, deviation_bps = excluded.deviation_bps, checked_at = excluded.checked_at
        WHERE c.agreement = 'single' AND excluded.agreement <> 'single' AND c.source = excluded.source
        RETURNING (xmax = 0) AS inserted
      )
      SELECT count(*) FILTER (WHERE inserted)::int AS inserted, count(*) FILTER (WHERE NOT inserted)::int AS checked FROM written`,
  )
  return counts ?? { inserted: 0, checked: 0 }
}

export type NewQuote = {
  readonly asset: AssetSymbol
  readonly price: Decimal
  readonly volume24h: Decimal
  readonly changePct24h: Decimal | null
  readonly closedAt: Date | null
  readonly source: string
  readonly agreement: Agreement
  readonly secondSource: string | null
  readonly secondPrice: Decimal | null
  readonly deviationBps: Decimal | null
  readonly state: MarketState
}

/** Stores the quotes of one moment; the same moment twice is once. Gives the number of new rows. */
export async function insertQuotes(db: Db, rows: readonly NewQuote[], observedAt: Date): Promise<number> {
  if (rows.length === 0) return 0
  const inserted = await db
    .insert(quotes)
    .values(rows.map((row) => ({ ...row, observedAt })))
    .onConflictDoNothing()
    .returning({ asset: quotes.asset })
  return inserted.length
}

export type MarketHistory = {
  readonly asset: AssetSymbol
  /** Opening time of the newest known candle, null where there is none. */
  readonly lastOpenTime: Date | null
  /** Opening times of known candles of the last two days that only one source has confirmed, oldest first. */
  readonly singles: readonly Date[]
  /** Newest quotes first, at most 12. */
  readonly quotes: readonly { readonly price: number; readonly observedAt: Date; readonly volume24h: number }[]
}

/** What is known of each asset's market at `now`: one statement, two index probes an asset. */
export async function listMarketHistory(db: Db, assets: readonly AssetSymbol[], now: Date): Promise<MarketHistory[]> {
  const at = now.toISOString()
  const rows = await rowsAs<{ asset: string; last_open: string | null; singles: string[] | null; quotes: { p: number; t: string; v: number }[] | null }>(
    db,
    sql`
      SELECT wanted.asset,
        (SELECT max(open_time) FROM candles c WHERE c.asset = wanted.asset AND c.known_at <= ${at}::timestamptz) AS last_open,
        (SELECT jsonb_agg(open_time ORDER BY open_time) FROM candles c
          WHERE c.asset = wanted.asset AND c.open_time >= ${at}::timestamptz - interval '2 days' AND c.known_at <= ${at}::timestamptz AND c.agreement = 'single') AS singles,
        (SELECT jsonb_agg(jsonb_build_object('p', price, 't', observed_at, 'v', volume_24h) ORDER BY observed_at DESC) FROM (
          SELECT price, observed_at, volume_24h FROM quotes q WHERE q.asset = wanted.asset AND q.observed_at < ${at}::timestamptz
          ORDER BY observed_at DESC LIMIT 12) AS q) AS quotes
      FROM unnest(${sql.param([...assets])}::text[]) AS wanted (asset)`,
  )
  return rows.map((row) => ({
    asset: row.asset,
    lastOpenTime: row.last_open === null ? null : new Date(row.last_open),
    singles: (row.singles ?? []).map((time) => new Date(time)),
    quotes: (row.quotes ?? []).map((quote) => ({ price: quote.p, observedAt: new Date(quote.t), volume24h: quote.v })),
  }))
}

type SeriesRow = {
  asset: string
  open_times: string[]
  open: number[]
  high: number[]
  low: number[]
  close: number[]
  volume: number[]
  last_close: Decimal
  last_volume: Decimal
  last_agreement: Agreement
  last_source: string
  state: MarketState | null
}

/** The hourly history of each asset as known at `now`, at most `hours` of it, oldest first. One statement. */
export async function listSeries(db: Db, assets: readonly AssetSymbol[], now: Date, hours: number): Promise<SeriesRow[]> {
  const at = now.toISOString()
  const since = new Date(now.getTime() - hours * 3_600_000).toISOString()
  const last = (column: string) => sql.raw(`(array_agg(${column} ORDER BY open_time DESC))[1]`)
  return rowsAs<SeriesRow>(
    db,
    sql`
      SELECT c.asset,
        array_agg(extract(epoch FROM open_time)::bigint * 1000 ORDER BY open_time) AS open_times,
        array_agg(open::float8 ORDER BY open_time) AS open, array_agg(high::float8 ORDER BY open_time) AS high,
        array_agg(low::float8 ORDER BY open_time) AS low, array_agg(close::float8 ORDER BY open_time) AS close,
        array_agg(volume::float8 ORDER BY open_time) AS volume,
        ${last("close")}::text AS last_close, ${last("volume")}::text AS last_volume, ${last("source")} AS last_source,
        ${last(`CASE WHEN checked_at <= '${at}' THEN agreement ELSE 'single' END`)} AS last_agreement,
        (SELECT q.state FROM quotes q WHERE q.asset = c.asset AND q.observed_at <= ${at}::timestamptz ORDER BY q.observed_at DESC LIMIT 1) AS state
      FROM candles c
      WHERE c.asset = ANY (${sql.param([...assets])}::text[]) AND c.open_time >= ${since}::timestamptz AND c.open_time < ${at}::timestamptz AND c.known_at <= ${at}::timestamptz
      GROUP BY c.asset
      ORDER BY c.asset`,
  )
}

/** Candles of one asset from `since` up to `until` (exclusive), oldest first. */
export async function listCandles(db: Db, asset: AssetSymbol, window: { since: Date; until: Date; limit: number }) {
  return db
    .select()
    .from(candles)
    .where(and(eq(candles.asset, asset), gte(candles.openTime, window.since), lt(candles.openTime, window.until)))
    .orderBy(asc(candles.openTime))
    .limit(window.limit)
}

/** The newest quote of each asset. */
export async function listLatestQuotes(db: Db, assets: readonly AssetSymbol[]) {
  return rowsAs<{ asset: string; observed_at: string; price: Decimal; change_pct_24h: Decimal | null; agreement: Agreement; state: MarketState; source: string }>(
    db,
    sql`
      SELECT q.asset, q.observed_at, q.price, q.change_pct_24h, q.agreement, q.state, q.source
      FROM unnest(${sql.param([...assets])}::text[]) AS wanted (asset)
      CROSS JOIN LATERAL (SELECT * FROM quotes WHERE quotes.asset = wanted.asset ORDER BY observed_at DESC LIMIT 1) AS q`,
  )
}

/** The newest `limit` quotes of one asset, newest first. */
export async function listQuotes(db: Db, asset: AssetSymbol, limit: number) {
  return db.select().from(quotes).where(eq(quotes.asset, asset)).orderBy(desc(quotes.observedAt)).limit(limit)
}
