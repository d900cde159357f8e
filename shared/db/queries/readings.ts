// Questions that readers ask of sentiment.
import { and, desc, eq, gte, lt, sql } from "drizzle-orm"
import type { SentimentSource } from "../../domain/sentiment.ts"
import type { Db } from "../client.ts"
import { sentimentReadings } from "../schema/market.ts"

export type ReadingFilter = {
  readonly subject?: string | undefined
  readonly source?: SentimentSource | undefined
  readonly since: Date
  readonly until: Date
  /** Place of the last reading seen. */
  readonly before?: { readonly observedAt: string; readonly subject: string; readonly source: string } | undefined
  readonly limit: number
}

/** Readings observed from `since` up to `until` (exclusive), newest first. */
export async function listReadings(db: Db, { subject, source, since, until, before, limit }: ReadingFilter) {
  const { observedAt, subject: about, source: from } = sentimentReadings
  return db
    .select()
    .from(sentimentReadings)
    .where(
      and(
        gte(observedAt, since),
        lt(observedAt, until),
        subject === undefined ? undefined : eq(about, subject),
        source === undefined ? undefined : eq(from, source),
        before === undefined
          ? undefined
          : sql`(${observedAt}, ${about}, ${from}) < (${before.observedAt}::timestamptz, ${before.subject}, ${before.source})`,
      ),
    )
    .orderBy(desc(observedAt), desc(about), desc(from))
    .limit(limit)
}
