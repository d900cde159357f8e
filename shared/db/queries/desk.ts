// Questions of the operator's desk: what waits, what is planned, and what went wrong?
import { sql } from "drizzle-orm"
import type { DeliveryState } from "../../domain/delivery.ts"
import type { PlanKind, PlanState } from "../../domain/plan.ts"
import type { ChannelName, Language, PostFormat } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

/** A plan in a list, with the beginning of its current text. Times as Postgres prints them, with their zone. */
export type PlanLine = {
  readonly id: string
  readonly kind: PlanKind
  readonly asset: string
  readonly channel: ChannelName
  readonly format: PostFormat
  readonly language: Language
  readonly tier: "public" | "members"
  readonly state: PlanState
  readonly scheduled_at: string
  readonly expires_at: string
  readonly headline: string
  readonly version: number
  /** Of the current version; null where there is none yet. */
  readonly draft_id: string | null
  readonly hash: string | null
  readonly author: string | null
  readonly title: string | null
  readonly text: string | null
  readonly parts: number | null
  readonly media_hash: string | null
  /** Guards that the current version does not pass. */
  readonly failed: readonly string[]
  readonly delivery_state: DeliveryState | null
}

/** Of plan `p`, its current draft `d`, its insight `i` and its delivery `y`. */
const line = sql`p.id, p.kind, p.asset, p.channel, p.format, p.language, p.tier, p.state, p.scheduled_at, p.expires_at, i.headline, p.version,
      d.id AS draft_id, d.hash, d.author, d.title, left(d.parts ->> 0, 400) AS text, jsonb_array_length(d.parts) AS parts, d.media_hash,
      coalesce((SELECT jsonb_agg(g ->> 'name') FROM jsonb_array_elements(d.guards) AS g WHERE g -> 'pass' = 'false'), '[]') AS failed,
      y.state AS delivery_state`

const about = sql`
    JOIN insights AS i ON i.id = p.insight_id
    LEFT JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
    LEFT JOIN deliveries AS y ON y.plan_id = p.id`

/** Plans in one of the states, the next first; of each state at most `each`. */
export async function listPlansInStates(db: Db, states: readonly PlanState[], each: number): Promise<PlanLine[]> {
  return rowsAs<PlanLine>(
    db,
    sql`
    SELECT ${line}
    FROM unnest(${sql.param([...states])}::text[]) AS wanted (state)
    CROSS JOIN LATERAL (
      SELECT * FROM content_plans WHERE content_plans.state = wanted.state ORDER BY scheduled_at LIMIT ${each}::int
    ) AS p ${about}
    ORDER BY p.scheduled_at, p.id`,
  )
}

/** How many plans are in each of the states, and when the first of them expires and is due. */
export type PlanCount = {
  readonly state: PlanState
  readonly count: number
  readonly first_expires_at: string
  readonly first_scheduled_at: string
}

/** Of the states in which a plan is still open. */
export async function countOpenPlans(db: Db): Promise<PlanCount[]> {
  return rowsAs<PlanCount>(
    db,
    sql`
    SELECT state, count(*)::int AS count, min(expires_at) AS first_expires_at, min(scheduled_at) AS first_scheduled_at
    FROM content_plans WHERE state IN ('planned', 'checking', 'blocked', 'waiting', 'approved') GROUP BY state ORDER BY state`,
  )
}

export type PlanOfDay = PlanLine & {
  /** Which of the days asked for, from 0. */
  readonly day: number
  /** Plans of that day in all. */
  readonly total: number
}

export type DaySpan = { readonly from: Date; readonly until: Date }

