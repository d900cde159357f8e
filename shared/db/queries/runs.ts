// Questions about runs: who may do a piece of work, and how it ended. What is due stands in due-work.ts.
import { sql } from "drizzle-orm"
import type { Emit } from "../../domain/event.ts"
import type { RunState, RunTrigger } from "../../domain/run.ts"
import { newId } from "../../kit/ids.ts"
import type { Usage } from "../../kit/meter.ts"
import { type Db, rowsAs } from "../client.ts"
import { countEnded } from "./run-stats.ts"

type ClaimRequest = {
  readonly agent: string
  readonly key: string
  readonly slot: Date | null
  readonly trigger: RunTrigger
  readonly input: unknown
  readonly now: Date
  readonly leaseMs: number
  readonly maxAttempts: number
  /** How long a run's first moment holds for its later attempts; null, or nothing: for ever. */
  readonly momentMs?: number | null
  /** Whether the run works with the version of the policy that stands; false, or nothing: with its agent's defaults. */
  readonly tuned?: boolean
}

/** The version of the policy that a run works with, and its values as stored. */
export type ClaimedPolicy = { readonly version: number; readonly tunables: unknown }

export type Claim =
  | {
      readonly answer: "claimed"
      readonly id: string
      readonly attempt: number
      readonly moment: Date
      /** Null: the defaults. */
      readonly policy: ClaimedPolicy | null
    }
  | { readonly answer: "done"; readonly id: string; readonly state: RunState }
  | { readonly answer: "busy"; readonly until: Date }
  | { readonly answer: "stopped" }

/**
 * Takes a piece of work, or says why not: it is done, somebody else has it (or waits for its next try) until a moment, or the operator has stopped
 * the agent. One statement. A run whose lease ran out is taken over; one that used up its attempts that way becomes dead. Work of a stopped agent
 * that no slot would bring back is kept as a waiting run, and looks at the moment at which it begins. The version of the policy is that of the run's
 * first attempt.
 */
export async function claimRun(db: Db, request: ClaimRequest): Promise<Claim> {
  const { agent, key, slot, trigger, input, now, leaseMs, maxAttempts, momentMs = null, tuned = false } = request
  const lease = new Date(now.getTime() + leaseMs)
  const at = now.toISOString()
  const outdated = momentMs === null ? null : new Date(now.getTime() - momentMs).toISOString()
  const begins = sql`r.attempt = 0 AND r.error_code = 'stopped'`
  const standing = sql`(SELECT version FROM policy_versions WHERE agent = ${agent} AND state IN ('trial', 'kept'))`
  const [row] = await rowsAs<ClaimRow>(
    db,
    sql`
      WITH stop AS MATERIALIZED (SELECT EXISTS (SELECT 1 FROM switches WHERE scope = ${`stop:agent:${agent}`} AND is_on) AS is_on), claimed AS (
        INSERT INTO runs AS r (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, lease_until, retry_at, error_code, error_detail, policy_version)
        SELECT ${newId("run", now)}, ${agent}, ${key}, ${slot?.toISOString() ?? null}::timestamptz, ${trigger}, ${JSON.stringify(input)}::jsonb,
          CASE WHEN is_on THEN 'waiting' ELSE 'running' END, CASE WHEN is_on THEN 0 ELSE 1 END, ${at}::timestamptz, ${at}::timestamptz,
          CASE WHEN NOT is_on THEN ${lease.toISOString()}::timestamptz END, CASE WHEN is_on THEN ${at}::timestamptz END,
          CASE WHEN is_on THEN 'stopped' END, CASE WHEN is_on THEN 'The operator has stopped this agent.' END,
          ${tuned ? standing : sql`NULL::int`}
        FROM stop WHERE NOT is_on OR ${slot === null}
        ON CONFLICT (key) DO UPDATE SET
          state = CASE WHEN r.attempt >= ${maxAttempts}::int THEN 'dead' ELSE 'running' END,
          attempt = CASE WHEN r.attempt >= ${maxAttempts}::int THEN r.attempt ELSE r.attempt + 1 END,
          moment = CASE WHEN r.attempt < ${maxAttempts}::int AND (r.moment <= ${outdated}::timestamptz OR (${begins})) THEN excluded.moment ELSE r.moment END,
          policy_version = CASE WHEN ${begins} THEN excluded.policy_version ELSE r.policy_version END,
          started_at = excluded.started_at,
          lease_until = CASE WHEN r.attempt >= ${maxAttempts}::int THEN NULL ELSE excluded.lease_until END,
          retry_at = NULL,
          finished_at = CASE WHEN r.attempt >= ${maxAttempts}::int THEN excluded.started_at ELSE NULL END,
          error_code = CASE WHEN r.attempt >= ${maxAttempts}::int THEN coalesce(r.error_code, 'bug') ELSE NULL END,
          error_detail = CASE WHEN r.attempt >= ${maxAttempts}::int THEN coalesce(r.error_detail, 'The run was cut off in every attempt.') ELSE NULL END
        WHERE excluded.state = 'running' AND ((r.state = 'running' AND r.lease_until <= ${at}::timestamptz) OR (r.state = 'waiting' AND r.retry_at <= ${at}::timestamptz))
        RETURNING id, agent, state, attempt, moment, coalesce(lease_until, retry_at) AS until, policy_version AS version
      ), counted AS (
        ${countEnded(sql`claimed WHERE state = 'dead'`, { now, succeeded: false, wallMs: 0 })}
      ), stood AS (
        SELECT id, state = 'running' AS mine, state, attempt, moment, until, version FROM claimed UNION ALL
        SELECT id, false, state, attempt, moment, coalesce(lease_until, retry_at), NULL::int FROM runs WHERE key = ${key} AND NOT EXISTS (SELECT 1 FROM claimed)
      )
      SELECT stop.is_on AS stopped, stood.*, ${tuned ? sql`p.tunables` : sql`NULL::jsonb`} AS tunables FROM stop LEFT JOIN stood ON true
      ${tuned ? sql`LEFT JOIN policy_versions AS p ON p.agent = ${agent} AND p.version = stood.version` : sql``}`,
  )
  return toClaim(row, new Date(now.getTime() + leaseMs))
}

