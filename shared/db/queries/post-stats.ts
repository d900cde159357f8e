// Questions about how posts did: sums by what they are, and the best of them.
import { type SQL, sql } from "drizzle-orm"
import { COMPARED_AT_HOURS } from "../../domain/engagement.ts"
import { type Dimension, DIMENSIONS, type GroupSums } from "../../domain/performance.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

export type SumsOf = {
  readonly since: Date
  readonly until: Date
  readonly bandHours?: number
  /** All of them, unless it says otherwise. */
  readonly dimensions?: readonly Dimension[]
}

/**
 * Sums of the posts published on the days (UTC) from `since`'s until before `until`'s, as they did at the age at which posts are compared, by each
 * dimension and value. Reads one row for each value and day: as many times what it gives as there are days.
 */
export async function summarisePosts(
  db: Db,
  { since, until, bandHours = COMPARED_AT_HOURS, dimensions = DIMENSIONS }: SumsOf,
): Promise<GroupSums[]> {
  return rowsAs<GroupSums>(
    db,
    sql`
      SELECT dimension, value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions,
        sum(engagements)::float8 AS engagements, sum(micro_rates)::float8 AS "microRates", sum(micro_rate_squares)::float8 AS "microRateSquares"
      FROM post_days
      WHERE band_hours = ${bandHours}::int AND dimension = ANY (${sql.param([...dimensions])}::text[])
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

/** The week (from its Monday, UTC) in which a post went out: what the lists of the best are indexed by. */
const weekOf = (time: SQL): SQL => sql`date_trunc('week', ${time} AT TIME ZONE 'UTC')`

/**
 * The best of each week since, and of these the best: what is read does not grow with the years. Of the first week only the posts since then count, so
 * there the better ones of the days before are passed. `rank` is a column, and the filter that of its index.
 */
function bestOf({ since, limit }: Best, rank: SQL, isListed: SQL): SQL {
  const from = sql`${since.toISOString()}::timestamptz`
  return sql`
      SELECT ${shown} FROM generate_series(${weekOf(from)}, (SELECT max(published_at) FROM published_content) AT TIME ZONE 'UTC', interval '7 days') AS w (week)
      CROSS JOIN LATERAL (
        SELECT * FROM published_content
        WHERE ${weekOf(sql`published_at`)} = w.week AND (published_at >= ${from} OR w.week >= ${from} AT TIME ZONE 'UTC') AND ${isListed} AND removed_at IS NULL
        ORDER BY ${rank} DESC, id DESC LIMIT ${limit}::int
      ) AS best
      ORDER BY best.${rank} DESC, id DESC LIMIT ${limit}::int`
}

/** Posts that are out with the highest rates at the age at which posts are compared, published at or after `since`; the best first. */
export async function listBestPosts(db: Db, best: Best): Promise<RatedPost[]> {
  return rowsAs<RatedPost>(
    db,
    bestOf(best, sql`micro_rate`, sql`micro_rate IS NOT NULL AND impressions >= ${sql.raw(String(LEAST_IMPRESSIONS))}`),
  )
}

/** Posts that are out with the most impressions at that age, published at or after `since`. */
export async function listMostViewedPosts(db: Db, best: Best): Promise<RatedPost[]> {
  return rowsAs<RatedPost>(db, bestOf(best, sql`impressions`, sql`impressions IS NOT NULL`))
}

/** The newest posts that are out, newest first, with how each did where that is known. */
export async function listNewestPosts(db: Db, limit: number): Promise<RatedPost[]> {
  return rowsAs<RatedPost>(
    db,
    sql`SELECT ${shown} FROM published_content WHERE removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT ${limit}::int`,
  )
}
