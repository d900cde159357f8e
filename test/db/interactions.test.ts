// What becomes of an event in the inbox? One statement counts it once, or says why not.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { listInbox, partRefused } from "../../shared/db/queries/inbox-refusals.ts"
import { countInbox, type Counts } from "../../shared/db/queries/interactions.ts"
import type { InboxEvent } from "../../shared/domain/interaction.ts"
import { emptyCounting, eventOf, inboxId, insertPosts, insertWaiting, later, NOON, readCounting } from "./counting.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase
let number = 0
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => emptyCounting(database))

const NOTHING: Counts = {
  batches: 0,
  events: 0,
  counted: 0,
  duplicates: 0,
  retracted: 0,
  forgotten: 0,
  aside: 0,
  postponed: 0,
  peopleCreated: 0,
}
const count = (limit = 100, now = NOON) => countInbox(database.db(), { limit, now })
/** Counts the events as one row of the inbox. */
async function take(events: readonly Partial<InboxEvent>[], source = "app"): Promise<Partial<Counts>> {
  number += 1
  await insertWaiting(database, [{ number, source, events: events.map((event) => eventOf(event)) }])
  const counts = await count()
  return Object.fromEntries(Object.entries(counts).filter(([name, sum]) => sum !== 0 && name !== "batches" && name !== "events"))
}

describe("an event", () => {
  it("becomes an interaction of a new person, in one statement, and leaves the inbox", async () => {
    await insertPosts(database, 1)
    await insertWaiting(database, [{ number: 1, events: [eventOf({ c: "post_000000000001" })] }])
    const before = database.statements.length
    expect(await count()).toEqual({ ...NOTHING, batches: 1, events: 1, counted: 1, peopleCreated: 1 })
    expect(database.statements.length - before).toBe(1)
    expect(await readCounting(database)).toEqual({
      people: ["1"],
      identities: ["x:ada"],
      keys: ["app 1 x:ada 2026-11-21T11:30:00.000Z"],
      interactions: ["app 1 x:ada 2026-11-21T11:30:00.000Z 1 1000 x post_000000000001"],
      hours: ["2026-11-21T11:00:00.000Z ETH price 1 1000"],
      days: ["2026-11-21 x 1 1 1000"],
      aside: [],
      inbox: [],
    })
  })

  it("keeps its metadata, and says when it was counted", async () => {
    await take([{ m: { button: "more" } }])
    expect(await database.rows("SELECT metadata ->> 'button', stored_at = '2026-11-21T12:00Z' FROM user_interactions")).toEqual([
      ["more", "t"],
    ])
  })

  it("is counted once for ever: within a row, across rows, with another moment, person or value", async () => {
    expect(await take([{}, {}, { u: "bo" }])).toEqual({ counted: 1, duplicates: 2, peopleCreated: 1 })
    expect(await take([{ a: "2026-09-01T00:00:00.000Z" }, { v: 5 }])).toEqual({ duplicates: 2 })
    expect(await take([{ u: "chen" }])).toEqual({ duplicates: 1 })
    expect(await readCounting(database)).toMatchObject({ people: ["1"], days: ["2026-11-21 x 1 1 1000"] })
  })

  it("is another one from another source", async () => {
    await take([{}], "app")
    expect(await take([{}], "shop")).toEqual({ counted: 1 })
    expect(await readCounting(database)).toMatchObject({ people: ["1"], days: ["2026-11-21 x 1 2 2000"] })
  })

  it("is known by the platform's id of its post", async () => {
    await insertPosts(database, 2)
    expect(await take([{ c: "ext:e2" }])).toMatchObject({ counted: 1 })
    expect(await database.rows("SELECT post_id FROM user_interactions")).toEqual([["post_000000000002"]])
  })

  it("counts though its month has no partition yet", async () => {
    expect(await take([{ a: "2031-05-05T00:00:00.000Z" }])).toMatchObject({ counted: 1 })
    expect(await database.rows("SELECT tableoid::regclass::text FROM user_interactions")).toEqual([["user_interactions_rest"]])
  })
})

describe("an event that can't be counted", () => {
  it("is set aside where nobody knows its post, and is counted once it is put back and the post is known", async () => {
    const unknown = { c: "ext:e1" }
    expect(await take([unknown, { k: "2", p: "telegram", c: "ext:e1" }])).toEqual({ aside: 2 })
    expect(await readCounting(database)).toMatchObject({ people: ["0"], keys: [], aside: ["app 1 unknown-post", "app 2 unknown-post"] })
    const [kept] = await database.rows("SELECT event FROM events_aside WHERE external_id = '1'")
    expect(await take([unknown])).toEqual({ aside: 1 })
    expect(await database.rows("SELECT count(*) FROM events_aside")).toEqual([["2"]])
    await insertPosts(database, 1)
    expect(await take([JSON.parse(kept?.[0] ?? "") as InboxEvent])).toEqual({ counted: 1, peopleCreated: 1 })
    expect((await readCounting(database)).interactions).toEqual(["app 1 x:ada 2026-11-21T11:30:00.000Z 1 1000 x post_000000000001"])
  })

  it("is set aside where its month was dropped", async () => {
    expect(await take([{ a: "2020-01-31T23:59:59.000Z" }])).toEqual({ aside: 1 })
    expect((await readCounting(database)).aside).toEqual(["app 1 too-old"])
  })

  it("is a duplicate before anything else", async () => {
    await take([{}])
    expect(await take([{ c: "ext:nowhere" }])).toEqual({ duplicates: 1 })
  })
})

