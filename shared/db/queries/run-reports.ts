// Questions that readers ask of runs: what each agent did lately, and everything that one run left behind.
import { asc, desc, eq, sql } from "drizzle-orm"
import type { RunState } from "../../domain/run.ts"
import { type Db, rowsAs } from "../client.ts"
import { insights } from "../schema/insights.ts"
import { events } from "../schema/ops.ts"

export type RecentRun = {
  readonly agent: string
  readonly id: string
  readonly state: RunState
  readonly attempt: number
  readonly started_at: string
  readonly finished_at: string | null
  readonly wall_ms: number | null
  readonly error_code: string | null
}

/** The newest `each` runs of every named agent, newest first. One statement, one index range an agent. */
export async function listRecentRuns(db: Db, agents: readonly string[], each: number): Promise<RecentRun[]> {
  return rowsAs<RecentRun>(
    db,
    sql`
      SELECT r.agent, r.id, r.state, r.attempt, r.started_at, r.finished_at, r.wall_ms, r.error_code
      FROM unnest(${sql.param([...agents])}::text[]) WITH ORDINALITY AS wanted (agent, place)
      CROSS JOIN LATERAL (SELECT * FROM runs WHERE runs.agent = wanted.agent ORDER BY runs.id DESC LIMIT ${each}::int) AS r
      ORDER BY wanted.place, r.id DESC`,
  )
}

/** Events that a run told, oldest first. */
export async function listEventsOfRun(db: Db, runId: string) {
  return db
    .select({ id: events.id, name: events.name, createdAt: events.createdAt, dispatchedAt: events.dispatchedAt })
    .from(events)
    .where(eq(events.runId, runId))
    .orderBy(asc(events.id))
    .limit(200)
}

/** Insights that a run stored, newest first. */
export async function listInsightsOfRun(db: Db, runId: string) {
  return db.select().from(insights).where(eq(insights.runId, runId)).orderBy(desc(insights.id)).limit(100)
}
