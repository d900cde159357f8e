// The closed loop: what posts did begins a version, the strategy's next runs work with it, and what they then do ends it.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { storeReceipt } from "../../shared/db/queries/delivery-outcomes.ts"
import { insertPostReadings } from "../../shared/db/queries/post-readings.ts"
import { isFrozen } from "../../shared/domain/policy.ts"
import { contentStrategy } from "../../workers/agents/content-strategy/agent.ts"
import { strategyTuning } from "../../workers/agents/strategy-tuning/agent.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPostDays } from "./policy-rows.ts"

const FIRST = new Date("2026-11-21T04:00:05Z")
const HOUR = 3_600_000

let database: TestDatabase
let clock: VirtualClock
let desk: Desk
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, insights, candles, post_days, policy_versions CASCADE; DELETE FROM audit_log")
  clock = openVirtualClock(FIRST)
  const config = { url: database.url("studio_agents"), endpoint: database.endpoint }
  desk = openDesk({ database: config, clock, agents: [contentStrategy, strategyTuning] })
})

async function run(agent: string, slot: Date): Promise<void> {
  clock.set(new Date(slot.getTime() + 5_000))
  desk.send({ kind: "run", agent, trigger: "schedule", input: { slot: slot.toISOString() } })
  await desk.drain(clock.now())
}
const tune = (day: string) => run("strategy-tuning", new Date(`${day}T04:00:00.000Z`))

/** The first slot from a moment on whose run works with the version that stands, or stays frozen. */
function slotFrom(moment: string, frozen: boolean): Date {
  let slot = new Date(moment)
  while (isFrozen(`content-strategy:${slot.toISOString()}`) !== frozen) slot = new Date(slot.getTime() + HOUR)
  return slot
}

/** A run of the strategy on two insights: one that is worth a post in any case, and one that is only where the bar is low. Gives what it planned. */
async function plan(
  slot: Date,
  { strong, weak }: { strong: string; weak: string },
): Promise<{ version: string | null; planned: string[]; refused: string[] }> {
  const at = slot.toISOString()
  const rows = [`('${strong}', 4)`, `('${weak}', 0.5)`].join(",")
  await database.postgres.exec(`
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    VALUES ('run_0000000001', 'analysis', 'analysis:seed', 'schedule', '{}', 'succeeded', 1, '${at}', '${at}', '${at}') ON CONFLICT DO NOTHING;
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
    SELECT a, timestamptz '${at}' - interval '1 hour', 100, 102, 99, 101, 1000, 'binance', '${at}', 'agreed', 'kraken', 101, 0, '${at}' FROM (VALUES ${rows}) AS v (a, s);
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    SELECT 'ins_' || lower(a) || to_char(timestamptz '${at}', 'MMDDHH24MISS'), a || '${at}', 'run_0000000001', a, 'breakout', 'up', 'x', timestamptz '${at}', 0.5, 24,
      timestamptz '${at}' + interval '1 day', '{}', 'x', jsonb_build_array(jsonb_build_object('unit', 'sigma', 'value', s)) FROM (VALUES ${rows}) AS v (a, s);
    INSERT INTO evidence (insight_id, ordinal, kind, ref, label, value, unit, observed_at, source)
    SELECT id, 0, 'candle', asset || '/' || to_char(timestamptz '${at}' - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'close', 101, 'usd', made_at, 'binance'
    FROM insights WHERE made_at = '${at}';`)
  await run("content-strategy", slot)
  const [made] = await database.rows(`SELECT id, policy_version, state FROM runs WHERE key = 'content-strategy:${at}'`)
  expect(made?.[2]).toBe("succeeded")
  const list = async (sql: string) => (await database.rows(sql)).map(([asset]) => asset ?? "")
  return {
    version: made?.[1] ?? null,
    planned: await list(`SELECT DISTINCT asset FROM content_plans WHERE run_id = '${made?.[0]}' ORDER BY 1`),
    refused: await list(
      `SELECT i.asset FROM insight_verdicts v JOIN insights i ON i.id = v.insight_id WHERE v.run_id = '${made?.[0]}' AND v.rejected -> 0 ->> 'rule' = 'too-weak'`,
    ),
  }
}

