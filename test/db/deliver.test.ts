// Does a delivery take the steps that it should, and leave behind what it should? One sender at a time; crowds and faults have files of their own.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { resumeDelivery, type Settlement, storeReceipt } from "../../shared/db/queries/delivery-outcomes.ts"
import { claimDelivery, findDelivery, listDuePublishing } from "../../shared/db/queries/deliveries.ts"
import { insertSettlement } from "../../shared/db/queries/settlements.ts"
import type { ChannelName } from "../../shared/domain/post.ts"
import { openBreakers } from "../../shared/kit/breaker.ts"
import { BREAKER_DEFAULTS } from "../../shared/kit/http.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { advance, prepare } from "../../workers/agents/publishing/deliver.ts"
import type { Caps } from "../../shared/db/queries/ledger.ts"
import { openChannels } from "../../workers/agents/publishing/open-channels.ts"
import { type ApprovedPost, approveAgainSql, draftIdOf, editSql, insertApproved, planIdOf, turnOn } from "../world/approved-posts.ts"
import { ACCOUNTS, openPlatforms, type Platforms } from "../world/platform-accounts.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)
const DAY = 86_400_000

let database: TestDatabase
let clock: VirtualClock
let platforms: Platforms
let caps: Caps
let number = 0
/** Posts of this test: no two of a channel have the same time. */
let made = 0

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec(
    "TRUNCATE content_plans, drafts, approvals, deliveries, published_content, ledger, spend, switches, source_states, events, channel_tokens CASCADE",
  )
  await turnOn(database.postgres, ["live:x", "live:telegram", "live:discord", "live:feed"])
  clock = openVirtualClock(NOON)
  platforms = openPlatforms()
  caps = {}
  made = 0
})

function sender() {
  const db = database.db()
  const fetch = (input: RequestInfo | URL, init?: RequestInit) => platforms.fetch(new Request(input, init), clock.now())
  const breakers = openBreakers(BREAKER_DEFAULTS)
  const channels = openChannels({
    db,
    accounts: ACCOUNTS,
    caps,
    clock,
    meter: new Meter(),
    fetch,
    readPicture: async () => platforms.png,
    breakers,
  })
  return { db, channels, runId: null }
}

async function approved(channel: ChannelName, parts: readonly string[], more: Partial<ApprovedPost> = {}): Promise<ApprovedPost> {
  number += 1
  const post = { number, channel, parts, at: NOON, scheduledAt: later(-1_000 * made++), expiresAt: later(DAY), ...more }
  await insertApproved(database.postgres, [post])
  return post
}

async function prepared(channel: ChannelName, parts: readonly string[], more: Partial<ApprovedPost> = {}) {
  const post = await approved(channel, parts, more)
  const { db, channels } = sender()
  const created = await prepare(db, channels, draftIdOf(post.number))
  if (created === null) throw new Error("no delivery was made")
  return { ...created, post }
}

const run = (id: string) => advance(sender(), id)
/** The feed is no platform: its posts are the studio's own rows. */
const textsOf = (channel: ChannelName) => (channel === "feed" ? [] : platforms[channel].posts.map(({ text }) => text))
const stateOf = async (id: string) => (await findDelivery(database.db(), id))?.state
const one = async (sql: string) => (await database.rows(sql))[0]

/** The state that a person's word led to, null where it changed nothing. */
async function settle(settlement: Settlement): Promise<string | null> {
  const settled = await insertSettlement(database.db("studio_ingest"), settlement, { actor: "tester", now: clock.now() })
  return settled?.eventId == null ? null : settled.state
}

/** Goes on as heartbeats do, until the delivery has ended or waits for a person. */
async function goOn(id: string): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    const { later: next } = await run(id)
    if (next === null) return
    if (next > clock.now()) clock.set(next)
  }
  throw new Error("it never ends")
}

