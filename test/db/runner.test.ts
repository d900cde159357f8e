import * as z from "zod"
import { sql } from "drizzle-orm"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { after, every, when } from "../../shared/kit/schedule.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Slot } from "../../shared/domain/run.ts"
import { type Agent, defineAgent } from "../../workers/agents/contract.ts"
import type { PortName } from "../../workers/agents/ports.ts"
import { MAX_ATTEMPTS } from "../../workers/agents/run.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:10Z")

let database: TestDatabase
let clock: VirtualClock
let desk: Desk
/** What the toy agents do when they are asked; a test replaces it. */
let trouble: (agent: string) => void = () => {}

const budget = { wallMs: 5_000, calls: 0, statements: 10, tokens: 0, microUsd: 0 }
const toy = (name: string, on: Agent["on"], emits: readonly "insight.created"[] = [], needs: readonly PortName[] = []): Agent =>
  defineAgent({
    name,
    purpose: "Writes one row.",
    on,
    emits,
    needs: ["db", ...needs],
    budget,
    tunables: {},
    input: z.object({ slot: Slot }),
    output: z.object({ wrote: z.string() }),
    key: ({ slot }) => `${name}:${slot}`,
    gather: async () => {
      trouble(name)
      return {}
    },
    decide: (_facts, _reply, _policy, at) => at.now.toISOString(),
    act: async ({ db }, moment) => {
      await db.execute(
        sql`INSERT INTO source_states (source, checked_at) VALUES (${name}, ${moment}::timestamptz) ON CONFLICT (source) DO UPDATE SET checked_at = excluded.checked_at`,
      )
      const data = { id: `ins_${moment}`, asset: "BTC", type: "breakout" as const }
      return { output: { wrote: moment }, emits: emits.map(() => ({ name: "insight.created" as const, key: `${name} ${moment}`, data })) }
    },
  })

const listener: Agent = defineAgent({
  name: "listener",
  purpose: "Listens.",
  on: [when("insight.created")],
  emits: [],
  needs: ["db"],
  budget,
  tunables: {},
  input: z.object({ event: z.string(), id: z.string(), asset: z.string(), type: z.string() }),
  output: z.object({}),
  key: ({ event }) => `listener:${event}`,
  gather: async () => ({}),
  decide: () => ({}),
  act: async () => ({ output: {}, emits: [] }),
})

const AGENTS = [
  toy("one-scan", [every("30m")]),
  toy("two-scan", [every("30m")]),
  toy("judge", [after("one-scan", "two-scan")], ["insight.created"]),
  listener,
]

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, source_states CASCADE")
  database.fault = null
  trouble = () => {}
  clock = openVirtualClock(NOON)
  desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents: AGENTS })
})

const ledger = () => database.rows("SELECT agent, state, attempt FROM runs ORDER BY agent")
const HAPPY = [
  ["judge", "succeeded", "1"],
  ["listener", "succeeded", "1"],
  ["one-scan", "succeeded", "1"],
  ["two-scan", "succeeded", "1"],
]
const outcome = () => database.rows("SELECT agent, state FROM runs ORDER BY agent")
const told = () => database.rows("SELECT name, dispatched_at IS NOT NULL FROM events")

/** Lets heartbeats and queue go on until nothing is left to do, for at most `hours`. */
async function settle(hours = 2): Promise<void> {
  // Later slots are not part of these stories: heartbeats see the clock of the first slot's half hour only through its runs.
  const end = clock.now().getTime() + hours * 3_600_000
  while (clock.now().getTime() < end) {
    await desk.drain(new Date(clock.now().getTime() + 300_000))
    clock.advance(300_000)
    if (clock.now().getTime() < NOON.getTime() + 1_700_000) await desk.beat()
    else {
      const open = await database.rows(
        "SELECT 1 FROM runs WHERE state IN ('running', 'waiting') UNION ALL SELECT 1 FROM events WHERE dispatched_at IS NULL",
      )
      if (open.length === 0) return
      await desk.beat()
    }
  }
}

