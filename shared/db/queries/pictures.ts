// Questions about pictures: which text lacks one and from which rows it is drawn, which are drawn already, and what becomes of the text.
import { eq, sql } from "drizzle-orm"
import type { OverduePicture, PictureOrder } from "../../domain/picture-order.ts"
import type { PostFormat } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"
import { drafts, media } from "../schema/posts.ts"
import { citedInsight, insightInUtc, utc } from "./cited-insight.ts"

const planJson = sql`jsonb_build_object('id', p.id, 'kind', p.kind, 'asset', p.asset, 'channel', p.channel, 'format', p.format, 'language', p.language, 'voice', p.voice,
          'disclosure', p.disclosure, 'scheduledAt', p.scheduled_at, 'expiresAt', p.expires_at, 'createdAt', p.created_at, 'version', p.version, 'state', p.state)`
const draftJson = sql`jsonb_build_object('id', d.id, 'version', d.version, 'author', d.author, 'format', d.format, 'title', d.title, 'parts', d.parts, 'alt', d.alt,
          'needsPicture', d.needs_picture, 'mediaHash', d.media_hash, 'scheduledAt', d.scheduled_at, 'passes', d.passes, 'hash', d.hash)`

function inUtc<T extends OverduePicture>(row: T): T {
  const { plan, draft } = row
  return {
    ...row,
    plan: { ...plan, scheduledAt: utc(plan.scheduledAt), expiresAt: utc(plan.expiresAt), createdAt: utc(plan.createdAt) },
    draft: { ...draft, scheduledAt: utc(draft.scheduledAt) },
  }
}

/** A version with its plan, its insight and the rows of that market up to the insight's moment, as known at `now`; null where there is no such version. */
export async function findPictureOrder(db: Db, draftId: string, now: Date): Promise<PictureOrder | null> {
  const at = now.toISOString()
  const [row] = await rowsAs<PictureOrder>(
    db,
    sql`
      SELECT ${planJson} AS plan, ${draftJson} AS draft,
        ${citedInsight(at)} AS insight,
        coalesce((
          SELECT jsonb_agg(jsonb_build_object('openTime', c.open_time, 'close', c.close::text, 'volume', c.volume::text) ORDER BY c.open_time)
          FROM candles c
          WHERE c.asset = i.asset AND c.open_time >= i.made_at - interval '33 days' AND c.open_time < i.made_at AND c.known_at <= ${at}::timestamptz
            AND NOT (c.agreement = 'disputed' AND c.checked_at <= ${at}::timestamptz)), '[]') AS candles,
        coalesce((
          SELECT jsonb_agg(jsonb_build_object('source', s.source, 'subject', s.subject, 'observedAt', s.observed_at, 'value', s.value::text) ORDER BY s.observed_at)
          FROM (SELECT DISTINCT split_part(e.ref, '/', 1) AS source, split_part(e.ref, '/', 2) AS subject FROM evidence e WHERE e.insight_id = i.id AND e.kind = 'sentiment') AS cited
          JOIN sentiment_readings s ON s.subject = cited.subject AND s.source = cited.source
          WHERE s.observed_at >= i.made_at - interval '30 days' AND s.observed_at <= i.made_at AND s.known_at <= ${at}::timestamptz), '[]') AS readings,
        coalesce((
          SELECT jsonb_agg(jsonb_build_object('id', n.id, 'firstSeenAt', n.first_seen_at, 'polarity', n.polarity) ORDER BY n.first_seen_at)
          FROM news_stories n
          WHERE i.type = 'news_impact' AND n.assets @> ARRAY[i.asset] AND n.first_seen_at >= i.made_at - interval '2 days' AND n.first_seen_at <= i.made_at), '[]') AS stories
      FROM drafts d JOIN content_plans p ON p.id = d.plan_id JOIN insights i ON i.id = p.insight_id
      WHERE d.id = ${draftId}`,
  )
  return row === undefined ? null : { ...inUtc(row), insight: insightInUtc(row.insight) }
}

/** What a run has written before: a later attempt of it tells of that. */
export async function listDraftsOfRun(db: Db, runId: string): Promise<{ readonly id: string; readonly planId: string }[]> {
  return db.select({ id: drafts.id, planId: drafts.planId }).from(drafts).where(eq(drafts.runId, runId))
}

