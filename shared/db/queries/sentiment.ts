// Questions about sentiment readings.
import { and, asc, gte, lte } from "drizzle-orm"
import type { SentimentReading } from "../../domain/sentiment.ts"
import type { Db } from "../client.ts"
import { sentimentReadings } from "../schema/market.ts"

/** Stores readings; one of the same subject, source and moment stays as it was first. Gives the number of new rows. */
export async function insertReadings(db: Db, rows: readonly SentimentReading[], now: Date): Promise<number> {
  if (rows.length === 0) return 0
  const inserted = await db
    .insert(sentimentReadings)
    .values(rows.map((row) => ({ ...row, knownAt: now })))
    .onConflictDoNothing()
    .returning({ subject: sentimentReadings.subject })
  return inserted.length
}

/** Readings observed since `since` and known at `now`, oldest first. */
export async function listReadingsAsOf(db: Db, now: Date, since: Date) {
  return db
    .select()
    .from(sentimentReadings)
    .where(and(gte(sentimentReadings.observedAt, since), lte(sentimentReadings.knownAt, now)))
    .orderBy(asc(sentimentReadings.observedAt), asc(sentimentReadings.subject), asc(sentimentReadings.source))
}
