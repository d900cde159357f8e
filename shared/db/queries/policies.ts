// Questions about versions of the policy: which there were, how posts and runs did with each, and the one step from what stands to what follows.
import { and, desc, eq, lt, sql } from "drizzle-orm"
import { Values } from "../../domain/policy.ts"
import type { ArmRates, ArmRuns, PolicyWindow } from "../../domain/policy-evidence.ts"
import type { FormatRates } from "../../domain/policy-proposal.ts"
import { PolicyChange, type PolicyStep, type PolicyVersion, Verdict } from "../../domain/policy-version.ts"
import { COMPARED_AT_HOURS } from "../../domain/engagement.ts"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"
import { policyVersions } from "../schema/rollups.ts"

const UNREADABLE: PolicyChange = { kind: "by-hand", base: null, changes: [], why: "What it changed can't be read." }

const toVersion = ({ agent: _agent, ...row }: typeof policyVersions.$inferSelect): PolicyVersion => ({
  ...row,
  tunables: Values.safeParse(row.tunables).data ?? {},
  change: PolicyChange.safeParse(row.change).data ?? UNREADABLE,
  verdict: Verdict.safeParse(row.verdict).data ?? null,
})

/**
 * Versions of an agent's policy, newest first; `before` is the last one seen. What can't be read of one is shown as nothing: runs then work with the
 * defaults.
 */
export async function listPolicyVersions(db: Db, agent: string, limit: number, before: number | null = null): Promise<PolicyVersion[]> {
  const { version } = policyVersions
  const rows = await db
    .select()
    .from(policyVersions)
    .where(and(eq(policyVersions.agent, agent), before === null ? undefined : lt(version, before)))
    .orderBy(desc(version))
    .limit(limit)
  return rows.map(toVersion)
}

/** One version of an agent's policy, or null. */
export async function findPolicyVersion(db: Db, agent: string, version: number): Promise<PolicyVersion | null> {
  const [row] = await db
    .select()
    .from(policyVersions)
    .where(and(eq(policyVersions.agent, agent), eq(policyVersions.version, version)))
  return row === undefined ? null : toVersion(row)
}

const daysOf = (windows: readonly PolicyWindow[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) AS w (version int, "from" date, until date)`

/** Rates of posts at the age at which they are compared, in millionths, by channel: of each version on its days, and of what stayed frozen on the same days. */
export async function listArmRates(db: Db, windows: readonly PolicyWindow[]): Promise<ArmRates[]> {
  return rowsAs<ArmRates>(
    db,
    sql`
      SELECT w.version, split_part(p.value, '/', 2) AS channel, split_part(p.value, '/', 1) = 'frozen' AS "isFrozen",
        sum(p.rated)::float8 AS n, sum(p.micro_rates)::float8 AS sum, sum(p.micro_rate_squares)::float8 AS squares
      FROM ${daysOf(windows)} JOIN post_days AS p ON p.band_hours = ${COMPARED_AT_HOURS}::int AND p.dimension = 'policy-channel'
        AND p.day BETWEEN w."from" AND w.until AND split_part(p.value, '/', 1) IN ('frozen', w.version::text)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  )
}

/** What runs of an agent planned, and what became of it: with each version on its days, and frozen on the same days. */
export async function listArmRuns(db: Db, agent: string, windows: readonly PolicyWindow[]): Promise<ArmRuns[]> {
  return rowsAs<ArmRuns>(
    db,
    sql`
      SELECT w.version, r.policy_version IS NULL AS "isFrozen", count(*)::int AS runs, sum(p.plans)::float8 AS planned, sum(p.plans * p.plans)::float8 AS "plannedSquares",
        count(*) FILTER (WHERE p.plans > 0)::int AS planning,
        coalesce(sum(p.rejected::float8 / p.plans) FILTER (WHERE p.plans > 0), 0) AS "rejectedShares",
        coalesce(sum(p.refused::float8 / p.plans) FILTER (WHERE p.plans > 0), 0) AS "refusedShares"
      FROM ${daysOf(windows)} JOIN runs AS r ON r.agent = ${agent} AND r.slot >= w."from"::timestamp AT TIME ZONE 'UTC'
        AND r.slot < (w.until + 1)::timestamp AT TIME ZONE 'UTC' AND r.state = 'succeeded' AND (r.policy_version IS NULL OR r.policy_version = w.version)
      CROSS JOIN LATERAL (
        SELECT count(*) AS plans, count(*) FILTER (WHERE c.state = 'rejected') AS rejected,
          count(*) FILTER (WHERE EXISTS (SELECT 1 FROM drafts AS d WHERE d.plan_id = c.id AND d.version = 1 AND NOT d.passes)) AS refused
        FROM content_plans AS c WHERE c.run_id = r.id AND c.kind = 'insight') AS p
      GROUP BY 1, 2 ORDER BY 1, 2`,
  )
}

