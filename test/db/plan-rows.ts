// Plans with one version of a text each, in any state, for the tests of what becomes of them.
import { createHash } from "node:crypto"
import type { PlanState } from "../../shared/domain/plan.ts"
import type { Claim, PostText } from "../../shared/domain/post.ts"
import type { TestDatabase } from "./database.ts"

/** Everything that `insertPlan` writes, and whatever hangs on it. */
export const EMPTY_PLANS = "TRUNCATE content_plans, insights, runs, events, audit_log, switches, source_states CASCADE"

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")
const idOf = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(10, "0")}`

export type PlanRow = { readonly planId: string; readonly draftId: string; readonly hash: string }

type Options = Partial<Pick<PostText, "channel" | "format" | "language" | "title" | "parts" | "alt">> & {
  readonly state?: PlanState
  readonly kind?: "insight"
  readonly tier?: "public" | "members"
  readonly priority?: number
  readonly author?: string
  readonly claims?: readonly Claim[]
  readonly needsPicture?: boolean
  readonly guards?: readonly { readonly name: string; readonly pass: boolean; readonly spans: readonly unknown[] }[] | null
  readonly scheduledAt?: string
  readonly expiresAt?: string
  readonly createdAt?: string
}

const PASSED = [{ name: "figures", pass: true, spans: [] }]

/** What a version in that state has: guards that look at it, and a hash once all of it stands. */
function verdictOf(state: PlanState, guards: Options["guards"]) {
  const given =
    guards ?? (state === "checking" ? null : state === "blocked" ? [{ name: "figures", pass: false, spans: [] }, ...PASSED] : PASSED)
  return { guards: given, passes: given === null ? null : given.every(({ pass }) => pass) }
}

/** Writes plan, insight and run number `n`, and version 1 of the text, as the owner. An approved plan has its approval. */
export async function insertPlan(database: TestDatabase, n: number, options: Options = {}): Promise<PlanRow> {
  const {
    state = "waiting",
    channel = "x",
    format = "single",
    language = "en",
    title = null,
    parts = [`Text ${n} as it was written.`],
    alt = null,
  } = options
  const {
    scheduledAt = new Date(Date.UTC(2026, 10, 21, 14, n)).toISOString(),
    expiresAt = "2026-11-21T20:00:00Z",
    createdAt = "2026-11-21T11:00:00Z",
  } = options
  const { guards, passes } = verdictOf(state, options.guards)
  const [planId, draftId, hash] = [idOf("plan", n), idOf("draft", n), hashOf(`draft ${n}`)]
  const version = state === "planned" ? 0 : 1
  await database.postgres.query(
    `WITH r AS (
       INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
       VALUES ($1, 'analysis', $1, 'manual', '{}', 'succeeded', 1, $7, $7, $7) ON CONFLICT DO NOTHING
     ), i AS (
       INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
       VALUES ($2, $2, $1, 'BTC', 'breakout', 'up', 'BTC rose.', $7, 0.7, 24, $7::timestamptz + interval '1 day', '{}', 'x', '[]')
     )
     INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, version, state, run_id, created_at)
     VALUES ($3, $3, 'insight', $2, 'BTC', 'price', $4, $5, $6, 'analytical', 'eu', $8, $9, $10, $11, '{"why":[],"rejected":[]}', $12, $13, $1, $7)`,
    [
      idOf("run", n),
      idOf("ins", n),
      planId,
      channel,
      format,
      language,
      createdAt,
      options.tier ?? "public",
      String(options.priority ?? 0.5),
      scheduledAt,
      expiresAt,
      String(version),
      state,
    ],
  )
  if (version === 0) return { planId, draftId, hash }
  await database.postgres.query(
    `INSERT INTO drafts (id, plan_id, version, author, channel, format, language, title, parts, alt, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      draftId,
      planId,
      options.author ?? "studio",
      channel,
      format,
      language,
      title,
      JSON.stringify(parts),
      alt,
      JSON.stringify(options.claims ?? []),
      String(options.needsPicture ?? false),
      scheduledAt,
      guards === null ? null : JSON.stringify(guards),
      passes === null ? null : String(passes),
      passes === true ? hash : null,
      idOf("run", n),
      createdAt,
    ],
  )
  if (state !== "approved" && state !== "released") return { planId, draftId, hash }
  await database.postgres.query(
    `INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, at) VALUES ($1, $2, $3, $4, 'approved', 'operator', 'key', $5)`,
    [idOf("apr", n), draftId, planId, hash, createdAt],
  )
  return { planId, draftId, hash }
}

/** State and version of a plan. */
export const planOf = async ({ rows }: TestDatabase, { planId }: PlanRow): Promise<string> =>
  (await rows(`SELECT state || ' ' || version FROM content_plans WHERE id = '${planId}'`))[0]?.[0] ?? "none"

/** `count` plans that wait, each with its version, all under one insight; `over` holds for all. In one statement, for tests of many. */
export async function insertWaiting(database: TestDatabase, count: number, { expiresAt }: { readonly expiresAt: string }): Promise<void> {
  const time = `timestamptz '${expiresAt}'`
  await database.postgres.exec(`
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('run_waiting0001', 'analysis', 'waiting', 'manual', '{}', 'succeeded', 1, ${time}, ${time}, ${time}) ON CONFLICT DO NOTHING;
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    VALUES ('ins_waiting0001', 'waiting', 'run_waiting0001', 'BTC', 'breakout', 'up', 'x', ${time}, 0.7, 24, ${time} + interval '1 day', '{}', 'x', '[]') ON CONFLICT DO NOTHING;
    INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, version, state, run_id, created_at)
    SELECT 'plan_' || lpad(n::text, 10, '0'), 'waiting:' || n, 'insight', 'ins_waiting0001', 'BTC', 'price', 'x', 'single', 'en', 'bold', 'eu', 'public', 0.5,
      ${time} - n * interval '1 minute', ${time} + (n % 2) * interval '1 hour', '{}', 1, CASE WHEN n % 4 = 1 THEN 'checking' ELSE 'waiting' END, 'run_waiting0001', ${time} - interval '2 hours'
    FROM generate_series(1, ${count}) AS n;
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, created_at)
    SELECT 'draft_' || right(id, 10), id, 1, 'studio', channel, format, language, '["x"]', '[]', false, scheduled_at, created_at FROM content_plans;`)
}