describe("a delivery that meets no fault", () => {
  it.each([
    ["x", ["one", "two", "three"]],
    ["telegram", ["one", "two"]],
    ["discord", ["one", "two"]],
    ["feed", ["an article"]],
  ] as const)("puts every part on %s once, in order, and the post is live", async (channel, parts) => {
    const { id } = await prepared(channel, parts)
    expect(await run(id)).toEqual({ state: "live", later: null })
    expect(textsOf(channel)).toEqual(channel === "feed" ? [] : parts)
    const postId = id.replace("dlv_", "post_")
    expect(await one("SELECT id, delivery_id, channel, insight_id, published_at::text FROM published_content")).toEqual([
      postId,
      id,
      channel,
      "ins_0000000001",
      "2026-11-21 12:00:00+00",
    ])
    expect(await database.rows("SELECT name, source, external_id, data->>'id', data->>'channel' FROM events")).toEqual([
      ["post.published", "publishing", postId, postId, channel],
    ])
    expect(await one("SELECT state FROM content_plans")).toEqual(["released"])
  })

  it("does nothing more when it is run again", async () => {
    const { id } = await prepared("x", ["one"])
    await run(id)
    const before = database.statements.length
    expect(await run(id)).toEqual({ state: "live", later: null })
    expect(database.statements.length - before).toBe(1)
    expect(textsOf("x")).toEqual(["one"])
  })

  it("waits until it is due", async () => {
    const { id } = await prepared("telegram", ["one"], { scheduledAt: later(60_000) })
    expect(await run(id)).toEqual({ state: "scheduled", later: later(60_000) })
    clock.advance(60_000)
    expect(await run(id)).toEqual({ state: "live", later: null })
  })

  it("carries its picture and the words for it", async () => {
    const { id } = await prepared("x", ["one"], { picture: { hash: "ab".repeat(32), bytes: 13 } })
    await run(id)
    expect(platforms.x.posts[0]?.picture).toMatchObject({ bytes: 13 })
  })

  it("pays for each part once, before it goes out", async () => {
    const { id } = await prepared("x", ["one", "two"])
    platforms.x.fail("429")
    await goOn(id)
    expect(await database.rows("SELECT key, micro_usd FROM ledger ORDER BY key")).toEqual([
      [`post:${id}:0`, "15000"],
      [`post:${id}:1`, "15000"],
    ])
    expect(await database.rows("SELECT scope, micro_usd FROM spend ORDER BY scope")).toEqual([
      ["all", "30000"],
      ["channel:x", "30000"],
    ])
  })
})

describe("the gate", () => {
  it("lets nothing out of a channel that isn't turned on: the delivery is rehearsed, its payload kept", async () => {
    await turnOn(database.postgres, ["live:x"], false)
    const { id } = await prepared("x", ["one"])
    expect(await run(id)).toEqual({ state: "rehearsed", later: null })
    expect(platforms.requests).toEqual([])
    expect((await findDelivery(database.db(), id))?.payload).toMatchObject({ parts: [{ text: "one" }] })
    expect(await database.rows("SELECT 1 FROM ledger UNION ALL SELECT 1 FROM published_content")).toEqual([])
  })

  it.each(["stop:all", "stop:channel:x", "stop:agent:publishing"])(
    "%s keeps a delivery where it is, without looking at it over and over",
    async (scope) => {
      const { id } = await prepared("x", ["one"])
      await turnOn(database.postgres, [scope])
      expect(await listDuePublishing(database.db(), NOON, later(300_000))).toEqual({ deliveries: [], drafts: [] })
      expect(await run(id)).toEqual({ state: "scheduled", later: null })
      expect(platforms.requests).toEqual([])
      await turnOn(database.postgres, [scope], false)
      expect((await listDuePublishing(database.db(), NOON, later(300_000))).deliveries).toEqual([{ id, dueAt: NOON }])
      expect(await run(id)).toEqual({ state: "live", later: null })
    },
  )

  it("stops between two parts of a thread, and goes on where it stopped", async () => {
    const { id } = await prepared("x", ["one", "two", "three"])
    platforms.after = async () => turnOn(database.postgres, ["stop:all"])
    await run(id)
    expect(textsOf("x")).toEqual(["one"])
    platforms.after = null
    await turnOn(database.postgres, ["stop:all"], false)
    await goOn(id)
    expect(textsOf("x")).toEqual(["one", "two", "three"])
    expect(await stateOf(id)).toBe("live")
  })

  it("lets a day's cap not be passed: what doesn't fit goes out the next day", async () => {
    caps = { "channel:x": 40_000 }
    const { id } = await prepared("x", ["one", "two", "three"], { expiresAt: later(3 * DAY) })
    expect(await run(id)).toEqual({ state: "scheduled", later: new Date("2026-11-22T00:00:00Z") })
    expect(textsOf("x")).toEqual(["one", "two"])
    expect(await one("SELECT failure_code, tries FROM deliveries")).toEqual(["budget-spent", "0"])
    clock.set(new Date("2026-11-22T00:00:00Z"))
    await run(id)
    expect(textsOf("x")).toEqual(["one", "two", "three"])
    expect(await database.rows("SELECT day::text, sum(micro_usd) FROM ledger GROUP BY day ORDER BY day")).toEqual([
      ["2026-11-21", "30000"],
      ["2026-11-22", "15000"],
    ])
  })

  it("rests a channel that failed five times in a row, then lets one request try it", async () => {
    const posts = []
    for (let i = 0; i < 7; i += 1) posts.push(await prepared("discord", [`post ${i}`]))
    platforms.discord.fail(...Array.from({ length: 5 }, () => "5xx-before" as const))
    for (const { id } of posts) {
      await run(id)
      clock.advance(1)
    }
    expect(platforms.discord.attempts).toBe(5)
    expect(await one("SELECT consecutive_failures FROM source_states WHERE source = 'channel:discord'")).toEqual(["5"])
    const resting = posts[5]?.id ?? ""
    expect(await one(`SELECT state, failure_code FROM deliveries WHERE id = '${resting}'`)).toEqual(["scheduled", "resting"])
    clock.advance(60_000)
    await run(resting)
    expect(textsOf("discord")).toEqual(["post 5"])
    expect(await one("SELECT consecutive_failures FROM source_states WHERE source = 'channel:discord'")).toEqual(["0"])
  })
})

