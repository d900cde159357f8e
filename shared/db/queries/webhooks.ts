// Questions about messages to other people's programs: giving them out, taking those that are due, and noting how they went.
import { type SQL, sql } from "drizzle-orm"
import { DISABLE_AFTER_MS, type DisabledWhy, type MessageState, REST } from "../../domain/webhook.ts"
import { leastId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { isLive } from "./egress.ts"

/** Written out, so that the index of events that were not given out yet can be used. */
const EVENTS = sql`name IN ('insight.created', 'post.published')`
/** An endpoint goes with its key. `e` is the endpoint. */
const allowed = (at: SQL): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM api_keys AS k WHERE k.id = e.key_id AND (k.revoked_at IS NOT NULL OR k.expires_at <= ${at}))`

export type WebhookWork = {
  /** Whether events wait to be given out. */
  readonly isUntold: boolean
  /** Whether a message is due at an endpoint that is on. */
  readonly isDue: boolean
  /** When the next message is due that isn't yet. */
  readonly nextAt: Date | null
}

/** What there is to do at `now`. */
export async function getWebhookWork(db: Db, now: Date): Promise<WebhookWork> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<{ untold: boolean; due: boolean; next: string | null }>(
    db,
    sql`
      SELECT EXISTS (SELECT 1 FROM events WHERE webhooks_at IS NULL AND ${EVENTS}) AS untold,
        EXISTS (
          SELECT 1 FROM webhook_endpoints AS e
          WHERE e.state = 'on' AND EXISTS (SELECT 1 FROM webhook_messages AS m WHERE m.endpoint_id = e.id AND m.state = 'waiting' AND m.due_at <= ${at})
        ) AS due,
        (SELECT min(due_at) FROM webhook_messages WHERE state = 'waiting' AND due_at > ${at}) AS next`,
  )
  return { isUntold: row?.untold ?? false, isDue: row?.due ?? false, nextAt: row?.next == null ? null : new Date(row.next) }
}

/**
 * Gives the oldest events that nobody was given to every endpoint that listened when they happened, and marks them: one statement, whatever
 * the number of endpoints. Where webhooks aren't turned on nothing is kept for later.
 */
export async function giveOutEvents(db: Db, limit: number, now: Date): Promise<{ readonly events: number; readonly messages: number }> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<{ events: number; messages: number }>(
    db,
    sql`
      WITH fresh AS (
        SELECT id, name, data, created_at FROM events WHERE webhooks_at IS NULL AND ${EVENTS} ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
      ), marked AS (
        UPDATE events SET webhooks_at = ${at} FROM fresh WHERE events.id = fresh.id RETURNING 1
      ), made AS (
        INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, due_at)
        SELECT e.id, 'msg_' || substr(f.id, 5), f.name, f.created_at, f.data, 'waiting', ${at}
        FROM fresh AS f JOIN webhook_endpoints AS e ON e.state = 'on' AND f.name = ANY (e.events) AND e.created_at <= f.created_at
        WHERE ${allowed(at)} AND ${isLive(sql`'webhook'`)}
        ON CONFLICT (endpoint_id, id) DO NOTHING
        RETURNING 1
      )
      SELECT (SELECT count(*) FROM marked)::int AS events, (SELECT count(*) FROM made)::int AS messages`,
  )
  return row ?? { events: 0, messages: 0 }
}

/** Makes the message by which an endpoint's owner looks whether all is well. The same event makes one. */
export async function insertTestMessage(db: Db, ask: { readonly event: string; readonly endpoint: string }, now: Date): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`
  const rows = await rowsAs(
    db,
    sql`
      INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, due_at, asked_by)
      SELECT id, 'msg_' || substr(${ask.event}, 5), 'webhook.test', ${at}, jsonb_build_object('id', id), 'waiting', ${at}, ${ask.event}
      FROM webhook_endpoints WHERE id = ${ask.endpoint} AND state = 'on'
      ON CONFLICT (endpoint_id, id) DO NOTHING
      RETURNING 1 AS one`,
  )
  return rows.length
}

export type ReplayAsk = {
  /** The event that asked: doing it twice is doing it once. */
  readonly event: string
  readonly endpoint: string
  /** Events with these ids, both included; a message of its own is asked for where they are the same. */
  readonly from: string
  readonly to: string
  /** Those that were delivered too. */
  readonly all: boolean
}

