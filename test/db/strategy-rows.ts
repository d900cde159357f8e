// Rows for the strategy: insights with what they cite, plans of them, and posts that are out.
import type { insertInsights } from "../../shared/db/queries/insights.ts"
import type { StrategyDecision } from "../../shared/db/queries/plans.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import type { PlanDraft } from "../../shared/domain/plan-draft.ts"
import type { TestDatabase } from "./database.ts"

export const NOON = new Date("2026-11-21T12:00:00Z")
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const later = (ms: number) => new Date(NOON.getTime() + ms)

/** A run of the strategy, and its id. */
export async function openRun(database: TestDatabase, key: string): Promise<string> {
  const run = {
    agent: "content-strategy",
    key,
    slot: null,
    trigger: "manual",
    input: {},
    now: NOON,
    leaseMs: 1,
    maxAttempts: 1,
    momentMs: null,
  } as const
  const claim = await claimRun(database.db(), run)
  return claim.answer === "claimed" ? claim.id : ""
}

type Draft = Parameters<typeof insertInsights>[1][number]

/** One that stands on the last closes of two assets and on a reading. */
export const insight = (asset: string, rest: Partial<Draft> = {}): Draft => ({
  asset,
  type: "breakout",
  direction: "up",
  headline: "x",
  madeAt: NOON.toISOString(),
  probability: 0.62,
  horizonHours: 24,
  deadline: later(DAY).toISOString(),
  statement: { kind: "close_above", asset, level: "100", at: later(DAY).toISOString() },
  statementText: "x",
  reasons: [
    { measure: "hour_return_sigma", value: -4.25, unit: "sigma", text: "x", evidence: [0] },
    { measure: "volume_sigma", value: 3.5, unit: "sigma", text: "x", evidence: [0] },
    { measure: "hour_return", value: -9, unit: "pct", text: "x", evidence: [0] },
  ],
  evidence: [cited(asset, "close", "101.5"), cited("ETH", "close", "3000"), reading],
  ...rest,
})

export const cited = (asset: string, field: string, value: string): Draft["evidence"][number] => ({
  kind: "candle",
  ref: `${asset}/${later(-HOUR).toISOString()}`,
  label: `${asset} ${field} of the hour that closed 2026-11-21 12:00 UTC`,
  value,
  unit: field === "volume" ? "asset_units" : "usd",
  observedAt: NOON.toISOString(),
  source: "binance",
})
export const reading: Draft["evidence"][number] = {
  kind: "sentiment",
  ref: `fear-greed/MARKET/${later(-HOUR).toISOString()}`,
  label: "fear and greed index",
  value: "60",
  unit: "score",
  observedAt: later(-HOUR).toISOString(),
  source: "fear-greed",
}

/** The hour that the insights cite, of each asset, and the reading. */
export async function candles(database: TestDatabase, ...rows: readonly (readonly [asset: string, agreement: string])[]): Promise<void> {
  const [hour, noon] = [later(-HOUR).toISOString(), NOON.toISOString()]
  const values = rows.map(([asset, agreement]) => {
    const checked = agreement === "single" ? "NULL" : `'${noon}'`
    return `('${asset}', '${hour}', 100, 9999, 1, ${asset === "ETH" ? 3000 : 101.5}, 500, 'binance', '${noon}', '${agreement}', ${checked}::timestamptz)`
  })
  await database.postgres.exec(`
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, checked_at) VALUES ${values.join(",")};
    INSERT INTO sentiment_readings VALUES ('MARKET', 'fear-greed', '${hour}', 60, 1, '${noon}')`)
}

export const plan = (insightId: string, rest: Partial<PlanDraft> = {}): PlanDraft => ({
  kind: "insight",
  insightId,
  aboutPostId: null,
  asset: "BTC",
  topic: "price",
  channel: "x",
  format: "single",
  language: "en",
  voice: "bold",
  disclosure: "eu",
  tier: "public",
  priority: 0.71,
  since: NOON.toISOString(),
  scheduledAt: later(60_000).toISOString(),
  expiresAt: later(8 * HOUR).toISOString(),
  reasons: { why: ["It is."], rejected: [{ channel: "x", format: "thread", rule: "enough-to-tell", text: "No." }] },
  ...rest,
})

/** The plans, with a verdict on each insight of theirs. */
export function decision(plans: readonly PlanDraft[], rest: Partial<StrategyDecision> = {}): StrategyDecision {
  const insightIds = new Set(plans.filter(({ kind }) => kind === "insight").map(({ insightId }) => insightId))
  return { plans, verdicts: [...insightIds].map((insightId) => ({ insightId, planned: 1, rejected: [] })), ...rest }
}

type Post = { id: string; insightId: string; channel?: string; at: Date; reading?: readonly [impressions: number, likes: number] }

/** Posts as they are once they are out: of an insight each, on a channel, at a time, some with a reading at a week. */
export async function publish(database: TestDatabase, run: string, posts: readonly Post[]): Promise<void> {
  const text = (value: string) => `'${value}'`
  for (const { id, insightId, channel = "x", at, reading: read } of posts) {
    const [planned, draft, delivery, time] = [text(`plan_${id}`), text(`draft_${id}`), text(`dlv_${id}`), text(at.toISOString())]
    await database.postgres.exec(`
      INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, version, state, run_id, created_at)
      VALUES (${planned}, 'insight:${insightId}:${channel}', 'insight', '${insightId}', 'BTC', 'price', '${channel}', 'single', 'en', 'bold', 'eu', 'public', 0.5, ${time}, ${time}::timestamptz + interval '1 hour', '{}', 1, 'released', '${run}', ${time});
      INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, created_at) VALUES (${draft}, ${planned}, 1, 'studio', '${channel}', 'single', 'en', '["x"]', '[]', false, ${time}, ${time});
      INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, created_at, ended_at) VALUES (${delivery}, ${planned}, ${draft}, '${channel}', '{}', 1, 'live', ${time}, ${time}, '[{}]', ${time}, ${time});
      INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type) VALUES ('post_${id}', ${delivery}, ${planned}, ${draft}, '${insightId}', '${channel}', 'public', '${id}', ${time}, 'BTC', 'price', 'single', 'breakout');
      ${read ? `INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes) VALUES ('post_${id}', 168, ${time}, 'measured', ${read[0]}, ${read[1]});` : ""}`)
  }
}
