// Plans in a test's database: an insight of the samples with the rows that it cites, and a post planned from it.
import { insertInsights } from "../../shared/db/queries/insights.ts"
import type { InsightDraft } from "../../shared/domain/insight.ts"
import type { TestDatabase } from "./database.ts"

export const RUN = "run_0000000planner"

export async function seedRun(database: TestDatabase, now: string, id = RUN): Promise<void> {
  await database.postgres.exec(`
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('${id}', 'content-strategy', 'content-strategy:${id}', 'manual', '{}', 'succeeded', 1, '${now}', '${now}', '${now}') ON CONFLICT DO NOTHING`)
}

/** The cited candles, one of each hour, on which two exchanges agree. */
function candlesOf({ evidence }: InsightDraft): Record<string, string | number>[] {
  const cited = Map.groupBy(
    evidence.filter(({ kind }) => kind === "candle"),
    ({ ref }) => ref,
  )
  return [...cited].map(([ref, rows]) => {
    const valueOf = (word: string): number | undefined => {
      const row = rows.find(({ label }) => label.includes(` ${word} `))
      return row === undefined ? undefined : Number(row.value)
    }
    const close = valueOf("close") ?? valueOf("open") ?? 100
    const [asset = "", open_time = ""] = ref.split("/")
    return {
      asset,
      open_time,
      open: valueOf("open") ?? close,
      close,
      volume: valueOf("volume") ?? 1_000,
      known_at: rows[0]?.observedAt ?? "",
    }
  })
}

/** Stores the insight with the candles and readings that it cites. */
export async function seedInsight(database: TestDatabase, insight: InsightDraft): Promise<string> {
  await seedRun(database, insight.madeAt)
  await database.postgres.query(
    `INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
     SELECT asset, open_time, open, greatest(open, close), least(open, close), close, volume, 'binance', known_at, 'agreed', 'kraken', close, 0, known_at
     FROM jsonb_to_recordset($1::jsonb) AS c (asset text, open_time timestamptz, open numeric, close numeric, volume numeric, known_at timestamptz) ON CONFLICT DO NOTHING`,
    [JSON.stringify(candlesOf(insight))],
  )
  await database.postgres.query(
    `INSERT INTO sentiment_readings (source, subject, observed_at, value, count, known_at)
     SELECT split_part(ref, '/', 1), split_part(ref, '/', 2), split_part(ref, '/', 3)::timestamptz, value, 1, split_part(ref, '/', 3)::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS s (ref text, value numeric) ON CONFLICT DO NOTHING`,
    [JSON.stringify(insight.evidence.filter(({ kind }) => kind === "sentiment"))],
  )
  const [id = ""] = await insertInsights(database.db(), [insight], RUN)
  return id
}

export type PlanRow = {
  readonly id: string
  readonly kind: string
  readonly insightId: string
  readonly aboutPostId: string | null
  readonly asset: string
  readonly channel: string
  readonly format: string
  readonly language: string
  readonly voice: string
  readonly disclosure: string
  readonly scheduledAt: string
  readonly expiresAt: string
  readonly createdAt: string
}

const HOUR_MS = 3_600_000

/** A plan for the insight an hour after it was made; `n` tells several apart. */
export async function seedPlan(
  database: TestDatabase,
  insight: InsightDraft,
  { n = 1, ...rest }: Partial<PlanRow> & { readonly insightId: string; readonly n?: number },
): Promise<PlanRow> {
  const madeAt = Date.parse(insight.madeAt)
  const row: PlanRow = {
    id: `plan_${String(n).padStart(10, "0")}`,
    kind: "insight",
    aboutPostId: null,
    asset: insight.asset,
    channel: "telegram",
    format: "message",
    language: "en",
    voice: "analytical",
    disclosure: "eu",
    scheduledAt: new Date(madeAt + HOUR_MS + n * 60_000).toISOString(),
    expiresAt: new Date(madeAt + 8 * HOUR_MS).toISOString(),
    createdAt: insight.madeAt,
    ...rest,
  }
  await database.postgres.query(
    `INSERT INTO content_plans (id, key, kind, insight_id, about_post_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, state, run_id, created_at)
     VALUES ($1, $1, $2, $3, $4, $5, 'price', $6, $7, $8, $9, $10, 'public', 0.5, $11, $12, '{"why":[],"rejected":[]}', 'planned', '${RUN}', $13)`,
    [
      row.id,
      row.kind,
      row.insightId,
      row.aboutPostId,
      row.asset,
      row.channel,
      row.format,
      row.language,
      row.voice,
      row.disclosure,
      row.scheduledAt,
      row.expiresAt,
      row.createdAt,
    ],
  )
  return row
}

/** A text that passes its guards and lacks only its picture, with so many hours of its market before it. */
export async function seedPictured(database: TestDatabase, insight: InsightDraft, hours: number): Promise<PlanRow> {
  const plan = await seedPlan(database, insight, {
    insightId: await seedInsight(database, insight),
    channel: "x",
    format: "picture",
    voice: "bold",
  })
  await seedHours(database, insight, hours)
  await database.postgres.query(
    `INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, alt, claims, needs_picture, scheduled_at, guards, passes, run_id, created_at)
     SELECT 'draft_0000000001', id, 1, 'studio', channel, format, language, '["The text."]', 'The chart.', '[]', true, scheduled_at, '[]', true, run_id, created_at
     FROM content_plans WHERE id = $1`,
    [plan.id],
  )
  await database.postgres.query("UPDATE content_plans SET version = 1, state = 'checking' WHERE id = $1", [plan.id])
  return plan
}

/** Candles of the insight's asset before it; those that it cites stay as they are. */
export async function seedHours(database: TestDatabase, insight: InsightDraft, hours: number): Promise<void> {
  await database.postgres.query(
    `INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
     SELECT $1, t, p, p, p, p, 100, 'binance', t + interval '1 hour', 'agreed', 'kraken', p, 0, t + interval '1 hour'
     FROM generate_series(1, $3::int) AS n, LATERAL (SELECT date_trunc('hour', $2::timestamptz, 'UTC') - n * interval '1 hour' AS t, 80000 + n % 7 * 100 AS p) AS v ON CONFLICT DO NOTHING`,
    [insight.asset, insight.madeAt, String(hours)],
  )
}

/** A plan to be written on a channel that has said so many texts since. */
export async function seedSaid(database: TestDatabase, insight: InsightDraft, texts: number): Promise<void> {
  const insightId = await seedInsight(database, insight)
  await seedPlan(database, insight, { insightId })
  await database.postgres.exec(`
    INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, version, state, run_id, created_at)
    SELECT 'plan_said' || lpad(n::text, 10, '0'), 'said:' || n, 'insight', '${insightId}', asset, topic, channel, format, language, voice, disclosure, tier, priority,
      scheduled_at - n * interval '2 minutes', expires_at, reasons, 1, 'released', run_id, created_at - n * interval '2 minutes'
    FROM content_plans, generate_series(1, ${texts}) AS n WHERE id = 'plan_0000000001';
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, guards, passes, run_id, created_at)
    SELECT 'draft_' || right(id, 14), id, 1, 'studio', channel, format, language, jsonb_build_array('Text number ' || right(id, 10)), '[]', false, scheduled_at, '[]', true, run_id, created_at
    FROM content_plans WHERE version = 1`)
}