/** Lets messages of an endpoint go out again, under their ids, and makes those that it never had. Gives how many. */
export async function replayMessages(db: Db, ask: ReplayAsk, limit: number, now: Date): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<{ count: number }>(
    db,
    sql`
      WITH wanted AS (
        SELECT e.id AS endpoint, v.id, v.name, v.created_at, v.data
        FROM webhook_endpoints AS e JOIN events AS v ON v.name = ANY (e.events) AND v.id >= ${ask.from} COLLATE "C" AND v.id <= ${ask.to} COLLATE "C" AND v.${EVENTS}
        WHERE e.id = ${ask.endpoint} AND e.state = 'on' ORDER BY v.id LIMIT ${limit}::int
      ), again AS (
        INSERT INTO webhook_messages AS m (endpoint_id, id, type, occurred_at, data, state, due_at, asked_by)
        SELECT endpoint, 'msg_' || substr(id, 5), name, created_at, data, 'waiting', ${at}, ${ask.event} FROM wanted
        ON CONFLICT (endpoint_id, id) DO UPDATE SET state = 'waiting', due_at = ${at}, settled_at = NULL, attempts = 0, asked_by = excluded.asked_by
        WHERE m.asked_by IS DISTINCT FROM excluded.asked_by AND (${ask.all}::boolean OR m.state <> 'delivered')
        RETURNING 1
      )
      SELECT count(*)::int AS count FROM again`,
  )
  return row?.count ?? 0
}

export type ClaimedMessage = {
  readonly endpoint: string
  readonly id: string
  readonly type: string
  readonly occurredAt: Date
  readonly data: Readonly<Record<string, unknown>>
  /** How many there were before. */
  readonly attempts: number
  readonly url: string
  readonly secretVersion: number
  readonly previousUntil: Date | null
}

export type Claim = {
  readonly now: Date
  /** Until then nobody else sends them: a sender that is killed leaves them to whoever comes after. */
  readonly leaseUntil: Date
  readonly limit: number
  /** Of one endpoint at a time; of one that fails, a single message. */
  readonly perEndpoint: number
}

/** Takes messages that are due, none of endpoints that rest, those of endpoints that answer first, and of each endpoint only some: nobody's backlog holds up the others. */
export async function claimMessages(db: Db, { now, leaseUntil, limit, perEndpoint }: Claim): Promise<ClaimedMessage[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const longAgo = leastId("wha", new Date(now.getTime() - REST.mostMs))
  const rows = await rowsAs<Omit<ClaimedMessage, "occurredAt" | "previousUntil"> & { occurredAt: string; previousUntil: string | null }>(
    db,
    sql`
      WITH free AS (
        SELECT m.endpoint_id, m.id, e.failing_since IS NOT NULL AS fails, e.url, e.secret_version, e.previous_until
        FROM webhook_endpoints AS e CROSS JOIN LATERAL (
          SELECT w.endpoint_id, w.id, w.due_at, row_number() OVER (ORDER BY w.due_at, w.id) AS place FROM webhook_messages AS w
          WHERE w.endpoint_id = e.id AND w.state = 'waiting' AND w.due_at <= ${at}
          ORDER BY w.due_at, w.id LIMIT CASE WHEN e.failing_since IS NULL THEN ${perEndpoint}::int ELSE 1 END
        ) AS m
        WHERE e.state = 'on' AND ${allowed(at)} AND (e.failing_since IS NULL OR NOT EXISTS (
          SELECT 1 FROM webhook_attempts AS t WHERE t.endpoint_id = e.id AND t.id > ${longAgo} COLLATE "C"
            AND t.at > ${at} - least(greatest((${at} - e.failing_since) * ${REST.share}::float8, ${REST.leastMs}::int * interval '1 ms'), ${REST.mostMs}::int * interval '1 ms')))
        ORDER BY e.failing_since IS NOT NULL, m.place, m.due_at LIMIT ${limit}::int
      ), held AS (
        SELECT w.endpoint_id, w.id FROM webhook_messages AS w JOIN free AS f ON f.endpoint_id = w.endpoint_id AND f.id = w.id
        WHERE w.state = 'waiting' AND w.due_at <= ${at} FOR UPDATE OF w SKIP LOCKED
      ), claimed AS (
        UPDATE webhook_messages AS w SET due_at = ${leaseUntil.toISOString()}::timestamptz FROM held AS h
        WHERE w.endpoint_id = h.endpoint_id AND w.id = h.id RETURNING w.endpoint_id, w.id, w.type, w.occurred_at, w.data, w.attempts
      )
      SELECT c.endpoint_id AS endpoint, c.id, c.type, c.occurred_at AS "occurredAt", c.data, c.attempts, f.url, f.secret_version AS "secretVersion",
        f.previous_until AS "previousUntil"
      FROM claimed AS c JOIN free AS f ON f.endpoint_id = c.endpoint_id AND f.id = c.id ORDER BY f.fails, c.id`,
  )
  return rows.map(({ occurredAt, previousUntil, ...row }) => ({
    ...row,
    occurredAt: new Date(occurredAt),
    previousUntil: previousUntil === null ? null : new Date(previousUntil),
  }))
}

