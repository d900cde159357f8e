// Posts that are out, with all that they hang on, for questions about many of them.
import type { Session } from "../world/postgres-session.ts"

export type PostRow = {
  readonly number: number
  readonly channel: string
  readonly format: string
  readonly asset: string
  readonly topic: string
  readonly insightType: string
  readonly publishedAt: string
  readonly policyVersion: number | null
}

export const postIdOf = (number: number): string => `post_${String(number).padStart(12, "0")}`

/** Rows of published posts, and one run, insight, plan, version and delivery for each. */
export async function insertPosts(session: Pick<Session, "exec">, posts: readonly PostRow[]): Promise<void> {
  await session.exec(`
    CREATE TEMP TABLE given AS
    SELECT r.*, lpad(number::text, 12, '0') AS n FROM jsonb_to_recordset('${JSON.stringify(posts).replaceAll("'", "''")}') AS r (number int, channel text, format text, asset text,
      topic text, "insightType" text, "publishedAt" timestamptz, "policyVersion" int);
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    SELECT 'run_0000000001', 'world', 'world:1', 'manual', '{}', 'succeeded', 1, t, t, t FROM (VALUES (timestamptz '2026-11-21')) AS v (t) ON CONFLICT DO NOTHING;
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    SELECT 'ins_' || n, 'i:' || n, 'run_0000000001', asset, "insightType", 'up', 'x', "publishedAt", 0.5, 24, "publishedAt" + interval '1 day', '{}', 'x', '[]' FROM given;
    INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons,
      version, state, run_id, created_at)
    SELECT 'plan_' || n, 'insight:' || n, 'insight', 'ins_' || n, asset, topic, channel, format, 'en', 'bold', 'eu', 'public', 0.5, "publishedAt" + number * interval '1 microsecond',
      "publishedAt" + interval '7 hours', '{}', 1, 'released', 'run_0000000001', "publishedAt" FROM given;
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, title, parts, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
    SELECT 'draft_' || n, 'plan_' || n, 1, 'studio', channel, format, 'en', CASE WHEN format = 'long' THEN 'A title' END, '["x"]', '[]', false, "publishedAt", '[]', true,
      encode(sha256(n::bytea), 'hex'), 'run_0000000001', "publishedAt" FROM given;
    INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
    SELECT 'dlv_' || n, 'plan_' || n, 'draft_' || n, channel, '{}', 1, 'live', "publishedAt", "publishedAt", '[{}]', 1, "publishedAt", "publishedAt" FROM given;
    INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type, policy_version)
    SELECT 'post_' || n, 'dlv_' || n, 'plan_' || n, 'draft_' || n, 'ins_' || n, channel, 'public', n, "publishedAt", asset, topic, format, "insightType", "policyVersion" FROM given;
    DROP TABLE given;`)
}

const pick = <T>(list: readonly T[], draw: () => number): T => list[Math.floor(draw() * list.length)] as T

/** A post of any kind, published within so many hours before a moment. */
export const randomPost = (number: number, draw: () => number, { until, hours }: { until: Date; hours: number }): PostRow => ({
  number,
  channel: pick(["x", "telegram", "discord", "feed"], draw),
  format: pick(["single", "thread", "message", "picture"], draw),
  asset: pick(["BTC", "ETH", "SOL", "XRP"], draw),
  topic: pick(["price", "news", "sentiment"], draw),
  insightType: pick(["breakout", "news_impact", "sentiment_shift"], draw),
  publishedAt: new Date(until.getTime() - Math.floor(draw() * hours * 3_600) * 1_000).toISOString(),
  policyVersion: draw() < 0.2 ? null : 1 + Math.floor(draw() * 3),
})
