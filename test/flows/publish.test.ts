// From an approval to the platforms, in workerd: every channel with its own bindings, tokens and pictures, and nothing where nothing is turned on.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { type ApprovedPost, insertApproved, turnOn } from "../world/approved-posts.ts"
import { openPlatforms, type Platforms } from "../world/platform-accounts.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

const NOON = new Date("2026-11-21T12:00:20Z")
const CHANNELS = ["x", "telegram", "discord", "feed"] as const

let postgres: Postgres
let world: World
let platforms: Platforms
const startedAt = Date.now()
const now = (): Date => new Date(NOON.getTime() + (Date.now() - startedAt))

beforeAll(async () => {
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    // The market's hosts are of no interest here: whoever asks them hears nothing.
    internet: async (request) => {
      const isPlatform = /(x\.com|telegram\.org|discord\.com)$/.test(new URL(request.url).hostname)
      return isPlatform ? platforms.fetch(request, now()) : new Response("closed", { status: 503 })
    },
    clock: `${startedAt}:${NOON.getTime()}:1`,
  })
}, 120_000)
afterAll(async () => {
  await world.close()
  await postgres.close()
})
beforeEach(async () => {
  platforms = openPlatforms()
  await postgres.exec("TRUNCATE runs, insights, events, switches, source_states, spend, channel_tokens CASCADE")
  const posts: ApprovedPost[] = CHANNELS.map((channel, i) => ({
    number: i + 1,
    channel,
    parts: channel === "feed" ? ["an article"] : [`${channel} one`, `${channel} two`],
    at: NOON,
    expiresAt: new Date(NOON.getTime() + 86_400_000),
  }))
  await insertApproved(postgres, posts)
})

const states = async () =>
  (
    await postgres.query(
      "SELECT deliveries.channel, state, url FROM deliveries LEFT JOIN published_content p ON p.delivery_id = deliveries.id ORDER BY deliveries.channel",
      [],
    )
  ).rows

/** The operator asks for a look now: what it finds, and what follows, is the queue's. */
async function look(): Promise<void> {
  const answer = await world.fetch("ingest", "/api/v1/commands", {
    method: "POST",
    headers: { Authorization: `Bearer ${LOCAL_OPERATOR_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ command: "run-now", agent: "publishing" }),
  })
  expect(answer.status).toBe(202)
  await world.drain({ timeoutMs: 60_000 })
}

describe("what was approved", () => {
  it("is on every channel that is turned on, once and whole", async () => {
    const asked = performance.now()
    await turnOn(
      postgres,
      CHANNELS.map((channel) => `live:${channel}`),
    )
    await look()
    const tookMs = performance.now() - asked
    const rows = await states()
    expect(rows.map(([channel, state]) => `${channel} ${state}`)).toEqual(["discord live", "feed live", "telegram live", "x live"])
    for (const channel of ["x", "telegram", "discord"] as const) {
      expect(platforms[channel].posts.map(({ text }) => text)).toEqual([`${channel} one`, `${channel} two`])
    }
    expect(rows[1]?.[2]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/posts\/post_[0-9a-z]+$/)
    expect((await postgres.query("SELECT channel, version, sealed LIKE '%access%' FROM channel_tokens", [])).rows).toEqual([
      ["x", "2", "f"],
    ])
    console.log(`From the command to live on four channels: ${Math.round(tookMs)} ms`)
  })

  it("stays in the house where no channel is turned on", async () => {
    await look()
    expect((await states()).map(([, state]) => state)).toEqual(["rehearsed", "rehearsed", "rehearsed", "rehearsed"])
    expect(platforms.requests).toEqual([])
  })

  it("is doubled by no crash of workerd", async () => {
    await turnOn(
      postgres,
      CHANNELS.map((channel) => `live:${channel}`),
    )
    let seen = 0
    world.faults.statement = ({ sql }) => (/UPDATE deliveries AS d SET receipts/.test(sql) && ++seen === 2 ? "crash-before" : null)
    await look()
    world.faults.statement = null
    const all = (["x", "telegram", "discord"] as const).flatMap((channel) => platforms[channel].posts.map(({ text }) => text))
    expect(seen).toBeGreaterThanOrEqual(2)
    expect(new Set(all).size).toBe(all.length)
  })
})
