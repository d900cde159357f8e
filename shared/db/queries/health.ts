// Questions about the studio's own state: does the database answer, and how are its sources?
import { sql } from "drizzle-orm"
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
