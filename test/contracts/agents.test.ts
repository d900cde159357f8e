import { beforeAll, expect, it, vi } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { DEFAULT_CHANNELS } from "../../shared/domain/channels.ts"
import { FEEDS } from "../../shared/domain/news.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import type { Agent } from "../../workers/agents/contract.ts"
import type { AgentsConfig } from "../../workers/agents/env.ts"
import { openPorts } from "../../workers/agents/ports.ts"
import { AGENTS } from "../../workers/agents/registry.ts"
import type { TestDatabase } from "../db/database.ts"
import { seedPerformance } from "../db/performance-rows.ts"
import { insertPeople, insertScored } from "../db/people-rows.ts"
import { insertFrozenPosts } from "../db/policy-rows.ts"
import { seedPictured, seedSaid } from "../db/planned.ts"
import { seedWish } from "../db/wishes.ts"
import { INSIGHTS } from "../domain/insights.ts"
import { insertApproved, manyApproved } from "../world/approved-posts.ts"
import { openBucket } from "../world/bucket.ts"
import { SKETCH } from "../world/drawing.ts"
import { openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"
import { insertWaiting } from "../db/plan-rows.ts"
import { insertEndpoints, insertInsightEvents, turnWebhooksOn, WEBHOOK_KEY } from "../db/webhook-rows.ts"
import { type AgentCase, agentContracts } from "./agent.ts"

const SLOT = "2026-11-21T12:00:00.000Z"
const NOW = new Date("2026-11-21T12:00:20Z")
const inputs = [{ slot: SLOT }, { slot: "2026-11-21T12:30:00.000Z" }] as const

const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
const internet = openInternet({ market, now: () => NOW })

function ports(agent: Agent) {
  return (database: TestDatabase, meter: Meter) => {
    const config = {
      database: { url: database.url("studio_agents"), endpoint: database.endpoint, timeoutMs: 10_000 },
      maintenance: null,
      retentionMonths: 13,
      watch: ASSETS,
      feeds: FEEDS,
      review: { rules: [], telegram: null },
      channels: { list: DEFAULT_CHANNELS, timeZone: "Europe/Amsterdam" },
      media: openBucket(),
      notice: null,
      x: null,
      telegram: null,
      discord: null,
      feed: null,
      webhooks: { key: WEBHOOK_KEY, publicUrl: null },
    } as unknown as AgentsConfig
    const reach = (input: RequestInfo | URL, init?: RequestInit) => internet.fetch(new Request(input, init))
    return openPorts(agent.needs, { config, meter, clock: openVirtualClock(NOW), png: SKETCH, fetch: reach })
  }
}

/** Candles of all assets, as many hours back as make up `rows`, and as many quotes, articles and readings. */
async function seed(database: TestDatabase, rows: number): Promise<void> {
  const hours = Math.ceil(rows / ASSETS.length)
  const symbols = ASSETS.map(({ symbol }) => `'${symbol}'`).join(",")
  await database.postgres.exec(`
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement)
    SELECT a, t, 100 + x, 102 + x, 99 + x, 101 + x, 1000 + 10 * x, 'binance', t + interval '1 hour', 'single'
    FROM unnest(ARRAY[${symbols}]) AS a, generate_series(1, ${hours}) AS n,
      LATERAL (SELECT timestamptz '${SLOT}' - n * interval '1 hour' AS t, (n * 7919 + ascii(a)) % 13 / 10.0 AS x) AS v
    ON CONFLICT DO NOTHING;
    INSERT INTO quotes (asset, observed_at, price, volume_24h, source, agreement, state)
    SELECT a, timestamptz '${SLOT}' - n * interval '30 minutes', 100 + n % 7, 1000, 'binance', 'single', 'live'
    FROM unnest(ARRAY[${symbols}]) AS a, generate_series(1, ${hours}) AS n ON CONFLICT DO NOTHING;
    INSERT INTO news_stories (id, title, assets, polarity, sources, first_seen_at, last_seen_at)
    SELECT 'story_' || lpad(n::text, 16, '0'), 'Story number ' || n, ARRAY['BTC'], 0.2, ARRAY['coindesk'], t, t
    FROM generate_series(1, ${Math.min(rows, 400)}) AS n, LATERAL (SELECT timestamptz '${SLOT}' - n * interval '3 minutes' AS t) AS v ON CONFLICT DO NOTHING;
    INSERT INTO news_articles (id, source, external_id, url, title, summary, known_at, assets, polarity, story_id)
    SELECT 'art_' || lpad(n::text, 16, '0'), 'coindesk', 'x' || n, 'https://example.test/' || n, 'Story number ' || n, '', first_seen_at, assets, polarity, id
    FROM (SELECT row_number() OVER (ORDER BY id) AS n, * FROM news_stories) AS s ON CONFLICT DO NOTHING;
    INSERT INTO sentiment_readings (subject, source, observed_at, value, count, known_at)
    SELECT 'MARKET', 'fear-greed', timestamptz '${SLOT}' - n * interval '5 minutes', 50, 1, timestamptz '${SLOT}' - n * interval '5 minutes'
    FROM generate_series(1, ${Math.min(rows, 5_000)}) AS n ON CONFLICT DO NOTHING;`)
}

beforeAll(() => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})

/** The same, and an hour in which one asset leaps far out of its range on ten times its volume. */
async function seedLeap(database: TestDatabase, rows: number): Promise<void> {
  await seed(database, Math.max(rows, 9_000))
  await database.postgres.exec(
    `UPDATE candles SET close = 125, high = 126, volume = 20000 WHERE asset = 'SOL' AND open_time = timestamptz '${SLOT}' - interval '1 hour'`,
  )
}

