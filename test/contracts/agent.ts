// What every agent keeps, whatever it does. A new agent is tested by adding its row to agents.test.ts.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { EVENTS } from "../../shared/domain/event.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import type { Agent, Moment } from "../../workers/agents/contract.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"

export type AgentCase = {
  readonly agent: Agent
  /** Two inputs for different pieces of work. */
  readonly inputs: readonly [unknown, unknown]
  readonly now: Date
  /** Ports over the test's database, with everything else faked. */
  ports(database: TestDatabase, meter: Meter): Ports
  /** How many events a run on the seeded rows emits at least. */
  readonly emitsAtLeast: number
  /** Fills the database with at least `rows` rows of what the agent reads. */
  seed(database: TestDatabase, rows: number): Promise<void>
}

/** Everything the database holds, but for the runs that the suite itself makes. */
async function dump(database: TestDatabase): Promise<string> {
  const tables = await database.rows(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT IN ('runs', 'schema_migrations') ORDER BY 1",
  )
  const texts = await Promise.all(
    tables.map(async ([name]) => (await database.rows(`SELECT t::text FROM ${name} AS t ORDER BY 1`)).map(([row]) => `${name} ${row}`)),
  )
  return texts.flat().join("\n")
}

const empty = (database: TestDatabase): Promise<void> =>
  database.postgres.exec(
    // Whatever refers to runs or insights goes with them.
    "TRUNCATE runs, events, candles, quotes, news_stories, news_articles, sentiment_readings, insights, evidence, source_states, spend, switches, channel_tokens CASCADE",
  )

function freeze<T>(value: T): T {
  if (
    value === null ||
    typeof value !== "object" ||
    Object.isFrozen(value) ||
    value instanceof Date ||
    value instanceof Set ||
    value instanceof Map
  )
    return value
  Object.freeze(value)
  for (const item of Object.values(value)) freeze(item)
  return value
}

