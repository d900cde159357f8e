// Questions about many runs at once: how often, how well, how fast. Asked of sums that the end of each run keeps up.
import { type SQL, sql } from "drizzle-orm"
import { bucketOf } from "../../domain/run-durations.ts"

type End = {
  readonly now: Date
  readonly succeeded: boolean
  /** 0 where nobody was there to measure it: a run that was cut off or given up. */
  readonly wallMs: number
}

/**
 * Counts runs that end with this very statement: `ended` names its rows, which have `agent`. A run that is revived and ends again counts again.
 * Rows are taken in one order, so that two ends at once wait for each other and never for ever.
 */
export function countEnded(ended: SQL, { now, succeeded, wallMs }: End): SQL {
  const ms = Math.round(wallMs)
  return sql`INSERT INTO run_stats AS s (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
        SELECT grain, date_trunc(grain, ${now.toISOString()}::timestamptz, 'UTC'), agent, ${succeeded}::boolean, ${bucketOf(ms)}::smallint, 1, ${ms}::bigint
        FROM (SELECT agent FROM ${ended}) AS run CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) ORDER BY grain
        ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = s.runs + 1, wall_ms = s.wall_ms + excluded.wall_ms`
}
