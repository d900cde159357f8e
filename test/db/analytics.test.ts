// How are posts doing at an age? The agent against the fake X, behind the gate, on the studio's own tables.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { analytics } from "../../workers/agents/analytics/agent.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { openChannels } from "../../workers/agents/publishing/open-channels.ts"
import { draftIdOf, insertApproved, manyApproved, planIdOf, turnOn } from "../world/approved-posts.ts"
import { ACCOUNTS, openPlatforms, type Platforms, X_ACCOUNT } from "../world/platform-accounts.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const HOUR_MS = 3_600_000
const RUN = "run_0000000001"

let database: TestDatabase
let platforms: Platforms
let clock: VirtualClock

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, insights, source_states, switches, spend, channel_tokens CASCADE")
  platforms = openPlatforms()
  clock = openVirtualClock(NOON)
})

/** Puts so many posts on the channel, live at noon, with the ids that the platform gave them. */
async function publish(channel: "x" | "telegram", count: number): Promise<void> {
  const posts = manyApproved(count, NOON).map((post) => ({ ...post, channel, parts: [`post ${post.number}`] }))
  await insertApproved(database.postgres, posts)
  for (const { number, parts } of posts) {
    if (channel === "x") {
      const headers = { authorization: `Bearer ${X_ACCOUNT.accessToken}`, "content-type": "application/json" }
      await platforms.fetch(
        new Request("https://api.x.com/2/tweets", { method: "POST", headers, body: JSON.stringify({ text: parts[0] }) }),
        NOON,
      )
    }
    const external = channel === "x" ? platforms.x.posts.at(-1)?.id : number
    await database.postgres.exec(`
      INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
      VALUES ('dlv_000000000000${number}', '${planIdOf(number)}', '${draftIdOf(number)}', '${channel}', '{}', 1, 'live', '${NOON.toISOString()}', '${NOON.toISOString()}', '[{}]', 1,
        '${NOON.toISOString()}', '${NOON.toISOString()}');
      INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type)
      VALUES ('post_000000000000${number}', 'dlv_000000000000${number}', '${planIdOf(number)}', '${draftIdOf(number)}', 'ins_0000000001', '${channel}', 'public', '${external}', '${NOON.toISOString()}',
        'BTC', 'price', 'single', 'breakout')`)
  }
  platforms.requests.splice(0)
}

async function look(atHours: number, caps: Record<string, number> = {}) {
  clock.set(new Date(NOON.getTime() + atHours * HOUR_MS))
  const meter = new Meter(analytics.budget)
  const db = database.db("studio_agents", meter)
  const reach = (input: RequestInfo | URL, init?: RequestInit) => platforms.fetch(new Request(input, init), clock.now())
  const open = { db, accounts: ACCOUNTS, caps, clock, meter, fetch: reach, readPicture: () => Promise.reject(new Error("no picture")) }
  const ports = { db, platforms: openChannels(open) } as unknown as Ports
  const at = { now: clock.now(), runId: RUN, random: seededRandom("7") }
  const { output } = await analytics.run(ports, { slot: clock.now().toISOString() }, at, new AbortController().signal)
  return {
    output: output as { due: number; kept: number; gone: number; unmeasured: Record<string, string> },
    statements: meter.usage.statements,
  }
}
const readings = () =>
  database.rows("SELECT band_hours, impressions FROM post_readings WHERE state = 'measured' ORDER BY post_id, band_hours")
const live = () => turnOn(database.postgres, ["live:x"])

it("reads a post once at each age, and not between", async () => {
  await publish("x", 1)
  await live()
  for (const hours of [0.9, 1.1, 1.2, 3, 6.2, 24.5]) await look(hours)
  expect(await readings()).toEqual([
    ["1", "600"],
    ["6", "600"],
    ["24", "600"],
  ])
})

it("leaves an age out that was missed, so that only readings of one age are compared", async () => {
  await publish("x", 1)
  await live()
  await look(5)
  await look(7)
  expect(await readings()).toEqual([])
})

it("asks for a hundred posts with one call and the same number of statements as for one, and pays for each", async () => {
  await publish("x", 1)
  await live()
  const one = await look(1.1)
  await database.postgres.exec("TRUNCATE runs, insights, ledger, spend, channel_tokens CASCADE")
  platforms = openPlatforms()
  await publish("x", 100)
  const hundred = await look(1.1)
  expect(platforms.requests.filter((path) => path.startsWith("GET"))).toHaveLength(1)
  expect([hundred.output.kept, hundred.statements]).toEqual([100, one.statements])
  expect(await database.rows("SELECT sum(micro_usd), (SELECT micro_usd FROM spend WHERE scope = 'all') FROM ledger")).toEqual([
    ["500000", "500000"],
  ])
})

it("marks a post that the platform has no more, and asks for it never again", async () => {
  await publish("x", 2)
  await live()
  platforms.x.drop(platforms.x.posts[0]?.id ?? "")
  expect((await look(1.1)).output).toMatchObject({ kept: 1, gone: 1 })
  expect((await look(6.1)).output).toMatchObject({ kept: 1, gone: 0 })
})

it("asks nothing of a channel that is not turned on, is stopped, or would pass its cap, and says so", async () => {
  await publish("x", 1)
  expect((await look(1.1)).output.unmeasured["x"]).toBe("the channel is not turned on")
  await live()
  expect((await look(1.2, { "channel:x": 1_000 })).output.unmeasured["x"]).toBe("the cap of the day would be passed")
  await turnOn(database.postgres, ["stop:channel:x"])
  expect((await look(1.3)).output.unmeasured["x"]).toBe("it was stopped")
  expect(platforms.requests).toEqual([])
  expect(await readings()).toEqual([])
})

it("says that a platform tells nothing, rather than that nobody looked", async () => {
  await publish("telegram", 1)
  await turnOn(database.postgres, ["live:telegram"])
  expect((await look(1.1)).output).toMatchObject({ due: 0, unmeasured: { telegram: "the platform tells no readings" } })
  expect(await readings()).toEqual([])
})

it("a platform that fails leaves the reading due, and is noted for its breaker", async () => {
  await publish("x", 1)
  await live()
  platforms.before = () => Promise.reject(new TypeError("fetch failed: the connection was reset"))
  expect((await look(1.1)).output.unmeasured["x"]).toBe("upstream-unavailable")
  expect(await database.rows("SELECT consecutive_failures FROM source_states WHERE source = 'channel:x'")).toEqual([["1"]])
  platforms.before = null
  expect((await look(1.2)).output.kept).toBe(1)
})