/** Sends a plan of that run and reads it a day later, as publishing and analytics do. */
async function publish(slot: Date): Promise<string> {
  const [plan_ = []] = await database.rows(
    `SELECT p.id, p.channel FROM content_plans p JOIN runs r ON r.id = p.run_id WHERE r.key = 'content-strategy:${slot.toISOString()}' ORDER BY channel DESC LIMIT 1`,
  )
  const [planId = "", channel = ""] = plan_ as string[]
  const draftId = planId.replace("plan", "draft")
  const now = clock.now()
  // A person's approval is another test's story: here the triggers that ask for it are off.
  await database.postgres.exec(`
    SET session_replication_role = replica;
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, title, parts, claims, needs_picture, scheduled_at, guards, passes, hash, created_at)
    SELECT '${draftId}', id, 1, 'studio', channel, format, language, CASE WHEN format = 'long' THEN 'A title' END, '["x"]', '[]', false, scheduled_at, '[]', true, repeat('a', 64), created_at
    FROM content_plans WHERE id = '${planId}';
    UPDATE content_plans SET version = 1, state = 'released' WHERE id = '${planId}';
    INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, created_at, attempt, lease_until, part_since)
    SELECT 'dlv_${planId.slice(5)}', '${planId}', '${draftId}', '${channel}', '{}', 1, 'sending', t, t, t, 1, t + interval '1 hour', t
    FROM (VALUES (timestamptz '${now.toISOString()}')) AS v (t);
    RESET session_replication_role;`)
  const id = `dlv_${planId.slice(5)}`
  await storeReceipt(
    database.db(),
    { id, channel: channel as "telegram", attempt: 1, part: 0 },
    { receipt: { id: planId, url: null, at: now.toISOString() }, restMs: 0, leaseUntil: new Date(now.getTime() + HOUR), now },
  )
  const counts = { impressions: 1_000, likes: 20, replies: null, reposts: null, quotes: null, bookmarks: null }
  await insertPostReadings(database.db(), [{ postId: `post_${planId.slice(5)}`, bandHours: 24, state: "measured", ...counts }], now)
  return channel
}

const versions = () =>
  database.rows("SELECT version, state, tunables ->> 'scoreMin', verdict ->> 'rule' FROM policy_versions ORDER BY version")
const audits = () => database.rows("SELECT actor, action, subject FROM audit_log WHERE action LIKE 'policy%' ORDER BY at, action")
const frozen = (until: string) =>
  insertPostDays(database.postgres, [{ arm: "frozen", channel: "x", postsPerDay: 10, microRate: 20_000 }], { from: "2026-11-01", until })

