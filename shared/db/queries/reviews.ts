// Questions about versions that wait: what a reviewer has to see, who was asked, and which plans nobody decided about in time.
import { sql } from "drizzle-orm"
import type { PlanState } from "../../domain/plan.ts"
import type { Review } from "../../domain/review.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

type ReviewRow = Omit<Review, "scheduledAt" | "expiresAt"> & { readonly scheduledAt: string; readonly expiresAt: string }

/** A version with its plan, the evidence it cites and what each rule has approved since `since`; null where there is no such version. */
export async function findReview(db: Db, draftId: string, since: Date): Promise<Review | null> {
  const [row] = await rowsAs<ReviewRow>(
    db,
    sql`
      SELECT d.id AS "draftId", d.plan_id AS "planId", d.version, p.version AS current, p.state, p.kind, p.asset, p.tier, p.priority::float8 AS priority,
        p.expires_at AS "expiresAt", d.scheduled_at AS "scheduledAt", d.author, d.channel, d.format, d.language, d.title, d.parts, d.alt, d.claims, d.hash,
        coalesce(d.guards, '[]') AS guards,
        coalesce((SELECT jsonb_agg(jsonb_build_object('label', e.label, 'source', e.source, 'observedAt', e.observed_at) ORDER BY e.ordinal)
          FROM evidence AS e WHERE e.insight_id = p.insight_id), '[]') AS evidence,
        (SELECT a.reviewer FROM approvals AS a WHERE a.draft_id = d.id AND a.decision = 'approved') AS "approvedBy",
        coalesce((SELECT jsonb_object_agg(c.name, c.times) FROM (
          SELECT substr(reviewer, 6) AS name, count(*) AS times FROM approvals WHERE via = 'rule' AND at >= ${since.toISOString()}::timestamptz GROUP BY reviewer) AS c), '{}') AS "byRules"
      FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id
      WHERE d.id = ${draftId}`,
  )
  return row === undefined ? null : { ...row, scheduledAt: new Date(row.scheduledAt), expiresAt: new Date(row.expiresAt) }
}

type Request = { readonly draftId: string; readonly person: string; readonly secretHash: string; readonly now: Date }

/** Notes that a person is about to be asked about a version that still waits. False where he was asked before, or there is nothing to ask. */
export async function insertReviewRequest(db: Db, { draftId, person, secretHash, now }: Request): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`
  const rows = await rowsAs(
    db,
    sql`
      INSERT INTO review_requests (id, draft_id, reviewer, secret_hash, expires_at, created_at)
      SELECT ${newId("rev", now)}, d.id, ${person}, ${secretHash}, p.expires_at, ${at}
      FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id AND p.version = d.version AND p.state = 'waiting' AND p.expires_at > ${at}
      WHERE d.id = ${draftId} AND d.hash IS NOT NULL
      ON CONFLICT (draft_id, reviewer) DO NOTHING
      RETURNING id`,
  )
  return rows.length === 1
}

/** Ends the plans whose time is over before anything was sent, and their deliveries. One statement. Gives how many of each. */
export async function expirePlans(db: Db, now: Date): Promise<{ readonly plans: number; readonly deliveries: number }> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await rowsAs<{ plans: number; deliveries: number }>(
    db,
    sql`
      WITH over AS (
        SELECT id FROM content_plans WHERE expires_at <= ${at} AND state IN ('planned', 'checking', 'blocked', 'waiting', 'approved') ORDER BY id FOR UPDATE
      ), ended AS (
        UPDATE content_plans AS p SET state = 'expired' FROM over WHERE p.id = over.id RETURNING p.id
      ), cancelled AS (
        UPDATE deliveries AS dl SET state = 'cancelled', ended_at = ${at}, failure_code = 'expired', failure_detail = NULL FROM ended
        WHERE dl.plan_id = ended.id AND dl.state = 'scheduled' AND jsonb_array_length(dl.receipts) = 0
        RETURNING dl.id
      )
      SELECT (SELECT count(*) FROM ended)::int AS plans, (SELECT count(*) FROM cancelled)::int AS deliveries`,
  )
  return row ?? { plans: 0, deliveries: 0 }
}

export type StuckPlan = { readonly planId: string; readonly state: PlanState; readonly since: Date }

/** Plans that an agent has had in hand since `since` or longer without getting on, the longest first, at most `limit`. */
export async function listStuckPlans(db: Db, since: Date, now: Date, limit: number): Promise<StuckPlan[]> {
  const rows = await rowsAs<Omit<StuckPlan, "since"> & { since: string }>(
    db,
    sql`
      SELECT p.id AS "planId", p.state, coalesce(d.created_at, p.created_at) AS since
      FROM content_plans AS p LEFT JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
      WHERE p.state IN ('planned', 'checking') AND p.expires_at > ${now.toISOString()}::timestamptz
        AND coalesce(d.created_at, p.created_at) <= ${since.toISOString()}::timestamptz
      ORDER BY 3, 1 LIMIT ${limit}::int`,
  )
  return rows.map((row) => ({ ...row, since: new Date(row.since) }))
}
