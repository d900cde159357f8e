// Questions about what is due: slots that have run, runs that wait, events that nobody was told of.
import { and, eq, inArray, sql } from "drizzle-orm"
import type { RunState, RunTrigger } from "../../domain/run.ts"
import { type Db, rowsAs } from "../client.ts"
import { runs } from "../schema/ops.ts"
import type { StoredEvent } from "./runs.ts"

/** Which of the agents have ended their run of that slot, however it ended. */
export async function listEndedAgents(db: Db, agents: readonly string[], slot: Date): Promise<string[]> {
  const rows = await db
    .select({ agent: runs.agent })
    .from(runs)
    .where(and(eq(runs.slot, slot), inArray(runs.agent, [...agents]), inArray(runs.state, ["succeeded", "failed", "dead"])))
  return rows.map((row) => row.agent)
}

export type DueWork = {
  /** Runs of slots since the given moment. */
  readonly slots: readonly { readonly agent: string; readonly slot: Date; readonly state: RunState; readonly moment: Date }[]
  /** Runs whose lease ran out or whose time for another try has come. */
  readonly overdue: readonly { readonly agent: string; readonly trigger: RunTrigger; readonly input: Record<string, unknown> }[]
  /** Events that nobody was told of yet. */
  readonly events: readonly StoredEvent[]
  /** Whether the inbox has a row that nobody came to count. */
  readonly isInboxLeft: boolean
  /** When the oldest of the runs, events and rows that wait here had its time; null where none waits. */
  readonly waitsSince: Date | null
  /** Agents that the operator has stopped: what is due for them rests. */
  readonly stopped: readonly string[]
}

/** Everything the heartbeat has to know, in one statement. Events and rows of the inbox younger than `graceMs` are left to whoever stored them; runs of stopped agents rest. */
export async function getDueWork(db: Db, now: Date, since: Date, graceMs: number): Promise<DueWork> {
  const at = now.toISOString()
  const grace = new Date(now.getTime() - graceMs).toISOString()
  const [row] = await rowsAs<{
    slots: { agent: string; slot: string; state: RunState; moment: string }[]
    overdue: DueWork["overdue"]
    events: StoredEvent[]
    left: boolean
    waits_since: string | null
    stopped: string[]
  }>(
    db,
    sql`
      SELECT
        coalesce((SELECT json_agg(json_build_object('agent', agent, 'slot', slot, 'state', state, 'moment', moment)) FROM runs WHERE slot >= ${since.toISOString()}::timestamptz), '[]') AS slots,
        coalesce((SELECT jsonb_agg(jsonb_build_object('agent', agent, 'trigger', trigger, 'input', input)) FROM (
          SELECT agent, trigger, input FROM runs
          WHERE ((state = 'running' AND lease_until <= ${at}::timestamptz) OR (state = 'waiting' AND retry_at <= ${at}::timestamptz))
            AND NOT EXISTS (SELECT 1 FROM switches WHERE scope = 'stop:agent:' || runs.agent AND is_on)
          ORDER BY started_at LIMIT 100) AS o), '[]') AS overdue,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'data', data)) FROM (
          SELECT id, name, data FROM events
          WHERE dispatched_at IS NULL AND created_at <= ${grace}::timestamptz
          ORDER BY created_at LIMIT 100) AS e), '[]') AS events,
        coalesce((SELECT received_at <= ${grace}::timestamptz FROM event_inbox ORDER BY id LIMIT 1), false) AS left,
        least(
          (SELECT min(coalesce(lease_until, retry_at)) FROM runs WHERE state IN ('running', 'waiting') AND coalesce(lease_until, retry_at) <= ${at}::timestamptz
            AND NOT EXISTS (SELECT 1 FROM switches WHERE scope = 'stop:agent:' || runs.agent AND is_on)),
          (SELECT created_at FROM events WHERE dispatched_at IS NULL ORDER BY created_at LIMIT 1),
          (SELECT received_at FROM event_inbox ORDER BY id LIMIT 1)) AS waits_since,
        coalesce((SELECT jsonb_agg(substr(scope, 12) ORDER BY scope) FROM switches WHERE is_on AND starts_with(scope, 'stop:agent:')), '[]') AS stopped`,
  )
  const slots = (row?.slots ?? []).map(({ slot, moment, ...rest }) => ({ ...rest, slot: new Date(slot), moment: new Date(moment) }))
  const waitsSince = row?.waits_since ? new Date(row.waits_since) : null
  return {
    slots,
    overdue: row?.overdue ?? [],
    events: row?.events ?? [],
    isInboxLeft: row?.left ?? false,
    waitsSince,
    stopped: row?.stopped ?? [],
  }
}