describe("a cycle", () => {
  it("runs the scans, then the agent that follows them, then the listener of its event", async () => {
    await desk.beat()
    await desk.drain()
    expect(await ledger()).toEqual(HAPPY)
    expect(await told()).toEqual([["insight.created", "t"]])
    expect(desk.bumped.toSorted()).toEqual(["judge", "listener", "one-scan", "two-scan"])
  })

  it("is one cycle however many heartbeats there are and however often each message comes", async () => {
    await desk.beat()
    await desk.beat()
    for (let i = 0; i < 200 && (await desk.step({ twice: i % 2 === 0 })); i += 1);
    await desk.beat()
    await desk.drain()
    expect(await ledger()).toEqual(HAPPY)
    expect(await told()).toHaveLength(1)
  })

  it("goes on when a scan fails for good", async () => {
    trouble = (agent) => {
      if (agent === "two-scan") throw new Failure("upstream-rejected", "Refused.")
    }
    await desk.beat()
    await desk.drain()
    expect(await ledger()).toEqual([
      ["judge", "succeeded", "1"],
      ["listener", "succeeded", "1"],
      ["one-scan", "succeeded", "1"],
      ["two-scan", "failed", "1"],
    ])
  })

  it("starts the follower without a scan that doesn't end, once its time is over and not before", async () => {
    trouble = (agent) => {
      if (agent === "two-scan") throw new Failure("rate-limited", "Wait.", { waitMs: 36_000_000 })
    }
    const asked = () => desk.queue.map((letter) => (letter.body as { agent: string }).agent)
    // The heartbeat comes late in the slot: the follower must not run beside those that it follows.
    clock.advance(22 * 60_000)
    await desk.beat()
    expect(asked().toSorted()).toEqual(["one-scan", "two-scan"])
    await desk.drain(clock.now())
    clock.advance(5 * 60_000)
    await desk.beat()
    expect(asked()).not.toContain("judge")
    clock.set(new Date(NOON.getTime() + 29 * 60_000))
    expect(await outcome()).toEqual([
      ["one-scan", "succeeded"],
      ["two-scan", "waiting"],
    ])
  })

  it("starts the follower in the end, when one whom it follows began long ago", async () => {
    trouble = (agent) => {
      if (agent === "two-scan") throw new Failure("rate-limited", "Wait.", { waitMs: 36_000_000 })
    }
    await desk.beat()
    await desk.drain(clock.now())
    clock.advance(21 * 60_000)
    await desk.beat()
    await desk.drain(clock.now())
    expect((await outcome()).map(([agent]) => agent)).toEqual(["judge", "listener", "one-scan", "two-scan"])
  })

  it("catches up the newest slot only after a pause", async () => {
    clock.advance(5 * 3_600_000)
    await desk.beat()
    await desk.drain()
    expect(await database.rows("SELECT DISTINCT slot::text FROM runs WHERE slot IS NOT NULL")).toEqual([["2026-11-21 17:00:00+00"]])
  })
})

