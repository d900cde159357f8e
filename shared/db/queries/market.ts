// Questions about candles and quotes.
import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import type { Agreement, Candle, Decimal, MarketState, Series } from "../../domain/market.ts"
import { type Db, type Order, rowsAs } from "../client.ts"
import { candles } from "../schema/market.ts"
import { noteSources, type SourceReport } from "./sources.ts"

/** A candle with what the second source says of it. */
export type CheckedCandle = Candle & {
  readonly source: string
  readonly agreement: Agreement
  readonly secondSource: string | null
  readonly secondClose: Decimal | null
  readonly deviationBps: Decimal | null
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

export type MarketScan = {
  readonly candles: readonly CheckedCandle[]
  readonly quotes: readonly NewQuote[]
  readonly sources: readonly SourceReport[]
}

const candleRecord = (row: CheckedCandle) => ({
  ...row,
  open_time: row.openTime.toISOString(),
  second_source: row.secondSource,
  second_close: row.secondClose,
  deviation_bps: row.deviationBps,
})

const quoteRecord = (row: NewQuote) => ({
  ...row,
  volume_24h: row.volume24h,
  change_pct_24h: row.changePct24h,
  closed_at: row.closedAt?.toISOString() ?? null,
  second_source: row.secondSource,
  second_price: row.secondPrice,
  deviation_bps: row.deviationBps,
})

/**
 * Stores what one scan saw, in one statement. A candle that is known stays as it is, except that a `single` one takes a second
 * source's word once; the same moment's quotes twice are once. Gives the numbers of new candles, of candles compared later, of new quotes.
 */
export async function insertMarketScan(db: Db, scan: MarketScan, now: Date): Promise<{ candles: number; checked: number; quotes: number }> {
  const at = now.toISOString()
  const [counts] = await rowsAs<{ candles: number; checked: number; quotes: number }>(
    db,
    sql`
      WITH written_candles AS (
        INSERT INTO candles AS c (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
        SELECT asset, open_time, open, high, low, close, volume, source, ${at}::timestamptz, agreement, second_source, second_close, deviation_bps,
          CASE WHEN agreement = 'single' THEN NULL ELSE ${at}::timestamptz END
        FROM jsonb_to_recordset(${JSON.stringify(scan.candles.map(candleRecord))}::jsonb) AS d (asset text, open_time timestamptz, open numeric, high numeric,
          low numeric, close numeric, volume numeric, source text, agreement text, second_source text, second_close numeric, deviation_bps numeric)
        ORDER BY asset, open_time
        ON CONFLICT (asset, open_time) DO UPDATE SET agreement = excluded.agreement,
          -- Where only the second source had answered at first, the first one is now the row's second.
          second_source = CASE WHEN c.source = excluded.source THEN excluded.second_source ELSE excluded.source END,
          second_close = CASE WHEN c.source = excluded.source THEN excluded.second_close ELSE excluded.close END,
          deviation_bps = excluded.deviation_bps, checked_at = excluded.checked_at
        WHERE c.agreement = 'single' AND excluded.agreement <> 'single' AND c.source IN (excluded.source, excluded.second_source)
        RETURNING (xmax = 0) AS inserted
      ), written_quotes AS (
        INSERT INTO quotes (asset, observed_at, price, volume_24h, change_pct_24h, closed_at, source, agreement, second_source, second_price, deviation_bps, state)
        SELECT asset, ${at}::timestamptz, price, volume_24h, change_pct_24h, closed_at, source, agreement, second_source, second_price, deviation_bps, state
        FROM jsonb_to_recordset(${JSON.stringify(scan.quotes.map(quoteRecord))}::jsonb) AS d (asset text, price numeric, volume_24h numeric, change_pct_24h numeric,
          closed_at timestamptz, source text, agreement text, second_source text, second_price numeric, deviation_bps numeric, state text)
        ORDER BY asset
        ON CONFLICT (asset, observed_at) DO NOTHING
        RETURNING 1
      ), noted AS (${noteSources(scan.sources, now)})
      SELECT count(*) FILTER (WHERE inserted)::int AS candles, count(*) FILTER (WHERE NOT inserted)::int AS checked,
        (SELECT count(*)::int FROM written_quotes) AS quotes
      FROM written_candles`,
  )
  return counts ?? { candles: 0, checked: 0, quotes: 0 }
}

export type MarketHistory = {
  readonly asset: AssetSymbol
  /** Opening time of the newest known candle, null where there is none. */
  readonly lastOpenTime: Date | null
  /** Opening times of known candles of the last six hours that only one source has confirmed, oldest first. */
  readonly singles: readonly Date[]
  /** Newest quotes first, at most 12. */
  readonly quotes: readonly { readonly price: number; readonly observedAt: Date; readonly volume24h: number }[]
}

/** What is known of each asset's market at `now`: one statement, two index probes an asset. */
export async function listMarketHistory(db: Db, assets: readonly AssetSymbol[], now: Date): Promise<MarketHistory[]> {
  const at = now.toISOString()
  const rows = await rowsAs<{
    asset: string
    last_open: string | null
    singles: string[] | null
    quotes: { p: number; t: string; v: number }[] | null
  }>(
    db,
    sql`
      SELECT wanted.asset,
        (SELECT open_time FROM candles c WHERE c.asset = wanted.asset AND c.known_at <= ${at}::timestamptz ORDER BY open_time DESC LIMIT 1) AS last_open,
        (SELECT jsonb_agg(open_time ORDER BY open_time) FROM candles c
          WHERE c.asset = wanted.asset AND c.open_time >= ${at}::timestamptz - interval '6 hours' AND c.known_at <= ${at}::timestamptz AND c.agreement = 'single') AS singles,
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

/** A series whose state is that of the newest quote, null where there is none. */
export type SeriesRow = Omit<Series, "state"> & { readonly state: MarketState | null }

const numbers = (list: string): number[] => list.split(",").map(Number)

/**
 * The hourly history of each asset as known at `now`, at most `hours` of it, oldest first, without the hours that sources dispute: a
 * move from or to a price that is in doubt is none. Only the last hour is there all the same, and says so. One statement; each column
 * comes as one text, which is four times as fast as arrays of numbers for a month of 20 assets.
 */
export async function listSeries(db: Db, assets: readonly AssetSymbol[], now: Date, hours: number): Promise<SeriesRow[]> {
  const at = now.toISOString()
  const since = new Date(now.getTime() - hours * 3_600_000).toISOString()
  const known = sql`asset = wanted.asset AND open_time >= ${since}::timestamptz AND open_time < ${at}::timestamptz AND known_at <= ${at}::timestamptz`
  const rows = await rowsAs<
    Record<"asset" | "times" | "open" | "high" | "low" | "close" | "volume" | "source", string> & {
      agreement: Agreement
      state: MarketState | null
    }
  >(
    db,
    sql`
      SELECT last.asset, packed.*, last.source, CASE WHEN last.checked_at <= ${at}::timestamptz THEN last.agreement ELSE 'single' END AS agreement,
        (SELECT q.state FROM quotes q WHERE q.asset = last.asset AND q.observed_at <= ${at}::timestamptz ORDER BY q.observed_at DESC LIMIT 1) AS state
      FROM unnest(${sql.param([...new Set(assets)])}::text[]) AS wanted (asset)
      CROSS JOIN LATERAL (SELECT * FROM candles WHERE ${known} ORDER BY open_time DESC LIMIT 1) AS last
      CROSS JOIN LATERAL (
        SELECT string_agg(date_part('epoch', open_time)::bigint::text, ',') AS times, string_agg(open::text, ',') AS open, string_agg(high::text, ',') AS high,
          string_agg(low::text, ',') AS low, string_agg(close::text, ',') AS close, string_agg(volume::text, ',') AS volume
        FROM (
          SELECT open_time, open, high, low, close, volume FROM candles
          WHERE ${known} AND (open_time = last.open_time OR (agreement = 'disputed' AND checked_at <= ${at}::timestamptz) IS NOT TRUE) ORDER BY open_time
        ) AS ordered
      ) AS packed
      ORDER BY last.asset`,
  )
  return rows.map(({ asset, times, open, high, low, close, volume, source, agreement, state }) => ({
    asset,
    openTimes: numbers(times).map((seconds) => seconds * 1_000),
    open: numbers(open),
    high: numbers(high),
    low: numbers(low),
    close: numbers(close),
    volume: numbers(volume),
    last: { close: lastOf(close), volume: lastOf(volume), agreement, source },
    state,
  }))
}

const lastOf = (list: string): string => list.slice(list.lastIndexOf(",") + 1)

/** A stretch of time, the second end not in it, and the end at which its rows begin. */
export type Stretch = { readonly since: Date; readonly until: Date; readonly limit: number; readonly order?: Order | undefined }

/** Candles of one asset that open within the stretch, oldest first unless it says otherwise. */
export async function listCandles(db: Db, asset: AssetSymbol, { since, until, limit, order = "oldest" }: Stretch) {
  return db
    .select()
    .from(candles)
    .where(and(eq(candles.asset, asset), gte(candles.openTime, since), lt(candles.openTime, until)))
    .orderBy((order === "oldest" ? asc : desc)(candles.openTime))
    .limit(limit)
}
