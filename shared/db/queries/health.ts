// Questions about the studio's own state: does the database answer, and how are its sources?
import { type SQL, sql } from "drizzle-orm"
import { type Db, rowsAs } from "../client.ts"

/** Resolves where the database answers; otherwise throws what a statement throws. */
export async function pingDatabase(db: Db): Promise<void> {
  await rowsAs(db, sql`SELECT 1 AS alive`)
}

export type Vitals = {
  /** Null where there was none yet. */
  readonly newest_run: { readonly id: string; readonly agent: string; readonly state: string; readonly started_at: string } | null
  /** Sources whose last `failures` or more answers were failures. */
  readonly failing: readonly { readonly source: string; readonly failure_code: string | null; readonly consecutive_failures: number }[]
  /** Runs that used up their attempts since the given moment. */
  readonly dead: number
}

/** What a health check has to know, in one statement. */
export async function getVitals(db: Db, since: Date, failures: number): Promise<Vitals> {
  const [row] = await rowsAs<Vitals>(
    db,
    sql`
      SELECT
        (SELECT jsonb_build_object('id', id, 'agent', agent, 'state', state, 'started_at', started_at) FROM (SELECT * FROM runs ORDER BY id DESC LIMIT 1) AS r) AS newest_run,
        coalesce((SELECT jsonb_agg(jsonb_build_object('source', source, 'failure_code', failure_code, 'consecutive_failures', consecutive_failures) ORDER BY source)
          FROM source_states WHERE consecutive_failures >= ${failures}::int), '[]') AS failing,
        (SELECT count(*)::int FROM (SELECT started_at FROM runs WHERE state = 'dead' ORDER BY id DESC LIMIT 100) AS d WHERE d.started_at >= ${since.toISOString()}::timestamptz) AS dead`,
  )
  return row ?? { newest_run: null, failing: [], dead: 0 }
}

/** What is measured of the studio at a moment. Ages are seconds; sums are since 00:00 UTC; null where there is nothing that could have an age. */
export type Gauges = {
  /** Runs that have not ended, and those that died in the last 24 hours, of which each agent has one or more. */
  readonly runs: readonly { readonly agent: string; readonly state: "running" | "waiting" | "dead"; readonly count: number }[]
  /** Runs that ended today. */
  readonly ended: readonly { readonly agent: string; readonly succeeded: boolean; readonly count: number }[]
  readonly spend: readonly { readonly scope: string; readonly micro_usd: number }[]
  readonly sources: readonly { readonly source: string; readonly failures: number }[]
  /** Of the oldest event that nobody was told of. */
  readonly event_age_s: number | null
  /** Of the oldest row of the inbox that was not counted. */
  readonly inbox_age_s: number | null
  /** Since the newest run began. */
  readonly run_age_s: number | null
}

/** Everything at once, in one statement; each part reads a few rows by index. */
export async function getGauges(db: Db, now: Date): Promise<Gauges> {
  const at = sql`${now.toISOString()}::timestamptz`
  const age = (moment: SQL) => sql`round(greatest(0, extract(epoch FROM ${at} - ${moment})), 3)::float8`
  const [row] = await rowsAs<Gauges>(
    db,
    sql`
      WITH counted AS (
        SELECT agent, state, count(*)::int AS count FROM (
          SELECT agent, state FROM runs WHERE state IN ('running', 'waiting')
          UNION ALL SELECT agent, state FROM (SELECT agent, state, started_at FROM runs WHERE state = 'dead' ORDER BY id DESC LIMIT 100) AS d
            WHERE started_at >= ${at} - interval '24 hours'
        ) AS r GROUP BY agent, state
      ), ended AS (
        SELECT agent, succeeded, sum(runs)::int AS count FROM run_stats
        WHERE grain = 'day' AND period_start = date_trunc('day', ${at}, 'UTC') GROUP BY agent, succeeded
      )
      SELECT
        coalesce((SELECT jsonb_agg(to_jsonb(c) ORDER BY agent, state) FROM counted AS c), '[]') AS runs,
        coalesce((SELECT jsonb_agg(to_jsonb(e) ORDER BY agent, succeeded) FROM ended AS e), '[]') AS ended,
        coalesce((SELECT jsonb_agg(jsonb_build_object('scope', scope, 'micro_usd', micro_usd) ORDER BY scope)
          FROM spend WHERE day = (${at} AT TIME ZONE 'UTC')::date), '[]') AS spend,
        coalesce((SELECT jsonb_agg(jsonb_build_object('source', source, 'failures', consecutive_failures) ORDER BY source) FROM source_states), '[]') AS sources,
        (SELECT ${age(sql`created_at`)} FROM events WHERE dispatched_at IS NULL ORDER BY created_at LIMIT 1) AS event_age_s,
        (SELECT ${age(sql`received_at`)} FROM event_inbox ORDER BY id LIMIT 1) AS inbox_age_s,
        (SELECT ${age(sql`started_at`)} FROM runs ORDER BY id DESC LIMIT 1) AS run_age_s`,
  )
  if (row === undefined) throw new Error("a statement without FROM has one row")
  return row
}
