// What becomes of a delivery, and of the money, when many want them at the same moment? Real connections: one alone can't show a race.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { claimDelivery, createDelivery } from "../../shared/db/queries/deliveries.ts"
import { expireDelivery, storeReceipt } from "../../shared/db/queries/delivery-outcomes.ts"
import { passEgress } from "../../shared/db/queries/egress.ts"
import { bookSpend, listSpend } from "../../shared/db/queries/ledger.ts"
import { insertSettlement } from "../../shared/db/queries/settlements.ts"
import { openDb } from "../../shared/db/client.ts"
import { stableId } from "../../shared/kit/ids.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { draftIdOf, editSql, insertApproved, planIdOf, turnOn } from "../world/approved-posts.ts"
import { neonProxy } from "../world/neon-proxy.ts"
import type { Session } from "../world/postgres-session.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)
const ROUNDS = 20

let database: TestDatabase
let round = 0

const crowd = <T>(count: number, wish: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => wish(i)))
const create = () =>
  createDelivery(database.db(), { id: stableId("dlv", NOON, planIdOf(round)), draftId: draftIdOf(round), payload: {}, parts: 2, now: NOON })
const claim = (id: string, now = NOON) => claimDelivery(database.db(), { id, now, leaseUntil: new Date(now.getTime() + 90_000) })
const booking = (key: string, microUsd: number) => ({
  key,
  scope: "channel:x" as const,
  what: "a call",
  planId: null,
  runId: null,
  microUsd,
})

async function approved(): Promise<void> {
  round += 1
  await insertApproved(database.postgres, [
    { number: round, channel: "x", parts: ["one", "two"], at: NOON, scheduledAt: later(-round * 1_000), expiresAt: later(86_400_000) },
  ])
}

async function prepared(): Promise<string> {
  await approved()
  return (await create())?.id ?? ""
}

