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
        coalesce((SELECT received_at <= ${grace}::timestamptz FROM event_inbox ORDER BY id LIMIT 1), false) AS left`,
  )
  const slots = (row?.slots ?? []).map(({ slot, moment, ...rest }) => ({ ...rest, slot: new Date(slot), moment: new Date(moment) }))
  return { slots, overdue: row?.overdue ?? [], events: row?.events ?? [], isInboxLeft: row?.left ?? false }
}
