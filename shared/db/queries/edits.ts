// Questions about what a person changes in a version: the version before, and the next one, whose guards have yet to look at it.
import { eq, sql } from "drizzle-orm"
import type { PlanState } from "../../domain/plan.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { contentPlans, drafts } from "../schema/posts.ts"
import { sqlState } from "../errors.ts"

/** What an edit is measured by; it stays the same for all versions of a plan. Null where there is no such version. */
export async function findEditBase(db: Db, draftId: string) {
  const [row] = await db
    .select({
      channel: drafts.channel,
      format: drafts.format,
      title: drafts.title,
      needsPicture: drafts.needsPicture,
      expiresAt: contentPlans.expiresAt,
    })
    .from(drafts)
    .innerJoin(contentPlans, eq(contentPlans.id, drafts.planId))
    .where(eq(drafts.id, draftId))
    .limit(1)
  return row ?? null
}

export type Edit = {
  /** The version that was changed, and its hash as it was seen; undefined where the id alone says which version is meant. */
  readonly draftId: string
  readonly hash: string | null | undefined
  /** Null: as it was. */
  readonly title: string | null
  readonly parts: readonly string[] | null
  readonly scheduledAt: Date | null
  readonly actor: string
  readonly now: Date
}

export type Edited = {
  readonly planId: string
  readonly version: number
  readonly current: number
  readonly state: PlanState
  readonly hash: string | null
  readonly expiresAt: Date
  /** When the text would go out. */
  readonly scheduledAt: Date
  /** The plan that has that time already. */
  readonly takenBy: string | null
  /** The new version; null where nothing was written. */
  readonly draftId: string | null
  /** The next version, where it says the very same and was written before. */
  readonly same: string | null
  readonly isChange: boolean
  readonly eventId: string | null
}

type Row = Omit<Edited, "expiresAt" | "scheduledAt"> & { readonly expiresAt: string; readonly scheduledAt: string }

/**
 * Writes the next version of a plan, with the event and the audit row, if the version it was made from still is the current one. From then on
 * an earlier approval is void. Null where there is no such version. One statement; a slot that is taken at this very moment is seen by a second one.
 */
export async function insertEdit(db: Db, edit: Edit): Promise<Edited | null> {
  try {
    return await editOnce(db, edit)
  } catch (thrown) {
    if (sqlState(thrown) !== UNIQUE_VIOLATION) throw thrown
    return editOnce(db, edit)
  }
}

const UNIQUE_VIOLATION = "23505"

async function editOnce(db: Db, { draftId, hash, title, parts, scheduledAt, actor, now }: Edit): Promise<Edited | null> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [id, event, audit] = [newId("draft", now), newId("evt", now), newId("aud", now)]
  const seen = hash === undefined ? sql`true` : sql`d.hash IS NOT DISTINCT FROM ${hash}::text`
  const [row] = await rowsAs<Row>(
    db,
    sql`
      WITH base AS MATERIALIZED (
        SELECT p.id AS plan_id, p.state, p.version AS current, p.expires_at, d.id, d.version, d.channel, d.format, d.language, d.title, d.parts, d.alt, d.claims,
          d.needs_picture, d.media_hash, d.scheduled_at, d.hash, ${seen} AS is_seen, coalesce(${title}::text, d.title) AS new_title,
          coalesce(${parts === null ? null : JSON.stringify(parts)}::jsonb, d.parts) AS new_parts, coalesce(${scheduledAt?.toISOString() ?? null}::timestamptz, d.scheduled_at) AS new_at
        FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id WHERE d.id = ${draftId} FOR UPDATE OF p
      ), judged AS MATERIALIZED (
        SELECT base.*, (new_title IS DISTINCT FROM title OR new_parts <> parts OR new_at <> scheduled_at) AS is_change,
          (SELECT o.id FROM content_plans AS o WHERE o.channel = base.channel AND o.scheduled_at = base.new_at AND o.state NOT IN ('rejected', 'expired', 'failed')
            AND o.id <> base.plan_id LIMIT 1) AS taken_by,
          (SELECT n.id FROM drafts AS n WHERE n.plan_id = base.plan_id AND n.version = base.version + 1 AND n.author = 'operator'
            AND n.title IS NOT DISTINCT FROM new_title AND n.parts = new_parts AND n.scheduled_at = new_at) AS same
        FROM base
      ), moved AS (
        UPDATE content_plans AS p SET version = p.version + 1, state = 'checking', scheduled_at = j.new_at FROM judged AS j
        WHERE p.id = j.plan_id AND j.version = j.current AND j.is_seen AND j.is_change AND j.taken_by IS NULL AND j.state IN ('blocked', 'waiting', 'approved')
          AND j.expires_at > ${at} AND j.expires_at > j.new_at
        RETURNING p.id, p.version
      ), written AS (
        INSERT INTO drafts (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, media_hash, scheduled_at, created_at)
        SELECT ${id}, moved.id, moved.version, 'operator', NULL, channel, format, language, new_title, new_parts, alt, claims, needs_picture, media_hash, new_at, ${at}
        FROM moved, judged
        RETURNING id, plan_id, version
      ), told AS (
        INSERT INTO events (id, name, source, external_id, data, created_at)
        SELECT ${event}, 'draft.edited', 'operator', 'edited:' || id, jsonb_build_object('id', id, 'plan', plan_id), ${at} FROM written
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${audit}, ${at}, ${actor}, 'draft.edited', id, jsonb_build_object('plan', plan_id, 'version', version, 'from', ${draftId}::text) FROM written
      )
      SELECT plan_id AS "planId", version, current, state, hash, expires_at AS "expiresAt", new_at AS "scheduledAt", taken_by AS "takenBy", same,
        is_change AS "isChange", (SELECT id FROM written) AS "draftId", (SELECT ${event}::text FROM written) AS "eventId"
      FROM judged`,
  )
  return row === undefined ? null : { ...row, expiresAt: new Date(row.expiresAt), scheduledAt: new Date(row.scheduledAt) }
}
