// What do people take up more than they did? Asked of sums by hour, asset and topic.
import { sql } from "drizzle-orm"
import type { TopicDays } from "../../domain/trending.ts"
import { type Db, rowsAs } from "../client.ts"

const HOUR_MS = 3_600_000

/** The end of the last whole hour before `now`: what is counted of the current one is not a whole one yet. */
export const lastHourBefore = (now: Date): Date => new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)

/**
 * Interactions with each asset's topics in the 24 whole hours before `now`, and in each of the 7 days of 24 hours before those, the latest first; days
 * before the first interaction of any are not given. With the posts about it that went out in the same 8 days. Reads a row for each hour in which
 * something happened, up to 192 for one that it gives.
 */
export async function listTopicDays(db: Db, now: Date): Promise<TopicDays[]> {
  const until = sql`${lastHourBefore(now).toISOString()}::timestamptz`
  const daySum = (day: number) => sql`coalesce(sum(interactions) FILTER (WHERE day = ${sql.raw(String(day))}), 0)`
  return rowsAs<TopicDays>(
    db,
    sql`
      WITH days AS MATERIALIZED (
        SELECT day, asset, topic, interactions FROM generate_series(0, 7) AS day CROSS JOIN LATERAL (
          SELECT asset, topic, greatest(sum(interactions), 0)::float8 AS interactions FROM topic_hours
          WHERE hour >= ${until} - (day + 1) * interval '24 hours' AND hour < ${until} - day * interval '24 hours' GROUP BY asset, topic) AS summed
      ), known AS (
        SELECT max(day) AS oldest FROM days
      ), topics AS (
        SELECT asset, topic, ${daySum(0)} AS today, ARRAY[${sql.join([1, 2, 3, 4, 5, 6, 7].map(daySum), sql`, `)}] AS before FROM days GROUP BY asset, topic
      ), posts AS (
        SELECT asset, topic, count(*)::int AS posts FROM published_content
        WHERE published_at >= ${until} - interval '192 hours' AND published_at < ${until} GROUP BY asset, topic
      )
      SELECT asset, topic, coalesce(posts.posts, 0) AS posts, today, to_jsonb(before[1:known.oldest]) AS before
      FROM topics CROSS JOIN known LEFT JOIN posts USING (asset, topic)
      ORDER BY asset, topic`,
  )
}