type Stood = {
  id: string
  mine: boolean
  state: RunState
  attempt: number
  moment: string
  until: string | null
  version: number | null
  tunables: unknown
}
type ClaimRow = { stopped: boolean } & (Stood | { id: null })

function toClaim(row: ClaimRow | undefined, leaseEnd: Date): Claim {
  // Somebody inserted the row after this statement began: it is theirs; ask again when their lease could have ended.
  if (row === undefined || row.id === null) return row?.stopped ? { answer: "stopped" } : { answer: "busy", until: leaseEnd }
  if (row.mine) {
    const policy = row.version === null ? null : { version: row.version, tunables: row.tunables }
    return { answer: "claimed", id: row.id, attempt: row.attempt, moment: new Date(row.moment), policy }
  }
  if (row.until === null) return { answer: "done", id: row.id, state: row.state }
  return row.stopped ? { answer: "stopped" } : { answer: "busy", until: new Date(row.until) }
}

/** How an attempt ended: `wallMs` in real time, `now` in the studio's. */
export type EndedAttempt = {
  readonly id: string
  readonly attempt: number
  readonly now: Date
  readonly wallMs: number
  readonly usage: Usage
}

const usageColumns = ({ wallMs, usage }: EndedAttempt) => sql`
  wall_ms = ${Math.round(wallMs)}::int, statements = ${usage.statements}::int, rows_read = ${usage.rows}::int,
  database_ms = ${Math.round(usage.databaseMs)}::int, calls = ${usage.calls}::int, retries = ${usage.retries}::int,
  tokens = ${usage.tokens}::int, micro_usd = ${usage.microUsd}::bigint`

export type StoredEvent = { readonly id: string; readonly name: string; readonly data: Record<string, unknown> }

/**
 * Ends a run well and stores its events, in one statement. Gives the events that are new, or null where the run no longer
 * belonged to this attempt: then nothing was changed.
 */
