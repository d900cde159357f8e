// Questions about what the studio expected of itself, and what came.
import { sql } from "drizzle-orm"
import type { Period } from "../../domain/snapshot.ts"
import { type Db, rowsAs } from "../client.ts"

/** `startsOn` is the day, week or month that it is about, as YYYY-MM-DD in UTC. Scores are interval scores: smaller is better; null while nobody knows. */
export type ForecastRow = {
  readonly metric: string
  readonly period: Period
  readonly startsOn: string
  readonly model: string
  readonly low: number
  readonly middle: number
  readonly high: number
  /** How often the value is meant to lie from `low` to `high`. */
  readonly coverage: number
  readonly actual: number | null
  readonly score: number | null
  readonly baselineScore: number | null
}

const columns = sql`metric, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", model, low, middle, high, coverage, actual, score, baseline_score AS "baselineScore"`

/** Forecasts of a model for a period, those of the latest days first, at most `limit`. */
export async function listForecasts(
  db: Db,
  { period, model, limit }: { period: Period; model: string; limit: number },
): Promise<ForecastRow[]> {
  return rowsAs<ForecastRow>(
    db,
    sql`
      SELECT ${columns} FROM forecasts WHERE model = ${model} AND period = ${period} ORDER BY starts_on DESC, metric LIMIT ${limit}::int`,
  )
}

/** How the forecasts of a model did since a day: how many were settled, how often the value lay within, and the mean score against the baseline's. */
export type ForecastScore = {
  readonly metric: string
  readonly settled: number
  readonly within: number
  readonly meanScore: number
  readonly meanBaselineScore: number | null
}

export async function summariseForecasts(
  db: Db,
  { period, model, since }: { period: Period; model: string; since: string },
): Promise<ForecastScore[]> {
  return rowsAs<ForecastScore>(
    db,
    sql`
      SELECT metric, count(*)::int AS settled, count(*) FILTER (WHERE actual BETWEEN low AND high)::int AS within, avg(score) AS "meanScore", avg(baseline_score) AS "meanBaselineScore"
      FROM forecasts WHERE model = ${model} AND period = ${period} AND starts_on >= ${since}::date AND settled_at IS NOT NULL
      GROUP BY metric ORDER BY metric`,
  )
}
