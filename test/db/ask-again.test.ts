// Does the next start make up for what the local queue held when the studio was killed?
import * as z from "zod"
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { askAgain } from "../../scripts/start/database.ts"
import { insertCommand } from "../../shared/db/queries/events.ts"
import type { EventName } from "../../shared/domain/event.ts"
import { Slot } from "../../shared/domain/run.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { every } from "../../shared/kit/schedule.ts"
import { type Agent, defineAgent } from "../../workers/agents/contract.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:10Z")
const MINUTE_MS = 60_000

let database: TestDatabase
let clock: VirtualClock
let desk: Desk
let isBroken = false

const scan: Agent = defineAgent({
  name: "one-scan",
  purpose: "Does nothing, or fails.",
  on: [every("30m")],
  emits: [],
  needs: [],
  budget: { wallMs: 5_000, calls: 0, statements: 10, tokens: 0, microUsd: 0 },
  tunables: {},
  input: z.object({ slot: Slot }),
  output: z.object({}),
  key: ({ slot }) => `one-scan:${slot}`,
  gather: async () => {
    if (isBroken) throw new Failure("upstream-rejected", "Refused.")
    return {}
  },
  decide: () => ({}),
  act: async () => ({ output: {}, emits: [] }),
})

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, audit_log CASCADE")
  isBroken = false
  clock = openVirtualClock(NOON)
  start()
})

/** A new process: what the queue held is gone. */
function start(): void {
  desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents: [scan] })
}

/** The operator says something, and it is stored and passed on. */
async function command(name: EventName, data: Record<string, unknown>): Promise<void> {
  const { id } = await insertCommand(
    database.db("studio_ingest"),
    { name, source: "operator", externalId: crypto.randomUUID(), data, now: clock.now() },
    "ada",
  )
  desk.send({ kind: "event", id, name, data })
}
const runNow = () => command("command.run-now", { agent: "one-scan", at: clock.now().toISOString() })

async function goOn(): Promise<void> {
  await desk.beat()
  await desk.drain()
}
const runs = (slot: string) => database.rows(`SELECT trigger, state, attempt FROM runs WHERE slot = '${slot}'`)
const told = () => database.rows("SELECT dispatched_at IS NOT NULL FROM events")

it("a command whose run was in the queue at the kill is run after the next start, and without asking again it is not", async () => {
  await runNow()
  await desk.step()
  expect([desk.queue.length, await told()]).toEqual([1, [["t"]]])
  start()
  // The studio stood still for hours: how long does not matter.
  clock.advance(5 * 60 * MINUTE_MS)
  await goOn()
  expect(await runs("2026-11-21T12:00Z")).toEqual([])

  expect(await askAgain(database.postgres)).toBe(1)
  await goOn()
  expect(await runs("2026-11-21T12:00Z")).toEqual([["manual", "succeeded", "1"]])
  expect(await told()).toEqual([["t"]])
})

it("a command whose run was done is not done again", async () => {
  await runNow()
  await desk.drain()
  clock.advance(MINUTE_MS)
  for (let i = 0; i < 2; i += 1) {
    start()
    expect(await askAgain(database.postgres)).toBe(1)
    await goOn()
  }
  expect(await runs("2026-11-21T12:00Z")).toEqual([["manual", "succeeded", "1"]])
  expect(await told()).toEqual([["t"]])
})

it("an event of the last seconds is still left to whoever stored it", async () => {
  await runNow()
  await desk.step()
  start()
  await askAgain(database.postgres)
  clock.advance(20_000)
  await desk.beat()
  expect(desk.queue.filter(({ body }) => (body as { kind: string }).kind === "event")).toEqual([])
  clock.advance(10_000)
  await desk.beat()
  expect(desk.queue.filter(({ body }) => (body as { kind: string }).kind === "event")).toHaveLength(1)
})

it("events told more than an hour before the last one are left alone", async () => {
  await runNow()
  await desk.drain()
  clock.advance(61 * MINUTE_MS)
  await runNow()
  await desk.drain()
  expect(await askAgain(database.postgres)).toBe(1)
  expect(await database.rows("SELECT dispatched_at IS NULL FROM events ORDER BY created_at")).toEqual([["f"], ["t"]])
})

it("a replay that was lost is found by its run's state, and one that failed again is not repeated", async () => {
  const ends = () => database.rows("SELECT state, finished_at::text FROM runs")
  isBroken = true
  await goOn()
  expect(await ends()).toEqual([["failed", "2026-11-21 12:00:10+00"]])
  const [[id] = []] = await database.rows("SELECT id FROM runs")
  await command("command.replay-run", { runId: id })
  await desk.step()
  start()
  clock.advance(MINUTE_MS)
  expect(await askAgain(database.postgres)).toBe(0)
  await goOn()
  expect(await ends()).toEqual([["failed", "2026-11-21 12:01:10+00"]])

  start()
  clock.advance(MINUTE_MS)
  await askAgain(database.postgres)
  await goOn()
  expect(await ends()).toEqual([["failed", "2026-11-21 12:01:10+00"]])
})
