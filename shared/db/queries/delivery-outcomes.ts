// What became of a sending? Each answer is one statement, guarded by who sent which part, so that a late one changes nothing it shouldn't.
import { type SQL, sql } from "drizzle-orm"
import type { DeliveryReceipt, DeliveryState } from "../../domain/delivery.ts"
import type { ChannelName } from "../../domain/post.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { noteChannel } from "./egress.ts"

/** The part that a sender, or who asks after it, is about. */
export type PartOf = { readonly id: string; readonly channel: ChannelName; readonly attempt: number; readonly part: number }

/**
 * CTEs that follow where `changed` holds a delivery that has just become live: the post's row, the mark on the post that it corrects, and
 * the event. The post has its delivery's number.
 */
const published = (at: string, now: Date): SQL => sql`
      published AS (
        INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, url, published_at,
          asset, topic, format, insight_type, policy_version)
        SELECT 'post_' || substr(c.id, 5), c.id, c.plan_id, c.draft_id, p.insight_id, c.channel, p.tier, c.receipts #>> '{0,id}', c.receipts #>> '{0,url}', ${at}::timestamptz,
          p.asset, p.topic, p.format, i.type, r.policy_version
        FROM changed AS c JOIN content_plans AS p ON p.id = c.plan_id JOIN insights AS i ON i.id = p.insight_id JOIN runs AS r ON r.id = p.run_id
        WHERE c.state = 'live'
        ON CONFLICT (delivery_id) DO NOTHING
        RETURNING id, channel, plan_id
      ), corrected AS (
        UPDATE published_content AS old SET corrected_by = p.id FROM published AS n JOIN content_plans AS p ON p.id = n.plan_id
        WHERE p.kind = 'correction' AND old.id = p.about_post_id AND old.corrected_by IS NULL
      ), told AS (
        INSERT INTO events (id, name, source, external_id, data, created_at)
        SELECT ${newId("evt", now)}, 'post.published', 'publishing', id, jsonb_build_object('id', id, 'channel', channel), ${at}::timestamptz FROM published
        ON CONFLICT (source, external_id) DO NOTHING
      )`

/**
 * Keeps a part's receipt; with the last one the post is live. A receipt is the truth whoever brings it: also one whose sender has lost the
 * delivery meanwhile is kept, as long as that part has none. Where another sender is at it, that one stays its holder, and finds at its
 * next step that the part is out. Gives the new state, or null where the part has its receipt already.
 */
export async function storeReceipt(
  db: Db,
  { id, channel, attempt, part }: PartOf,
  {
    receipt,
    restMs,
    leaseUntil,
    now,
  }: { readonly receipt: DeliveryReceipt; readonly restMs: number; readonly leaseUntil: Date; readonly now: Date },
): Promise<{ readonly state: DeliveryState; readonly mine: boolean } | null> {
  const at = now.toISOString()
  const rested = new Date(now.getTime() + restMs).toISOString()
  const whole = sql`jsonb_array_length(d.receipts) + 1 = d.parts`
  const goesOn = sql`d.state = 'sending' AND (d.attempt <> ${attempt}::int OR ${restMs}::bigint = 0)`
  const [row] = await rowsAs<{ state: DeliveryState; mine: boolean }>(
    db,
    sql`
      WITH changed AS (
        UPDATE deliveries AS d SET receipts = d.receipts || ${JSON.stringify([receipt])}::jsonb,
          state = CASE WHEN ${whole} THEN 'live' WHEN ${goesOn} THEN 'sending' ELSE 'scheduled' END,
          lease_until = CASE WHEN ${whole} OR NOT (${goesOn}) THEN NULL WHEN d.attempt = ${attempt}::int THEN ${leaseUntil.toISOString()}::timestamptz ELSE d.lease_until END,
          due_at = CASE WHEN ${whole} OR (${goesOn}) THEN d.due_at ELSE ${rested}::timestamptz END,
          ended_at = CASE WHEN ${whole} THEN ${at}::timestamptz END, part_since = NULL, tries = 0, failure_code = NULL, failure_detail = NULL
        WHERE d.id = ${id} AND jsonb_array_length(d.receipts) = ${part}::int AND d.state <> 'live'
        RETURNING id, plan_id, draft_id, channel, receipts, state, attempt
      ), ${published(at, now)}, noted AS (${noteChannel(channel, null, now)})
      SELECT state, state = 'sending' AND attempt = ${attempt}::int AS mine FROM changed`,
  )
  return row ?? null
}

/** What a part's sender, or who asked after it, knows now; `dueAt` is when the next step may be taken. */
export type Note = {
  readonly state: "scheduled" | "unknown" | "held" | "refused"
  readonly dueAt: Date
  /** Tries of this part that came to nothing, this one included. */
  readonly tries: number
  readonly code: string | null
  readonly detail: string | null
  /** Speaks against the channel's health; null where nothing was asked, or what it said doesn't. */
  readonly channelFailure: string | null
}

/** Notes how a sending ended without a receipt. False where the delivery is no longer this sender's: then nothing was changed. */
export async function noteSending(db: Db, of: PartOf, note: Note, now: Date): Promise<boolean> {
  return writeNote(db, of, note, now, "sending")
}

/** Notes what asking after a part came to: `scheduled` where it is certainly not out. False where somebody else has settled it meanwhile. */
export async function noteSettling(db: Db, of: PartOf, note: Note, now: Date): Promise<boolean> {
  return writeNote(db, of, note, now, "unknown")
}