const [INSIGHT] = INSIGHTS
if (INSIGHT === undefined) throw new Error("there are sample insights")
const SOON = new Date(Date.parse(INSIGHT.madeAt) + 60_000)

/** Insights of the last hours about every asset, each on the close of an hour that two sources agree upon; every other one was decided on. */
async function seedInsights(database: TestDatabase, rows: number): Promise<void> {
  await seed(database, rows)
  await database.postgres.exec(`
    UPDATE candles SET agreement = 'agreed', second_source = 'kraken', second_close = close, deviation_bps = 0, checked_at = known_at;
    INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('run_0000000001', 'analysis', 'analysis:seed', '${SLOT}', 'schedule', '{}', 'succeeded', 1, '${SLOT}', '${SLOT}', '${SLOT}');
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    SELECT 'ins_' || lpad(n::text, 12, '0'), 'seed:' || n, 'run_0000000001', asset, 'breakout', 'up', 'x', t, 0.7, 24, t + interval '1 day', '{}', 'x', '[{"unit":"sigma","value":5}]'
    FROM (SELECT row_number() OVER () AS n, asset FROM candles) AS c, LATERAL (SELECT timestamptz '${SLOT}' - n * interval '1 second' AS t) AS v;
    INSERT INTO evidence (insight_id, ordinal, kind, ref, label, value, unit, observed_at, source)
    SELECT id, 0, 'candle', i.asset || '/' || to_char(open_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), i.asset || ' close', close, 'usd', made_at, 'binance'
    FROM insights i JOIN candles c ON c.asset = i.asset AND c.open_time = timestamptz '${SLOT}' - interval '1 hour';
    INSERT INTO insight_verdicts (insight_id, run_id, decided_at, planned, rejected) SELECT id, run_id, made_at, 0, '[]' FROM insights WHERE right(id, 1) IN ('1', '3', '5', '7', '9')`)
}

/** Plans that nobody decided about in time, and others that still wait. */
async function seedWaiting(database: TestDatabase, rows: number): Promise<void> {
  await insertWaiting(database, rows, { expiresAt: SLOT })
}

/** Insights that were told and endpoints that listen; the operator has stopped what leaves the house. */
async function seedListened(database: TestDatabase, rows: number): Promise<void> {
  await turnWebhooksOn(database)
  await database.postgres.exec(
    "INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES ('stop:channel:webhook', true, 'test', '2026-11-20T12:00Z')",
  )
  await insertEndpoints(database, { from: 1, to: 5 }, { since: new Date("2026-11-20T12:00:00Z") })
  await insertInsightEvents(database, { from: 1, to: rows }, new Date(SLOT))
}

const CASES: Record<string, Omit<AgentCase, "agent" | "ports">> = {
  "market-scan": { inputs, now: NOW, seed, emitsAtLeast: 0 },
  "news-scan": { inputs, now: NOW, seed, emitsAtLeast: 0 },
  "sentiment-scan": { inputs, now: NOW, seed, emitsAtLeast: 0 },
  analysis: { inputs, now: NOW, seed: seedLeap, emitsAtLeast: 1 },
  "content-strategy": { inputs, now: NOW, seed: seedInsights, emitsAtLeast: 4 },
  "content-creation": {
    inputs: [
      { event: "evt_0000000001", id: "plan_0000000001" },
      { event: "evt_0000000002", id: "plan_0000000002" },
    ],
    now: SOON,
    seed: (database, rows) => seedSaid(database, INSIGHT, rows),
    emitsAtLeast: 1,
  },
  "image-generation": {
    inputs: [
      { event: "evt_0000000001", id: "draft_0000000001", plan: "plan_0000000001" },
      { event: "evt_0000000002", id: "draft_0000000002", plan: "plan_0000000001" },
    ],
    now: SOON,
    seed: async (database, rows) => void (await seedPictured(database, INSIGHT, rows)),
    emitsAtLeast: 1,
  },
  approval: { inputs, now: NOW, seed: seedWaiting, emitsAtLeast: 0 },
  publishing: {
    inputs,
    now: NOW,
    seed: (database, rows) => insertApproved(database.postgres, manyApproved(Math.min(rows, 400), NOW)),
    emitsAtLeast: 0,
  },
  webhooks: { inputs, now: NOW, seed: seedListened, emitsAtLeast: 0 },
  analytics: { inputs, now: NOW, seed, emitsAtLeast: 0 },
  engagement: { inputs, now: NOW, seed: insertPeople, emitsAtLeast: 0 },
  conversion: { inputs, now: NOW, seed: insertScored, emitsAtLeast: 0 },
  identity: { inputs: [{ event: "evt_0000000001" }, { event: "evt_0000000002" }], now: NOW, seed: seedWish, emitsAtLeast: 0 },
  "performance-analytics": { inputs, now: NOW, seed: (database, rows) => seedPerformance(database.postgres, rows), emitsAtLeast: 0 },
  "strategy-tuning": { inputs, now: NOW, seed: (database, rows) => insertFrozenPosts(database.postgres, rows), emitsAtLeast: 0 },
  maintenance: { inputs, now: NOW, seed, emitsAtLeast: 0 },
}

it("covers every agent of the registry", () => {
  expect(Object.keys(CASES)).toEqual(AGENTS.map((agent) => agent.name))
})

agentContracts(
  AGENTS.flatMap((agent) => {
    const rest = CASES[agent.name]
    return rest === undefined ? [] : [{ agent, ports: ports(agent), ...rest }]
  }),
)

it("calls no host but the world's", () => {
  expect(internet.strangers).toEqual([])
})
