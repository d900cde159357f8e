// Where does a row stand among the others, and which follow it? What exports and streams ask beside the lists, that go on from there.
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm"
import type { AssetSymbol } from "../../domain/asset.ts"
import type { SentimentSource } from "../../domain/sentiment.ts"
import { type Db, rowsAs } from "../client.ts"
import { publishedContent } from "../schema/deliveries.ts"
import { insights } from "../schema/insights.ts"
import { candles, quotes } from "../schema/market.ts"

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

/** Rows as JSON texts of the API's own form, made by the database: a million of them pass through a Worker that holds none. */
export type Lines<P extends readonly string[]> = {
  readonly rows: number
  /** Each ends with a line break. */
  readonly lines: string
  /** Where the last one stands; null where there is none. */
  readonly last: P | null
}

const iso = (column: string): SQL => sql`to_char(${sql.raw(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The JSON texts of `shown`, and the place of the last row, from rows in the order of `by`, which come with their place as texts. */
async function readLines<P extends readonly string[]>(db: Db, page: SQL, { shown, by }: { shown: SQL; by: SQL }): Promise<Lines<P>> {
  const [row] = await rowsAs<{ rows: number; lines: string | null; last: P | null }>(
    db,
    sql`
      WITH page AS MATERIALIZED (${page})
      SELECT count(*)::int AS rows, string_agg(line.text || chr(10), '' ORDER BY ${by}) AS lines, (SELECT to_jsonb(place) FROM page ORDER BY ${by} DESC LIMIT 1) AS last
      FROM page CROSS JOIN LATERAL (SELECT row_to_json(shown)::text AS text FROM (SELECT ${shown}) AS shown) AS line`,
  )
  return { rows: row?.rows ?? 0, lines: row?.lines ?? "", last: row?.last ?? null }
}

const within = (column: string, { since, until }: Omit<Stretch, "limit">): SQL => {
  const from = since === undefined ? sql`` : sql` AND ${sql.raw(column)} >= ${since.toISOString()}::timestamptz`
  return until === undefined ? from : sql`${from} AND ${sql.raw(column)} < ${until.toISOString()}::timestamptz`
}

const CANDLE = sql`asset, ${iso("open_time")} AS "openTime", ${iso("(open_time + interval '1 hour')")} AS "closeTime", open::text, high::text, low::text, close::text,
          volume::text, source, agreement, second_source AS "secondSource", deviation_bps::text AS "deviationBps", second_close::text AS "secondClose", ${iso("known_at")} AS "knownAt"`

/** Candles of one asset, oldest first, each as the API shows it. */
export async function listCandleLines(db: Db, asset: AssetSymbol, stretch: Stretch): Promise<Lines<[string]>> {
  const page = sql`SELECT *, ARRAY[${iso("open_time")}] AS place FROM candles WHERE asset = ${asset}${within("open_time", stretch)}
        ORDER BY open_time LIMIT ${stretch.limit}::int`
  return readLines(db, page, { shown: CANDLE, by: sql`open_time` })
}

const QUOTE = sql`asset, ${iso("observed_at")} AS "observedAt", price::text, volume_24h::text AS "volume24h", change_pct_24h::text AS "changePct24h", ${iso("closed_at")} AS "closedAt",
          state, source, agreement, second_source AS "secondSource", deviation_bps::text AS "deviationBps", second_price::text AS "secondPrice"`

/** Quotes of one asset, oldest first, each as the API shows it. */
export async function listQuoteLines(db: Db, asset: AssetSymbol, stretch: Stretch): Promise<Lines<[string]>> {
  const page = sql`SELECT *, ARRAY[${iso("observed_at")}] AS place FROM quotes WHERE asset = ${asset}${within("observed_at", stretch)}
        ORDER BY observed_at LIMIT ${stretch.limit}::int`
  return readLines(db, page, { shown: QUOTE, by: sql`observed_at` })
}

export type ReadingPlace = readonly [observedAt: string, subject: string, source: string]
export type ReadingStretch = Stretch & {
  readonly subject?: string | undefined
  readonly source?: SentimentSource | undefined
  /** The last reading seen. */
  readonly after?: ReadingPlace | undefined
}

const READING = sql`subject, source, ${iso("observed_at")} AS "observedAt", value::text, count, ${iso("known_at")} AS "knownAt"`

/** Sentiment readings, oldest first, each as the API shows it. */
export async function listReadingLines(db: Db, { subject, source, after, ...stretch }: ReadingStretch): Promise<Lines<ReadingPlace>> {
  const about = subject === undefined ? sql`` : sql` AND subject = ${subject}`
  const from = source === undefined ? sql`` : sql` AND source = ${source}`
  const later =
    after === undefined ? sql`` : sql` AND (observed_at, subject, source) > (${after[0]}::timestamptz, ${after[1]}, ${after[2]})`
  const page = sql`SELECT *, ARRAY[${iso("observed_at")}, subject, source] AS place FROM sentiment_readings
        WHERE true${about}${from}${within("observed_at", stretch)}${later} ORDER BY observed_at, subject, source LIMIT ${stretch.limit}::int`
  return readLines(db, page, { shown: READING, by: sql`(observed_at, subject, source)` })
}