describe("a failing run", () => {
  it("is tried again after growing waits until it works", async () => {
    let failures = 0
    trouble = (agent) => {
      if (agent === "one-scan" && failures++ < 2) throw new Failure("upstream-unavailable", "No answer.")
    }
    await desk.beat()
    await desk.drain()
    expect(await ledger()).toEqual([HAPPY[0], HAPPY[1], ["one-scan", "succeeded", "3"], HAPPY[3]])
  })

  it("is dead after its attempts, keeps its last failure, and runs again when the operator replays it", async () => {
    trouble = (agent) => {
      if (agent === "one-scan") throw new Failure("upstream-unavailable", "No answer.")
    }
    await desk.beat()
    await desk.drain()
    const [[id] = []] = await database.rows("SELECT id FROM runs WHERE agent = 'one-scan'")
    expect(await database.rows("SELECT state, attempt, error_code, error_detail FROM runs WHERE agent = 'one-scan'")).toEqual([
      ["dead", String(MAX_ATTEMPTS), "upstream-unavailable", "No answer."],
    ])
    expect((await outcome()).filter(([agent]) => agent === "judge")).toEqual([["judge", "succeeded"]])
    trouble = () => {}
    desk.send({ kind: "event", id: "evt_0000000000", name: "command.replay-run", data: { runId: id } })
    await desk.drain()
    expect(await database.rows("SELECT state, attempt, error_code FROM runs WHERE agent = 'one-scan'")).toEqual([["succeeded", "1", null]])
  })

  it("is not repeated when its budget is spent, and writes nothing", async () => {
    trouble = (agent) => {
      if (agent === "one-scan") throw new Failure("budget-spent", "Spent.")
    }
    await desk.beat()
    await desk.drain()
    expect(await database.rows("SELECT state, error_code FROM runs WHERE agent = 'one-scan'")).toEqual([["failed", "budget-spent"]])
    expect(await database.rows("SELECT source FROM source_states ORDER BY 1")).toEqual([["judge"], ["two-scan"]])
  })

  it("that is replayed a day later looks at its own moment, but what it asks outside is of the new one", async () => {
    const agents = [toy("one-scan", [every("30m")], [], ["fearGreed"]), toy("two-scan", [every("30m")])]
    desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents })
    trouble = () => {
      throw new Failure("upstream-rejected", "Refused.")
    }
    await desk.beat()
    await desk.drain()
    clock.advance(86_400_000)
    trouble = () => {}
    for (const [id] of await database.rows("SELECT id FROM runs"))
      desk.send({ kind: "event", id: "evt_0000000000", name: "command.replay-run", data: { runId: id } })
    await desk.drain()
    expect(await database.rows("SELECT agent, output ->> 'wrote' FROM runs ORDER BY agent")).toEqual([
      ["one-scan", "2026-11-22T12:00:10.000Z"],
      ["two-scan", "2026-11-21T12:00:10.000Z"],
    ])
  })

  it("waits at least as long as it was told", async () => {
    let told429 = false
    trouble = (agent) => {
      if (agent !== "one-scan" || told429) return
      told429 = true
      throw new Failure("rate-limited", "Wait.", { waitMs: 600_000 })
    }
    await desk.beat()
    await desk.drain(new Date(NOON.getTime() + 599_000))
    expect((await outcome()).find(([agent]) => agent === "one-scan")).toEqual(["one-scan", "waiting"])
    await desk.drain()
    expect((await outcome()).find(([agent]) => agent === "one-scan")).toEqual(["one-scan", "succeeded"])
  })
})

describe("a run whose followers can't be queued", () => {
  it("is told as done, tells the caches, and leaves its event to the heartbeat", async () => {
    const lines: { event: string; state?: string }[] = []
    for (const method of ["log", "error"] as const)
      vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(JSON.parse(line)))
    const send = vi.spyOn(desk.runtime.config.queue, "send").mockRejectedValue(new Error("The queue is gone."))
    desk.send({ kind: "run", agent: "judge", trigger: "manual", input: { slot: "2026-11-21T12:00:00.000Z" } })
    await desk.drain()
    expect(lines.filter(({ event }) => event === "run")).toMatchObject([{ state: "succeeded" }])
    expect(lines.map(({ event }) => event)).toContain("run.passed-on-later")
    expect(desk.bumped).toEqual(["judge"])
    send.mockRestore()
    clock.advance(60_000)
    await desk.beat()
    await desk.drain()
    expect(await ledger()).toEqual(HAPPY)
  })
})

