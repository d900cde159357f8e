// Questions of the agent that watches the studio's own figures: what it looks back at, and keeping all that it concludes at once.
import { sql } from "drizzle-orm"
import type { Found } from "../../domain/finding.ts"
import type { Prediction } from "../../domain/forecast.ts"
import type { Metric, Snapshot } from "../../domain/snapshot.ts"
import { stableId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

/** A forecast whose value nobody knew; `startsOn` its day as YYYY-MM-DD in UTC. */
export type OpenForecast = { readonly id: string; readonly metric: string; readonly startsOn: string } & Prediction

export type LookBack = {
  /** Days, oldest first. */
  readonly days: readonly Snapshot[]
  readonly open: readonly OpenForecast[]
  /** Trends that were told lately: they are not told again. */
  readonly trends: readonly { readonly metric: string; readonly direction: "up" | "down" }[]
}

/** What stood at `now`: the last snapshots of days, open forecasts of those days, and the trends found since a moment. */
export async function lookBack(db: Db, { now, days, trendsSince }: { now: Date; days: number; trendsSince: Date }): Promise<LookBack> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<LookBack>(
    db,
    sql`
      WITH days AS MATERIALIZED (
        SELECT period, starts_on, ends_before, figures FROM performance_snapshots
        WHERE period = 'day' AND made_at <= ${at} ORDER BY starts_on DESC LIMIT ${days}::int
      )
      SELECT
        coalesce((SELECT jsonb_agg(jsonb_build_object('period', period, 'startsOn', starts_on, 'endsBefore', ends_before, 'figures', figures) ORDER BY starts_on)
          FROM days), '[]') AS days,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'metric', metric, 'startsOn', starts_on, 'model', model, 'low', low, 'middle', middle, 'high', high) ORDER BY id)
          FROM forecasts WHERE settled_at IS NULL AND period = 'day' AND starts_on >= ${now.toISOString()}::date - ${days}::int AND made_at <= ${at}), '[]') AS open,
        coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('metric', metric, 'direction', direction))
          FROM findings WHERE kind = 'trend' AND found_at > ${trendsSince.toISOString()}::timestamptz AND found_at <= ${at}), '[]') AS trends`,
  )
  return row ?? { days: [], open: [], trends: [] }
}

export type Study = {
  readonly snapshots: readonly Snapshot[]
  /** `startsOn` is the last day that a finding is about. */
  readonly findings: readonly (Found & { readonly startsOn: string })[]
  readonly forecasts: readonly ({ readonly metric: Metric; readonly startsOn: string } & Prediction)[]
  readonly settled: readonly {
    readonly id: string
    readonly actual: number
    readonly score: number
    readonly baselineScore: number | null
  }[]
}

/**
 * Keeps everything in one statement, so that it is all there or nothing. What is there already stays as it is; `coverage` is how often the forecasts' bounds are meant
 * to hold.
 */
export async function insertStudy(
  db: Db,
  study: Study,
  { runId, now, coverage }: { runId: string; now: Date; coverage: number },
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  const snapshots = study.snapshots.map((each) => ({ ...each, id: stableId("snp", now, `${each.period}:${each.startsOn}`) }))
  const findings = study.findings.map((each) => ({ ...each, id: stableId("fnd", now, `${each.kind}:${each.metric}:${each.startsOn}`) }))
  const forecasts = study.forecasts.map((each) => ({ ...each, id: stableId("fct", now, `${each.model}:${each.metric}:${each.startsOn}`) }))
  await rowsAs(
    db,
    sql`
      WITH snapped AS (
        INSERT INTO performance_snapshots (id, period, starts_on, ends_before, figures, made_at, run_id)
        SELECT id, period, "startsOn", "endsBefore", figures, ${at}, ${runId}
        FROM jsonb_to_recordset(${JSON.stringify(snapshots)}::jsonb) AS r (id text, period text, "startsOn" date, "endsBefore" date, figures jsonb)
        ON CONFLICT DO NOTHING
      ), found AS (
        INSERT INTO findings (id, kind, metric, period, starts_on, direction, detail, found_at, run_id)
        SELECT id, kind, metric, 'day', "startsOn", direction, detail, ${at}, ${runId}
        FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) AS r (id text, kind text, metric text, "startsOn" date, direction text, detail jsonb)
        ON CONFLICT DO NOTHING
      ), settled AS (
        UPDATE forecasts AS f SET actual = r.actual, score = r.score, baseline_score = r."baselineScore", settled_at = ${at}
        FROM jsonb_to_recordset(${JSON.stringify(study.settled)}::jsonb) AS r (id text, actual float8, score float8, "baselineScore" float8)
        WHERE f.id = r.id AND f.settled_at IS NULL
      )
      INSERT INTO forecasts (id, metric, period, starts_on, model, low, middle, high, coverage, made_at, run_id)
      SELECT id, metric, 'day', "startsOn", model, low, middle, high, ${coverage}::float8, ${at}, ${runId}
      FROM jsonb_to_recordset(${JSON.stringify(forecasts)}::jsonb) AS r (id text, metric text, "startsOn" date, model text, low float8, middle float8, high float8)
      ON CONFLICT DO NOTHING`,
  )
}
