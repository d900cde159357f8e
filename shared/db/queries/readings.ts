// Questions that readers ask of sentiment.
import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm"
import type { SentimentSource } from "../../domain/sentiment.ts"
import type { Db, Order } from "../client.ts"
import { sentimentReadings } from "../schema/market.ts"

export type ReadingFilter = {
  readonly subject?: string | undefined
  readonly source?: SentimentSource | undefined
  readonly since: Date
  readonly until: Date
  /** Newest first, unless it says otherwise. */
  readonly order?: Order | undefined
  /** Place of the last reading seen, in that order. */
  readonly before?: { readonly observedAt: string; readonly subject: string; readonly source: string } | undefined
  readonly limit: number
}

/** Readings observed from `since` up to `until` (exclusive), in the order of time. */
export async function listReadings(db: Db, { subject, source, since, until, order = "newest", before, limit }: ReadingFilter) {
  const { observedAt, subject: about, source: from } = sentimentReadings
  const [direction, beyond] = order === "newest" ? [desc, sql`<`] : [asc, sql`>`]
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
          : sql`(${observedAt}, ${about}, ${from}) ${beyond} (${before.observedAt}::timestamptz, ${before.subject}, ${before.source})`,
      ),
    )
    .orderBy(direction(observedAt), direction(about), direction(from))
    .limit(limit)
}
