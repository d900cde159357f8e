// Questions about how posts did: sums by what they are, and the best of them.
import { sql } from "drizzle-orm"
import { COMPARED_AT_HOURS } from "../../domain/engagement.ts"
import { DIMENSIONS, type GroupSums } from "../../domain/performance.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

/**
 * Sums of the posts published on the days (UTC) from `since`'s until before `until`'s, as they did at the age at which posts are compared, by each
 * dimension and value. Reads one row for each value and day: as many times what it gives as there are days.
 */
export async function summarisePosts(
  db: Db,
  { since, until, bandHours = COMPARED_AT_HOURS }: { readonly since: Date; readonly until: Date; readonly bandHours?: number },
): Promise<GroupSums[]> {
  return rowsAs<GroupSums>(
    db,
    sql`
      SELECT dimension, value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions,
        sum(engagements)::float8 AS engagements, sum(micro_rates)::float8 AS "microRates", sum(micro_rate_squares)::float8 AS "microRateSquares"
      FROM post_days
      WHERE band_hours = ${bandHours}::int AND dimension = ANY (${sql.param([...DIMENSIONS])}::text[])
        AND day >= ${dayOf(since)}::date AND day < ${dayOf(until)}::date
      GROUP BY dimension, value ORDER BY dimension, value`,
  )
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10)

export type RatedPost = {
  readonly id: string
  readonly planId: string
  readonly channel: ChannelName
  readonly asset: string
  readonly topic: string
  readonly format: string
  /** ISO moment. */
  readonly publishedAt: string
  readonly impressions: number | null
  readonly engagements: number | null
  /** Engagements for each million impressions. */
  readonly microRate: number | null
}

/** A rate of fewer impressions is chance: it is kept out of lists of the best. */
export const LEAST_IMPRESSIONS = 100

const shown = sql`id, plan_id AS "planId", channel, asset, topic, format, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt",
        impressions::float8 AS impressions, engagements::float8 AS engagements, micro_rate::float8 AS "microRate"`

type Best = { readonly since: Date; readonly limit: number }

/** Posts that are out with the highest rates at the age at which posts are compared, published at or after `since`; the best first. */
export async function listBestPosts(db: Db, { since, limit }: Best): Promise<RatedPost[]> {
  return rowsAs<RatedPost>(
    db,
    sql`
      SELECT ${shown} FROM published_content
      WHERE micro_rate IS NOT NULL AND impressions >= ${LEAST_IMPRESSIONS}::int AND published_at >= ${since.toISOString()}::timestamptz AND removed_at IS NULL
      ORDER BY micro_rate DESC, id DESC LIMIT ${limit}::int`,
  )
}

/** Posts that are out with the most impressions at that age, published at or after `since`. */
export async function listMostViewedPosts(db: Db, { since, limit }: Best): Promise<RatedPost[]> {
  return rowsAs<RatedPost>(
    db,
    sql`
      SELECT ${shown} FROM published_content
      WHERE impressions IS NOT NULL AND published_at >= ${since.toISOString()}::timestamptz AND removed_at IS NULL
      ORDER BY impressions DESC, id DESC LIMIT ${limit}::int`,
  )
}

/** The newest posts that are out, newest first, with how each did where that is known. */
export async function listNewestPosts(db: Db, limit: number): Promise<RatedPost[]> {
  return rowsAs<RatedPost>(
    db,
    sql`SELECT ${shown} FROM published_content WHERE removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT ${limit}::int`,
  )
}
