// Questions that make people's scores: everyone's, or only of those for whom something came or left since. The formula is in docs/scoring.md.
import { type SQL, sql } from "drizzle-orm"
import { type Weights, WINDOW_DAYS } from "../../domain/interaction.ts"
import { milliWeightsOf } from "../../domain/score.ts"
import { type Db, rowsAs } from "../client.ts"

export type Scoring = {
  /** Null where a scoring of this moment or a later one is there already. */
  readonly kind: "full" | "changed" | null
  /** People who were looked at, and those of them whose points, interactions or last moment are others now. */
  readonly people: number
  readonly changed: number
}

export type ScoringOrder = {
  /** The run that it is done for: a second attempt finds what the first one did. */
  readonly runId: string
  readonly now: Date
  /** For a scoring of everyone; one of the changed goes on with the weights of the last one, so that a day has one measure. */
  readonly weights: Weights
  readonly windowDays?: number
}

const DAY_MS = 86_400_000
/** A statement that stores interactions may be under way so long, and its rows older than the scoring that could not see them. */
const OVERLAP_MS = 900_000

/** Scores everyone, zeroes those of whom nothing is left in the window, and notes the day of the community. */
export const rescoreAll = async (db: Db, order: ScoringOrder): Promise<Scoring> => score(db, order, true)

/**
 * Scores the people of whom something was stored since the last scoring, or left the window since. The first scoring of a UTC day is one
 * of everyone.
 */
export const rescoreChanged = async (db: Db, order: ScoringOrder): Promise<Scoring> => score(db, order, false)

/**
 * One statement. A row that would stay as it is isn't touched, not even locked. Of everyone, those who have a score are updated by a join, which writes
 * a fifth less than a conflict that is resolved row by row; of the changed, who may be few among millions, each is looked up by its conflict.
 */
async function score(db: Db, { runId, now, weights, windowDays = WINDOW_DAYS }: ScoringOrder, everyone: boolean): Promise<Scoring> {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const moment = stamp(now.getTime())
  const from = stamp(now.getTime() - windowDays * DAY_MS)
  const [row] = await rowsAs<{ kind: "full" | "changed"; people: number; changed: number }>(
    db,
    sql`
      WITH ${chooseMode({ runId, moment, midnight, weights, everyone })}, stirred AS (
        SELECT user_id FROM user_interactions WHERE (SELECT kind = 'changed' FROM mode)
          AND stored_at > ${stamp(midnight - OVERLAP_MS)} AND stored_at > (SELECT at - make_interval(secs => ${OVERLAP_MS / 1_000}) FROM mode)
        UNION
        SELECT user_id FROM user_interactions WHERE (SELECT kind = 'changed' FROM mode)
          AND at > ${stamp(midnight - windowDays * DAY_MS)} AND at > (SELECT window_from FROM mode) AND at <= ${from}
      ), ${sumUp(sql`i.at > ${from} AND i.at <= ${moment}`)}, moved AS (
        UPDATE engagement_scores AS e SET micro_points = s.micro_points, score = ${scoreOf(sql`s.micro_points`)}, interactions = s.interactions, last_at = s.last_at,
          scored_at = ${moment}
        FROM scored AS s WHERE (SELECT kind = 'full' FROM mode) AND s.known AND s.differs AND e.user_id = s.user_id
          AND (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (s.micro_points, s.interactions, s.last_at)
        RETURNING 1
      ), kept AS (
        INSERT INTO engagement_scores AS e (user_id, micro_points, score, interactions, last_at, scored_at)
        SELECT user_id, micro_points, ${scoreOf(sql`micro_points`)}, interactions, last_at, ${moment}
        FROM scored WHERE differs AND CASE WHEN known THEN (SELECT kind = 'changed' FROM mode)
          ELSE (SELECT u.id FROM community_users AS u WHERE u.id = scored.user_id FOR KEY SHARE) IS NOT NULL END
        ON CONFLICT (user_id) DO UPDATE SET micro_points = excluded.micro_points, score = excluded.score, interactions = excluded.interactions,
          last_at = excluded.last_at, scored_at = excluded.scored_at
        WHERE (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (excluded.micro_points, excluded.interactions, excluded.last_at)
        RETURNING 1
      ), ${noteDay(now.getTime(), moment)}, done AS (
        INSERT INTO scorings (run_id, kind, at, window_from, weights, people, changed)
        SELECT ${runId}, kind, ${moment}, ${from}, weights, (SELECT count(*) FROM scored), (SELECT count(*) FROM moved) + (SELECT count(*) FROM kept)
        FROM mode WHERE kind <> 'none'
        ON CONFLICT (run_id) DO NOTHING
        RETURNING kind, people, changed
      )
      SELECT kind, people, changed FROM done UNION ALL SELECT kind, people, changed FROM scorings WHERE run_id = ${runId}`,
  )
  return row ?? { kind: null, people: 0, changed: 0 }
}

/** 0 to 100 with two digits, rounded half up: 50 points are 100. In whole numbers, which is a third of what dividing numerics takes. */
const scoreOf = (points: SQL): SQL => sql`(least(greatest(${points}, 0), 50000000) + 2500) / 5000 * 0.01`

