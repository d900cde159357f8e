// Questions about what days, weeks and months came to: summing them up, from the sums that writers keep, and the snapshots that were made of them.
import { type SQL, sql } from "drizzle-orm"
import { COMPARED_AT_HOURS } from "../../domain/engagement.ts"
import type { PeriodSums } from "../../domain/period-sums.ts"
import type { Span } from "../../domain/periods.ts"
import { BEST_OF, type Period, type Snapshot } from "../../domain/snapshot.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

const date = (column: SQL): SQL => sql`to_char(${column}, 'YYYY-MM-DD')`
const list = (rows: SQL): SQL => sql`coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (${rows}) AS r), '[]')`
const dimensions = ["all", ...BEST_OF]

/** Spans as rows `p` of period, first day, day after the last, and both as moments. */
const spanRows = (spans: readonly Span[]): SQL => sql`
      SELECT r.*, r."startsOn"::timestamp AT TIME ZONE 'UTC' AS from_at, r."endsBefore"::timestamp AT TIME ZONE 'UTC' AS until_at
      FROM jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) AS r (period text, "startsOn" date, "endsBefore" date)`

/** Of one span, as constants: the planner then knows how much it is about. */
const oneSpan = ({ period, startsOn, endsBefore }: Span): SQL => sql`
      SELECT ${period}::text AS period, ${startsOn}::date AS "startsOn", ${endsBefore}::date AS "endsBefore",
        ${startsOn}::timestamp AT TIME ZONE 'UTC' AS from_at, ${endsBefore}::timestamp AT TIME ZONE 'UTC' AS until_at`

/** Counts, post sums, interactions and runs of the span `p`, wherever they are read; `first` may lead the statement. */
type Sources = { readonly first: SQL; readonly counts: SQL; readonly posts: SQL; readonly interactions: SQL; readonly runs: SQL }

const count = (what: SQL, from: SQL, until: SQL): SQL => sql`(SELECT count(*)::int FROM ${what} >= ${from} AND at < ${until})`
const COUNTED = {
  published: sql`(SELECT published_at AS at FROM published_content) AS c WHERE at`,
  newPeople: sql`(SELECT first_seen_at AS at FROM community_users) AS c WHERE at`,
  insights: sql`(SELECT made_at AS at FROM insights) AS c WHERE at`,
}
/** Of the day `d`: a week and a month take what its snapshot says, so that each day is counted once. */
const ofDay = (name: keyof typeof COUNTED): SQL =>
  sql`sum(coalesce((s.figures ->> ${sql.raw(`'${name}'`)})::int, ${count(COUNTED[name], sql`d.from_at`, sql`d.from_at + interval '24 hours'`)}))::int`
const ofSpan = (name: keyof typeof COUNTED): SQL => count(COUNTED[name], sql`p.from_at`, sql`p.until_at`)

const SUMS: Sources = {
  first: sql``,
  // Of a day's runs the snapshot has the mean, whose sum is a whole number of milliseconds; there is a row of run_stats for each length of runs.
  counts: sql`
        SELECT ${ofDay("published")} AS published, ${ofDay("newPeople")} AS "newPeople", ${ofDay("insights")} AS insights,
          sum(coalesce(s.failed, r.failed))::int AS failed, sum(coalesce(s.ended - s.failed, r.good))::int AS good,
          sum(CASE WHEN s.ended IS NULL THEN r.wall_ms ELSE round(s.mean_ms * (s.ended - s.failed)) END) AS wall_ms
        FROM generate_series(p.from_at, p.until_at - interval '24 hours', interval '24 hours') AS d (from_at)
        LEFT JOIN LATERAL (
          SELECT figures, (figures #>> '{runs,ended}')::int AS ended, (figures #>> '{runs,failed}')::int AS failed,
            coalesce((figures #>> '{runs,meanWallMs}')::float8, 0) AS mean_ms
          FROM performance_snapshots WHERE period = 'day' AND starts_on = (d.from_at AT TIME ZONE 'UTC')::date LIMIT 1
        ) AS s ON true
        LEFT JOIN LATERAL (
          SELECT coalesce(sum(runs) FILTER (WHERE NOT succeeded), 0) AS failed, coalesce(sum(runs) FILTER (WHERE succeeded), 0) AS good,
            coalesce(sum(wall_ms::float8) FILTER (WHERE succeeded), 0) AS wall_ms
          FROM run_stats WHERE s.ended IS NULL AND grain = 'day' AND period_start = d.from_at
        ) AS r ON true`,
  posts: sql`
          SELECT dimension, value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions, sum(engagements)::float8 AS engagements,
            sum(micro_rates)::float8 AS "microRates", sum(micro_rate_squares)::float8 AS "microRateSquares"
          FROM post_days WHERE band_hours = ${COMPARED_AT_HOURS}::int AND dimension = ANY (${sql.param(dimensions)}::text[]) AND day >= p."startsOn" AND day < p."endsBefore"
          GROUP BY dimension, value ORDER BY dimension, value`,
  interactions: sql`
          SELECT platform, type, sum(interactions)::int AS count FROM interaction_days WHERE day >= p."startsOn" AND day < p."endsBefore"
          GROUP BY platform, type ORDER BY platform, type`,
  runs: sql`
          SELECT * FROM (VALUES (false, c.failed, 0::float8), (true, c.good, c.wall_ms)) AS v (succeeded, runs, "wallMs") WHERE runs > 0`,
}

