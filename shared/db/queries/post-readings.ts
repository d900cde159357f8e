// Questions about how posts are doing: which readings are due, and keeping them. Posts are compared at equal age in revisits.ts.
import { sql } from "drizzle-orm"
import { AGE_BANDS, type DueReading, lateMs, type PostReading } from "../../domain/engagement.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

/** Readings that are due and not yet missed, the oldest posts first, at most `limit`. */
export async function listDueReadings(db: Db, channels: readonly ChannelName[], now: Date, limit: number): Promise<DueReading[]> {
  const at = now.toISOString()
  const bands = JSON.stringify(AGE_BANDS.map((hours) => ({ hours, late: lateMs(hours) / 1_000 })))
  const oldest = Math.max(...AGE_BANDS.map((hours) => hours * 3_600_000 + lateMs(hours)))
  return rowsAs<DueReading & Record<string, unknown>>(
    db,
    sql`
      SELECT p.id AS "postId", p.channel, p.external_id AS "externalId", b.hours AS "bandHours"
      FROM published_content p
      CROSS JOIN jsonb_to_recordset(${bands}::jsonb) AS b (hours int, late numeric)
      WHERE p.channel = ANY (ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(channels)}::jsonb)))
        AND p.published_at > ${new Date(now.getTime() - oldest).toISOString()}::timestamptz
        AND p.published_at <= ${at}::timestamptz - make_interval(hours => b.hours)
        AND p.published_at > ${at}::timestamptz - make_interval(hours => b.hours, secs => b.late)
        AND p.removed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM post_readings r WHERE r.post_id = p.id AND (r.band_hours = b.hours OR r.state = 'gone'))
      ORDER BY p.published_at, p.id, b.hours
      LIMIT ${limit}::int`,
  )
}

/** Keeps readings; the first of a post and an age stays. */
export async function insertPostReadings(db: Db, readings: readonly PostReading[], now: Date): Promise<void> {
  if (readings.length === 0) return
  await rowsAs(
    db,
    sql`
      INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes, replies, reposts, quotes, bookmarks)
      SELECT "postId", "bandHours", ${now.toISOString()}::timestamptz, state, impressions, likes, replies, reposts, quotes, bookmarks
      FROM jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS r ("postId" text, "bandHours" int, state text, impressions bigint, likes bigint,
        replies bigint, reposts bigint, quotes bigint, bookmarks bigint)
      ON CONFLICT (post_id, band_hours) DO NOTHING`,
  )
}
