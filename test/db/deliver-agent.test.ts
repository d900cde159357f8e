// Does publishing, run by the heartbeat and the queue, bring out what was approved, and nothing else?
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { publishing } from "../../workers/agents/publishing/agent.ts"
import { type ApprovedPost, draftIdOf, insertApproved, manyApproved, planIdOf, turnOn } from "../world/approved-posts.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { ACCOUNTS, openPlatforms, type Platforms } from "../world/platform-accounts.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)
const CHANNELS = ["live:x", "live:telegram", "live:discord", "live:feed"]

let database: TestDatabase
let clock: VirtualClock
let platforms: Platforms
let desk: Desk

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, insights, events, switches, source_states, spend, channel_tokens CASCADE")
  await turnOn(database.postgres, CHANNELS)
  clock = openVirtualClock(NOON)
  platforms = openPlatforms()
  const fetch = (request: Request) => platforms.fetch(request, clock.now())
  const url = database.url("studio_agents")
  desk = openDesk({ database: { url, endpoint: database.endpoint }, clock, agents: [publishing], fetch, accounts: ACCOUNTS })
})

const post = (more: Partial<ApprovedPost> = {}): ApprovedPost => ({
  number: 1,
  channel: "x",
  parts: ["one"],
  at: NOON,
  expiresAt: later(86_400_000),
  ...more,
})
const approvedEvent = (number: number) => ({
  kind: "event",
  id: `evt_000000000${number}`,
  name: "draft.approved",
  data: { id: draftIdOf(number), plan: planIdOf(number) },
})
const states = async () => (await database.rows("SELECT state FROM deliveries ORDER BY id")).map(([state]) => state)
const texts = () => [platforms.x, platforms.telegram, platforms.discord].flatMap((platform) => platform.posts.map(({ text }) => text))

/** Heartbeats every five minutes, and whatever they set going. */
async function live(minutes: number): Promise<void> {
  const end = clock.now().getTime() + minutes * 60_000
  for (; clock.now().getTime() < end; clock.set(new Date((Math.floor(clock.now().getTime() / 300_000) + 1) * 300_000))) {
    await desk.beat()
    await desk.drain(new Date(clock.now().getTime() + 299_000))
  }
}

describe("publishing", () => {
  it("sends what is due the moment it hears of the approval", async () => {
    await insertApproved(database.postgres, [post()])
    desk.send(approvedEvent(1))
    await desk.drain(later(1_000))
    expect([await states(), texts()]).toEqual([["live"], ["one"]])
    expect(desk.bumped).toContain("publishing")
  })

  it("sends what is due later at its time, once, however often the approval is told", async () => {
    await insertApproved(database.postgres, [post({ scheduledAt: later(200_000) })])
    for (let i = 0; i < 3; i += 1) desk.send(approvedEvent(1))
    await desk.drain(later(199_000))
    expect([await states(), texts()]).toEqual([["scheduled"], []])
    await desk.drain(later(201_000))
    expect([await states(), texts()]).toEqual([["live"], ["one"]])
    expect(platforms.x.posts[0]?.at).toEqual(later(200_000))
  })

  it("finds at its next slot what it never heard of", async () => {
    await insertApproved(database.postgres, [post(), post({ number: 2, channel: "telegram", parts: ["two"], scheduledAt: later(400_000) })])
    await live(10)
    expect(await states()).toEqual(["live", "live"])
    expect(texts().toSorted()).toEqual(["one", "two"])
  })

  it("tells of each post once, in the statement that makes it live", async () => {
    await insertApproved(database.postgres, manyApproved(8, NOON))
    await live(15)
    expect(await database.rows("SELECT count(*), count(DISTINCT external_id) FROM events WHERE name = 'post.published'")).toEqual([
      ["8", "8"],
    ])
  })

  it("goes on after a person's word", async () => {
    await insertApproved(database.postgres, [post({ channel: "telegram", parts: ["one", "two"] })])
    platforms.telegram.fail("lost-after")
    await live(5)
    expect(await states()).toEqual(["held"])
    const [[id] = []] = await database.rows("SELECT id FROM deliveries")
    const receipt = JSON.stringify([{ id: platforms.telegram.posts[0]?.id, url: null, at: clock.now().toISOString() }])
    await database.postgres.exec(
      `UPDATE deliveries SET state = 'unknown', part_since = NULL, receipts = '${receipt}', due_at = '${clock.now().toISOString()}'`,
    )
    desk.send({ kind: "event", id: "evt_0000000009", name: "delivery.settled", data: { id } })
    await desk.drain(later(600_000))
    expect([await states(), texts()]).toEqual([["live"], ["one", "two"]])
  })

  it("reaches no platform where no channel is turned on, and rehearses", async () => {
    await turnOn(database.postgres, CHANNELS, false)
    await insertApproved(database.postgres, manyApproved(8, NOON))
    await live(15)
    expect(platforms.requests).toEqual([])
    expect(await states()).toEqual(Array.from({ length: 8 }, () => "rehearsed"))
  })

  it("leaves what is stopped where it is, and sends it when the stop is over", async () => {
    await turnOn(database.postgres, ["stop:all"])
    await insertApproved(database.postgres, [post()])
    await live(20)
    expect([await states(), texts()]).toEqual([["scheduled"], []])
    await turnOn(database.postgres, ["stop:all"], false)
    await live(5)
    expect(texts()).toEqual(["one"])
  })

  it("doubles nothing when its runs are cut off at any statement and their messages come again", async () => {
    for (let cut = 1; cut <= 14; cut += 1) {
      const number = cut
      let seen = 0
      await insertApproved(database.postgres, [post({ number, parts: [`post ${number}`], scheduledAt: later(-number * 1_000) })])
      // From that statement on the database answers nobody; then it is back.
      database.fault = async (answer) => {
        seen += 1
        if (seen >= cut && seen <= cut + 2) throw new Error("cut off")
        return answer()
      }
      desk.send(approvedEvent(number % 10))
      await desk.drain(new Date(clock.now().getTime() + 1_000)).catch(() => undefined)
      database.fault = null
      await live(15)
    }
    const all = texts()
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBe(14)
    expect(new Set(await states())).toEqual(new Set(["live"]))
  })
})
