// Questions about many runs at once: how often, how well, how fast. Asked of sums that the end of each run keeps up.
import { type SQL, sql } from "drizzle-orm"
import { bucketOf, middleOf } from "../../domain/run-durations.ts"
import { type Db, rowsAs } from "../client.ts"

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

/** Durations are of runs that somebody measured to their end; null where there is none. Quantiles are right to within 5 %. */
export type RunStats = {
  readonly agent: string
  readonly runs: number
  readonly succeeded: number
  readonly failed: number
  readonly meanMs: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}
/** The same of the hour, or the day in UTC, that began at `start`. */
export type RunStatsOfPeriod = RunStats & { readonly start: Date }

/** From the whole hour (of more than two days: the whole day in UTC) in which `since` lies, until before the one of `until` that began at or after it. */
export type Span = { readonly since: Date; readonly until: Date }

const HOUR_MS = 3_600_000

/** The grain that answers a span, and its first moment. */
export function grainOf({ since, until }: Span): { readonly grain: "hour" | "day"; readonly from: Date } {
  const grain = until.getTime() - since.getTime() <= 48 * HOUR_MS ? "hour" : "day"
  const ms = grain === "hour" ? HOUR_MS : 24 * HOUR_MS
  return { grain, from: new Date(Math.floor(since.getTime() / ms) * ms) }
}

/**
 * How each agent's runs ended and how long they took, by name. One range of the rollup: some dozens of its rows make one of an agent, since a row
 * is a duration's bucket.
 */
export async function listRunStats(db: Db, span: Span): Promise<RunStats[]> {
  const rows = await rowsAs<StatsRow>(db, statsBy(span, sql`agent`))
  return rows.map(toStats)
}

/** The same for each period and agent, the oldest first. */
export async function listRunStatsByPeriod(db: Db, span: Span): Promise<RunStatsOfPeriod[]> {
  const rows = await rowsAs<StatsRow & { period_start: string }>(db, statsBy(span, sql`period_start, agent`))
  return rows.map((row) => ({ ...toStats(row), start: new Date(row.period_start) }))
}

/** Of one hour, of all agents together. */
export type RunHour = { readonly start: Date; readonly runs: number; readonly failed: number }

/** How runs ended in each hour that had any, the oldest first. One range of the rollup. */
export async function listRunHours(db: Db, { since, until }: Span): Promise<RunHour[]> {
  const rows = await rowsAs<{ period_start: string; runs: number; failed: number }>(
    db,
    sql`
      SELECT period_start, sum(runs)::int AS runs, coalesce(sum(runs) FILTER (WHERE NOT succeeded), 0)::int AS failed FROM run_stats
      WHERE grain = 'hour' AND period_start >= ${since.toISOString()}::timestamptz AND period_start < ${until.toISOString()}::timestamptz
      GROUP BY period_start ORDER BY period_start`,
  )
  return rows.map(({ period_start: start, runs, failed }) => ({ start: new Date(start), runs, failed }))
}

function statsBy(span: Span, columns: SQL): SQL {
  const { grain, from } = grainOf(span)
  const at = (share: number) => sql`min(bucket) FILTER (WHERE timed > 0 AND upto >= ${share}::float8 * timed_in_all)`
  return sql`
      WITH counted AS (
        SELECT ${columns}, bucket, sum(runs::float8) AS runs, sum(CASE WHEN succeeded THEN runs ELSE 0 END::float8) AS succeeded, sum(wall_ms::float8) AS wall_ms,
          sum(CASE WHEN succeeded OR bucket > 0 THEN runs ELSE 0 END::float8) AS timed
        FROM run_stats
        WHERE grain = ${grain} AND period_start >= ${from.toISOString()}::timestamptz AND period_start < ${span.until.toISOString()}::timestamptz
        GROUP BY ${columns}, bucket
      ), ranked AS (
        SELECT *, sum(timed) OVER (PARTITION BY ${columns} ORDER BY bucket) AS upto, sum(timed) OVER (PARTITION BY ${columns}) AS timed_in_all FROM counted
      )
      SELECT ${columns}, sum(runs) AS runs, sum(succeeded) AS succeeded, sum(wall_ms) / nullif(max(timed_in_all), 0) AS mean_ms,
        ${at(0.5)} AS b50, ${at(0.95)} AS b95, ${at(0.99)} AS b99
      FROM ranked GROUP BY ${columns} ORDER BY ${columns}`
}

type StatsRow = {
  readonly agent: string
  readonly runs: number
  readonly succeeded: number
  readonly mean_ms: number | null
  readonly b50: number | null
  readonly b95: number | null
  readonly b99: number | null
}

function toStats({ agent, runs, succeeded, mean_ms: meanMs, b50, b95, b99 }: StatsRow): RunStats {
  const ms = (bucket: number | null) => (bucket === null ? null : middleOf(bucket))
  return { agent, runs, succeeded, failed: runs - succeeded, meanMs, p50Ms: ms(b50), p95Ms: ms(b95), p99Ms: ms(b99) }
}