export function agentContract(testCase: AgentCase): void {
  const { agent, inputs, now } = testCase
  const [input] = inputs
  describe(`${agent.name} rejects the malformed input`, () => {
    const at: Moment = { now, runId: "run_0000000000", random: seededRandom("contract") }
    const nowhere = new Proxy({}, { get: () => () => Promise.reject(new Error("a malformed input reaches nothing")) }) as Ports

    it.each([null, undefined, "text", 7, [], {}, { slot: "soon" }, { slot: 5 }, { slot: "2026-13-41T00:00:00Z" }])("%j", async (bad) => {
      expect(() => agent.key(bad)).toThrow(expect.objectContaining({ code: "invalid-input" }))
      await expect(agent.run(nowhere, bad, at, new AbortController().signal)).rejects.toMatchObject({ code: "invalid-input" })
    })
  })

  describe(`${agent.name} keeps the contract`, () => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await openDatabase()
    })
    afterAll(() => database.close())
    beforeEach(() => empty(database))

    async function moment(): Promise<Moment> {
      const claim = await claimRun(database.db(), {
        agent: agent.name,
        key: `contract:${Math.random()}`,
        slot: null,
        trigger: "manual",
        input: {},
        now,
        leaseMs: 1,
        maxAttempts: 1,
      })
      return { now, runId: claim.answer === "claimed" ? claim.id : "", random: seededRandom("contract") }
    }
    const portsOf = (meter = new Meter()) => testCase.ports(database, meter)

    it("has one key for one piece of work, and another for another", () => {
      expect(agent.key(input)).toBe(agent.key(structuredClone(input)))
      expect(agent.key(input)).not.toBe(agent.key(inputs[1]))
      expect(agent.key(input).startsWith(`${agent.name}:`)).toBe(true)
    })

    it("decides the same from the same facts, and leaves them alone", async () => {
      await testCase.seed(database, 10)
      const at = await moment()
      const facts = freeze(await agent.stages.gather(portsOf(), input, at))
      const first = agent.stages.decide(facts, null, { ...at, random: seededRandom("contract") })
      const second = agent.stages.decide(facts, null, { ...at, random: seededRandom("contract") })
      expect(second).toEqual(first)
      expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    })

    it("leaves the database after acting twice as after acting once", async () => {
      await testCase.seed(database, 10)
      const at = await moment()
      const decision = agent.stages.decide(await agent.stages.gather(portsOf(), input, at), null, at)
      const first = await agent.stages.act(portsOf(), decision, at)
      const once = await dump(database)
      const second = await agent.stages.act(portsOf(), decision, at)
      expect(await dump(database)).toBe(once)
      expect(second.emits).toEqual(first.emits)
    })

    it("leaves the database after a whole second attempt as after the first", async () => {
      await testCase.seed(database, 10)
      const at = await moment()
      await agent.run(portsOf(), input, at, new AbortController().signal)
      const once = await dump(database)
      await agent.run(portsOf(), input, at, new AbortController().signal)
      expect(await dump(database)).toBe(once)
    })

    it("ends without writes when a budget is spent", async () => {
      await testCase.seed(database, 10)
      const before = await dump(database)
      const used = new Meter()
      await agent.run(testCase.ports(database, used), input, await moment(), new AbortController().signal)
      const kinds = (["statements", "calls"] as const).filter((kind) => used.usage[kind] > 0)
      expect(kinds).toContain("statements")
      for (const kind of kinds) {
        await empty(database)
        await testCase.seed(database, 10)
        const meter = new Meter({ ...agent.budget, [kind]: 0 })
        await expect(agent.run(portsOf(meter), input, await moment(), new AbortController().signal)).rejects.toSatisfy((error) =>
          isSpent(error),
        )
        expect(await dump(database), kind).toBe(before)
      }
    })

    it("writes nothing once its time is over", async () => {
      await testCase.seed(database, 10)
      const before = await dump(database)
      const late = AbortSignal.abort(new Error("the time is over"))
      await expect(agent.run(portsOf(), input, await moment(), late)).rejects.toThrow("the time is over")
      expect(await dump(database)).toBe(before)
    })

    it("sends as many statements for 10,000 rows as for 10, within its budget", async () => {
      const counts = []
      for (const rows of [10, 10_000]) {
        await empty(database)
        await testCase.seed(database, rows)
        const meter = new Meter(agent.budget)
        await agent.run(portsOf(meter), input, await moment(), new AbortController().signal)
        counts.push(meter.usage.statements)
      }
      expect(counts[1]).toBe(counts[0])
      expect(counts[1]).toBeLessThanOrEqual(agent.budget.statements)
    })

    it("emits only what it declares, as the catalogue has it, and an output that fits", async () => {
      await testCase.seed(database, 10)
      const report = await agent.run(portsOf(), input, await moment(), new AbortController().signal)
      expect(agent.output.safeParse(report.output).success).toBe(true)
      expect(report.emits.length).toBeGreaterThanOrEqual(testCase.emitsAtLeast)
      for (const emit of report.emits) {
        expect(agent.emits).toContain(emit.name)
        expect(EVENTS[emit.name].safeParse(emit.data).success).toBe(true)
      }
    })

    it("reaches only the ports that it names", () => {
      const ports = portsOf()
      const unnamed = (["db", "history", "exchanges", "watch", "feeds", "fearGreed", "channels"] as const).filter(
        (name) => !agent.needs.includes(name),
      )
      for (const name of unnamed) expect(() => ports[name]).toThrow(name)
    })

    it("has a purpose in one sentence, and tunables whose defaults lie within their bounds", () => {
      expect(agent.purpose).toMatch(/^[A-Z].{20,160}\.$/)
      for (const [name, tunable] of Object.entries(agent.tunables)) {
        expect(tunable.default, name).toBeGreaterThanOrEqual(tunable.min)
        expect(tunable.default, name).toBeLessThanOrEqual(tunable.max)
        expect(tunable.step, name).toBeGreaterThan(0)
      }
    })
  })
}

/** A spent budget, also inside a library's wrapping. */
function isSpent(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if ((at as { code?: unknown }).code === "budget-spent") return true
  return false
}
