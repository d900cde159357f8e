// What becomes of a run when many want it at the same moment? Real connections, READ COMMITTED: one connection can't show a race.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { insertCommand } from "../../shared/db/queries/events.ts"
import { buryRun, claimRun, failRun, finishRun, reviveRun } from "../../shared/db/queries/runs.ts"
import { type Db, openDb } from "../../shared/db/client.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { neonProxy } from "../world/neon-proxy.ts"
import type { Session } from "../world/postgres-session.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)
const LEASE_MS = 60_000
const ROUNDS = 20

let database: TestDatabase
let round = 0

const claim = (now = NOON, db: Db = database.db()) =>
  claimRun(db, {
    agent: "market-scan",
    key: `market-scan:${round}`,
    slot: NOON,
    trigger: "schedule",
    input: {},
    now,
    leaseMs: LEASE_MS,
    maxAttempts: 5,
  })

async function claimed(now = NOON) {
  const answer = await claim(now)
  if (answer.answer !== "claimed") throw new Error(`expected a claim, got ${answer.answer}`)
  return { id: answer.id, attempt: answer.attempt, now, wallMs: 1, usage: new Meter().usage }
}

/** Every kind of wish, mixed, all sent before one is answered. */
const crowd = <T>(count: number, wish: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => wish(i)))

const stateOf = async (id: string) => (await database.rows(`SELECT state, attempt FROM runs WHERE id = '${id}'`))[0]

/** A database all of whose statements go through one session, so that they can be part of its transaction. */
function within(session: Session): Db {
  const proxy = neonProxy({ ...database.postgres, session: (_role, work) => work(session) })
  const fetch = (input: RequestInfo | URL, init?: RequestInit) => proxy(new Request(input, init))
  return openDb({ url: database.url("studio_agents"), endpoint: database.endpoint, timeoutMs: 10_000, fetch }, new Meter())
}

describe.skipIf(process.env["TEST_DATABASE_URL"] === undefined)("over several connections (needs TEST_DATABASE_URL)", () => {
  beforeAll(async () => {
    database = await openDatabase()
    // Opens the pool's connections before the first race.
    await crowd(50, () => database.rows("SELECT pg_sleep(0.01)"))
  })
  afterAll(() => database.close())
  beforeEach(() => database.postgres.exec("TRUNCATE runs, events CASCADE"))

  it("has at least five of them", async () => {
    const pids = await crowd(50, () => database.rows("SELECT pg_backend_pid(), pg_sleep(0.01)"))
    expect(new Set(pids.map((rows) => rows[0]?.[0])).size).toBeGreaterThanOrEqual(5)
  })

  it("one of fifty claims a new piece of work, in each of twenty rounds", async () => {
    for (round = 0; round < ROUNDS; round += 1) {
      const answers = await crowd(50, () => claim())
      expect(answers.filter(({ answer }) => answer === "claimed")).toHaveLength(1)
      expect(answers.filter(({ answer }) => answer === "busy")).toHaveLength(49)
    }
    expect(await database.rows("SELECT count(*), min(attempt), max(attempt) FROM runs")).toEqual([[String(ROUNDS), "1", "1"]])
  })

  it("one of fifty takes over a run whose lease ran out, and it is one attempt", async () => {
    for (round = 0; round < ROUNDS; round += 1) {
      const { id } = await claimed()
      const answers = await crowd(50, () => claim(later(LEASE_MS)))
      expect(answers.filter(({ answer }) => answer === "claimed")).toHaveLength(1)
      expect(answers.filter(({ answer }) => answer === "busy")).toHaveLength(49)
      expect(await stateOf(id)).toEqual(["running", "2"])
    }
  })

  it("who comes while another's claim isn't committed is told that it is busy, or gets the work where that is undone", async () => {
    for (const end of ["COMMIT", "ROLLBACK"]) {
      round += 1
      const second = await database.postgres.session("studio_agents", async (session) => {
        await session.exec("BEGIN")
        expect(await claim(NOON, within(session))).toMatchObject({ answer: "claimed" })
        const waiting = claim()
        await untilBlocked()
        await session.exec(end)
        return waiting
      })
      expect(second).toMatchObject(end === "COMMIT" ? { answer: "busy", until: later(LEASE_MS) } : { answer: "claimed", attempt: 1 })
    }
  })

  it("a late finish and a takeover never both have the run", async () => {
    for (round = 0; round < ROUNDS; round += 1) {
      const run = await claimed()
      const finish = () => finishRun(database.db(), { ...run, agent: "market-scan", output: {}, emits: [] })
      const [events, taken] = await Promise.all(
        round % 2 === 0 ? [finish(), claim(later(LEASE_MS))] : turned(claim(later(LEASE_MS)), finish()),
      )
      expect([events !== null, taken.answer === "claimed"]).toEqual(events !== null ? [true, false] : [false, true])
      expect(await stateOf(run.id)).toEqual(events !== null ? ["succeeded", "1"] : ["running", "2"])
    }
  })

  it("a run that waits is buried by one or claimed by one, never both", async () => {
    for (round = 0; round < ROUNDS; round += 1) {
      const run = await claimed()
      await failRun(database.db(), { ...run, state: "waiting", retryAt: later(1_000), code: "unavailable", detail: "x" })
      const won = await crowd(20, async (i) =>
        i % 2 === 0
          ? (await claim(later(1_000))).answer === "claimed"
          : (await buryRun(database.db(), `market-scan:${round}`, later(1_000), "x")) !== null,
      )
      expect(won.filter(Boolean)).toHaveLength(1)
    }
  })

  it("a dead run is revived by one, and that one's attempt is the first", async () => {
    for (round = 0; round < ROUNDS; round += 1) {
      const run = await claimed()
      await failRun(database.db(), { ...run, state: "dead", retryAt: null, code: "bug", detail: "x" })
      const revived = await crowd(20, () => reviveRun(database.db(), run.id, later(1_000)))
      expect(revived.filter((answer) => answer !== null)).toHaveLength(1)
      expect(await claim(later(1_000))).toMatchObject({ answer: "claimed", attempt: 1, id: run.id })
    }
  })

  it("a command sent twenty times at once is one event and one audit row", async () => {
    for (round = 0; round < ROUNDS; round += 1) {
      const event = { name: "command.run-now", source: "operator", externalId: `k-${round}`, data: {}, now: NOON } as const
      const answers = await crowd(20, () => insertCommand(database.db("studio_ingest"), event, "operator"))
      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
    }
    expect(await database.rows("SELECT count(*) FROM events")).toEqual([[String(ROUNDS)]])
    expect(await database.rows("SELECT count(*) FROM audit_log")).toEqual([[String(ROUNDS)]])
  })
})

/** The two in the other order of sending. */
const turned = <A, B>(first: Promise<A>, second: Promise<B>): [Promise<B>, Promise<A>] => [second, first]

/** Until some session waits for another's transaction; the server says so. */
async function untilBlocked(): Promise<void> {
  for (let i = 0; i < 1_000; i += 1) {
    const waiting = await database.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    if (waiting.length > 0) return
  }
  throw new Error("nobody waits")
}