async function writeNote(db: Db, { id, channel, attempt, part }: PartOf, note: Note, now: Date, from: DeliveryState): Promise<boolean> {
  const { state, dueAt, tries, code, detail, channelFailure } = note
  // Only where a part may be out is it kept since when.
  const certain = state === "scheduled" || state === "refused"
  const rows = await rowsAs(
    db,
    sql`
      WITH changed AS (
        UPDATE deliveries SET state = ${state}, due_at = ${dueAt.toISOString()}::timestamptz, tries = ${tries}::int, lease_until = NULL,
          part_since = CASE WHEN ${certain} THEN NULL ELSE part_since END, failure_code = ${code}, failure_detail = ${detail},
          ended_at = CASE WHEN ${state === "refused"} THEN ${now.toISOString()}::timestamptz END
        WHERE id = ${id} AND attempt = ${attempt}::int AND state = ${from} AND jsonb_array_length(receipts) = ${part}::int
        RETURNING id
      )${channelFailure === null ? sql`` : sql`, noted AS (${noteChannel(channel, channelFailure, now)})`}
      SELECT id FROM changed`,
  )
  return rows.length === 1
}

/**
 * Takes a delivery from a sender whose lease ran out: a part that may be out is unknown, one that was never begun is due again, or held where
 * senders have been cut off so often that it is no accident.
 */
export async function expireDelivery(
  db: Db,
  id: string,
  { now, settleMs, mostTries }: { readonly now: Date; readonly settleMs: number; readonly mostTries: number },
): Promise<boolean> {
  const rows = await rowsAs(
    db,
    sql`
      UPDATE deliveries SET lease_until = NULL, tries = tries + 1, failure_code = 'cut-off', failure_detail = NULL,
        state = CASE WHEN part_since IS NOT NULL THEN 'unknown' WHEN tries + 1 >= ${mostTries}::int THEN 'held' ELSE 'scheduled' END,
        due_at = CASE WHEN part_since IS NULL THEN due_at ELSE ${new Date(now.getTime() + settleMs).toISOString()}::timestamptz END
      WHERE id = ${id} AND state = 'sending' AND lease_until <= ${now.toISOString()}::timestamptz
      RETURNING id`,
  )
  return rows.length === 1
}

/**
 * Goes on after a person's word (an unknown delivery of whose next part nothing is pending): live where every part is out or the rest was given up,
 * else due again. Null where there is nothing of that kind.
 */
export async function resumeDelivery(db: Db, id: string, now: Date): Promise<DeliveryState | null> {
  const at = now.toISOString()
  const whole = sql`(jsonb_array_length(receipts) = parts OR failure_code = 'given-up')`
  const [row] = await rowsAs<{ state: DeliveryState }>(
    db,
    sql`
      WITH changed AS (
        UPDATE deliveries SET state = CASE WHEN ${whole} THEN 'live' ELSE 'scheduled' END, parts = CASE WHEN ${whole} THEN jsonb_array_length(receipts) ELSE parts END,
          ended_at = CASE WHEN ${whole} THEN ${at}::timestamptz END, tries = 0
        WHERE id = ${id} AND state = 'unknown' AND part_since IS NULL
        RETURNING id, plan_id, draft_id, channel, receipts, state
      ), ${published(at, now)}
      SELECT state FROM changed`,
  )
  return row?.state ?? null
}

/** A person's word on the part that a delivery stands at (0 is the first): it is out, it isn't, or it is not to be tried any more. */
export type Settlement = {
  readonly id: string
  readonly part: number
  readonly answer:
    | { readonly kind: "is-out"; readonly externalId: string; readonly url: string | null }
    | { readonly kind: "is-not-out" | "give-up" }
}

/**
 * Part of a statement of ingest's that takes a person's word on a delivery that is held or unknown. `is-out` adds the receipt, and publishing goes on or ends it
 * as live; `is-not-out` makes it due again; `give-up` refuses it where nothing is out, else what is out becomes the post. Each answer holds for
 * the named part alone, so saying it twice is saying it once, and what is another delivery's can't be this one's. Gives one row with
 * `id` and `state`, or none where the delivery doesn't stand there.
 */
export function settling({ id, part, answer }: Settlement, now: Date): SQL {
  const at = now.toISOString()
  const receipt = answer.kind === "is-out" ? JSON.stringify([{ id: answer.externalId, url: answer.url, at }]) : "[]"
  const state =
    answer.kind === "is-out"
      ? sql`'unknown'`
      : answer.kind === "is-not-out"
        ? sql`'scheduled'`
        : sql`CASE WHEN jsonb_array_length(receipts) = 0 THEN 'refused' ELSE 'unknown' END`
  const isOut = answer.kind === "is-out"
  const known = answer.kind === "is-out" ? JSON.stringify([{ id: answer.externalId }]) : "[]"
  const code = answer.kind === "give-up" ? "given-up" : null
  const ends = sql`CASE WHEN ${answer.kind === "give-up"} AND jsonb_array_length(receipts) = 0 THEN ${at}::timestamptz END`
  return sql`
        UPDATE deliveries AS d SET state = ${state}, receipts = receipts || ${receipt}::jsonb, due_at = ${at}::timestamptz, attempt = attempt + 1, tries = 0,
          part_since = NULL, failure_code = ${code}, failure_detail = NULL, ended_at = ${ends}
        WHERE id = ${id} AND state IN ('held', 'unknown') AND jsonb_array_length(receipts) = ${part}::int AND ${part}::int < parts
          AND (part_since IS NOT NULL OR state = 'held')
          AND NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE other.channel = d.channel AND other.receipts @> ${known}::jsonb AND ${isOut})
        RETURNING id, state`
}
