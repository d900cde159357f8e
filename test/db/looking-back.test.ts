// Plans about a published post, on real statements: the correction of what its rows no longer say, and what became of its statement.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { DEFAULT_CHANNELS } from "../../shared/domain/channels.ts"
import { contentCreation } from "../../workers/agents/content-creation/agent.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { INSIGHTS } from "../domain/insights.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { RUN, seedInsight, seedPlan } from "./planned.ts"

const insight = INSIGHTS[0]!
const DAY_MS = 86_400_000
const NOW = new Date(Date.parse(insight.madeAt) + 8 * DAY_MS)

let database: TestDatabase
let insightId: string
beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, candles, sentiment_readings CASCADE")
  insightId = await seedInsight(database, insight)
  await seedPlan(database, insight, { insightId })
  await database.postgres.exec(`
    UPDATE content_plans SET version = 1, state = 'released';
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
    SELECT 'draft_0000000001', id, 1, 'studio', channel, format, language, '["BTC rose."]', '[]', false, scheduled_at, '[]', true, repeat('a', 64), run_id, created_at FROM content_plans;
    INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
    SELECT 'dlv_0000000001', plan_id, id, channel, '{}', 1, 'live', scheduled_at, scheduled_at, '[{}]', 1, created_at, scheduled_at FROM drafts;
    INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type)
    SELECT 'post_0000000001', id, plan_id, draft_id, '${insightId}', channel, 'public', '77', ended_at, 'BTC', 'price', 'single', 'breakout' FROM deliveries`)
})

async function write(kind: "correction" | "repurpose") {
  const channel = kind === "correction" ? { channel: "telegram", format: "message" } : { channel: "feed", format: "long" }
  const at = (ms: number): string => new Date(NOW.getTime() + ms).toISOString()
  const times = { createdAt: NOW.toISOString(), scheduledAt: at(60_000), expiresAt: at(DAY_MS) }
  const plan = await seedPlan(database, insight, { insightId, n: 2, kind, aboutPostId: "post_0000000001", ...channel, ...times })
  const ports = { db: database.db(), channels: { list: DEFAULT_CHANNELS, timeZone: "UTC" } } as unknown as Ports
  const { output } = await contentCreation.run(
    ports,
    { id: plan.id },
    { now: NOW, runId: RUN, random: () => 0.5 },
    new AbortController().signal,
  )
  const [[parts = "[]"] = []] = await database.rows(`SELECT parts FROM drafts WHERE plan_id = '${plan.id}'`)
  return { output, text: (JSON.parse(parts ?? "[]") as string[])[0] ?? "" }
}

/** The newest cited candle gets another close. */
const revise = (close: number, agreement = "agreed") =>
  database.postgres.exec(
    `UPDATE candles SET close = ${close}, high = greatest(high, ${close}), low = least(low, ${close}), agreement = '${agreement}'
     WHERE asset = 'BTC' AND open_time = (SELECT max(open_time) FROM candles WHERE asset = 'BTC')`,
  )

describe("a post whose row was revised", () => {
  it("is corrected with what it said and what the row says now", async () => {
    await revise(85_000)
    const { output, text } = await write("correction")
    expect(output).toMatchObject({ state: "waiting", refused: [] })
    expect(text).toMatch(
      /^Correction to our post about BTC of .*We wrote that BTC closed at \$86,002 on .*The corrected figure for BTC is \$85,000\./s,
    )
  })

  it("is taken back without another figure where the exchanges disagree", async () => {
    await revise(85_000, "disputed")
    const { output, text } = await write("correction")
    expect(output).toMatchObject({ state: "waiting" })
    expect(text).toContain("in doubt")
    expect(text).not.toContain("85,000")
  })

  it("needs no correction where its rows say the same again", async () => {
    expect((await write("correction")).output).toMatchObject({ state: "nothing", note: "there is nothing to be said any more" })
  })
})

describe("a post whose statement is settled", () => {
  const settle = (close: number) =>
    database.postgres.exec(
      `INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
       SELECT 'BTC', t, ${close}, ${close}, ${close}, ${close}, 1, 'binance', t + interval '1 hour', 'agreed', 'kraken', ${close}, 0, t + interval '1 hour'
       FROM (SELECT timestamptz '${insight.deadline}' - interval '1 hour' AS t) AS v`,
    )

  it.each([
    [90_000, "came true"],
    [80_000, "did not come true"],
  ])("is told with the candle of its deadline at %d", async (close, said) => {
    await settle(close)
    const { output, text } = await write("repurpose")
    expect(output).toMatchObject({ state: "waiting", refused: [] })
    expect(text).toContain(`BTC stood at $${close.toLocaleString("en-US")}. `.trim())
    expect(text).toContain(`The statement ${said}.`)
  })

  it("is not told without that candle", async () => {
    expect((await write("repurpose")).output).toMatchObject({ state: "nothing" })
  })
})