/** Plans of each day in the order of their slots, at most `each` of a day. A day is from one moment up to another, for days have 23 to 25 hours. */
export async function listPlansOfDays(db: Db, days: readonly DaySpan[], each: number): Promise<PlanOfDay[]> {
  const moments = (list: readonly Date[]) => sql.param(list.map((moment) => moment.toISOString()))
  return rowsAs<PlanOfDay>(
    db,
    sql`
    SELECT (w.place - 1)::int AS day, p.total, ${line}
    FROM unnest(${moments(days.map(({ from }) => from))}::timestamptz[], ${moments(days.map(({ until }) => until))}::timestamptz[])
      WITH ORDINALITY AS w (since, until, place)
    CROSS JOIN LATERAL (
      SELECT *, (count(*) OVER ())::int AS total FROM content_plans
      WHERE scheduled_at >= w.since AND scheduled_at < w.until ORDER BY scheduled_at, id LIMIT ${each}::int
    ) AS p ${about}
    ORDER BY w.place, p.scheduled_at, p.id`,
  )
}

export type TroubleKind = "held" | "unknown" | "refused" | "blocked" | "failed" | "dead-run" | "breaker"

export type Trouble = {
  readonly kind: TroubleKind
  /** Of the plan or run; the source of a breaker. */
  readonly id: string
  /** The delivery's id, where it is about one. */
  readonly delivery_id: string | null
  /** Channel of a plan, agent of a run. */
  readonly subject: string
  readonly text: string
  readonly code: string | null
  readonly at: string
}

/** Failures on end after which a channel is left alone. */
export type TroubleLimits = { readonly since: Date; readonly breakerFailures: number; readonly each: number }

/** What a person has to look at: all that is still open, and since `since` what ended badly. Newest first, at most `each` of a kind. */
export async function listTroubles(db: Db, { since, breakerFailures, each }: TroubleLimits): Promise<Trouble[]> {
  const from = sql`${since.toISOString()}::timestamptz`
  const most = sql`${each}::int`
  return rowsAs<Trouble>(
    db,
    sql`
    WITH stuck AS (
      (SELECT y.* FROM deliveries AS y WHERE y.state = 'held' ORDER BY y.due_at DESC LIMIT ${most})
      UNION ALL (SELECT y.* FROM deliveries AS y WHERE y.state = 'unknown' ORDER BY y.due_at DESC LIMIT ${most})
      UNION ALL (
        SELECT y.* FROM unnest(ARRAY['x', 'telegram', 'discord', 'feed']) AS c (name)
        CROSS JOIN LATERAL (
          SELECT * FROM deliveries WHERE deliveries.channel = c.name AND deliveries.scheduled_at >= ${from} AND deliveries.state = 'refused'
          ORDER BY deliveries.scheduled_at DESC LIMIT ${most}
        ) AS y)
    )
    SELECT s.state AS kind, p.id, s.id AS delivery_id, s.channel AS subject, i.headline AS text,
      coalesce(s.failure_detail, s.failure_code) AS code, s.due_at AS at
    FROM stuck AS s JOIN content_plans AS p ON p.id = s.plan_id JOIN insights AS i ON i.id = p.insight_id
    UNION ALL (
      SELECT p.state, p.id, NULL, p.channel, i.headline, NULL, p.scheduled_at
      FROM (
        (SELECT * FROM content_plans WHERE state = 'blocked' ORDER BY scheduled_at DESC LIMIT ${most})
        UNION ALL (SELECT * FROM content_plans WHERE state = 'failed' AND scheduled_at >= ${from} ORDER BY scheduled_at DESC LIMIT ${most})
      ) AS p JOIN insights AS i ON i.id = p.insight_id)
    UNION ALL (
      SELECT 'dead-run', r.id, NULL, r.agent, r.key, coalesce(r.error_detail, r.error_code), r.started_at
      FROM (SELECT * FROM runs WHERE state = 'dead' ORDER BY id DESC LIMIT ${most}) AS r WHERE r.started_at >= ${from})
    UNION ALL (
      SELECT 'breaker', source, NULL, substr(source, 9), consecutive_failures || ' failures on end', failure_code, checked_at
      FROM source_states WHERE source LIKE 'channel:%' AND consecutive_failures >= ${breakerFailures}::int)
    ORDER BY at DESC`,
  )
}