/** Current versions that have lacked nothing but their picture since before a moment, the longest waiting first. */
export async function listOverduePictures(db: Db, before: Date, limit: number): Promise<OverduePicture[]> {
  const rows = await rowsAs<OverduePicture>(
    db,
    sql`
      SELECT ${planJson} AS plan, ${draftJson} AS draft
      FROM content_plans p JOIN drafts d ON d.plan_id = p.id AND d.version = p.version
      WHERE p.state = 'checking' AND d.passes AND d.needs_picture AND d.media_hash IS NULL AND d.created_at < ${before.toISOString()}::timestamptz
      ORDER BY p.scheduled_at LIMIT ${limit}`,
  )
  return rows.map(inUtc)
}

/** The picture that was drawn from this spec, or null. */
export async function findMediaOfSpec(db: Db, specHash: string): Promise<{ readonly hash: string } | null> {
  const [row] = await db.select({ hash: media.hash }).from(media).where(eq(media.specHash, specHash))
  return row ?? null
}

export type DrawnPicture = {
  readonly hash: string
  readonly specHash: string
  readonly bytes: number
  readonly width: number
  readonly height: number
  readonly spec: unknown
}

type Illustrated = {
  readonly draftId: string
  readonly planId: string
  readonly version: number
  readonly mediaHash: string
  readonly alt: string
  /** Of the version with its picture. */
  readonly hash: string
}

/**
 * Gives a version its picture and lets its plan wait for a person, in one statement, if the version still is the current one. `drawn` where the
 * picture is new. True where the version has its picture now, also from before.
 */
export async function attachPicture(
  db: Db,
  to: Illustrated,
  drawn: DrawnPicture | null,
  by: { runId: string; now: Date },
): Promise<boolean> {
  const list = drawn === null ? [] : [{ ...drawn, spec_hash: drawn.specHash }]
  const [row] = await rowsAs<{ stands: boolean }>(
    db,
    sql`
      WITH kept AS (
        INSERT INTO media (hash, spec_hash, content_type, bytes, width, height, spec, run_id, created_at)
        SELECT hash, spec_hash, 'image/png', bytes, width, height, spec, ${by.runId}, ${by.now.toISOString()}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb) AS m (hash text, spec_hash text, bytes int, width int, height int, spec jsonb)
        ON CONFLICT DO NOTHING
      ), plan AS (
        UPDATE content_plans SET state = 'waiting'
        WHERE id = ${to.planId} AND version = ${to.version}::int AND state = 'checking'
          AND EXISTS (SELECT 1 FROM drafts WHERE id = ${to.draftId} AND passes AND hash IS NULL)
        RETURNING id
      ), illustrated AS (
        UPDATE drafts SET media_hash = ${to.mediaHash}, alt = ${to.alt}, hash = ${to.hash}
        FROM plan WHERE drafts.plan_id = plan.id AND drafts.id = ${to.draftId} AND drafts.hash IS NULL
        RETURNING drafts.id
      )
      SELECT EXISTS (SELECT 1 FROM illustrated) OR EXISTS (SELECT 1 FROM drafts WHERE id = ${to.draftId} AND hash IS NOT NULL) AS stands`,
  )
  return row?.stands === true
}

export type PlainVersion = {
  /** The version whose picture can't be drawn. */
  readonly fromId: string
  readonly id: string
  readonly format: PostFormat
  readonly note: string
  readonly hash: string
}

/**
 * The same texts without their pictures as the next versions of their plans, which wait for a person from then on: one statement for all. Gives the ids
 * of those that stand now, also from before.
 */
export async function insertPlainVersions(db: Db, versions: readonly PlainVersion[], by: { runId: string; now: Date }): Promise<string[]> {
  if (versions.length === 0) return []
  const rows = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH wanted AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(versions.map(({ fromId, ...row }) => ({ ...row, from_id: fromId })))}::jsonb) AS v (from_id text, id text, format text, note text, hash text)
      ), plan AS (
        UPDATE content_plans p SET version = p.version + 1, state = 'waiting'
        FROM wanted w JOIN drafts d ON d.id = w.from_id
        WHERE p.id = d.plan_id AND p.version = d.version AND p.state = 'checking' AND d.passes AND d.hash IS NULL
        RETURNING p.id, p.version, w.from_id
      ), written AS (
        INSERT INTO drafts (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
        SELECT w.id, plan.id, plan.version, d.author, w.note, d.channel, w.format, d.language, d.title, d.parts, NULL, d.claims, false, d.scheduled_at, d.guards, d.passes, w.hash,
          ${by.runId}, ${by.now.toISOString()}::timestamptz
        FROM plan JOIN wanted w ON w.from_id = plan.from_id JOIN drafts d ON d.id = w.from_id
        RETURNING id
      )
      SELECT id FROM written UNION ALL SELECT d.id FROM drafts d JOIN wanted w ON w.id = d.id`,
  )
  return rows.map(({ id }) => id)
}