/** Rates of posts of each format since a day, at the age at which they are compared. */
export async function listFormatRates(db: Db, since: string): Promise<FormatRates[]> {
  return rowsAs<FormatRates>(
    db,
    sql`
      SELECT value AS format, sum(rated)::float8 AS n, sum(micro_rates)::float8 AS sum, sum(micro_rate_squares)::float8 AS squares
      FROM post_days WHERE band_hours = ${COMPARED_AT_HOURS}::int AND dimension = 'format' AND day >= ${since}::date
      GROUP BY 1 ORDER BY 1`,
  )
}

type By = { readonly agent: string; readonly actor: string; readonly runId: string | null; readonly now: Date }

/**
 * Takes one step: ends or keeps what stands and lets a new version begin, each with its row in the audit log. One statement. It does nothing where
 * something else stands than `step.standing`, or it was taken before. Gives the versions that changed and began.
 */
export async function takePolicyStep(
  db: Db,
  step: PolicyStep,
  { agent, actor, runId, now }: By,
): Promise<{ readonly changed: number | null; readonly begun: number | null }> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { standing, to, verdict, begins } = step
  const ends = to === "rolled-back" || to === "replaced"
  const json = (value: unknown) => sql`${value === null || value === undefined ? null : JSON.stringify(value)}::jsonb`
  const audit = (action: string, of: "changed" | "begun", detail: unknown) => sql`
    INSERT INTO audit_log (id, at, actor, action, subject, detail)
    SELECT ${newId("aud", now)}, ${at}, ${actor}, ${action}, ${agent} || '/' || version, ${json(detail)} FROM ${sql.raw(of)}`
  const [row] = await rowsAs<{ changed: number | null; begun: number | null }>(
    db,
    sql`
      WITH stood AS (
        SELECT version FROM policy_versions WHERE agent = ${agent} AND state IN ('trial', 'kept') FOR UPDATE
      ), changed AS (
        UPDATE policy_versions AS p SET state = ${to}::text, ended_at = CASE WHEN ${ends} THEN ${at} END,
          decided_at = CASE WHEN ${verdict !== null} THEN ${at} ELSE p.decided_at END, verdict = coalesce(${json(verdict)}, p.verdict)
        FROM stood WHERE p.agent = ${agent} AND p.version = stood.version AND stood.version = ${standing}::int AND p.state <> ${to}::text
        RETURNING p.version
      ), begun AS (
        INSERT INTO policy_versions (agent, version, tunables, change, state, actor, run_id, began_at, decided_at, verdict)
        SELECT ${agent}, coalesce((SELECT max(version) FROM policy_versions WHERE agent = ${agent}), 0) + 1, ${json(begins?.tunables)}, ${json(begins?.change)},
          ${begins?.state ?? null}::text, ${actor}, ${runId}::text, ${at}, CASE WHEN ${(begins?.verdict ?? null) !== null} THEN ${at} END, ${json(begins?.verdict)}
        WHERE ${begins !== null} AND CASE WHEN ${standing}::int IS NULL THEN NOT EXISTS (SELECT 1 FROM stood) ELSE EXISTS (SELECT 1 FROM changed) END
        ON CONFLICT DO NOTHING
        RETURNING version
      ), noted AS (${audit(`policy.${to ?? "none"}`, "changed", { verdict })}
      ), announced AS (${audit("policy.began", "begun", { tunables: begins?.tunables, change: begins?.change, state: begins?.state })}
      )
      SELECT (SELECT version FROM changed) AS changed, (SELECT version FROM begun) AS begun`,
  )
  return row ?? { changed: null, begun: null }
}
