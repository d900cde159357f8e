// Questions about posts to come back to: those that are no longer true, and those that did well.
import { sql } from "drizzle-orm"
import type { InsightType } from "../../domain/insight.ts"
import type { Agreement } from "../../domain/market.ts"
import type { Tier } from "../../domain/plan.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"
import { citedRows, comparedRows, isComparable, isRevised } from "./cited-rows.ts"

type PostRow = {
  readonly id: string
  readonly insightId: string
  readonly asset: string
  readonly type: InsightType
  readonly channel: ChannelName
  readonly tier: Tier
  /** In milliseconds since 1970 UTC. */
  readonly publishedAt: number
}

/** What a cited row said, and says today. */
export type RevisedRow = {
  readonly ref: string
  readonly label: string
  readonly was: number
  readonly is: number | null
  readonly agreement: Agreement | null
}

const post = sql`p.id, p.insight_id AS "insightId", i.asset, i.type, p.channel, p.tier, (extract(epoch FROM p.published_at) * 1000)::float8 AS "publishedAt"`

export type RevisedPostRow = PostRow & { readonly rows: readonly RevisedRow[] }

/** Posts published after `since` that are out and cite a row which is another today or disputed, where no correction was planned yet; at most `limit`. */
export async function listRevisedPosts(db: Db, since: Date, limit: number): Promise<RevisedPostRow[]> {
  return rowsAs<RevisedPostRow>(
    db,
    sql`
      WITH cited AS MATERIALIZED (
        SELECT p.id, e.ref, e.label, e.kind, e.unit, e.value FROM published_content p JOIN evidence e ON e.insight_id = p.insight_id AND ${isComparable}
        WHERE p.published_at > ${since.toISOString()}::timestamptz AND p.removed_at IS NULL AND p.corrected_by IS NULL
      ), changed AS MATERIALIZED (
        SELECT id, jsonb_agg(jsonb_build_object('ref', ref, 'label', label, 'was', was, 'is', "is", 'agreement', agreement) ORDER BY ref, label) AS rows
        FROM (${comparedRows(sql`e.id, e.ref`, sql`cited`)}) AS compared WHERE ${isRevised} GROUP BY id
      )
      SELECT ${post}, changed.rows
      FROM changed JOIN published_content p ON p.id = changed.id JOIN insights i ON i.id = p.insight_id
      WHERE NOT EXISTS (SELECT 1 FROM content_plans made WHERE made.about_post_id = p.id AND made.kind = 'correction')
      ORDER BY p.published_at DESC, p.id DESC
      LIMIT ${limit}::int`,
  )
}

export type SuccessfulPostRow = PostRow & {
  readonly deadline: number
  /** Interactions for each thousand impressions, as a multiple of the median of the channel's posts of that time. */
  readonly lift: number
  readonly compared: number
  readonly isVerified: boolean
}

export type SuccessOrder = {
  readonly since: Date
  readonly until: Date
  readonly bandHours: number
  readonly leastLift: number
  readonly limit: number
}

/**
 * Of the posts published from `since` until before `until`, those that did at least `leastLift` times as well as their channel's median, all read at
 * the age of `bandHours`; the best first. A post that was taken up before is left out, and so is a correction.
 */
export async function listSuccessfulPosts(
  db: Db,
  { since, until, bandHours, leastLift, limit }: SuccessOrder,
): Promise<SuccessfulPostRow[]> {
  return rowsAs<SuccessfulPostRow>(
    db,
    sql`
      WITH posted AS MATERIALIZED (
        SELECT id, channel FROM published_content
        WHERE published_at >= ${since.toISOString()}::timestamptz AND published_at < ${until.toISOString()}::timestamptz AND removed_at IS NULL
      ), rated AS MATERIALIZED (
        SELECT posted.id, posted.channel,
          (coalesce(likes, 0) + coalesce(replies, 0) + coalesce(reposts, 0) + coalesce(quotes, 0) + coalesce(bookmarks, 0))::float8 * 1000 / impressions AS rate
        FROM post_readings AS r JOIN posted ON posted.id = r.post_id
        -- Ids are in the order of time: one stretch of the key holds what those posts were read as, in place of a search for each.
        WHERE r.post_id >= (SELECT min(id) FROM posted) AND r.post_id <= (SELECT max(id) FROM posted) AND r.band_hours = ${bandHours}::int
          AND r.state = 'measured' AND r.impressions > 0 AND coalesce(likes, replies, reposts, quotes, bookmarks) IS NOT NULL
      ), usual AS (
        SELECT channel, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate) AS median, count(*)::int AS compared FROM rated GROUP BY channel
      ), successful AS MATERIALIZED (
        SELECT rated.id, rated.rate / usual.median AS lift, usual.compared FROM rated JOIN usual USING (channel)
        WHERE usual.median > 0 AND rated.rate >= usual.median * ${leastLift}::float8
      ), best AS MATERIALIZED (
        SELECT s.* FROM (SELECT * FROM successful ORDER BY lift DESC, id) AS s
        WHERE EXISTS (SELECT 1 FROM published_content p JOIN content_plans own ON own.id = p.plan_id WHERE p.id = s.id AND own.kind = 'insight'
          AND NOT EXISTS (SELECT 1 FROM content_plans again WHERE again.insight_id = p.insight_id AND again.kind = 'repurpose'))
        ORDER BY s.lift DESC, s.id LIMIT ${limit}::int
      )
      SELECT ${post}, (extract(epoch FROM i.deadline) * 1000)::float8 AS deadline, best.lift, best.compared,
        p.corrected_by IS NULL AND NOT EXISTS (SELECT 1 FROM (${citedRows(sql`p.insight_id`)}) AS cited WHERE "is" IS NULL OR ${isRevised}) AS "isVerified"
      FROM best JOIN published_content p ON p.id = best.id JOIN insights i ON i.id = p.insight_id
      ORDER BY best.lift DESC, p.id`,
  )
}
