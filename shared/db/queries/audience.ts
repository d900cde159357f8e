// Questions of the operator about the community: how it is made up, who is most engaged, and which events could not be counted.
import { sql } from "drizzle-orm"
import type { AsideReason } from "../../domain/interaction.ts"
import { type Db, rowsAs } from "../client.ts"

export type AudienceDay = {
  /** YYYY-MM-DD in UTC. */
  readonly day: string
  readonly people: number
  readonly active1d: number
  readonly active7d: number
  readonly active30d: number
  /** People with a score of 0, above 0 to 10, and so on to above 90 to 100. */
  readonly byScore: readonly number[]
}

/** The community as the last full scorings found it, the newest day first; `before` is the last day seen. */
export async function listAudienceDays(db: Db, limit: number, before: string | null = null): Promise<AudienceDay[]> {
  const earlier = before === null ? sql`true` : sql`day < ${before}::date`
  return rowsAs<AudienceDay>(
    db,
    sql`
      SELECT day::text AS day, people::float8 AS people, active_1d::float8 AS "active1d", active_7d::float8 AS "active7d", active_30d::float8 AS "active30d",
        to_jsonb(by_score) AS "byScore"
      FROM audience_days WHERE ${earlier} ORDER BY day DESC LIMIT ${limit}::int`,
  )
}

export type EngagedPerson = {
  readonly id: number
  /** Accounts as platform and the platform's own id. */
  readonly accounts: readonly { readonly platform: string; readonly id: string }[]
  readonly tier: string
  readonly score: number
  /** In millionths of a point. */
  readonly microPoints: number
  readonly interactions: number
  /** ISO moments. */
  readonly lastAt: string | null
  readonly scoredAt: string
}

const iso = (column: string) => sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
const person = sql`u.id::float8 AS id, u.tier, e.score::float8 AS score, e.micro_points::float8 AS "microPoints", e.interactions,
        ${iso("e.last_at")} AS "lastAt", ${iso("e.scored_at")} AS "scoredAt",
        (SELECT coalesce(jsonb_agg(jsonb_build_object('platform', platform, 'id', external_id) ORDER BY platform), '[]') FROM user_identities WHERE user_id = u.id) AS accounts`

/** The people with the most points, beyond the score's cap too; one lookup each. */
export async function listMostEngaged(db: Db, limit: number): Promise<EngagedPerson[]> {
  return rowsAs<EngagedPerson>(
    db,
    sql`
      SELECT ${person}
      FROM (SELECT * FROM engagement_scores WHERE micro_points > 0 ORDER BY micro_points DESC, user_id LIMIT ${limit}::int) AS e
      JOIN community_users AS u ON u.id = e.user_id
      ORDER BY e.micro_points DESC, e.user_id`,
  )
}

/** A person with the score that was made last, or null: unknown, or never scored. */
export async function findEngagedPerson(db: Db, id: number): Promise<EngagedPerson | null> {
  const [row] = await rowsAs<EngagedPerson>(
    db,
    sql`SELECT ${person} FROM engagement_scores AS e JOIN community_users AS u ON u.id = e.user_id WHERE e.user_id = ${id}::bigint`,
  )
  return row ?? null
}

export type AsideEvent = {
  readonly id: string
  readonly source: string
  readonly externalId: string
  readonly reason: AsideReason
  readonly detail: string | null
  /** ISO moment. */
  readonly setAsideAt: string
}

/** Events that could not be counted and were not put back, the newest first. */
export async function listEventsAside(db: Db, limit: number): Promise<AsideEvent[]> {
  return rowsAs<AsideEvent>(
    db,
    sql`
      SELECT id, source, external_id AS "externalId", reason, detail, ${iso("set_aside_at")} AS "setAsideAt"
      FROM events_aside WHERE replayed_at IS NULL ORDER BY set_aside_at DESC, id DESC LIMIT ${limit}::int`,
  )
}

export type InboxDepth = {
  readonly requests: number
  readonly events: number
  /** ISO moment of the oldest. */ readonly since: string | null
}

/** What was accepted and waits to be counted: of at most the oldest `most` requests, so that a full inbox is as cheap to ask as an empty one. */
export async function getInboxDepth(db: Db, most: number): Promise<InboxDepth> {
  const [row] = await rowsAs<InboxDepth>(
    db,
    sql`
      SELECT count(*)::float8 AS requests, coalesce(sum(jsonb_array_length(events)), 0)::float8 AS events, ${iso("min(received_at)")} AS since
      FROM (SELECT events, received_at FROM event_inbox ORDER BY id LIMIT ${most}::int) AS oldest`,
  )
  return row ?? { requests: 0, events: 0, since: null }
}