export async function finishRun(
  db: Db,
  ended: EndedAttempt & { readonly agent: string; readonly output: unknown; readonly emits: readonly Emit[] },
): Promise<StoredEvent[] | null> {
  const emits = ended.emits.map((emit) => ({ id: newId("evt", ended.now), name: emit.name, external_id: emit.key, data: emit.data }))
  const rows = await rowsAs<{ id: string | null; name: string; data: Record<string, unknown> }>(
    db,
    sql`
      WITH finished AS (
        UPDATE runs SET state = 'succeeded', lease_until = NULL, finished_at = ${ended.now.toISOString()}::timestamptz,
          output = ${JSON.stringify(ended.output)}::jsonb, ${usageColumns(ended)}
        WHERE id = ${ended.id} AND attempt = ${ended.attempt}::int AND state = 'running'
        RETURNING id, agent
      ), counted AS (
        ${countEnded(sql`finished`, { now: ended.now, succeeded: true, wallMs: ended.wallMs })}
      ), emitted AS (
        INSERT INTO events (id, name, source, external_id, data, run_id, created_at)
        SELECT e.id, e.name, ${ended.agent}, e.external_id, e.data, finished.id, ${ended.now.toISOString()}::timestamptz
        FROM finished, jsonb_to_recordset(${JSON.stringify(emits)}::jsonb) AS e (id text, name text, external_id text, data jsonb)
        ON CONFLICT (source, external_id) DO NOTHING
        RETURNING id, name, data
      )
      SELECT emitted.id, emitted.name, emitted.data FROM finished LEFT JOIN emitted ON true`,
  )
  if (rows.length === 0) return null
  return rows.flatMap((row) => (row.id === null ? [] : [{ id: row.id, name: row.name, data: row.data }]))
}

/** Ends an attempt badly: `waiting` needs `retryAt`, `failed` and `dead` end the run. False where the run belonged to another attempt. */
export async function failRun(
  db: Db,
  ended: EndedAttempt & {
    readonly state: "waiting" | "failed" | "dead"
    readonly retryAt: Date | null
    readonly code: string
    readonly detail: string
  },
): Promise<boolean> {
  const rows = await rowsAs(
    db,
    sql`
      WITH attempted AS (
        UPDATE runs SET state = ${ended.state}, lease_until = NULL, retry_at = ${ended.retryAt?.toISOString() ?? null}::timestamptz,
          finished_at = ${ended.state === "waiting" ? null : ended.now.toISOString()}::timestamptz,
          error_code = ${ended.code}, error_detail = ${ended.detail}, ${usageColumns(ended)}
        WHERE id = ${ended.id} AND attempt = ${ended.attempt}::int AND state = 'running'
        RETURNING id, agent, state
      ), counted AS (
        ${countEnded(sql`attempted WHERE state <> 'waiting'`, { now: ended.now, succeeded: false, wallMs: ended.wallMs })}
      )
      SELECT id FROM attempted`,
  )
  return rows.length === 1
}

/** Marks the run with that key dead, for a message that came back as a dead letter. A run that ended, or that somebody is working on, is left alone. */
export async function buryRun(db: Db, key: string, now: Date, detail: string): Promise<string | null> {
  const [row] = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH buried AS (
        UPDATE runs SET state = 'dead', lease_until = NULL, retry_at = NULL, finished_at = ${now.toISOString()}::timestamptz,
          error_code = coalesce(error_code, 'bug'), error_detail = coalesce(error_detail, ${detail})
        WHERE key = ${key} AND (state = 'waiting' OR (state = 'running' AND lease_until <= ${now.toISOString()}::timestamptz))
        RETURNING id, agent
      ), counted AS (
        ${countEnded(sql`buried`, { now, succeeded: false, wallMs: 0 })}
      )
      SELECT id FROM buried`,
  )
  return row?.id ?? null
}

/** Gives a dead or failed run a fresh set of attempts, due at once. Null where there is no such run. */
export async function reviveRun(
  db: Db,
  id: string,
  now: Date,
): Promise<{ agent: string; trigger: RunTrigger; input: Record<string, unknown> } | null> {
  const [row] = await rowsAs<{ agent: string; trigger: RunTrigger; input: Record<string, unknown> }>(
    db,
    sql`
      UPDATE runs SET state = 'waiting', attempt = 0, retry_at = ${now.toISOString()}::timestamptz, finished_at = NULL
      WHERE id = ${id} AND state IN ('dead', 'failed')
      RETURNING agent, trigger, input`,
  )
  return row ?? null
}
