// Questions about offers: who may be made one now, the best first, and keeping what was drafted.
import { sql } from "drizzle-orm"
import { typeOfCode } from "../../domain/interaction.ts"
import { type Candidate, OFFER_DAYS, OFFER_PLATFORMS, type OfferPlatform } from "../../domain/offer.ts"
import { MICRO } from "../../domain/score.ts"
import { type Db, rowsAs } from "../client.ts"
import { counted, isoText, pointsOfType, timesOfType } from "./score-parts.ts"

export type CandidateFilter = {
  readonly now: Date
  /** The run that asks: what it drafted itself doesn't count against anyone, so that a second attempt finds the same people. */
  readonly runId: string
  readonly minMicroPoints: number
  readonly coolDownDays: number
  readonly limit: number
}

const DAY_MS = 86_400_000

/** Between the person's quiet minutes by the clock of his zone; across midnight where the first is the later one, never where they are the same. */
const isQuiet = (moment: string) => sql`(
            SELECT CASE WHEN u.quiet_from_minute <= u.quiet_until_minute THEN m.local >= u.quiet_from_minute AND m.local < u.quiet_until_minute
              ELSE m.local >= u.quiet_from_minute OR m.local < u.quiet_until_minute END
            FROM (SELECT extract(hour FROM c.clock) * 60 + extract(minute FROM c.clock) AS local FROM (SELECT ${moment}::timestamptz AT TIME ZONE u.time_zone AS clock) AS c) AS m
          )`

/**
 * People who may be made an offer now, the most points first: not paying, with consent, not opted out, no offer within the cool-down, not in their
 * quiet hours, no draft waiting and none withdrawn within the cool-down. From the ranked index as far as it takes to find so many.
 */
export async function listCandidates(db: Db, filter: CandidateFilter): Promise<Candidate[]> {
  const { now, runId, minMicroPoints, coolDownDays, limit } = filter
  const moment = now.toISOString()
  const rested = sql`${new Date(now.getTime() - coolDownDays * DAY_MS).toISOString()}::timestamptz`
  type Row = { userId: number; platform: OfferPlatform; score: number; microPoints: number; from: string; until: string; parts: PartRow[] }
  const rows = await rowsAs<Row>(
    db,
    sql`
      WITH found AS MATERIALIZED (
        SELECT e.user_id, e.micro_points, e.score, i.platform
        FROM engagement_scores AS e JOIN community_users AS u ON u.id = e.user_id
        CROSS JOIN LATERAL (SELECT platform FROM user_identities WHERE user_id = e.user_id AND platform = ANY (${platforms})
          ORDER BY array_position(${platforms}, platform) LIMIT 1) AS i
        WHERE e.micro_points >= ${minMicroPoints}::bigint AND u.tier = 'free' AND u.consent_at IS NOT NULL AND u.opted_out_at IS NULL
          AND (u.last_offer_at IS NULL OR u.last_offer_at <= ${rested})
          AND NOT ${isQuiet(moment)}
          AND NOT EXISTS (SELECT FROM conversion_attempts AS a WHERE a.user_id = e.user_id AND a.run_id <> ${runId}
            AND (a.state = 'drafted' AND a.expires_at > ${moment}::timestamptz OR a.state = 'withdrawn' AND a.drafted_at > ${rested}))
        ORDER BY e.micro_points DESC, e.user_id LIMIT ${limit}::int
      )
      SELECT f.user_id::float8 AS "userId", f.score::float8 AS score, f.micro_points::float8 AS "microPoints", ${isoText(sql`l.window_from`)} AS "from",
        ${isoText(sql`l.at`)} AS until, f.platform,
        coalesce((
          SELECT jsonb_agg(jsonb_build_object('code', p.type, 'interactions', p.times, 'microPoints', p.points) ORDER BY p.points DESC, p.type)
          FROM (
            SELECT i.type, ${timesOfType} AS times, ${pointsOfType} AS points FROM user_interactions AS i WHERE i.user_id = f.user_id AND ${counted} GROUP BY i.type
          ) AS p
        ), '[]') AS parts
      FROM found AS f CROSS JOIN (SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1) AS l
      ORDER BY f.micro_points DESC, f.user_id`,
  )
  return rows.map(({ userId, platform, score, microPoints, from, until, parts }) => ({
    userId,
    platform,
    reasons: { score, points: microPoints / MICRO, from, until, parts: parts.map(toPart) },
  }))
}

const platforms = sql`string_to_array(${OFFER_PLATFORMS.join(",")}, ',') COLLATE "C"`

type PartRow = { readonly code: number; readonly interactions: number; readonly microPoints: number }
const toPart = ({ code, interactions, microPoints }: PartRow) => ({ type: typeOfCode(code), interactions, points: microPoints / MICRO })

/** An offer as drafted; `id` is the same for a repeated run. */
export type OfferDraft = Candidate & { readonly id: string; readonly text: string }
export type OffersKept = { readonly drafted: number; readonly expired: number; readonly withdrawn: number }

/**
 * Ends drafts whose time is over, or whose person no longer wants or needs one, and keeps the new ones: at most one open draft a person, none for
 * whom consent was withdrawn meanwhile.
 */
export async function insertOffers(
  db: Db,
  offers: readonly OfferDraft[],
  run: { readonly id: string; readonly now: Date },
): Promise<OffersKept> {
  const moment = sql`${run.now.toISOString()}::timestamptz`
  const [row] = await rowsAs<OffersKept>(
    db,
    sql`
      WITH ended AS (
        UPDATE conversion_attempts AS a SET state = CASE WHEN a.expires_at <= ${moment} THEN 'expired' ELSE 'withdrawn' END
        FROM community_users AS u
        WHERE u.id = a.user_id AND a.state = 'drafted' AND (a.expires_at <= ${moment} OR u.consent_at IS NULL OR u.opted_out_at IS NOT NULL OR u.tier <> 'free')
        RETURNING a.state
      ), counts AS MATERIALIZED (
        SELECT count(*) FILTER (WHERE state = 'expired')::int AS expired, count(*) FILTER (WHERE state = 'withdrawn')::int AS withdrawn FROM ended
      ), kept AS (
        INSERT INTO conversion_attempts (id, user_id, platform, tier, text, reasons, score, state, run_id, drafted_at, expires_at)
        SELECT o.id, o."userId", o.platform, 'basic', o.text, o.reasons, (o.reasons ->> 'score')::numeric, 'drafted', ${run.id}, ${moment},
          ${new Date(run.now.getTime() + OFFER_DAYS * DAY_MS).toISOString()}::timestamptz
        FROM counts CROSS JOIN jsonb_to_recordset(${JSON.stringify(offers)}::jsonb) AS o (id text, "userId" bigint, platform text, text text, reasons jsonb)
        JOIN community_users AS u ON u.id = o."userId" AND u.consent_at IS NOT NULL AND u.opted_out_at IS NULL AND u.tier = 'free'
        ORDER BY o."userId"
        ON CONFLICT DO NOTHING
        RETURNING 1
      )
      SELECT (SELECT count(*)::int FROM kept) AS drafted, expired, withdrawn FROM counts`,
  )
  return row ?? { drafted: 0, expired: 0, withdrawn: 0 }
}
