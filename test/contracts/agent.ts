// What every agent keeps, whatever it does. A new agent is tested by adding its row to agents.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
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

/**
 * What the database holds, but for the runs that the suite itself makes: a hash of every table's rows, whatever their order, made where
 * they are, since reading thousands of rows out takes longer than all the rest.
 */
async function dump(database: TestDatabase): Promise<Readonly<Record<string, string | null>>> {
  const hashes = (await tablesOf(database)).map(
    (name) =>
      `SELECT '${name}', count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM ${name} AS t`,
  )
  return Object.fromEntries(await database.rows(hashes.join(" UNION ALL ")))
}

/** Every table but the runs; the partitions of a table are a part of it. */
async function tablesOf(database: TestDatabase): Promise<readonly string[]> {
  return (await database.rows(`SELECT relname FROM ${TABLES} AND relname <> 'runs' ORDER BY 1`)).flatMap(([name]) => name ?? [])
}

const TABLES =
  "pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'schema_migrations'"
/** What a migration puts there stays there. */
const EMPTIED = `${TABLES} AND relname <> 'identity_salt'`

/** Deletes where there is little, for TRUNCATE of so many tables takes five times as long; `much` leaves no dead rows behind. */
async function empty(database: TestDatabase, { much = false } = {}): Promise<void> {
  await database.postgres.exec(
    much
      ? `DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(relname), ', ') FROM ${EMPTIED}); END $$`
      : `DO $$ DECLARE name text; BEGIN
           -- Without the order of foreign keys, and the triggers that keep an append-only table.
           PERFORM set_config('session_replication_role', 'replica', true);
           FOR name IN SELECT relname FROM ${EMPTIED} LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
         END $$`,
  )
}

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

/** The suite of each agent, all on one database: opening one takes longer than most of the tests. */
export function agentContracts(cases: readonly AgentCase[]): void {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openDatabase()
  })
  afterAll(() => database.close())
  for (const testCase of cases) agentContract(testCase, () => database)
}

function agentContract(testCase: AgentCase, shared: () => TestDatabase): void {
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
    beforeAll(() => void (database = shared()))
    afterEach(() => empty(database))

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
      expect(await dump(database)).toEqual(once)
      expect(second.emits).toEqual(first.emits)
    })

    it("leaves the database after a whole second attempt as after the first", async () => {
      await testCase.seed(database, 10)
      const at = await moment()
      await agent.run(portsOf(), input, at, new AbortController().signal)
      const once = await dump(database)
      await agent.run(portsOf(), input, at, new AbortController().signal)
      expect(await dump(database)).toEqual(once)
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
        expect(await dump(database), kind).toEqual(before)
      }
    })

    it("writes nothing once its time is over", async () => {
      await testCase.seed(database, 10)
      const before = await dump(database)
      const late = AbortSignal.abort(new Error("the time is over"))
      await expect(agent.run(portsOf(), input, await moment(), late)).rejects.toThrow("the time is over")
      expect(await dump(database)).toEqual(before)
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
      await empty(database, { much: true })
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
