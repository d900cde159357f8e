// What people do, from a request to a counted row: the Workers as they are deployed, in workerd, with their queue, Redis and Postgres.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

const TELEGRAM_SECRET = "local-only-webhook-secret-of-the-flows"
const CHANNEL = -1001000000001

let postgres: Postgres
let world: World
let signing: CryptoKeyPair

beforeAll(async () => {
  signing = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair
  const publicKey = Buffer.from(await crypto.subtle.exportKey("raw", signing.publicKey)).toString("hex")
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: async ({ url }) => Promise.reject(new Error(`${url} was asked, and nobody is to be`)),
    bindings: {
      ingest: { TELEGRAM_WEBHOOK_SECRET: TELEGRAM_SECRET, TELEGRAM_CHATS: String(CHANNEL), DISCORD_PUBLIC_KEY: publicKey },
    },
  })
}, 120_000)
afterAll(async () => {
  await world.close()
  await postgres.close()
})
beforeEach(async () => {
  Object.assign(world.faults, { postgres: null, redis: null, queues: null, statement: null })
  await postgres.exec(
    "TRUNCATE event_inbox, events_aside, community_users, interaction_keys, user_interactions, api_keys, audit_log CASCADE",
  )
})

const rows = async (sql: string) => (await postgres.query(sql, [])).rows
const counted = async () =>
  (await rows("SELECT count(*), count(DISTINCT user_id), count(DISTINCT external_id) FROM user_interactions"))[0]?.map(Number)
const post = (path: string, body: unknown, headers: Record<string, string>) =>
  world.fetch("ingest", path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) })

async function newKey(eventsPerMinute: number): Promise<string> {
  const wanted = { name: "The forum", source: "forum", scopes: ["write:events"], eventsPerMinute }
  const response = await post("/api/v1/keys", wanted, { authorization: `Bearer ${LOCAL_OPERATOR_KEY}` })
  return (await response.json<{ key: string }>()).key
}
const report = (key: string, events: readonly object[]) => post("/api/v1/events", { events }, { authorization: `Bearer ${key}` })
const eventsOf = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `e${from + i}`,
    user: { platform: "site", id: `u${(from + i) % 70}` },
    type: "like",
    at: new Date(Date.now() - i * 1_000).toISOString(),
  }))

describe("events of a program", () => {
  it("are counted once, whatever comes twice, also at the same moment", async () => {
    const key = await newKey(100_000)
    const batches = [eventsOf(0, 1_000), eventsOf(500, 1_000), eventsOf(0, 1_000), eventsOf(1_000, 1_000)]
    const answers = await Promise.all(batches.map((batch) => report(key, batch)))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    await world.drain()
    expect(await counted()).toEqual([2_000, 70, 2_000])
    expect(await rows("SELECT 1 FROM event_inbox")).toEqual([])
  })

  it("are kept where the queue is away, and counted with the next", async () => {
    const key = await newKey(100_000)
    world.faults.queues = "down"
    expect((await report(key, eventsOf(0, 10))).status).toBe(202)
    await world.drain()
    expect(await counted()).toEqual([0, 0, 0])
    world.faults.queues = null
    expect((await report(key, eventsOf(10, 10))).status).toBe(202)
    await world.drain()
    expect(await counted()).toEqual([20, 20, 20])
  })

  it("have the limit of their key while there is a Redis", async () => {
    const key = await newKey(6)
    expect((await report(key, eventsOf(0, 6))).status).toBe(202)
    const refused = await report(key, eventsOf(6, 6))
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"])
    world.faults.redis = "down"
    expect((await report(key, eventsOf(12, 6))).status).toBe(202)
    await world.drain()
    expect(await counted()).toEqual([12, 12, 12])
  })
})

describe("the webhooks", () => {
  it("count a message on Telegram", async () => {
    const message = {
      message_id: 5,
      from: { id: 4711, is_bot: false },
      chat: { id: CHANNEL, type: "supergroup" },
      date: Math.floor(Date.now() / 1_000),
      text: "Hello",
    }
    const response = await post("/webhooks/telegram", { update_id: 1, message }, { "x-telegram-bot-api-secret-token": TELEGRAM_SECRET })
    expect(response.status).toBe(200)
    await world.drain()
    expect(await rows("SELECT source, platform, type FROM user_interactions")).toEqual([["telegram", "telegram", "12"]])
  })

  it("count who adds the application on Discord, where Discord has signed it", async () => {
    const stamp = String(Math.floor(Date.now() / 1_000))
    const event = {
      type: "APPLICATION_AUTHORIZED",
      timestamp: new Date().toISOString().replace("Z", "000"),
      data: { integration_type: 1, user: { id: "53908232506183680" } },
    }
    const body = { version: 1, application_id: "1", type: 1, event }
    const signature = Buffer.from(
      await crypto.subtle.sign("Ed25519", signing.privateKey, new TextEncoder().encode(stamp + JSON.stringify(body))),
    ).toString("hex")
    const headers = { "x-signature-timestamp": stamp, "x-signature-ed25519": signature }
    expect((await post("/webhooks/discord", body, headers)).status).toBe(204)
    expect((await post("/webhooks/discord", { ...body, application_id: "2" }, headers)).status).toBe(401)
    await world.drain()
    expect(await rows("SELECT source, platform, type FROM user_interactions")).toEqual([["discord", "discord", "11"]])
  })
})
