// A studio that has kept sums and snapshots for two months, for the agent that looks back at them.
import { COVERAGE, MODELS } from "../../shared/domain/forecast.ts"
import { type PeriodSums, toSnapshot } from "../../shared/domain/period-sums.ts"
import { dateOf, dayNumber } from "../../shared/domain/periods.ts"
import { METRIC_NAMES, type Snapshot } from "../../shared/domain/snapshot.ts"
import type { Session } from "../world/postgres-session.ts"

/** Sums of a day on which so much of everything came. */
export function sumsOfDay(startsOn: string, much: number, over: Partial<PeriodSums> = {}): PeriodSums {
  const posts = { dimension: "all", value: "all", posts: 10, rated: 10, impressions: 100 * much, engagements: 3 * much } as const
  return {
    period: "day",
    startsOn,
    endsBefore: dateOf(dayNumber(startsOn) + 1),
    published: 10,
    posts: [{ ...posts, microRates: 3_000 * much, microRateSquares: 900_000 * much * much + much }],
    interactions: [{ platform: "x", type: 1, count: much }],
    newPeople: much,
    audience: { people: 1_000, active1d: much, active7d: 3 * much, active30d: 9 * much },
    insights: 5,
    spend: [{ scope: "all", microUsd: 1_000 * much }],
    runs: [{ succeeded: true, runs: 100, wallMs: 10_000 }],
    ...over,
  }
}

const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`

/** A run long ago, which shows since when there is a studio, and to which older rows belong. */
export const insertFirstRun = (session: Pick<Session, "exec">, moment: string): Promise<void> =>
  session.exec(`INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('run_0000000001', 'world', 'world:1', 'manual', '{}', 'succeeded', 1, '${moment}', '${moment}', '${moment}') ON CONFLICT DO NOTHING`)

export const insertSnapshots = (session: Pick<Session, "exec">, snapshots: readonly Snapshot[]): Promise<void> =>
  session.exec(`INSERT INTO performance_snapshots (id, period, starts_on, ends_before, figures, made_at, run_id)
    SELECT 'snp_' || period || replace("startsOn"::text, '-', ''), period, "startsOn", "endsBefore", figures, "endsBefore" + interval '27 hours', 'run_0000000001'
    FROM jsonb_to_recordset(${quoted(snapshots)}) AS r (period text, "startsOn" date, "endsBefore" date, figures jsonb)`)

/** Snapshots of 57 days until the 16th of November 2026, sums of the days since with as many values as make up `rows`, and open forecasts of the 18th. */
export async function seedPerformance(session: Pick<Session, "exec">, rows: number): Promise<void> {
  const last = dayNumber("2026-11-16")
  await insertFirstRun(session, "2026-08-01T12:00:00Z")
  await insertSnapshots(
    session,
    Array.from({ length: 57 }, (_, i) => toSnapshot(sumsOfDay(dateOf(last - 56 + i), 90 + ((i * 37) % 23)))),
  )
  const values = Math.ceil(rows / 20)
  const metrics = METRIC_NAMES.map((name) => `('${name}')`).join(", ")
  await session.exec(`
    INSERT INTO post_days (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
    SELECT d, 24, dimension, CASE dimension WHEN 'all' THEN 'all' ELSE 'V' || n END, 9, 9, 9000, 270, 270000, 8100000000 + n
    FROM generate_series(date '2026-11-17', '2026-11-21', '1 day') AS d, unnest(ARRAY['all', 'channel', 'format', 'asset', 'topic', 'insight-type']) AS dimension,
      generate_series(1, ${values}) AS n WHERE dimension <> 'all' OR n = 1;
    INSERT INTO interaction_days (day, platform, type, interactions, milli_value)
    SELECT d, 'x', n, 100 + n, 1000 FROM generate_series(date '2026-11-17', '2026-11-21', '1 day') AS d, generate_series(1, 9) AS n;
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
    SELECT 'day', d AT TIME ZONE 'UTC', 'agent-' || n, n % 9 > 0, 40, 10, 450 FROM generate_series(timestamp '2026-11-17', '2026-11-21', '1 day') AS d, generate_series(1, ${values}) AS n;
    INSERT INTO audience_days (day, people, active_1d, active_7d, active_30d, micro_points, by_score)
    SELECT d, 500, 50, 150, 300, 1, ARRAY[500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] FROM generate_series(date '2026-11-17', '2026-11-21', '1 day') AS d;
    INSERT INTO forecasts (id, metric, period, starts_on, model, low, middle, high, coverage, made_at, run_id)
    SELECT 'fct_' || lpad((row_number() OVER ())::text, 10, '0'), metric, 'day', '2026-11-18', model, 1, 2, 3, ${COVERAGE}, '2026-11-18T03:00Z', 'run_0000000001'
    FROM (VALUES ${metrics}) AS m (metric), unnest(ARRAY['${MODELS.join("', '")}']) AS model`)
}