describe("taking an event back", () => {
  it("appends its negative at the same moment, once", async () => {
    await insertPosts(database, 1)
    await take([{ c: "post_000000000001", v: 2_500 }])
    expect(await take([{ r: true, a: "2026-11-21T11:59:00.000Z", c: "ext:nowhere" }])).toEqual({ retracted: 1 })
    expect(await take([{ r: true }])).toEqual({ duplicates: 1 })
    expect(await readCounting(database)).toMatchObject({
      interactions: [
        "app 1 x:ada 2026-11-21T11:30:00.000Z 1 -2500 x post_000000000001",
        "app 1 x:ada 2026-11-21T11:30:00.000Z 1 2500 x post_000000000001",
      ],
      hours: [],
      days: [],
    })
    expect(await take([{}])).toEqual({ duplicates: 1 })
  })

  it("that comes first keeps the event from counting", async () => {
    expect(await take([{ r: true }])).toEqual({ retracted: 1 })
    expect(await take([{}])).toEqual({ duplicates: 1 })
    expect(await take([{ r: true }])).toEqual({ duplicates: 1 })
    expect(await readCounting(database)).toMatchObject({ people: ["0"], interactions: [], days: [], keys: ["app 1  "] })
  })

  it("counts before doing where both come together", async () => {
    expect(await take([{}, { r: true }, {}])).toEqual({ retracted: 1, duplicates: 2 })
    expect(await readCounting(database)).toMatchObject({ interactions: [], days: [] })
  })
})

describe("a person who asked to be forgotten", () => {
  it("leaves nothing of later events, not even their ids", async () => {
    await database.rows("SELECT forget_person('x', 'ada', now())")
    expect(await take([{}, { k: "2", r: true }, { k: "3", c: "ext:nowhere" }, { k: "4", u: "bo" }])).toEqual({
      forgotten: 3,
      counted: 1,
      peopleCreated: 1,
    })
    expect(await readCounting(database)).toMatchObject({ identities: ["x:bo"], keys: ["app 4 x:bo 2026-11-21T11:30:00.000Z"], aside: [] })
  })
})

describe("the inbox", () => {
  it("is taken a few rows at a time, the oldest first", async () => {
    await insertWaiting(
      database,
      [3, 1, 2].map((each) => ({ number: each, events: [eventOf({ k: `${each}` })] })),
    )
    expect(await count(2)).toMatchObject({ batches: 2, events: 2, counted: 2 })
    expect(await listInbox(database.db(), 10)).toEqual([inboxId(3)])
    expect(await countInbox(database.db(), { limit: 5, now: NOON, only: inboxId(9) })).toEqual(NOTHING)
    expect(await countInbox(database.db(), { limit: 5, now: NOON, only: inboxId(3) })).toMatchObject({ batches: 1, counted: 1 })
    expect(await count()).toEqual(NOTHING)
  })

  it("splits a row in halves, down to a single event, which is set aside in the database's words", async () => {
    await insertWaiting(database, [{ number: 1, events: ["1", "2", "3"].map((k) => eventOf({ k })) }])
    const refusal = { detail: "no", now: NOON }
    const { halves, isAside } = await partRefused(database.db(), inboxId(1), refusal)
    expect(isAside).toBe(false)
    expect(await database.rows("SELECT jsonb_path_query_array(events, '$[*].k')::text FROM event_inbox ORDER BY 1")).toEqual([
      ['["1"]'],
      ['["2", "3"]'],
    ])
    const single = (await database.rows("SELECT id FROM event_inbox WHERE jsonb_array_length(events) = 1"))[0]?.[0] ?? ""
    expect(halves).toContain(single)
    expect(await partRefused(database.db(), single, refusal)).toEqual({ halves: [], isAside: true })
    expect(await partRefused(database.db(), single, refusal)).toEqual({ halves: [], isAside: false })
    expect(await database.rows("SELECT source, external_id, reason, detail, event ->> 'u' FROM events_aside")).toEqual([
      ["app", "1", "refused-by-database", "no", "ada"],
    ])
    expect(await count()).toMatchObject({ counted: 2 })
  })
})

describe("an answer that is lost", () => {
  it("loses and doubles nothing when the statement is sent again", async () => {
    await insertWaiting(database, [{ number: 1, events: [eventOf(), eventOf({ k: "2", u: "bo" })] }])
    database.fault = async (answer) => {
      await answer()
      throw new Error("the connection broke")
    }
    await expect(count()).rejects.toMatchObject({ cause: { code: "unavailable" } })
    database.fault = null
    expect(await count(100, later(60_000))).toEqual(NOTHING)
    expect(await readCounting(database)).toMatchObject({ people: ["2"], days: ["2026-11-21 x 1 2 2000"] })
  })
})