/** The sums of the spans `p`, of those for which `wanted` holds. */
const sumsOf = (spans: SQL, { first, counts, posts, interactions, runs }: Sources, wanted: SQL): SQL => sql`
      ${first} SELECT p.period, ${date(sql`p."startsOn"`)} AS "startsOn", ${date(sql`p."endsBefore"`)} AS "endsBefore",
        c.published, c."newPeople", c.insights,
        ${list(posts)} AS posts,
        ${list(interactions)} AS interactions,
        (SELECT jsonb_build_object('people', people, 'active1d', active_1d, 'active7d', active_7d, 'active30d', active_30d) FROM audience_days
          WHERE day = p."endsBefore") AS audience,
        ${list(sql`SELECT scope, sum(micro_usd)::float8 AS "microUsd" FROM spend WHERE day >= p."startsOn" AND day < p."endsBefore" GROUP BY scope ORDER BY scope`)} AS spend,
        ${list(runs)} AS runs
      FROM (${spans}) AS p CROSS JOIN LATERAL (${counts}) AS c
      WHERE ${wanted}
      ORDER BY p."endsBefore", p."startsOn" DESC`

/**
 * What the spans came to of which there is no snapshot yet, oldest first; none from before the studio's second day. One statement of the sums that
 * writers keep: what it reads grows with the days asked about, not with what was ever posted.
 */
export async function measureSpans(db: Db, spans: readonly Span[]): Promise<PeriodSums[]> {
  return rowsAs<PeriodSums>(
    db,
    sumsOf(
      spanRows(spans),
      SUMS,
      sql`NOT EXISTS (SELECT 1 FROM performance_snapshots AS s WHERE s.period = p.period AND s.starts_on = p."startsOn")
        AND p.from_at > (SELECT moment FROM runs ORDER BY id LIMIT 1)`,
    ),
  )
}

const DAY_MS = 86_400_000
/** The part of an id that its moment makes. */
const idSince = (at: Date): string => newId("run", at).slice(0, "run_".length + 10)

/** Raw rows in place of sums: each post, interaction and run once. Runs that took more than a week to end are left out. */
const rawSources = ({ startsOn, endsBefore }: Span): Sources => ({
  // Once for each combination of values, so that what is summed again for each dimension is little.
  first: sql`WITH kinds AS MATERIALIZED (
        SELECT channel, format, asset, topic, insight_type, count(*) AS published, count(*) FILTER (WHERE coalesce(impressions, engagements) IS NOT NULL) AS posts,
          count(micro_rate) AS rated, coalesce(sum(impressions), 0) AS impressions, coalesce(sum(engagements), 0) AS engagements,
          coalesce(sum(micro_rate), 0) AS rates, coalesce(sum(micro_rate::float8 * micro_rate), 0) AS squares
        FROM published_content WHERE published_at >= ${startsOn}::timestamp AT TIME ZONE 'UTC' AND published_at < ${endsBefore}::timestamp AT TIME ZONE 'UTC'
        GROUP BY channel, format, asset, topic, insight_type
      )`,
  counts: sql`
        SELECT (SELECT coalesce(sum(published), 0)::int FROM kinds) AS published, ${ofSpan("newPeople")} AS "newPeople", ${ofSpan("insights")} AS insights`,
  posts: sql`
          SELECT v.dimension, v.value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions,
            sum(engagements)::float8 AS engagements, sum(rates)::float8 AS "microRates", sum(squares) AS "microRateSquares"
          FROM kinds CROSS JOIN LATERAL (VALUES ('all', 'all'), ('channel', channel), ('format', format), ('asset', asset), ('topic', topic),
            ('insight-type', insight_type)) AS v (dimension, value)
          WHERE posts > 0 GROUP BY v.dimension, v.value ORDER BY v.dimension, v.value`,
  interactions: sql`
          SELECT platform, type, sum(sign(milli_value))::int AS count FROM user_interactions WHERE at >= p.from_at AND at < p.until_at
          GROUP BY platform, type ORDER BY platform, type`,
  runs: sql`
          SELECT state = 'succeeded' AS succeeded, count(*)::int AS runs,
            coalesce(sum(wall_ms) FILTER (WHERE state = 'succeeded'), 0)::float8 AS "wallMs" FROM runs
          WHERE state IN ('succeeded', 'failed', 'dead') AND finished_at >= p.from_at AND finished_at < p.until_at
            AND id >= ${idSince(new Date(Date.parse(startsOn) - 7 * DAY_MS))} AND id < ${idSince(new Date(Date.parse(endsBefore) + DAY_MS))}
          GROUP BY 1 ORDER BY 1`,
})

/** The same of one span from the rows themselves, each looked at once by the index of its time: what the sums are held to. */
export async function measureSpanFromRows(db: Db, span: Span): Promise<PeriodSums | null> {
  const [row] = await rowsAs<PeriodSums>(db, sumsOf(oneSpan(span), rawSources(span), sql`true`))
  return row ?? null
}

export type StoredSnapshot = Snapshot & { readonly id: string }

const stored = sql`id, period, ${date(sql`starts_on`)} AS "startsOn", ${date(sql`ends_before`)} AS "endsBefore", figures`

/** Snapshots of a period, newest first, at most `limit`; `before` is the first day of the last one seen. */
export async function listSnapshots(db: Db, period: Period, limit: number, before: string | null = null): Promise<StoredSnapshot[]> {
  const earlier = before === null ? sql`true` : sql`starts_on < ${before}::date`
  return rowsAs<StoredSnapshot>(
    db,
    sql`
      SELECT ${stored} FROM performance_snapshots WHERE period = ${period} AND ${earlier} ORDER BY starts_on DESC LIMIT ${limit}::int`,
  )
}

/** One snapshot, or null. */
export async function findSnapshot(db: Db, id: string): Promise<StoredSnapshot | null> {
  const [row] = await rowsAs<StoredSnapshot>(db, sql`SELECT ${stored} FROM performance_snapshots WHERE id = ${id}`)
  return row ?? null
}