describe("run now", () => {
  const command = (agent: string, at = NOON) => ({
    kind: "event",
    id: "evt_0000000001",
    name: "command.run-now",
    data: { agent, at: at.toISOString() },
  })

  it("is the slot's run, so that after the heartbeat's it is none", async () => {
    desk.send(command("one-scan"))
    await desk.drain()
    await desk.beat()
    await desk.drain()
    desk.send(command("one-scan"))
    await desk.drain()
    expect(await database.rows("SELECT trigger, attempt FROM runs WHERE agent = 'one-scan'")).toEqual([["manual", "1"]])
  })

  it("of an agent that doesn't exist asks for nothing", async () => {
    desk.send(command("nobody"))
    await desk.drain()
    expect(await ledger()).toEqual([])
  })
})

describe("a stored event that nobody can understand", () => {
  it.each([
    ["command.run-now", { agent: 7 }],
    ["nobody.knows", {}],
  ])("is told once and not asked for again: %s", async (name, data) => {
    await database.rows(
      `INSERT INTO events (id, name, source, external_id, data, created_at) VALUES ('evt_0000000009', '${name}', 'operator', 'x', '${JSON.stringify(data)}', '2026-11-21T11:00Z')`,
    )
    await desk.beat()
    await desk.drain(clock.now())
    expect(await database.rows("SELECT dispatched_at IS NOT NULL FROM events WHERE id = 'evt_0000000009'")).toEqual([["t"]])
  })
})

describe("messages that aren't ours", () => {
  it.each([
    null,
    "text",
    {},
    { kind: "run" },
    { kind: "run", agent: "nobody", trigger: "schedule", input: {} },
    { kind: "run", agent: "one-scan", trigger: "schedule", input: { slot: "soon" } },
  ])("%j is dropped", async (body) => {
    desk.send(body)
    await desk.drain()
    expect(await ledger()).toEqual([])
  })
})

describe("a crash", () => {
  /** The dead stay dead: a statement that never answers must not time out, and its process go on, while a later story is told. */
  const openOne = () =>
    openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint, timeoutMs: 3_600_000 }, clock, agents: AGENTS })

  /** Statements of a whole undisturbed cycle. */
  async function countStatements(): Promise<number> {
    const before = database.statements.length
    await desk.beat()
    await desk.drain()
    const count = database.statements.length - before
    await database.postgres.exec("TRUNCATE runs, events, source_states CASCADE")
    return count
  }

  /** A process that died: its promise never comes back, nobody waits for it, and its answers are not heard. */
  async function untilDeath(work: Promise<unknown>, death: Promise<unknown>): Promise<void> {
    await Promise.race([work.catch(() => {}), death])
  }

  it("before or after any statement of a cycle leads to the same rows, each event told, nothing doubled", async () => {
    const total = await countStatements()
    expect(total).toBeGreaterThan(12)
    for (const kind of ["dies before", "dies after", "answer lost"] as const) {
      for (let k = 0; k < total; k += 1) {
        await database.postgres.exec("TRUNCATE runs, events, source_states CASCADE")
        clock = openVirtualClock(NOON)
        desk = openOne()
        let seen = 0
        let die = () => {}
        const death = new Promise<void>((resolve) => (die = resolve))
        let dead = false
        database.fault = async (answer) => {
          if (dead) return new Promise(() => {})
          if (seen++ !== k) return answer()
          if (kind !== "dies before") await answer()
          if (kind === "answer lost") return new Response("bad gateway", { status: 502 })
          dead = true
          die()
          return new Promise(() => {})
        }
        const life = (async () => {
          // A heartbeat that fails is what the next heartbeat is for.
          await desk.beat().catch(() => {})
          await desk.drain(new Date(NOON.getTime() + 60_000))
        })()
        await untilDeath(life, death)
        // A new process: what the queue held is delivered again, what was being handled comes back as unacknowledged.
        database.fault = null
        const next = openOne()
        for (const letter of [...desk.queue, desk.inHand ?? []].flat()) next.queue.push({ ...letter })
        desk = next
        await desk.beat()
        await settle()
        expect(await outcome(), `${kind} statement ${k}`).toEqual(HAPPY.map(([agent, state]) => [agent, state]))
        expect(await told(), `${kind} statement ${k}`).toEqual([["insight.created", "t"]])
      }
    }
  })
})