describe("an answer that isn't a receipt", () => {
  it("a 429 is waited out, and the part then sent once", async () => {
    const { id } = await prepared("telegram", ["one"])
    platforms.telegram.fail("429")
    expect(await run(id)).toEqual({ state: "scheduled", later: later(7_000) })
    await goOn(id)
    expect(textsOf("telegram")).toEqual(["one"])
  })

  it("a refusal ends it where nothing is out, and waits for a person where something is", async () => {
    const alone = await prepared("x", ["one"])
    platforms.x.fail("403")
    expect(await run(alone.id)).toEqual({ state: "refused", later: null })
    const thread = await prepared("x", ["two", "three"])
    platforms.x.fail(null, "403")
    expect(await run(thread.id)).toEqual({ state: "held", later: null })
    expect(platforms.x.attempts).toBe(3)
  })

  it.each(["lost-before", "lost-after", "5xx-after", "malformed", "408-after"] as const)(
    "%s is settled by asking the channel",
    async (fault) => {
      const { id } = await prepared("x", ["one", "two"])
      platforms.x.fail(null, fault)
      expect((await run(id)).state).toBe("unknown")
      await goOn(id)
      expect(textsOf("x")).toEqual(["one", "two"])
      expect(await stateOf(id)).toBe("live")
    },
  )

  it("where the channel can't be asked, a person's word settles it", async () => {
    const { id } = await prepared("telegram", ["one", "two"])
    platforms.telegram.fail("lost-after")
    await goOn(id)
    expect(await stateOf(id)).toBe("held")
    const answer = { kind: "is-out", externalId: platforms.telegram.posts[0]?.id ?? "", url: null } as const
    const settled = () => settle({ id, part: 0, answer })
    expect([await settled(), await settled()]).toEqual(["unknown", null])
    await goOn(id)
    expect(textsOf("telegram")).toEqual(["one", "two"])
    expect(await stateOf(id)).toBe("live")
  })

  it("a person may say that it isn't out, or give it up", async () => {
    const again = await prepared("telegram", ["one"])
    const whole = await prepared("telegram", ["two"])
    const partial = await prepared("telegram", ["three", "four"])
    platforms.telegram.fail("lost-before", "lost-before", null, "lost-before")
    for (const { id } of [again, whole, partial]) await goOn(id)
    const say = (id: string, part: number, kind: "is-not-out" | "give-up") => settle({ id, part, answer: { kind } })
    expect([await say(again.id, 0, "is-not-out"), await say(whole.id, 0, "give-up"), await say(partial.id, 1, "give-up")]).toEqual([
      "scheduled",
      "refused",
      "unknown",
    ])
    for (const { id } of [again, whole, partial]) await goOn(id)
    expect(textsOf("telegram").toSorted()).toEqual(["one", "three"])
    expect([await stateOf(again.id), await stateOf(whole.id), await stateOf(partial.id)]).toEqual(["live", "refused", "live"])
    expect(await database.rows(`SELECT external_id FROM published_content WHERE delivery_id = '${partial.id}'`)).toEqual([
      [platforms.telegram.posts[0]?.id],
    ])
  })

  it("is held after eight tries that came to nothing", async () => {
    const { id } = await prepared("discord", ["one"])
    platforms.discord.fail(...Array.from({ length: 20 }, () => "429" as const))
    await goOn(id)
    expect(await one("SELECT state, tries, failure_code FROM deliveries")).toEqual(["held", "8", "rate-limited"])
    expect(platforms.discord.attempts).toBe(8)
  })
})

