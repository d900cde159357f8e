// What a run may ask of its runner beside events: a further run of itself, later, and a model's answer.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import * as z from "zod"
import { every, when } from "../../shared/kit/schedule.ts"
import { type Agent, defineAgent } from "../../workers/agents/contract.ts"
import type { Runtime } from "../../workers/agents/runtime.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")

const Input = z.union([
  z.object({ slot: z.iso.datetime() }),
  z.object({ event: z.string(), id: z.string() }),
  z.object({ about: z.string() }),
])

/** Wakes itself three minutes after its slot, and asks a model then. */
const sleeper: Agent = defineAgent({
  name: "sleeper",
  purpose: "Wakes itself later and asks a model then.",
  on: [every("30m"), when("insight.created")],
  emits: [],
  needs: [],
  budget: { wallMs: 5_000, calls: 0, statements: 10, tokens: 0, microUsd: 0 },
  tunables: {},
  input: Input,
  output: z.object({ said: z.string() }),
  key: (input) => `sleeper:${"slot" in input ? input.slot : "event" in input ? input.event : input.about}`,
  gather: async (_ports, input) => ({ about: "about" in input ? input.about : null }),
  ask: ({ about }) =>
    about === null
      ? null
      : { system: "s", trusted: about, untrusted: [], reply: z.object({ word: z.string() }), maxTokens: 10, promptVersion: "sleeper/1" },
  decide: ({ about }, reply, _policy, at) => ({
    said: `${about ?? "nothing"} ${reply?.word ?? "-"}`,
    wake: about === null ? at.now : null,
  }),
  act: async (_ports, { said, wake }) => ({
    output: { said },
    emits: [],
    later:
      wake === null
        ? []
        : [3, 13 * 60].map((minutes) => ({ input: { about: `in ${minutes} minutes` }, at: new Date(wake.getTime() + minutes * 60_000) })),
  }),
})

let database: TestDatabase
let clock: VirtualClock
let desk: Desk
let asked: string[]

const model: Runtime["model"] = () => async (prompt) => {
  asked.push(prompt.trusted)
  return prompt.reply.parse({ word: "yes" })
}

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events CASCADE")
  asked = []
  clock = openVirtualClock(NOON)
  desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents: [sleeper], model })
})

const outputs = () => database.rows("SELECT output->>'said', started_at FROM runs ORDER BY started_at, key")

it("a run comes back when it wanted to, and not before", async () => {
  await desk.beat()
  await desk.drain(new Date(NOON.getTime() + 179_000))
  expect(await outputs()).toEqual([["nothing -", expect.any(String)]])
  await desk.drain()
  expect(await outputs()).toEqual([
    ["nothing -", "2026-11-21 12:00:00+00"],
    ["in 3 minutes yes", "2026-11-21 12:03:00+00"],
  ])
})

it("what is due later than a queue can wait is left to the agent's own slot", async () => {
  await desk.beat()
  await desk.step()
  expect(desk.queue).toHaveLength(1)
})

it("a model is asked only where the facts need one", async () => {
  await desk.beat()
  await desk.drain()
  expect(asked).toEqual(["in 3 minutes"])
})

it("an agent with slots and events runs for both", async () => {
  await desk.beat()
  desk.send({
    kind: "event",
    id: "evt_0000000001",
    name: "insight.created",
    data: { id: "ins_0000000001", asset: "BTC", type: "breakout" },
  })
  await desk.drain(new Date(NOON.getTime() + 1_000))
  expect(await database.rows("SELECT trigger FROM runs ORDER BY trigger")).toEqual([["event"], ["schedule"]])
})
