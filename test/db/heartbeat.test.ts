// Who learns that the scheduler is well? The heartbeat on a real database, with a watchman outside.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { SecretText } from "../../shared/kit/env.ts"
import { heartbeat } from "../../workers/agents/heartbeat.ts"
import { AGENTS } from "../../workers/agents/registry.ts"
import type { Runtime } from "../../workers/agents/runtime.ts"
import { openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { eventOf, insertWaiting, NOON } from "./counting.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const MINUTE = 60_000
const ADDRESS = "https://watchman.example/ping/hush-hush"

let database: TestDatabase
let clock: VirtualClock
let runtime: Runtime
let calls: string[]
let answer: () => Promise<Response>
const lines: string[] = []

beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE events, runs, event_inbox, switches CASCADE")
  lines.splice(0)
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line) => void lines.push(String(line)))
  clock = openVirtualClock(NOON)
  open([])
  calls = []
  answer = async () => new Response("OK")
  database.fault = null
})

function open(agents: typeof AGENTS): void {
  const desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents })
  runtime = { ...desk.runtime, config: { ...desk.runtime.config, heartbeatUrl: new SecretText(ADDRESS) } }
}

const beat = () =>
  heartbeat(runtime, ((url: string) => {
    calls.push(url)
    return answer()
  }) as typeof fetch)

const event = (at: Date) =>
  database.postgres.exec(
    `INSERT INTO events (id, name, source, external_id, data, created_at) VALUES ('evt_0000000001', 'x.y', 'x', '1', '{}', '${at.toISOString()}')`,
  )
const waiting = (retryAt: Date) =>
  database.postgres.exec(
    `INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, retry_at, error_code)
     VALUES ('run_0000000001', 'analysis', 'a:1', 'schedule', '{}', 'waiting', 1, '${NOON.toISOString()}', '${NOON.toISOString()}', '${retryAt.toISOString()}', 'unavailable')`,
  )

describe("the watchman", () => {
  it("is called once after a heartbeat that found nothing overdue", async () => {
    await beat()
    expect(calls).toEqual([ADDRESS])
  })

  it("is not called where an event, a run or the inbox has waited for more than half an hour", async () => {
    clock.advance(31 * MINUTE)
    const inbox = () => insertWaiting(database, [{ number: 1, events: [eventOf({})] }])
    for (const wait of [() => event(NOON), () => waiting(NOON), inbox]) {
      await database.postgres.exec("TRUNCATE events, runs, event_inbox CASCADE")
      await wait()
      await beat()
    }
    expect(calls).toEqual([])
    expect(lines.filter((line) => line.includes("heartbeat.overdue"))).toHaveLength(3)
  })

  it("is called where they waited less, or rest", async () => {
    await event(new Date(NOON.getTime() - 29 * MINUTE))
    await waiting(new Date(NOON.getTime() - 50 * MINUTE))
    await database.postgres.exec(
      `INSERT INTO switches (scope, is_on, changed_at, changed_by) VALUES ('stop:agent:analysis', true, '${NOON.toISOString()}', 'x')`,
    )
    await beat()
    expect(calls).toEqual([ADDRESS])
  })

  it("is not called where slots go by and nobody runs, and is where the operator has stopped everybody", async () => {
    open(AGENTS)
    clock.set(new Date("2026-11-21T23:59:00.000Z"))
    await beat()
    expect(calls).toEqual([])
    await database.postgres.exec(
      AGENTS.map(
        ({ name }) =>
          `INSERT INTO switches (scope, is_on, changed_at, changed_by) VALUES ('stop:agent:${name}', true, '${NOON.toISOString()}', 'x');`,
      ).join(""),
    )
    await beat()
    expect(calls).toEqual([ADDRESS])
  })

  it("is not called where the heartbeat fails, which then is heard", async () => {
    database.fault = () => Promise.reject(new Error("no database"))
    await expect(beat()).rejects.toThrow("Failed query")
    expect(calls).toEqual([])
  })

  it("who does not answer breaks nothing, and his address is not in the log", async () => {
    answer = async () => new Response("away", { status: 500 })
    await beat()
    expect(calls).toHaveLength(2)
    expect(lines.join()).toContain("heartbeat.untold")
    expect(lines.join()).not.toContain("hush")
  })
})
