// What is a person's score made of? The rows that the last scoring counted, with the weights that it was made with.
import { type SQL, sql } from "drizzle-orm"
import { type InteractionType, typeOfCode } from "../../domain/interaction.ts"
import { type Db, rowsAs } from "../client.ts"

export type ScorePart = {
  /** YYYY-MM-DD in UTC. */
  readonly day: string
  readonly type: InteractionType
  /** Without what was taken back. */
  readonly interactions: number
  readonly microPoints: number
}

export type ScoreExplanation = {
  readonly score: number
  readonly microPoints: number
  /** Moments in ISO: the window of the last scoring, `from` excluded, and when this person's row was written last. */
  readonly from: string
  readonly until: string
  readonly scoredAt: string
  /** Newest day first; they add up to `microPoints`, but for what was stored between the moment of the scoring and its statement. */
  readonly parts: readonly ScorePart[]
}

export const isoText = (column: SQL): SQL => sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Interactions (`i`) of the last scoring's window (`l`) that were stored by then. */
export const counted = sql`i.at > l.window_from AND i.at <= l.at AND i.stored_at <= l.at`
/** Points of interactions of one type, in millionths. */
export const pointsOfType = sql`(sum(i.milli_value) * coalesce((l.weights ->> i.type::text)::int, (l.weights ->> 'rest')::int))::float8`
export const timesOfType = sql`sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int`

/** Points by day and type of the person's stored score, or null: unknown, or never scored. */
export async function explainScore(db: Db, userId: number): Promise<ScoreExplanation | null> {
  const [row] = await rowsAs<Omit<ScoreExplanation, "parts"> & { parts: readonly (Omit<ScorePart, "type"> & { code: number })[] }>(
    db,
    sql`
      SELECT e.score::float8 AS score, e.micro_points::float8 AS "microPoints", ${isoText(sql`l.window_from`)} AS "from", ${isoText(sql`l.at`)} AS until,
        ${isoText(sql`e.scored_at`)} AS "scoredAt", coalesce((
          SELECT jsonb_agg(jsonb_build_object('day', p.day, 'code', p.type, 'interactions', p.times, 'microPoints', p.points) ORDER BY p.day DESC, p.type)
          FROM (
            SELECT (i.at AT TIME ZONE 'UTC')::date AS day, i.type, ${timesOfType} AS times, ${pointsOfType} AS points
            FROM user_interactions AS i WHERE i.user_id = e.user_id AND ${counted} GROUP BY 1, 2
          ) AS p
        ), '[]') AS parts
      FROM engagement_scores AS e CROSS JOIN (SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1) AS l
      WHERE e.user_id = ${userId}::bigint`,
  )
  if (row === undefined) return null
  return { ...row, parts: row.parts.map(({ code, ...part }) => ({ ...part, type: typeOfCode(code) })) }
}
