// Questions about how posts are doing: which readings are due, and keeping them. Posts are compared at equal age in revisits.ts.
import { sql } from "drizzle-orm"
import { AGE_BANDS, COMPARED_AT_HOURS, type DueReading, HIGHEST_MICRO_RATE, lateMs, type PostReading } from "../../domain/engagement.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

/** Readings that are due and not yet missed, the oldest posts first, at most `limit`. */
export async function listDueReadings(db: Db, channels: readonly ChannelName[], now: Date, limit: number): Promise<DueReading[]> {
  const ago = (ms: number) => new Date(now.getTime() - ms).toISOString()
  const bands = AGE_BANDS.map((hours) => ({ hours, after: ago(hours * 3_600_000 + lateMs(hours)), until: ago(hours * 3_600_000) }))
  return rowsAs<DueReading & Record<string, unknown>>(
    db,
    sql`
      SELECT p.id AS "postId", p.channel, p.external_id AS "externalId", b.hours AS "bandHours"
      FROM jsonb_to_recordset(${JSON.stringify(bands)}::jsonb) AS b (hours int, after timestamptz, until timestamptz)
      -- Each age has its own stretch of posts; the limit has it read in the order of time, and no further than is wanted.
      CROSS JOIN LATERAL (
        SELECT id, channel, external_id, published_at FROM published_content p
        WHERE channel = ANY (ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(channels)}::jsonb)))
          AND published_at > b.after AND published_at <= b.until AND removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM post_readings r WHERE r.post_id = p.id AND r.band_hours = b.hours)
          AND NOT EXISTS (SELECT 1 FROM post_readings r WHERE r.post_id = p.id AND r.state = 'gone')
        ORDER BY published_at, id LIMIT ${limit}::int
      ) AS p
      ORDER BY p.published_at, p.id, b.hours
      LIMIT ${limit}::int`,
  )
}

const COUNTS = sql`"postId" text, "bandHours" int, state text, impressions bigint, likes bigint, replies bigint, reposts bigint, quotes bigint, bookmarks bigint`

/**
 * Keeps readings; the first of a post and an age stays. The same statement raises the sums of the post's day at that age, once, and notes on the post
 * how it did at the age at which posts are compared. Rows of sums are taken in one order, so that two runs at once wait for each other and never for ever.
 */
export async function insertPostReadings(db: Db, readings: readonly PostReading[], now: Date): Promise<void> {
  if (readings.length === 0) return
  await rowsAs(
    db,
    sql`
      WITH kept AS (
        INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes, replies, reposts, quotes, bookmarks)
        SELECT "postId", "bandHours", ${now.toISOString()}::timestamptz, state, impressions, likes, replies, reposts, quotes, bookmarks
        FROM jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS r (${COUNTS})
        ORDER BY "postId", "bandHours"
        ON CONFLICT (post_id, band_hours) DO NOTHING
        RETURNING *
      ), summed AS (
        SELECT kept.*, CASE WHEN coalesce(likes, replies, reposts, quotes, bookmarks) IS NOT NULL
          THEN coalesce(likes, 0) + coalesce(replies, 0) + coalesce(reposts, 0) + coalesce(quotes, 0) + coalesce(bookmarks, 0) END AS engaged
        FROM kept WHERE state = 'measured'
      ), rated AS (
        SELECT summed.*, CASE WHEN impressions > 0 AND engaged IS NOT NULL THEN least(round(1000000.0 * engaged / impressions), ${HIGHEST_MICRO_RATE}::numeric)::bigint END AS rate FROM summed
      ), compared AS (
        UPDATE published_content AS p SET impressions = r.impressions, engagements = r.engaged, micro_rate = r.rate
        FROM rated AS r WHERE p.id = r.post_id AND r.band_hours = ${COMPARED_AT_HOURS}::int
      )
      INSERT INTO post_days AS s (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
      SELECT (p.published_at AT TIME ZONE 'UTC')::date, r.band_hours, d.dimension, d.value, count(*), count(r.rate), coalesce(sum(r.impressions), 0),
        coalesce(sum(r.engaged), 0), coalesce(sum(r.rate), 0), coalesce(sum(r.rate::numeric * r.rate), 0)
      FROM rated AS r JOIN published_content AS p ON p.id = r.post_id
      CROSS JOIN LATERAL (VALUES ('all', 'all'), ('channel', p.channel), ('format', p.format), ('asset', p.asset), ('topic', p.topic), ('insight-type', p.insight_type),
        ('hour', to_char(p.published_at AT TIME ZONE 'UTC', 'HH24')), ('policy', coalesce(p.policy_version::text, 'frozen')),
        ('policy-channel', coalesce(p.policy_version::text, 'frozen') || '/' || p.channel)) AS d (dimension, value)
      GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ON CONFLICT (band_hours, dimension, day, value) DO UPDATE SET posts = s.posts + excluded.posts, rated = s.rated + excluded.rated,
        impressions = s.impressions + excluded.impressions, engagements = s.engagements + excluded.engagements,
        micro_rates = s.micro_rates + excluded.micro_rates, micro_rate_squares = s.micro_rate_squares + excluded.micro_rate_squares`,
  )
}
