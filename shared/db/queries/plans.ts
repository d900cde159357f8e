// Questions about plans: what waits to be decided on, what is planned, and keeping what was decided.
import { sql } from "drizzle-orm"
import type { Direction, InsightType } from "../../domain/insight.ts"
import type { Agreement } from "../../domain/market.ts"
import type { PlanKind } from "../../domain/plan.ts"
import { type PlanDraft, planKey, type Verdict } from "../../domain/plan-draft.ts"
import type { ChannelName, PostFormat } from "../../domain/post.ts"
import { stableId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { citedRows } from "./cited-rows.ts"

/** An insight without a verdict. Moments in milliseconds since 1970 UTC. */
export type UndecidedInsight = {
  readonly id: string
  readonly asset: string
  readonly type: InsightType
  readonly direction: Direction
  readonly probability: number
  readonly madeAt: number
  readonly deadline: number
  /** The largest deviation among its reasons; null where none is in sigmas. */
  readonly sigmas: number | null
  readonly reasons: number
  /** The worst agreement of the prices that it cites, as the rows are today; null where it cites none. */
  readonly agreement: Agreement | null
}

/** Insights made after `since` and not after `now` that nobody has decided on, newest first, at most `limit`. */
export async function listUndecidedInsights(
  db: Db,
  now: Date,
  { since, limit }: { since: Date; limit: number },
): Promise<UndecidedInsight[]> {
  return rowsAs<UndecidedInsight>(
    db,
    sql`
      SELECT i.id, i.asset, i.type, i.direction, i.probability::float8 AS probability, (extract(epoch FROM i.made_at) * 1000)::float8 AS "madeAt",
        (extract(epoch FROM i.deadline) * 1000)::float8 AS deadline, jsonb_array_length(i.reasons) AS reasons,
        (SELECT max(abs((reason->>'value')::float8)) FROM jsonb_array_elements(i.reasons) AS reason WHERE reason->>'unit' = 'sigma') AS sigmas,
        (SELECT CASE WHEN bool_or(agreement = 'disputed') THEN 'disputed' WHEN bool_or(agreement = 'single') THEN 'single' WHEN count(*) > 0 THEN 'agreed' END
          FROM (${citedRows(sql`i.id`)}) AS cited WHERE agreement IS NOT NULL) AS agreement
      FROM insights i
      WHERE i.made_at > ${since.toISOString()}::timestamptz AND i.made_at <= ${now.toISOString()}::timestamptz
        AND NOT EXISTS (SELECT 1 FROM insight_verdicts v WHERE v.insight_id = i.id)
      ORDER BY i.made_at DESC, i.id
      LIMIT ${limit}::int`,
  )
}

/** A plan that stands. */
export type StandingPlan = {
  readonly kind: PlanKind
  readonly insightId: string
  readonly aboutPostId: string | null
  readonly asset: string
  readonly topic: string
  readonly channel: ChannelName
  readonly format: PostFormat
  /** In milliseconds since 1970 UTC. */
  readonly scheduledAt: number
}

/** Plans scheduled after `since` that came to something or still may, the latest first, at most `limit`. */
export async function listStandingPlans(db: Db, since: Date, limit: number): Promise<StandingPlan[]> {
  return rowsAs<StandingPlan>(
    db,
    sql`
      SELECT kind, insight_id AS "insightId", about_post_id AS "aboutPostId", asset, topic, channel, format,
        (extract(epoch FROM scheduled_at) * 1000)::float8 AS "scheduledAt"
      FROM content_plans
      WHERE scheduled_at > ${since.toISOString()}::timestamptz AND state NOT IN ('rejected', 'expired', 'failed')
      ORDER BY scheduled_at DESC, id DESC
      LIMIT ${limit}::int`,
  )
}

/** The same plan has the same id in every run. */
export const planId = (plan: PlanDraft): string => stableId("plan", new Date(plan.since), planKey(plan))

const toRecord = (plan: PlanDraft) => ({
  ...plan,
  id: planId(plan),
  key: planKey(plan),
  insight_id: plan.insightId,
  about_post_id: plan.aboutPostId,
  scheduled_at: plan.scheduledAt,
  expires_at: plan.expiresAt,
})

export type StrategyDecision = { readonly plans: readonly PlanDraft[]; readonly verdicts: readonly Verdict[] }

/**
 * Stores plans and verdicts in one statement. A plan that is known stays, and so does the holder of a slot that another run was quicker to take:
 * then the insight has no verdict yet and is looked at again. Gives the ids of all plans of this run, those of an earlier attempt included.
 */
export async function insertPlans(db: Db, { plans, verdicts }: StrategyDecision, run: { id: string; now: Date }): Promise<string[]> {
  const at = run.now.toISOString()
  const rows = await rowsAs<{ id: string }>(
    db,
    sql`
      WITH given AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(plans.map(toRecord))}::jsonb) AS p (id text, key text, kind text, insight_id text, about_post_id text, asset text,
          topic text, channel text, format text, language text, voice text, disclosure text, tier text, priority numeric, scheduled_at timestamptz, expires_at timestamptz, reasons jsonb)
      ), stored AS (
        INSERT INTO content_plans (id, key, kind, insight_id, about_post_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at,
          expires_at, reasons, state, run_id, created_at)
        SELECT id, key, kind, insight_id, about_post_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at,
          expires_at, reasons, 'planned', ${run.id}, ${at}::timestamptz
        FROM given ORDER BY channel, scheduled_at
        ON CONFLICT DO NOTHING
        RETURNING id, key
      ), known AS (
        SELECT key FROM stored UNION SELECT p.key FROM given JOIN content_plans p ON p.key = given.key
      ), decided AS (
        INSERT INTO insight_verdicts (insight_id, run_id, decided_at, planned, rejected)
        SELECT v."insightId", ${run.id}, ${at}::timestamptz, v.planned, v.rejected
        FROM jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) AS v ("insightId" text, planned int, rejected jsonb)
        WHERE NOT EXISTS (SELECT 1 FROM given WHERE given.insight_id = v."insightId" AND given.kind = 'insight' AND given.key NOT IN (SELECT key FROM known))
        ORDER BY v."insightId"
        ON CONFLICT (insight_id) DO NOTHING
      )
      SELECT id FROM stored UNION SELECT id FROM content_plans WHERE run_id = ${run.id} ORDER BY id`,
  )
  return rows.map(({ id }) => id)
}