describe("who may send", () => {
  const claim = (id: string, now = clock.now()) => claimDelivery(database.db(), { id, now, leaseUntil: new Date(now.getTime() + 90_000) })

  it("an edit before the claim keeps the approved version from going out; the new one goes once it is approved", async () => {
    const { id, post } = await prepared("x", ["one"])
    expect(await database.rows(editSql(post.number))).toEqual([["2"]])
    expect(await run(id)).toEqual({ state: "scheduled", later: null })
    expect(await listDuePublishing(database.db(), NOON, later(300_000))).toEqual({ deliveries: [], drafts: [] })
    const edited = { ...post, parts: ["better"] }
    await database.postgres.exec(approveAgainSql(edited, 2))
    expect((await listDuePublishing(database.db(), NOON, later(300_000))).drafts).toEqual([draftIdOf(post.number, 2)])
    const { db, channels } = sender()
    expect(await prepare(db, channels, draftIdOf(post.number))).toBeNull()
    expect((await prepare(db, channels, draftIdOf(post.number, 2)))?.id).toBe(id)
    await run(id)
    expect(textsOf("x")).toEqual(["better"])
  })

  it("an edit after the claim is too late", async () => {
    const { id, post } = await prepared("x", ["one"])
    await claim(id)
    expect(await database.rows(editSql(post.number))).toEqual([])
  })

  it("a version that was not approved, or not exactly so, gets no delivery", async () => {
    const post = await approved("x", ["one"])
    await database.postgres.exec(
      "ALTER TABLE approvals DISABLE TRIGGER USER; UPDATE approvals SET hash = repeat('f', 64); ALTER TABLE approvals ENABLE TRIGGER USER",
    )
    const { db, channels } = sender()
    expect(await prepare(db, channels, draftIdOf(post.number))).toBeNull()
  })

  it("what is over before anything of it is out is cancelled, with its plan", async () => {
    const { id } = await prepared("x", ["one"], { expiresAt: later(60_000) })
    clock.advance(60_000)
    expect(await run(id)).toEqual({ state: "cancelled", later: null })
    expect(await one("SELECT state FROM content_plans")).toEqual(["expired"])
    expect(textsOf("x")).toEqual([])
  })

  it("a sender whose lease ran out before its request leaves it due; after its request began, unknown", async () => {
    const { id } = await prepared("telegram", ["one"])
    await claim(id)
    clock.advance(90_000)
    expect(await run(id)).toEqual({ state: "live", later: null })
    const second = await prepared("telegram", ["two"])
    platforms.before = () => Promise.reject(new Error("the process is gone"))
    database.fault = null
    await run(second.id).catch(() => undefined)
    expect(await stateOf(second.id)).toBe("unknown")
  })

  it("a receipt that comes after its sender lost the delivery is kept, and nothing is sent again", async () => {
    const { id } = await prepared("x", ["one"])
    const first = await claim(id)
    clock.advance(90_000)
    await database.postgres.exec(`UPDATE deliveries SET part_since = now() WHERE id = '${id}'`)
    expect((await run(id)).state).toBe("unknown")
    const receipt = { id: "1900", url: null, at: clock.now().toISOString() }
    const of = { id, channel: "x", attempt: first?.attempt ?? 0, part: 0 } as const
    const store = () => storeReceipt(database.db(), of, { receipt, restMs: 0, leaseUntil: later(DAY), now: clock.now() })
    expect([await store(), await store()]).toEqual([{ state: "live", mine: false }, null])
    await goOn(id)
    expect(platforms.x.attempts).toBe(0)
    expect(await one("SELECT external_id FROM published_content")).toEqual(["1900"])
  })

  it("goes on only where a person has spoken", async () => {
    const { id } = await prepared("telegram", ["one"])
    expect(await resumeDelivery(database.db(), id, NOON)).toBeNull()
    expect(await one(`SELECT state FROM deliveries WHERE plan_id = '${planIdOf(number)}'`)).toEqual(["scheduled"])
  })
})
