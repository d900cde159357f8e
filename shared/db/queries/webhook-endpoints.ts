// Questions about the endpoints of other people's programs: who listens to what, changes by their owners, and how the last attempts went.
import { type SQL, sql } from "drizzle-orm"
import { newId } from "../../kit/ids.ts"
import type { DisabledWhy, MessageState, WebhookEvent, WebhookState } from "../../domain/webhook.ts"
import { type Db, rowsAs } from "../client.ts"

export type WebhookEndpoint = {
  readonly id: string
  /** The key that it belongs to; null: the operator's. */
  readonly keyId: string | null
  readonly url: string
  readonly description: string
  readonly events: readonly WebhookEvent[]
  readonly state: WebhookState
  readonly disabledWhy: DisabledWhy | null
  readonly secretVersion: number
  readonly previousUntil: Date | null
  readonly createdAt: Date
  readonly changedAt: Date
  readonly failingSince: Date | null
  readonly lastOkAt: Date | null
  /** Messages that wait to be delivered. */
  readonly waiting: number
}

/** Who asks: a key sees and changes its own, null is the operator, who sees all. */
export type Owner = string | null

type By = { readonly actor: string; readonly now: Date }

const COLUMNS = sql`e.id, e.key_id AS "keyId", e.url, e.description, e.events, e.state, e.disabled_why AS "disabledWhy", e.secret_version AS "secretVersion",
  e.previous_until AS "previousUntil", e.created_at AS "createdAt", e.changed_at AS "changedAt", e.failing_since AS "failingSince", e.last_ok_at AS "lastOkAt",
  (SELECT count(*) FROM webhook_messages AS m WHERE m.endpoint_id = e.id AND m.state = 'waiting')::int AS waiting`

const isOwn = (owner: Owner): SQL => sql`(${owner}::text IS NULL OR key_id = ${owner}::text)`

type Row = { readonly [K in keyof WebhookEndpoint]: WebhookEndpoint[K] extends Date | null ? string | null : WebhookEndpoint[K] }
const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

const toEndpoint = (row: Row): WebhookEndpoint => ({
  ...row,
  previousUntil: dateOf(row.previousUntil),
  createdAt: new Date(row.createdAt ?? 0),
  changedAt: new Date(row.changedAt ?? 0),
  failingSince: dateOf(row.failingSince),
  lastOkAt: dateOf(row.lastOkAt),
})

/** Every endpoint of its owner, the newest first. */
export async function listWebhookEndpoints(db: Db, owner: Owner, limit: number): Promise<WebhookEndpoint[]> {
  const rows = await rowsAs<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM webhook_endpoints AS e WHERE e.state <> 'deleted' AND ${isOwn(owner)} ORDER BY e.id DESC LIMIT ${limit}::int`,
  )
  return rows.map(toEndpoint)
}

export async function findWebhookEndpoint(db: Db, id: string, owner: Owner): Promise<WebhookEndpoint | null> {
  const [row] = await rowsAs<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM webhook_endpoints AS e WHERE e.id = ${id} AND e.state <> 'deleted' AND ${isOwn(owner)}`,
  )
  return row === undefined ? null : toEndpoint(row)
}

type NewEndpoint = Pick<WebhookEndpoint, "id" | "keyId" | "url" | "description" | "events">

/** Makes an endpoint, with its audit row. False where its owner has as many as `most`: then nothing is written. */
export async function insertWebhookEndpoint(db: Db, made: NewEndpoint, most: number, { actor, now }: By): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { id, keyId, url, description, events } = made
  const rows = await rowsAs(
    db,
    sql`
      WITH made AS (
        INSERT INTO webhook_endpoints (id, key_id, url, description, events, state, secret_version, created_at, changed_at)
        SELECT ${id}, ${keyId}::text, ${url}, ${description}, ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)), 'on', 1, ${at}, ${at}
        WHERE (SELECT count(*) FROM webhook_endpoints WHERE state <> 'deleted' AND key_id IS NOT DISTINCT FROM ${keyId}::text) < ${most}::int
        RETURNING id, url, events
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${at}, ${actor}, 'webhook.made', id, jsonb_build_object('host', split_part(url, '/', 3), 'events', events) FROM made
      )
      SELECT id FROM made`,
  )
  return rows.length > 0
}

export type EndpointChange = {
  readonly url?: string | undefined
  readonly description?: string | undefined
  readonly events?: readonly WebhookEvent[] | undefined
  /** `on` after it was disabled begins anew: what failed before is forgotten. */
  readonly state?: "on" | "paused" | undefined
}

