// Questions about deliveries: what is to be sent, who sends it, and what was never begun. What became of a sending stands in delivery-outcomes.ts.
import { eq, sql } from "drizzle-orm"
import type { DeliveryReceipt } from "../../domain/delivery.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"
import { deliveries } from "../schema/deliveries.ts"
import { isLive, stopsOf } from "./egress.ts"

/** The agent that sends posts: what its own kill switch is named after. */
const AGENT = "publishing"

export type Delivery = typeof deliveries.$inferSelect

export async function findDelivery(db: Db, id: string): Promise<Delivery | null> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id)).limit(1)
  return row ?? null
}

export type Approved = {
  readonly planId: string
  readonly draftId: string
  readonly channel: ChannelName
  readonly format: string
  readonly language: string
  readonly title: string | null
  readonly parts: readonly string[]
  readonly alt: string | null
  readonly picture: { readonly hash: string; readonly contentType: "image/png"; readonly bytes: number } | null
  readonly scheduledAt: Date
}

/** A version as it was approved, where it is still the current one of a plan that may go out; else null. */
export async function findApproved(db: Db, draftId: string, now: Date): Promise<Approved | null> {
  const [row] = await rowsAs<Omit<Approved, "scheduledAt" | "picture"> & { scheduledAt: string; picture: Approved["picture"] }>(
    db,
    sql`
      SELECT p.id AS "planId", d.id AS "draftId", d.channel, d.format, d.language, d.title, d.parts, d.alt, d.scheduled_at AS "scheduledAt",
        CASE WHEN m.hash IS NOT NULL THEN jsonb_build_object('hash', m.hash, 'contentType', m.content_type, 'bytes', m.bytes) END AS picture
      FROM drafts AS d
      JOIN content_plans AS p ON p.id = d.plan_id AND p.version = d.version AND p.state = 'approved' AND p.expires_at > ${now.toISOString()}::timestamptz
      JOIN approvals AS a ON a.draft_id = d.id AND a.hash = d.hash AND a.decision = 'approved'
      LEFT JOIN media AS m ON m.hash = d.media_hash
      WHERE d.id = ${draftId}`,
  )
  return row === undefined ? null : { ...row, scheduledAt: new Date(row.scheduledAt) }
}

/**
 * Writes the intent to send an approved version, or puts a version that was approved anew in the place of one of which nothing was ever
 * sent. Null where the version is not (or no longer) the one that may go out, or its plan's delivery has been begun.
 */
export async function createDelivery(
  db: Db,
  delivery: { readonly id: string; readonly draftId: string; readonly payload: unknown; readonly parts: number; readonly now: Date },
): Promise<{ readonly id: string; readonly dueAt: Date } | null> {
  const { id, draftId, payload, parts, now } = delivery
  const at = now.toISOString()
  const [row] = await rowsAs<{ id: string; due: string }>(
    db,
    sql`
      WITH approved AS (
        SELECT p.id AS plan_id, d.id AS draft_id, d.channel, d.scheduled_at
        FROM content_plans AS p
        JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
        JOIN approvals AS a ON a.draft_id = d.id AND a.hash = d.hash AND a.decision = 'approved'
        WHERE d.id = ${draftId} AND p.state = 'approved' AND p.expires_at > ${at}::timestamptz
        -- An edit that comes at this moment waits, or was before: then the version no longer fits.
        FOR UPDATE OF p
      )
      INSERT INTO deliveries AS dl (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, created_at)
      SELECT ${id}, plan_id, draft_id, channel, ${JSON.stringify(payload)}::jsonb, ${parts}::int, 'scheduled', scheduled_at, scheduled_at, ${at}::timestamptz FROM approved
      ON CONFLICT (plan_id) DO UPDATE SET draft_id = excluded.draft_id, payload = excluded.payload, parts = excluded.parts,
        scheduled_at = excluded.scheduled_at, due_at = CASE WHEN dl.draft_id = excluded.draft_id THEN dl.due_at ELSE excluded.due_at END
      WHERE dl.state = 'scheduled' AND dl.attempt = 0
      RETURNING id, due_at AS due`,
  )
  return row === undefined ? null : { id: row.id, dueAt: new Date(row.due) }
}

export type ClaimedDelivery = {
  readonly state: "sending" | "rehearsed"
  readonly attempt: number
  readonly payload: unknown
  readonly parts: number
  readonly receipts: readonly DeliveryReceipt[]
}

/**
 * Takes a delivery that is due, for one sender until its lease ends; on a channel that isn't turned on it ends as rehearsed instead. The first
 * claim also releases the plan, so an edit and a claim exclude each other. Null where it is not to be sent now: it is not due, somebody
 * else has it, it is stopped, its text was edited or withdrawn, or its time is over with nothing of it out.
 */
