// Questions about insights and the rows they stand on.
import { and, asc, desc, eq, gt, gte, lt, sql } from "drizzle-orm"
import type { InsightDraft, InsightType } from "../../domain/insight.ts"
import { leastId, stableId } from "../../kit/ids.ts"
import { type Db, type Order, rowsAs } from "../client.ts"
import { evidence, insights } from "../schema/insights.ts"

/** Identity of a conclusion: the same asset, type and moment is the same insight. */
export const insightKey = (draft: InsightDraft): string => `${draft.asset}:${draft.type}:${draft.madeAt}`

/** Stores insights with their evidence in one statement; one that is known stays. Gives every draft's id, in the order given. */
export async function insertInsights(db: Db, drafts: readonly InsightDraft[], runId: string): Promise<string[]> {
  if (drafts.length === 0) return []
  const rows = drafts.map((draft) => ({ ...draft, key: insightKey(draft), id: stableId("ins", new Date(draft.madeAt), insightKey(draft)) }))
  const list = rows.map((row) => ({
    id: row.id,
    key: row.key,
    asset: row.asset,
    type: row.type,
    direction: row.direction,
    headline: row.headline,
    made_at: row.madeAt,
    probability: row.probability.toFixed(4),
    horizon_hours: row.horizonHours,
    deadline: row.deadline,
    statement: row.statement,
    statement_text: row.statementText,
    reasons: row.reasons,
  }))
  const proof = rows.flatMap((row) =>
    row.evidence.map(({ observedAt, ...item }, ordinal) => ({ ...item, insight_id: row.id, ordinal, observed_at: observedAt })),
  )
  await rowsAs(
    db,
    sql`
      WITH stored AS (
        INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
        SELECT id, key, ${runId}, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons
        FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb) AS i (id text, key text, asset text, type text, direction text, headline text, made_at timestamptz,
          probability numeric, horizon_hours int, deadline timestamptz, statement jsonb, statement_text text, reasons jsonb)
        ON CONFLICT (key) DO NOTHING
        RETURNING id
      )
      INSERT INTO evidence (insight_id, ordinal, kind, ref, label, value, unit, observed_at, source)
      SELECT e.insight_id, e.ordinal, e.kind, e.ref, e.label, e.value, e.unit, e.observed_at, coalesce(c.source, e.source)
      FROM jsonb_to_recordset(${JSON.stringify(proof)}::jsonb) AS e (insight_id text, ordinal int, kind text, ref text, label text, value numeric, unit text, observed_at timestamptz, source text)
      JOIN stored ON stored.id = e.insight_id
      -- A cited candle names its own exchange: the judgement knows only the newest one's.
      LEFT JOIN candles c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
        AND c.open_time = CASE WHEN e.kind = 'candle' THEN split_part(e.ref, '/', 2)::timestamptz END`,
  )
  return rows.map((row) => row.id)
}

/** Own insights made since `since` and before `now`, newest first: what the cool-down looks at. */
export async function listInsightsMadeSince(db: Db, now: Date, since: Date) {
  return db
    .select({
      asset: insights.asset,
      type: insights.type,
      direction: insights.direction,
      madeAt: insights.madeAt,
      statement: insights.statement,
    })
    .from(insights)
    .where(and(gte(insights.madeAt, since), lt(insights.madeAt, now)))
    .orderBy(desc(insights.madeAt), asc(insights.key))
}

export type InsightFilter = {
  readonly asset?: string | undefined
  readonly type?: InsightType | undefined
  /** Made at or after the one moment, and before the other. */
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Newest first, unless it says otherwise. */
  readonly order?: Order | undefined
  /** The id of the last one seen, in that order. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Insights in the order of time. An id begins with the moment it was made at, so that one index serves order, stretch and place. */
export async function listInsights(db: Db, { asset, type, since, until, order = "newest", before, limit }: InsightFilter) {
  const { id } = insights
  return db
    .select()
    .from(insights)
    .where(
      and(
        asset === undefined ? undefined : eq(insights.asset, asset),
        type === undefined ? undefined : eq(insights.type, type),
        since === undefined ? undefined : gte(id, leastId("ins", since)),
        until === undefined ? undefined : lt(id, leastId("ins", until)),
        before === undefined ? undefined : (order === "newest" ? lt : gt)(id, before),
      ),
    )
    .orderBy((order === "newest" ? desc : asc)(id))
    .limit(limit)
}

/** One insight with its evidence in order, or null. One statement. */
export async function findInsight(db: Db, id: string) {
  const rows = await db
    .select({ insight: insights, evidence })
    .from(insights)
    .leftJoin(evidence, eq(evidence.insightId, insights.id))
    .where(eq(insights.id, id))
    .orderBy(asc(evidence.ordinal))
  const [first] = rows
  if (!first) return null
  return { ...first.insight, evidence: rows.flatMap((row) => (row.evidence === null ? [] : [row.evidence])) }
}

/** Every insight with its evidence, in the order in which they were made, without the identities of rows: what a replay compares. */
export async function listInsightsForReplay(db: Db) {
  const rows = await db
    .select({ insight: insights, evidence })
    .from(insights)
    .leftJoin(evidence, eq(evidence.insightId, insights.id))
    .orderBy(asc(insights.madeAt), asc(insights.key), asc(evidence.ordinal))
  const found = new Map<string, ReplayInsight>()
  for (const { insight, evidence: proof } of rows) {
    const { id, key: _key, runId: _runId, madeAt, deadline, probability, ...rest } = insight
    const known = found.get(id) ?? {
      ...rest,
      madeAt: madeAt.toISOString(),
      deadline: deadline.toISOString(),
      probability: Number(probability),
      evidence: [],
    }
    found.set(id, known)
    if (proof === null) continue
    const { insightId: _insightId, ordinal: _ordinal, observedAt, ...row } = proof
    known.evidence.push({ ...row, observedAt: observedAt.toISOString() })
  }
  return [...found.values()]
}

type ReplayInsight = Omit<typeof insights.$inferSelect, "id" | "key" | "runId" | "madeAt" | "deadline" | "probability"> & {
  readonly madeAt: string
  readonly deadline: string
  readonly probability: number
  readonly evidence: (Omit<typeof evidence.$inferSelect, "insightId" | "ordinal" | "observedAt"> & { readonly observedAt: string })[]
}