it("tries a change, works with it in four of five runs, and takes it back by itself when its posts do worse", async () => {
  await frozen("2026-11-20")
  await tune("2026-11-21")
  expect(await versions()).toEqual([["1", "trial", "0.5", null]])

  const tuned = slotFrom("2026-11-21T12:00:00Z", false)
  const stays = slotFrom("2026-11-22T12:00:00Z", true)
  expect(await plan(tuned, { strong: "SOL", weak: "DOGE" })).toEqual({ version: "1", planned: ["SOL"], refused: ["DOGE"] })
  const channel = await publish(tuned)
  expect(await plan(stays, { strong: "XRP", weak: "ADA" })).toEqual({ version: null, planned: ["ADA", "XRP"], refused: [] })
  await publish(stays)
  expect(
    await database.rows("SELECT DISTINCT value FROM post_days WHERE dimension = 'policy-channel' AND day >= '2026-11-21' ORDER BY 1"),
  ).toEqual([[`1/${channel}`], [`frozen/${channel}`]])
  expect(await database.rows("SELECT policy_version FROM published_content ORDER BY published_at")).toEqual([["1"], [null]])

  const sides = [
    { arm: "1", channel: "x", postsPerDay: 40, microRate: 13_000 },
    { arm: "frozen", channel: "x", postsPerDay: 10, microRate: 20_000 },
  ]
  await insertPostDays(database.postgres, sides, { from: "2026-11-23", until: "2026-12-08" })
  await tune("2026-12-10")
  expect(await versions()).toEqual([["1", "rolled-back", "0.5", "worse-than-frozen"]])
  expect(await plan(slotFrom("2026-12-10T12:00:00Z", false), { strong: "LTC", weak: "DOT" })).toMatchObject({
    version: null,
    planned: ["DOT", "LTC"],
  })
  expect(await audits()).toEqual([
    ["strategy-tuning", "policy.began", "content-strategy/1"],
    ["strategy-tuning", "policy.rolled-back", "content-strategy/1"],
  ])
  const [detail] = await database.rows("SELECT detail #>> '{verdict,why}' FROM audit_log WHERE action = 'policy.rolled-back'")
  expect(detail?.[0]).toMatch(/^Its posts do worse than the frozen ones: −\d+\.\d % \(−\d+\.\d % to −\d+\.\d %; 640 posts against 160\)\.$/)
})

it("keeps what does better, builds on it, and goes back to it when the next change does worse", async () => {
  await frozen("2026-11-20")
  await tune("2026-11-21")
  const arm = (version: string, microRate: number) => ({ arm: version, channel: "x", postsPerDay: 40, microRate })
  const still = { arm: "frozen", channel: "x", postsPerDay: 10, microRate: 20_000 }
  await insertPostDays(database.postgres, [arm("1", 30_000), still], { from: "2026-11-23", until: "2026-12-08" })
  await tune("2026-12-10")
  expect(await versions()).toEqual([["1", "kept", "0.5", "better"]])
  await tune("2026-12-11")
  expect(await versions()).toEqual([
    ["1", "replaced", "0.5", "better"],
    ["2", "trial", "0.55", null],
  ])
  await insertPostDays(database.postgres, [arm("2", 14_000), still], { from: "2026-12-13", until: "2026-12-30" })
  await tune("2027-01-01")
  expect(await versions()).toEqual([
    ["1", "replaced", "0.5", "better"],
    ["2", "rolled-back", "0.55", "worse-than-frozen"],
    ["3", "kept", "0.5", "better"],
  ])
  expect((await audits()).map(([, action, subject]) => `${action} ${subject}`)).toEqual([
    "policy.began content-strategy/1",
    "policy.kept content-strategy/1",
    "policy.began content-strategy/2",
    "policy.replaced content-strategy/1",
    "policy.began content-strategy/3",
    "policy.rolled-back content-strategy/2",
  ])
})

it("takes one step for one slot, however often its message comes", async () => {
  await frozen("2026-11-20")
  await Promise.all([tune("2026-11-21"), tune("2026-11-21")])
  await tune("2026-11-21")
  expect(await versions()).toHaveLength(1)
  expect(await audits()).toHaveLength(1)
})

it("runs with the defaults where the version's row can't be read, and raises the alert", async () => {
  const lines: string[] = []
  for (const method of ["log", "warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(line))
  await database.postgres.exec(
    `INSERT INTO policy_versions (agent, version, tunables, change, state, actor, began_at) VALUES ('content-strategy', 1, '{"scoreMin":"high"}', '{}', 'trial', 'x', now())`,
  )
  const { planned } = await plan(slotFrom("2026-11-21T12:00:00Z", false), { strong: "SOL", weak: "DOGE" })
  expect(planned).toEqual(["DOGE", "SOL"])
  const [alert, ...more] = lines
    .filter((line) => line.includes("policy.unreadable"))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(alert).toMatchObject({ level: "alert", agent: "content-strategy", version: 1 })
  expect(more).toEqual([])
})