/** Changes what is given, with an audit row that names what; null where there is no such endpoint of the owner. */
export async function updateWebhookEndpoint(
  db: Db,
  { id, owner }: { readonly id: string; readonly owner: Owner },
  change: EndpointChange,
  { actor, now }: By,
): Promise<WebhookEndpoint | null> {
  const at = sql`${now.toISOString()}::timestamptz`
  const events = change.events === undefined ? null : JSON.stringify(change.events)
  const state = change.state ?? null
  const names = JSON.stringify(Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name])))
  const [row] = await rowsAs<Row>(
    db,
    sql`
      WITH changed AS (
        UPDATE webhook_endpoints AS c SET url = coalesce(${change.url ?? null}::text, url), description = coalesce(${change.description ?? null}::text, description),
          events = CASE WHEN ${events}::jsonb IS NULL THEN events ELSE ARRAY(SELECT jsonb_array_elements_text(${events}::jsonb)) END,
          state = coalesce(${state}::text, state), disabled_why = CASE WHEN ${state}::text IS NULL THEN disabled_why END,
          failing_since = CASE WHEN ${state}::text = 'on' AND state <> 'on' THEN NULL ELSE failing_since END, changed_at = ${at}
        WHERE c.id = ${id} AND c.state <> 'deleted' AND ${isOwn(owner)}
        RETURNING c.*
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${at}, ${actor}, 'webhook.changed', id, jsonb_build_object('host', split_part(url, '/', 3), 'state', state, 'changed', ${names}::jsonb) FROM changed
      )
      SELECT ${COLUMNS} FROM changed AS e`,
  )
  return row === undefined ? null : toEndpoint(row)
}

/** Forgets an endpoint's address and stops its messages for good, with an audit row. Null where there is no such endpoint of the owner. */
export async function deleteWebhookEndpoint(db: Db, id: string, owner: Owner, { actor, now }: By): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`
  const rows = await rowsAs(
    db,
    sql`
      WITH gone AS (
        UPDATE webhook_endpoints SET state = 'deleted', disabled_why = NULL, url = 'https://deleted.invalid/', description = '', changed_at = ${at}
        WHERE id = ${id} AND state <> 'deleted' AND ${isOwn(owner)} RETURNING id
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail) SELECT ${newId("aud", now)}, ${at}, ${actor}, 'webhook.deleted', id, '{}' FROM gone
      )
      SELECT id FROM gone`,
  )
  return rows.length > 0
}

/** Moves an endpoint on to its next secret; the one before goes on until `previousUntil`. Null where there is no such endpoint of the owner. */
export async function rotateWebhookSecret(
  db: Db,
  { id, owner, previousUntil }: { readonly id: string; readonly owner: Owner; readonly previousUntil: Date },
  { actor, now }: By,
): Promise<{ readonly version: number } | null> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<{ version: number }>(
    db,
    sql`
      WITH turned AS (
        UPDATE webhook_endpoints SET secret_version = secret_version + 1, previous_until = ${previousUntil.toISOString()}::timestamptz, changed_at = ${at}
        WHERE id = ${id} AND state <> 'deleted' AND ${isOwn(owner)} RETURNING id, secret_version, previous_until
      ), audited AS (
        INSERT INTO audit_log (id, at, actor, action, subject, detail)
        SELECT ${newId("aud", now)}, ${at}, ${actor}, 'webhook.secret-rotated', id, jsonb_build_object('version', secret_version, 'previousUntil', previous_until) FROM turned
      )
      SELECT secret_version AS version FROM turned`,
  )
  return row ?? null
}

export type WebhookAttempt = {
  readonly id: string
  readonly endpoint: string
  readonly message: string
  readonly type: string
  readonly at: Date
  readonly status: number | null
  /** Null: delivered. */
  readonly failure: string | null
  readonly wallMs: number
  /** How its message stands now, and when it is tried next. */
  readonly state: MessageState
  readonly dueAt: Date | null
}

/** The last attempts at each endpoint of the owner, or at one of them, the newest first: `limit` of each. */
export async function listWebhookAttempts(
  db: Db,
  of: { readonly owner: Owner; readonly endpoint: string | null },
  limit: number,
): Promise<WebhookAttempt[]> {
  const rows = await rowsAs<Omit<WebhookAttempt, "at" | "dueAt"> & { at: string; dueAt: string | null }>(
    db,
    sql`
      SELECT a.id, a.endpoint_id AS endpoint, a.message_id AS message, m.type, a.at, a.status, a.failure, a.wall_ms AS "wallMs", m.state, m.due_at AS "dueAt"
      FROM webhook_endpoints AS e
        CROSS JOIN LATERAL (SELECT * FROM webhook_attempts AS t WHERE t.endpoint_id = e.id ORDER BY t.id DESC LIMIT ${limit}::int) AS a
        JOIN webhook_messages AS m ON m.endpoint_id = a.endpoint_id AND m.id = a.message_id
      WHERE e.state <> 'deleted' AND ${isOwn(of.owner)} AND (${of.endpoint}::text IS NULL OR e.id = ${of.endpoint}::text)
      ORDER BY a.id DESC`,
  )
  return rows.map(({ at, dueAt, ...row }) => ({ ...row, at: new Date(at), dueAt: dateOf(dueAt) }))
}

/** What a message of an endpoint of the owner is; null where there is none. */
export async function findWebhookMessage(
  db: Db,
  { id, endpoint, owner }: { readonly id: string; readonly endpoint: string; readonly owner: Owner },
): Promise<{ readonly type: string; readonly state: MessageState } | null> {
  const [row] = await rowsAs<{ type: string; state: MessageState }>(
    db,
    sql`
      SELECT m.type, m.state FROM webhook_messages AS m JOIN webhook_endpoints AS e ON e.id = m.endpoint_id
      WHERE m.endpoint_id = ${endpoint} AND m.id = ${id} AND e.state <> 'deleted' AND ${isOwn(owner)}`,
  )
  return row ?? null
}
