// Questions about decisions: approving and rejecting exact versions. One statement looks, decides and writes the row, the event and the audit.
import { type SQL, sql } from "drizzle-orm"
import type { Decision, Standing, Standpoint, Via, Wish } from "../../domain/approval.ts"
import { newId } from "../../kit/ids.ts"
import type { ChannelName } from "../../domain/post.ts"
import type { PlanState } from "../../domain/plan.ts"
import { type Db, rowsAs } from "../client.ts"

export type Word = {
  readonly decision: Decision
  /** `operator`, `telegram:ID` or `rule:NAME`. */
  readonly reviewer: string
  readonly via: Via
  /** As the audit log names him. */
  readonly actor: string
  /** Needed to reject. */
  readonly reason: string | null
  readonly now: Date
  /** Whether the statement stores the event; an agent emits its own. */
  readonly tells: boolean
}

export type Decided = Standpoint & {
  /** Whether this statement did it. */
  readonly done: boolean
  /** The stored event; null where there is none. */
  readonly eventId: string | null
  readonly channel: ChannelName | null
  readonly scheduledAt: Date | null
}

type Row = {
  readonly draft_id: string
  readonly plan_id: string | null
  readonly version: number | null
  readonly current: number | null
  readonly state: PlanState | null
  readonly hash: string | null
  readonly channel: ChannelName | null
  readonly scheduled_at: string | null
  readonly expires_at: string | null
  readonly failing: string[] | null
  readonly decided: (Omit<Standing, "at"> & { readonly at: string }) | null
  readonly done: boolean
  readonly evt: string
}

/** Whether version `d`, wished for as `w`, may be decided about while its plan stands as `h`. */
const fits = ({ decision, now }: Word): SQL =>
  decision === "approved"
    ? sql`d.version = h.version AND h.state = 'waiting' AND d.passes AND d.hash = w.hash AND h.expires_at > ${now.toISOString()}::timestamptz`
    : sql`d.version = h.version AND h.state IN ('checking', 'blocked', 'waiting', 'approved') AND d.hash IS NOT DISTINCT FROM w.hash`

/**
 * Decides about what `wanted` (draft_id, hash, apr, evt, aud) names. The plans are locked first, in the order of their ids: whoever else wants
 * to edit, decide or send waits, and then sees what became of it. A version that has its hash doesn't change any more.
 */
function deciding(word: Word, wanted: SQL): SQL {
  const { decision, reviewer, via, actor, reason, now, tells } = word
  const at = sql`${now.toISOString()}::timestamptz`
  return sql`
      wanted AS MATERIALIZED (${wanted}), held AS MATERIALIZED (
        SELECT p.id, p.state, p.version, p.expires_at, p.scheduled_at, p.channel FROM content_plans AS p
        WHERE p.id IN (SELECT d.plan_id FROM wanted AS w JOIN drafts AS d ON d.id = w.draft_id)
        ORDER BY p.id FOR UPDATE
      ), judged AS MATERIALIZED (
        SELECT w.draft_id, w.apr, w.evt, w.aud, d.plan_id, d.version, h.version AS current, h.state, d.hash, h.channel, h.scheduled_at, h.expires_at,
          (SELECT jsonb_agg(g ->> 'name') FROM jsonb_array_elements(d.guards) AS g WHERE g -> 'pass' = 'false') AS failing,
          coalesce(${fits(word)}, false) AS fits
        FROM wanted AS w LEFT JOIN drafts AS d ON d.id = w.draft_id LEFT JOIN held AS h ON h.id = d.plan_id
      ), moved AS (
        UPDATE content_plans AS p SET state = ${decision} FROM judged AS j WHERE j.fits AND p.id = j.plan_id
        RETURNING j.draft_id, j.plan_id, j.hash, j.apr, j.evt, j.aud
      ), written AS (
        INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, reason, at)
        SELECT apr, draft_id, plan_id, hash, ${decision}, ${reviewer}, ${via}, ${reason}::text, ${at} FROM moved
      ), told AS (
        INSERT INTO events (id, name, source, external_id, data, created_at)
        SELECT evt, 'draft.approved', 'operator', 'approved:' || draft_id, jsonb_build_object('id', draft_id, 'plan', plan_id), ${at}
        FROM moved WHERE ${tells && decision === "approved"}
        RETURNING id
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT aud, ${at}, ${actor}, ${`draft.${decision}`}, draft_id,
          jsonb_build_object('plan', plan_id, 'hash', hash, 'reviewer', ${reviewer}::text, 'via', ${via}::text, 'reason', ${reason}::text) FROM moved
      )
      SELECT j.draft_id, j.plan_id, j.version, j.current, j.state, j.hash, j.channel, j.scheduled_at, j.expires_at, j.failing, j.evt,
        EXISTS (SELECT 1 FROM moved AS m WHERE m.draft_id = j.draft_id) AS done,
        (SELECT jsonb_build_object('decision', a.decision, 'reviewer', a.reviewer, 'via', a.via, 'at', a.at)
          FROM approvals AS a WHERE a.draft_id = j.draft_id ORDER BY a.at DESC, a.id DESC LIMIT 1) AS decided
      FROM judged AS j`
}

