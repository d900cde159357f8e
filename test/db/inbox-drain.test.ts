// Is everything that waits counted, whatever is in it? The consumer of the events queue on a real database, with one that refuses.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { consumeHints, drainInbox } from "../../workers/agents/inbox.ts"
import { bury } from "../../workers/agents/consume.ts"
import { tick } from "../../workers/agents/tick.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { emptyCounting, eventOf, insertWaiting, later, NOON, readCounting } from "./counting.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase
let desk: Desk
let clock: VirtualClock
const lines: string[] = []

beforeAll(async () => {
  database = await openDatabase()
  // What no check of ours refuses, the database may.
  await database.postgres.exec("ALTER TABLE user_interactions ADD CONSTRAINT no_sevens CHECK (milli_value <> 7)")
})
afterAll(() => database.close())
beforeEach(async () => {
  await emptyCounting(database)
  lines.splice(0)
  for (const method of ["log", "error", "warn"] as const)
    vi.spyOn(console, method).mockImplementation((line) => void lines.push(String(line)))
  clock = openVirtualClock(NOON)
  desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents: [] })
  database.fault = null
})

const many = (from: number, count: number, changes: (n: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, i) => eventOf({ k: `k${from + i}`, u: `u${(from + i) % 7}`, ...changes(from + i) }))
const statements = async (work: () => Promise<unknown>) => {
  const before = database.statements.length
  await work()
  return database.statements.length - before
}
const batch = () => {
  const said: string[] = []
  return {
    said,
    ackAll: () => void said.push("ack"),
    retryAll: ({ delaySeconds }: { delaySeconds: number }) => void said.push(`retry in ${delaySeconds}`),
  }
}

describe("the inbox", () => {
  it("is emptied, rows of single events by the hundred, and tells once what became of them", async () => {
    await insertWaiting(
      database,
      Array.from({ length: 130 }, (_, i) => ({ number: i, events: many(i, 1) })),
    )
    expect(await statements(() => drainInbox(desk.runtime))).toBe(3)
    expect(await readCounting(database)).toMatchObject({ inbox: [], people: ["7"], days: ["2026-11-21 x 1 130 130000"] })
    expect(lines.filter((line) => line.includes("inbox")).map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ batches: 130, events: 130, counted: 130, peopleCreated: 7, refused: 0, isCut: false, statements: 3 }),
    ])
  })

  it("costs one statement where there is nothing, and no line", async () => {
    expect(await statements(() => drainInbox(desk.runtime))).toBe(1)
    expect(lines).toEqual([])
  })
})

describe("what the database refuses", () => {
  it("is set aside alone, in the database's words; everything else counts", async () => {
    await insertWaiting(database, [
      { number: 1, events: many(0, 10) },
      { number: 2, events: many(10, 100, (n) => (n === 42 ? { v: 7 } : {})) },
      { number: 3, events: [...many(110, 4), { ...eventOf({ k: "bad" }), t: "like" }] },
    ])
    expect(await drainInbox(desk.runtime)).toMatchObject({ events: 115, counted: 113, refused: 2, isCut: false })
    expect(await readCounting(database)).toMatchObject({ inbox: [], days: ["2026-11-21 x 1 113 113000"] })
    const aside = await database.rows("SELECT external_id, reason, detail, event ->> 'k' FROM events_aside ORDER BY 1")
    expect(aside).toEqual([
      ["bad", "refused-by-database", 'invalid input syntax for type smallint: "like"', "bad"],
      ["k42", "refused-by-database", expect.stringContaining("no_sevens"), "k42"],
    ])
    expect(JSON.stringify(aside)).not.toContain("k41")
  })

  it("does not hold up more than its share: a row that is refused in every event goes on with the next message", async () => {
    await insertWaiting(database, [{ number: 1, events: many(0, 150, () => ({ v: 7 })) }])
    const first = batch()
    await consumeHints(first, desk.runtime)
    expect(first.said).toEqual(["retry in 1"])
    await consumeHints(batch(), desk.runtime)
    expect(await database.rows("SELECT count(*), count(DISTINCT external_id) FROM events_aside")).toEqual([["150", "150"]])
    expect((await readCounting(database)).inbox).toEqual([])
  })
})

describe("a message of the events queue", () => {
  it("is settled once the inbox is empty, and comes back while the database does not answer", async () => {
    await insertWaiting(database, [{ number: 1, events: many(0, 3) }])
    database.fault = () => Promise.reject(new Error("no database"))
    const refused = batch()
    await consumeHints(refused, desk.runtime)
    expect(refused.said).toEqual(["retry in 5"])
    database.fault = null
    const taken = batch()
    await consumeHints(taken, desk.runtime)
    expect(taken.said).toEqual(["ack"])
    expect(await readCounting(database)).toMatchObject({ inbox: [], days: ["2026-11-21 x 1 3 3000"] })
  })

  it("loses and doubles nothing where every other answer is lost", async () => {
    await insertWaiting(
      database,
      Array.from({ length: 40 }, (_, i) => ({ number: i, events: many(i * 5, 10) })),
    )
    let asked = 0
    database.fault = async (answer) => {
      asked += 1
      const response = await answer()
      if (asked % 2 === 1) throw new Error("the connection broke")
      return response
    }
    for (let i = 0; i < 20; i += 1) await consumeHints(batch(), desk.runtime)
    expect(await readCounting(database)).toMatchObject({ inbox: [], days: ["2026-11-21 x 1 205 205000"], people: ["7"] })
  })

  it("may die: the events wait in their table", async () => {
    await bury({ kind: "inbox" }, desk.runtime)
    expect(lines.join()).toContain("inbox.hint-lost")
  })
})

describe("the heartbeat", () => {
  it("counts what was left for half a minute, and costs one statement where nothing was", async () => {
    expect(await statements(() => tick(desk.runtime))).toBe(1)
    await insertWaiting(database, [{ number: 1, events: many(0, 3) }])
    expect(await statements(() => tick(desk.runtime))).toBe(1)
    clock.set(later(30_000))
    expect(await statements(() => tick(desk.runtime))).toBe(2)
    expect((await readCounting(database)).inbox).toEqual([])
  })

  it("does its own work though the inbox can't be counted", async () => {
    await insertWaiting(database, [{ number: 1, events: many(0, 3) }])
    clock.set(later(30_000))
    let asked = 0
    database.fault = (answer) => {
      asked += 1
      return asked === 1 ? answer() : Promise.reject(new Error("no database"))
    }
    await expect(tick(desk.runtime)).resolves.toMatchObject({ due: 0 })
    expect(lines.join()).toContain("inbox.failed")
  })
})