const stamp = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`

type Choice = {
  readonly runId: string
  readonly moment: SQL
  readonly midnight: number
  readonly weights: Weights
  readonly everyone: boolean
}

/** `mode`: everyone, the changed, or none; since when, and the weights, also as an array by code. */
const chooseMode = ({ runId, moment, midnight, weights, everyone }: Choice): SQL => sql`
      last AS MATERIALIZED (
        SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1
      ), chosen AS MATERIALIZED (
        SELECT last.at, last.window_from, last.weights AS last_weights, CASE
          WHEN last.at >= ${moment} OR EXISTS (SELECT FROM scorings WHERE run_id = ${runId}) THEN 'none'
          WHEN ${everyone}::boolean OR NOT EXISTS (SELECT FROM scorings WHERE at >= ${stamp(midnight)} AND kind = 'full') THEN 'full'
          ELSE 'changed' END AS kind
        FROM (SELECT) AS one LEFT JOIN last ON true
      ), mode AS MATERIALIZED (
        SELECT kind, at, window_from, weights,
          ARRAY(SELECT coalesce((weights ->> n::text)::int, (weights ->> 'rest')::int) FROM generate_series(1, 99) AS n ORDER BY n) AS by_code
        FROM chosen, LATERAL (SELECT CASE WHEN kind = 'changed' THEN last_weights ELSE ${JSON.stringify(milliWeightsOf(weights))}::jsonb END AS weights) AS w
      )`

/**
 * `scored`: what each person has now, and whether it differs from what is kept. Everyone's rows are read in the order of the covering index: the
 * sub-select's ORDER BY keeps the planner from sorting or hashing them. Of the changed each person is looked up. Only one of the halves is run.
 */
function sumUp(inWindow: SQL): SQL {
  const sums = sql`sum(i.milli_value::bigint * ((SELECT by_code FROM mode))[i.type])::bigint AS micro_points,
          sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS interactions, max(i.at) AS last_at`
  const columns = sql`coalesce(n.micro_points, 0) AS micro_points, coalesce(n.interactions, 0) AS interactions, n.last_at, o.user_id IS NOT NULL AS known,
          (o.micro_points, o.interactions, o.last_at) IS DISTINCT FROM (coalesce(n.micro_points, 0), coalesce(n.interactions, 0), n.last_at) AS differs`
  return sql`scored AS MATERIALIZED (
        SELECT coalesce(n.user_id, o.user_id) AS user_id, ${columns}
        FROM (
          SELECT i.user_id, ${sums}
          FROM (SELECT user_id, at, type, milli_value FROM user_interactions AS i WHERE ${inWindow} ORDER BY user_id) AS i GROUP BY i.user_id
        ) AS n FULL JOIN engagement_scores AS o ON o.user_id = n.user_id
        WHERE (SELECT kind = 'full' FROM mode)
        UNION ALL
        SELECT s.user_id, ${columns}
        FROM stirred AS s
        CROSS JOIN LATERAL (SELECT ${sums} FROM user_interactions AS i WHERE i.user_id = s.user_id AND ${inWindow}) AS n
        LEFT JOIN LATERAL (SELECT * FROM engagement_scores WHERE user_id = s.user_id LIMIT 1) AS o ON true
        WHERE n.last_at IS NOT NULL OR o.user_id IS NOT NULL
      )`
}

/** The day of the community, from a scoring of everyone. Whoever has no row, or no points, is among those of score 0. */
const noteDay = (now: number, moment: SQL): SQL => sql`tens AS (
        SELECT (((least(greatest(micro_points, 0), 50000000) + 2500) / 5000 + 999) / 1000)::int AS ten, count(*) AS people, sum(micro_points) AS micro_points,
          count(*) FILTER (WHERE last_at > ${stamp(now - DAY_MS)}) AS active_1d,
          count(*) FILTER (WHERE last_at > ${stamp(now - 7 * DAY_MS)}) AS active_7d, count(last_at) AS active_30d
        FROM scored WHERE (SELECT kind = 'full' FROM mode) GROUP BY 1
      ), noted AS (
        INSERT INTO audience_days AS d (day, people, active_1d, active_7d, active_30d, micro_points, by_score)
        SELECT (${moment} AT TIME ZONE 'UTC')::date, everyone.people, coalesce(sum(active_1d), 0), coalesce(sum(active_7d), 0), coalesce(sum(active_30d), 0),
          coalesce(sum(micro_points), 0), ARRAY[(everyone.people - coalesce(sum(tens.people) FILTER (WHERE ten > 0), 0))::int]
            || ARRAY(SELECT coalesce(t.people, 0)::int FROM generate_series(1, 10) AS n LEFT JOIN tens AS t ON t.ten = n ORDER BY n)
        FROM (SELECT count(*) AS people FROM community_users WHERE (SELECT kind = 'full' FROM mode)) AS everyone LEFT JOIN tens ON true
        WHERE (SELECT kind = 'full' FROM mode) GROUP BY everyone.people
        ON CONFLICT (day) DO UPDATE SET people = excluded.people, active_1d = excluded.active_1d, active_7d = excluded.active_7d,
          active_30d = excluded.active_30d, micro_points = excluded.micro_points, by_score = excluded.by_score
      )`