describe.skipIf(process.env["TEST_DATABASE_URL"] === undefined)("over several connections (needs TEST_DATABASE_URL)", () => {
  beforeAll(async () => {
    database = await openDatabase()
    await crowd(20, () => database.rows("SELECT pg_sleep(0.01)"))
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await database.postgres.exec(
      "TRUNCATE content_plans, drafts, approvals, deliveries, published_content, ledger, spend, switches, source_states, events CASCADE",
    )
    await turnOn(database.postgres, ["live:x"])
  })

  it("twenty who want to write the intent write one", async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      await approved()
      const ids = await crowd(20, create)
      expect(new Set(ids.map((made) => made?.id)).size).toBe(1)
    }
    expect(await database.rows("SELECT count(*), count(DISTINCT plan_id) FROM deliveries")).toEqual([[String(ROUNDS), String(ROUNDS)]])
  })

  it("one of twenty claims it", async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      const id = await prepared()
      expect((await crowd(20, () => claim(id))).filter((claimed) => claimed !== null)).toHaveLength(1)
    }
    expect(await database.rows("SELECT DISTINCT attempt FROM deliveries")).toEqual([["1"]])
  })

  it("an edit and a claim exclude each other, whoever comes first", async () => {
    for (let i = 0; i < 3 * ROUNDS; i += 1) {
      const id = await prepared()
      const [first, second] = i % 2 === 0 ? [() => claim(id), () => edit()] : [() => edit(), () => claim(id)]
      const answers = await Promise.all([first(), second()])
      const [claimed, edited] = i % 2 === 0 ? answers : answers.toReversed()
      expect([claimed !== null, edited === true].filter(Boolean)).toHaveLength(1)
      const [row] = await database.rows(
        `SELECT p.state, d.state FROM content_plans p JOIN deliveries d ON d.plan_id = p.id WHERE p.id = '${planIdOf(round)}'`,
      )
      expect(row).toEqual(edited === true ? ["checking", "scheduled"] : ["released", "sending"])
    }
  })

  it.each([
    ["COMMIT", false],
    ["ROLLBACK", true],
  ] as const)("a claim waits for an edit that is under way, and after its %s holds: %s", async (end, holds) => {
    const id = await prepared()
    const claimed = await database.postgres.session(null, async (session) => {
      await session.exec("BEGIN")
      expect((await session.query(editSql(round))).rows).toHaveLength(1)
      const waiting = claim(id)
      await untilBlocked()
      await session.exec(end)
      return waiting
    })
    expect(claimed !== null).toBe(holds)
  })

  it("an edit waits for a claim that is under way, and is then too late", async () => {
    const id = await prepared()
    const edited = await database.postgres.session("studio_agents", async (session) => {
      await session.exec("BEGIN")
      const within = openDb(
        { url: database.url("studio_agents"), endpoint: database.endpoint, timeoutMs: 10_000, fetch: through(session) },
        new Meter(),
      )
      expect(await claimDelivery(within, { id, now: NOON, leaseUntil: later(90_000) })).not.toBeNull()
      const waiting = edit()
      await untilBlocked()
      await session.exec("COMMIT")
      return waiting
    })
    expect(edited).toBe(false)
  })

  it("an edit and the writing of the intent leave no intent to send the old text", async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      await approved()
      await Promise.all([edit(), create(), create()])
      const id = stableId("dlv", NOON, planIdOf(round))
      expect(await claim(id)).toBeNull()
    }
  })

  it("a receipt that many bring at once is kept once, and so is a person's word", async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      const id = await prepared()
      await claim(id)
      const of = { id, channel: "x", attempt: 1, part: 0 } as const
      const receipt = { id: `r${round}`, url: null, at: NOON.toISOString() }
      const stored = await crowd(10, () => storeReceipt(database.db(), of, { receipt, restMs: 0, leaseUntil: later(90_000), now: NOON }))
      expect(stored.filter((answer) => answer !== null)).toHaveLength(1)
      await passEgress(database.db(), passage(`k${round}`), { ...of, part: 1, leaseUntil: later(90_000) })
      const taken = await crowd(5, () => expireDelivery(database.db(), id, { now: later(90_000), settleMs: 0, mostTries: 8 }))
      expect(taken.filter(Boolean)).toHaveLength(1)
      const answer = { kind: "is-out", externalId: `s${round}`, url: null } as const
      const words = await crowd(5, () =>
        insertSettlement(database.db("studio_ingest"), { id, part: 1, answer }, { actor: "tester", now: later(90_000) }),
      )
      expect(words.filter((word) => word?.eventId != null)).toHaveLength(1)
      expect(await database.rows(`SELECT jsonb_array_length(receipts) FROM deliveries WHERE id = '${id}'`)).toEqual([["2"]])
    }
  })

  it("many who book at once never pass a cap, also in the first moment of a day", async () => {
    for (let day = 0; day < ROUNDS; day += 1) {
      const now = later(day * 86_400_000)
      const caps = { "channel:x": 100, all: 80 }
      const asked = await crowd(30, (i) => bookSpend(database.db(), booking(`${day}:${i}`, 15), caps, now).catch(() => "undone" as const))
      const booked = asked.filter((answer) => answer === "booked").length
      expect(booked).toBeLessThanOrEqual(5)
      // Whoever was undone by another's first booking comes again; in the end the cap is used up and not passed.
      for (let i = 0; i < 6; i += 1) await bookSpend(database.db(), booking(`${day}:again:${i}`, 15), caps, now)
      expect(await listSpend(database.db(), now)).toEqual([
        { scope: "all", microUsd: 75 },
        { scope: "channel:x", microUsd: 75 },
      ])
    }
    expect(
      await database.rows("SELECT (SELECT sum(micro_usd) FROM ledger) = (SELECT sum(micro_usd) FROM spend WHERE scope = 'all')"),
    ).toEqual([["t"]])
  })

  it("the same call booked by many is paid once", async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      const answers = await crowd(10, () => bookSpend(database.db(), booking(`same:${i}`, 7), {}, NOON))
      expect(answers.toSorted()).toEqual(["booked", ...Array.from({ length: 9 }, () => "known")])
    }
    expect(await listSpend(database.db(), NOON)).toEqual([
      { scope: "all", microUsd: 7 * ROUNDS },
      { scope: "channel:x", microUsd: 7 * ROUNDS },
    ])
  })

  it("after a channel's rest one of many tries it", async () => {
    await database.postgres.exec(
      `INSERT INTO source_states (source, checked_at, consecutive_failures) VALUES ('channel:x', '${NOON.toISOString()}', 5)`,
    )
    expect((await passEgress(database.db(), passage("probe", later(59_000)))).answer).toBe("resting")
    const answers = await crowd(20, (i) => passEgress(database.db(), passage(`probe:${i}`, later(60_000))))
    expect(answers.filter(({ answer }) => answer === "go")).toHaveLength(1)
    expect(answers.filter(({ answer }) => answer === "resting")).toHaveLength(19)
  })
})

const edit = async (): Promise<boolean> => (await database.rows(editSql(round))).length === 1

const passage = (key: string, now = NOON) => ({
  channel: "x" as const,
  agent: "publishing",
  price: { key, what: "a call", planId: null, runId: null, microUsd: 1 },
  caps: {},
  now,
})

/** A way to the database all of whose statements go through one session, so that they are part of its transaction. */
function through(session: Session): typeof fetch {
  const proxy = neonProxy({ ...database.postgres, session: (_role, work) => work(session) })
  return (input: RequestInfo | URL, init?: RequestInit) => proxy(new Request(input, init))
}

/** Until some session waits for another's transaction; the server says so. */
async function untilBlocked(): Promise<void> {
  for (let i = 0; i < 1_000; i += 1) {
    const waiting = await database.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    if (waiting.length > 0) return
  }
  throw new Error("nobody waits")
}