export type SentMessage = {
  readonly endpoint: string
  readonly id: string
  readonly state: MessageState
  readonly dueAt: Date | null
  /** Null where it was taken, but not tried after all. */
  readonly attempt: {
    readonly id: string
    readonly at: Date
    readonly status: number | null
    readonly failure: string | null
    readonly wallMs: number
  } | null
  readonly isGone: boolean
}

export type DisabledEndpoint = { readonly id: string; readonly why: DisabledWhy }

/**
 * Notes how messages went, and what that says of their endpoints: since when each fails, and which are disabled. A delivery always counts; a
 * failure only where the message is its sender's still. Gives the endpoints that it has disabled. One statement.
 */
export async function settleMessages(
  db: Db,
  sent: readonly SentMessage[],
  { leaseUntil, now }: { readonly leaseUntil: Date; readonly now: Date },
): Promise<DisabledEndpoint[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const given = sent.map(({ attempt, dueAt, ...rest }) => ({
    ...rest,
    due_at: dueAt,
    ...attempt,
    id: rest.id,
    attempt: attempt?.id ?? null,
  }))
  return rowsAs<DisabledEndpoint>(
    db,
    sql`
      WITH told AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS t (endpoint text, id text, state text, due_at timestamptz, "isGone" boolean,
          attempt text, at timestamptz, status integer, failure text, "wallMs" integer)
      ), settled AS (
        UPDATE webhook_messages AS m SET state = t.state, due_at = t.due_at, settled_at = CASE WHEN t.state <> 'waiting' THEN ${at} END,
          attempts = m.attempts + CASE WHEN t.attempt IS NULL THEN 0 ELSE 1 END
        FROM told AS t
        WHERE m.endpoint_id = t.endpoint AND m.id = t.id AND m.state = 'waiting' AND (m.due_at = ${leaseUntil.toISOString()}::timestamptz OR t.state = 'delivered')
      ), noted AS (
        INSERT INTO webhook_attempts (id, endpoint_id, message_id, at, status, failure, wall_ms)
        SELECT attempt, endpoint, id, at, status, failure, "wallMs" FROM told WHERE attempt IS NOT NULL
        ON CONFLICT (id) DO NOTHING
      ), health AS (
        SELECT endpoint, max(at) FILTER (WHERE failure IS NULL) AS ok_at, min(at) FILTER (WHERE failure IS NOT NULL) AS failed_at, bool_or("isGone") AS gone
        FROM told WHERE attempt IS NOT NULL GROUP BY endpoint
      ), judged AS (
        SELECT e.id, h.ok_at, since, CASE WHEN h.gone THEN 'gone' WHEN since <= ${new Date(now.getTime() - DISABLE_AFTER_MS).toISOString()}::timestamptz THEN 'failing' END AS why
        FROM health AS h JOIN webhook_endpoints AS e ON e.id = h.endpoint,
          LATERAL (SELECT CASE WHEN h.failed_at IS NULL THEN NULL WHEN h.ok_at IS NULL THEN coalesce(e.failing_since, h.failed_at) ELSE h.failed_at END AS since) AS s
        ORDER BY e.id FOR UPDATE OF e
      ), judgement AS (
        UPDATE webhook_endpoints AS e SET failing_since = j.since, last_ok_at = coalesce(j.ok_at, e.last_ok_at),
          state = CASE WHEN e.state = 'on' AND j.why IS NOT NULL THEN 'disabled' ELSE e.state END,
          disabled_why = CASE WHEN e.state = 'on' THEN j.why ELSE e.disabled_why END,
          changed_at = CASE WHEN e.state = 'on' AND j.why IS NOT NULL THEN ${at} ELSE e.changed_at END
        FROM judged AS j WHERE e.id = j.id
        RETURNING e.id, e.disabled_why, e.changed_at
      ), disabled AS (
        SELECT id, disabled_why AS why FROM judgement WHERE disabled_why IS NOT NULL AND changed_at = ${at}
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT 'aud_' || substr(t.attempt, 5), ${at}, 'agent webhooks', 'webhook.disabled', d.id, jsonb_build_object('why', d.why)
        FROM disabled AS d, LATERAL (SELECT attempt FROM told WHERE endpoint = d.id AND failure IS NOT NULL ORDER BY at DESC LIMIT 1) AS t
      )
      SELECT id, why FROM disabled ORDER BY id`,
  )
}
