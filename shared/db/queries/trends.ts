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
  const until = lastHourBefore(now)
  const since = new Date(until.getTime() - 8 * 24 * HOUR_MS)
  const at = (time: Date) => sql`${time.toISOString()}::timestamptz`
  return rowsAs<TopicDays>(
    db,
    sql`
      WITH days AS (
        SELECT asset, topic, floor(extract(epoch FROM ${at(until)} - hour - interval '1 hour') / 86400)::int AS day, greatest(sum(interactions), 0)::float8 AS interactions
        FROM topic_hours WHERE hour >= ${at(since)} AND hour < ${at(until)} GROUP BY 1, 2, 3
      ), known AS (
        SELECT max(day) AS oldest FROM days
      ), posts AS (
        SELECT asset, topic, count(*)::int AS posts FROM published_content WHERE published_at >= ${at(since)} AND published_at < ${at(until)} GROUP BY 1, 2
      )
      SELECT t.asset, t.topic, coalesce(posts.posts, 0) AS posts, coalesce((SELECT interactions FROM days AS d WHERE d.asset = t.asset AND d.topic = t.topic AND day = 0), 0) AS today,
        ARRAY(SELECT coalesce(d.interactions, 0) FROM generate_series(1, known.oldest) AS n
          LEFT JOIN days AS d ON d.asset = t.asset AND d.topic = t.topic AND d.day = n ORDER BY n) AS before
      FROM (SELECT DISTINCT asset, topic FROM days) AS t CROSS JOIN known LEFT JOIN posts USING (asset, topic)
      ORDER BY t.asset, t.topic`,
  )
}
