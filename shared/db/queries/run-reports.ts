// Questions that readers ask of runs: which there were, what each agent did lately, and everything that one run left behind.
import { and, asc, desc, eq, lt, sql } from "drizzle-orm"
import type { RunState } from "../../domain/run.ts"
import { type Db, rowsAs } from "../client.ts"
import { insights } from "../schema/insights.ts"
import { events, runs } from "../schema/ops.ts"

type RunMark = "agent" | "key" | "before"
export type RunFilter = { readonly [M in RunMark]?: string | undefined } & { readonly state?: RunState | undefined; readonly limit: number }

/** Runs, newest first; `before` is the id of the last one seen. */
export async function listRuns(db: Db, filter: RunFilter) {
  return db
    .select()
    .from(runs)
    .where(
      and(
        filter.agent === undefined ? undefined : eq(runs.agent, filter.agent),
        filter.state === undefined ? undefined : eq(runs.state, filter.state),
        filter.key === undefined ? undefined : eq(runs.key, filter.key),
        filter.before === undefined ? undefined : lt(runs.id, filter.before),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(filter.limit)
}

export async function findRun(db: Db, id: string) {
  const [row] = await db.select().from(runs).where(eq(runs.id, id))
  return row ?? null
}

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