/** A decision about several versions, each by itself: those that fit are decided about, whatever becomes of the others. One statement. */
export async function decideDrafts(db: Db, word: Word, wishes: readonly (Wish & { readonly approvalId?: string })[]): Promise<Decided[]> {
  const asked = wishes.map(({ draftId, hash, approvalId }) => ({
    draft_id: draftId,
    hash,
    apr: approvalId ?? newId("apr", word.now),
    evt: newId("evt", word.now),
    aud: newId("aud", word.now),
  }))
  const wanted = sql`SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w (draft_id text, hash text, apr text, evt text, aud text)`
  const rows = await rowsAs<Row>(db, sql`WITH ${deciding(word, wanted)}`)
  return rows.map((row) => toDecided(row, word))
}

export type Press = {
  /** SHA-256 of the button's secret. */
  readonly secretHash: string
  /** Telegram's id of who pressed it. */
  readonly person: string
  readonly updateId: number
}

/** A decision by a reviewer's button, which works once: it is used up by the same statement. Null where there is no such unused button of that person. */
export async function decideByButton(db: Db, word: Word, press: Press): Promise<Decided | null> {
  const at = sql`${word.now.toISOString()}::timestamptz`
  const wanted = sql`SELECT p.draft_id, d.hash, ${newId("apr", word.now)}::text AS apr, ${newId("evt", word.now)}::text AS evt, ${newId("aud", word.now)}::text AS aud
        FROM pressed AS p JOIN drafts AS d ON d.id = p.draft_id`
  const [row] = await rowsAs<Row>(
    db,
    sql`
      WITH pressed AS (
        UPDATE review_requests SET used_at = ${at}, used_update = ${press.updateId}::bigint
        WHERE secret_hash = ${press.secretHash} AND reviewer = ${press.person} AND used_at IS NULL AND expires_at > ${at}
        RETURNING draft_id
      ), ${deciding(word, wanted)}`,
  )
  return row === undefined ? null : toDecided(row, word)
}

/** What is known of a button and of the version that it is about; null where nobody was sent that secret. */
export async function findButton(db: Db, secretHash: string) {
  const [row] = await rowsAs<{
    draft_id: string
    hash: string | null
    reviewer: string
    used_update: string | null
    used: boolean
    expires_at: string
  }>(
    db,
    sql`
      SELECT r.draft_id, d.hash, r.reviewer, r.used_update::text AS used_update, r.used_at IS NOT NULL AS used, r.expires_at
      FROM review_requests AS r JOIN drafts AS d ON d.id = r.draft_id WHERE r.secret_hash = ${secretHash}`,
  )
  if (row === undefined) return null
  const { draft_id: draftId, used_update: update, expires_at: expires, ...rest } = row
  return { ...rest, draftId, usedUpdate: update === null ? null : Number(update), expiresAt: new Date(expires) }
}

function toDecided(row: Row, { decision, reviewer, via, now, tells }: Word): Decided {
  const decided = row.done ? { decision, reviewer, via, at: now } : row.decided && { ...row.decided, at: new Date(row.decided.at) }
  return {
    draftId: row.draft_id,
    planId: row.plan_id,
    version: row.version ?? 0,
    current: row.current ?? 0,
    state: row.done ? decision : (row.state ?? "failed"),
    hash: row.hash,
    channel: row.channel,
    scheduledAt: row.scheduled_at === null ? null : new Date(row.scheduled_at),
    expiresAt: new Date(row.expires_at ?? 0),
    failing: row.failing ?? [],
    decided,
    done: row.done,
    eventId: row.done && tells && decision === "approved" ? row.evt : null,
  }
}
