// Questions about sentiment readings.
import { and, asc, gte, lte, sql } from "drizzle-orm"
import type { SentimentReading } from "../../domain/sentiment.ts"
import { type Db, rowsAs } from "../client.ts"
import { sentimentReadings } from "../schema/market.ts"
import { noteSources, type SourceReport } from "./sources.ts"

/**
 * Stores readings and how the source did, in one statement; a reading of the same subject, source and moment stays as it was first.
 * Gives the number of new rows.
 */
export async function insertReadings(
  db: Db,
  rows: readonly SentimentReading[],
  sources: readonly SourceReport[],
  now: Date,
): Promise<number> {
  const readings = rows.map((row) => ({ ...row, observed_at: row.observedAt.toISOString() }))
  const [row] = await rowsAs<{ inserted: number }>(
    db,
    sql`
      WITH written AS (
        INSERT INTO sentiment_readings (subject, source, observed_at, value, count, known_at)
        SELECT subject, source, observed_at, value, count, ${now.toISOString()}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS r (subject text, source text, observed_at timestamptz, value numeric, count int)
        ORDER BY subject, source, observed_at
        ON CONFLICT (subject, source, observed_at) DO NOTHING
        RETURNING 1
      ), noted AS (${noteSources(sources, now)})
      SELECT count(*)::int AS inserted FROM written`,
  )
  return row?.inserted ?? 0
}

/** Readings observed since `since` and known at `now`, oldest first. */
export async function listReadingsAsOf(db: Db, now: Date, since: Date) {
  return db
    .select()
    .from(sentimentReadings)
    .where(and(gte(sentimentReadings.observedAt, since), lte(sentimentReadings.knownAt, now)))
    .orderBy(asc(sentimentReadings.observedAt), asc(sentimentReadings.subject), asc(sentimentReadings.source))
}