export async function claimDelivery(
  db: Db,
  { id, now, leaseUntil }: { readonly id: string; readonly now: Date; readonly leaseUntil: Date },
): Promise<ClaimedDelivery | null> {
  const at = now.toISOString()
  const [row] = await rowsAs<ClaimedDelivery>(
    db,
    sql`
      WITH target AS (
        SELECT dl.id, dl.plan_id, dl.draft_id, d.version, ${isLive(sql`dl.channel`)} AS live
        FROM deliveries AS dl JOIN drafts AS d ON d.id = dl.draft_id
        WHERE dl.id = ${id} AND dl.state = 'scheduled' AND dl.due_at <= ${at}::timestamptz AND NOT EXISTS (${stopsOf(sql`dl.channel`, AGENT)})
      ), released AS (
        UPDATE content_plans AS p SET state = 'released' FROM target AS t
        WHERE p.id = t.plan_id AND p.version = t.version AND (p.state = 'released' OR (p.state = 'approved' AND p.expires_at > ${at}::timestamptz))
        RETURNING p.id, p.expires_at
      )
      UPDATE deliveries AS dl SET attempt = dl.attempt + 1, part_since = NULL, state = CASE WHEN t.live THEN 'sending' ELSE 'rehearsed' END,
        lease_until = CASE WHEN t.live THEN ${leaseUntil.toISOString()}::timestamptz END, ended_at = CASE WHEN NOT t.live THEN ${at}::timestamptz END
      FROM target AS t, released AS r
      WHERE dl.id = t.id AND r.id = dl.plan_id AND dl.draft_id = t.draft_id AND dl.state = 'scheduled' AND dl.due_at <= ${at}::timestamptz
        AND (CASE WHEN jsonb_array_length(dl.receipts) = 0 THEN r.expires_at > ${at}::timestamptz ELSE t.live END)
      RETURNING dl.state, dl.attempt, dl.payload, dl.parts, dl.receipts`,
  )
  return row ?? null
}

/** Ends a delivery of which nothing is out and nothing may come: its plan was withdrawn, or its time is over. False where that isn't so. */
export async function cancelDelivery(db: Db, id: string, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const rows = await rowsAs(
    db,
    sql`
      WITH over AS (
        SELECT p.id, p.expires_at <= ${at}::timestamptz AS expired FROM content_plans AS p JOIN deliveries AS dl ON dl.plan_id = p.id
        WHERE dl.id = ${id} AND (p.state IN ('rejected', 'expired', 'failed') OR (p.expires_at <= ${at}::timestamptz AND p.state IN ('approved', 'released')))
      ), plan AS (
        UPDATE content_plans AS p SET state = 'expired' FROM over WHERE p.id = over.id AND over.expired AND p.state = 'approved'
      )
      UPDATE deliveries AS dl SET state = 'cancelled', ended_at = ${at}::timestamptz, failure_code = CASE WHEN over.expired THEN 'expired' ELSE 'withdrawn' END,
        failure_detail = NULL
      FROM over WHERE dl.id = ${id} AND dl.plan_id = over.id AND dl.state = 'scheduled' AND jsonb_array_length(dl.receipts) = 0
      RETURNING dl.id`,
  )
  return rows.length === 1
}

export type DuePublishing = {
  readonly deliveries: readonly { readonly id: string; readonly dueAt: Date }[]
  /** Approved versions of which there is no delivery yet. */
  readonly drafts: readonly string[]
}

/** Most things of each kind that one look finds; the next look finds the others. */
const MOST = 500

/** What there is to do until a moment, oldest first; what is stopped is left out, so that it isn't looked at over and over. */
export async function listDuePublishing(db: Db, now: Date, until: Date): Promise<DuePublishing> {
  const [at, end] = [now.toISOString(), until.toISOString()]
  const [row] = await rowsAs<{ deliveries: { id: string; due: string }[]; drafts: string[] }>(
    db,
    sql`
      WITH due AS (
        SELECT dl.id, dl.due_at, dl.channel, dl.plan_id, dl.state, dl.receipts FROM deliveries AS dl
        WHERE dl.state IN ('scheduled', 'unknown') AND dl.due_at <= ${end}::timestamptz
      ), open AS (
        SELECT due.id, due.due_at FROM due JOIN content_plans AS p ON p.id = due.plan_id
        WHERE p.state NOT IN ('planned', 'checking', 'blocked', 'waiting') AND NOT EXISTS (${stopsOf(sql`due.channel`, AGENT)})
          AND ((due.state = 'scheduled' AND jsonb_array_length(due.receipts) = 0) OR ${isLive(sql`due.channel`)})
        UNION ALL
        SELECT id, lease_until FROM deliveries WHERE state = 'sending' AND lease_until <= ${at}::timestamptz
        ORDER BY 2 LIMIT ${MOST}
      ), fresh AS (
        SELECT d.id, d.scheduled_at FROM content_plans AS p
        JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
        JOIN approvals AS a ON a.draft_id = d.id AND a.hash = d.hash AND a.decision = 'approved'
        LEFT JOIN deliveries AS dl ON dl.plan_id = p.id
        WHERE p.state = 'approved' AND p.expires_at > ${at}::timestamptz AND dl.draft_id IS DISTINCT FROM d.id
        ORDER BY p.scheduled_at LIMIT ${MOST}
      )
      SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'due', due_at) ORDER BY due_at, id) FROM open), '[]') AS deliveries,
        coalesce((SELECT jsonb_agg(id ORDER BY scheduled_at, id) FROM fresh), '[]') AS drafts`,
  )
  const found = row ?? { deliveries: [], drafts: [] }
  return { deliveries: found.deliveries.map(({ id, due }) => ({ id, dueAt: new Date(due) })), drafts: found.drafts }
}

/** Takes a post of the studio's own pages down: its row stays, as a mark that it was there. */
export async function markRemoved(db: Db, postId: string, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const rows = await rowsAs(
    db,
    sql`UPDATE published_content SET removed_at = coalesce(removed_at, ${at}::timestamptz) WHERE id = ${postId} RETURNING id`,
  )
  return rows.length === 1
}
