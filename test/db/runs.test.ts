import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { getDueWork, listEndedAgents } from "../../shared/db/queries/due-work.ts"
import { buryRun, claimRun, failRun, finishRun, reviveRun } from "../../shared/db/queries/runs.ts"
import { findRun, listRuns } from "../../shared/db/queries/run-reports.ts"
import { markDispatched } from "../../shared/db/queries/events.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)
const LEASE_MS = 60_000

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE runs, events CASCADE"))

const claim = (over: Partial<Parameters<typeof claimRun>[1]> = {}) =>
  claimRun(database.db(), {
    agent: "market-scan",
    key: "market-scan:2026-11-21T12:00:00.000Z",
    slot: NOON,
    trigger: "schedule",
    input: { slot: NOON.toISOString() },
    now: NOON,
    leaseMs: LEASE_MS,
    maxAttempts: 3,
    ...over,
  })

async function claimed(over: Parameters<typeof claim>[0] = {}) {
  const answer = await claim(over)
  if (answer.answer !== "claimed") throw new Error(`expected a claim, got ${answer.answer}`)
  return answer
}

const ended = (run: { id: string; attempt: number }, now = later(1_000)) => ({
  id: run.id,
  attempt: run.attempt,
  now,
  wallMs: 812.4,
  usage: { ...new Meter().usage, statements: 4, rows: 20, calls: 42 },
})

const insightEvent = (key: string) => ({
  name: "insight.created" as const,
  key,
  data: { id: key, asset: "BTC", type: "breakout" as const },
})

describe("claimRun", () => {
  it("gives a new piece of work to the first who asks, and one run id", async () => {
    const first = await claimed()
    expect(first.attempt).toBe(1)
    expect(first.id).toMatch(/^run_/)
    expect(first.moment).toEqual(NOON)
  })

  it("tells the second that somebody is on it, and until when", async () => {
    await claimed()
    expect(await claim({ now: later(10_000) })).toEqual({ answer: "busy", until: later(LEASE_MS) })
  })

  it("lets a run be taken over once its lease ran out, with the same id and the same moment", async () => {
    const first = await claimed()
    const second = await claimed({ now: later(LEASE_MS) })
    expect(second).toEqual({ answer: "claimed", id: first.id, attempt: 2, moment: NOON, policy: null })
  })

  it("keeps the moment for its time only where one is named, and looks again from then on", async () => {
    const first = await claimed({ momentMs: 100_000 })
    const second = await claimed({ now: later(LEASE_MS), momentMs: 100_000 })
    expect(second).toEqual({ answer: "claimed", id: first.id, attempt: 2, moment: NOON, policy: null })
    const third = await claimed({ now: later(2 * LEASE_MS), momentMs: 100_000 })
    expect(third).toEqual({ answer: "claimed", id: first.id, attempt: 3, moment: later(2 * LEASE_MS), policy: null })
    expect(await claim({ now: later(9 * LEASE_MS), momentMs: 100_000 })).toMatchObject({ state: "dead" })
    expect(await findRun(database.db("studio_api"), first.id)).toMatchObject({ moment: later(2 * LEASE_MS) })
  })

  it("answers done once the run has ended", async () => {
    const run = await claimed()
    await finishRun(database.db(), { ...ended(run), agent: "market-scan", output: {}, emits: [] })
    expect(await claim({ now: later(9_999_999) })).toEqual({ answer: "done", id: run.id, state: "succeeded" })
  })

  it("declares a run dead that was cut off in every attempt", async () => {
    const run = await claimed()
    await claimed({ now: later(LEASE_MS) })
    await claimed({ now: later(2 * LEASE_MS) })
    expect(await claim({ now: later(3 * LEASE_MS) })).toEqual({ answer: "done", id: run.id, state: "dead" })
    expect(await findRun(database.db("studio_api"), run.id)).toMatchObject({ state: "dead", errorCode: "bug" })
  })

  describe("of an agent that the operator has stopped", () => {
    const stop = (isOn: boolean) =>
      database.postgres
        .exec(`INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES ('stop:agent:market-scan', ${isOn}, 'operator', now())
        ON CONFLICT (scope) DO UPDATE SET is_on = excluded.is_on`)
    const ofEvent = { key: "market-scan:evt", slot: null, trigger: "event", input: { event: "evt" } } as const
    beforeEach(() => stop(true))
    afterEach(() => database.postgres.exec("TRUNCATE switches"))

    it("keeps no run of a slot: the newest one is due when the switch is off", async () => {
      expect(await claim()).toEqual({ answer: "stopped" })
      expect(await database.rows("SELECT 1 FROM runs")).toEqual([])
      await stop(false)
      expect(await claim({ now: later(300_000) })).toMatchObject({ answer: "claimed", attempt: 1, moment: later(300_000) })
    })

    it("keeps the work of an event for the heartbeat after the switch is off, at that later moment", async () => {
      expect(await claim(ofEvent)).toEqual({ answer: "stopped" })
      expect(await claim({ ...ofEvent, now: later(60_000) })).toEqual({ answer: "stopped" })
      const due = async () => (await getDueWork(database.db(), later(7_200_000), NOON, 0)).overdue
      expect(await due()).toEqual([])
      await stop(false)
      expect(await due()).toEqual([{ agent: "market-scan", trigger: "event", input: ofEvent.input }])
      const run = await claimed({ ...ofEvent, now: later(7_200_000) })
      expect(run).toMatchObject({ attempt: 1, moment: later(7_200_000) })
      expect(await findRun(database.db(), run.id)).toMatchObject({ state: "running", errorCode: null })
    })

    it("leaves a run that was cut off where it is, with its moment and its attempts", async () => {
      await stop(false)
      const run = await claimed(ofEvent)
      await stop(true)
      expect(await claim({ ...ofEvent, now: later(LEASE_MS) })).toEqual({ answer: "stopped" })
      await stop(false)
      expect(await claim({ ...ofEvent, now: later(2 * LEASE_MS) })).toEqual({
        answer: "claimed",
        id: run.id,
        attempt: 2,
        moment: NOON,
        policy: null,
      })
    })

    it("still knows what is done, and stops nobody else", async () => {
      await stop(false)
      const run = await claimed()
      await finishRun(database.db(), { ...ended(run), agent: "market-scan", output: {}, emits: [] })
      await stop(true)
      expect(await claim()).toMatchObject({ answer: "done" })
      expect(await claim({ agent: "news-scan", key: "news-scan:1" })).toMatchObject({ answer: "claimed" })
    })
  })

  it("is one statement", async () => {
    const before = database.statements.length
    await claim()
    expect(database.statements.length - before).toBe(1)
  })

  it("gives one piece of work to one of twenty who ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim()))
    expect(answers.filter(({ answer }) => answer === "claimed")).toHaveLength(1)
    expect(answers.filter(({ answer }) => answer === "busy")).toHaveLength(19)
    expect(await database.rows("SELECT count(*) FROM runs")).toEqual([["1"]])
  })
})

describe("finishRun", () => {
  it("ends the run and stores its events in one statement", async () => {
    const run = await claimed()
    const before = database.statements.length
    const events = await finishRun(database.db(), {
      ...ended(run),
      agent: "analysis",
      output: { insights: 1 },
      emits: [insightEvent("ins_1")],
    })
    expect(database.statements.length - before).toBe(1)
    expect(events).toEqual([
      { id: expect.stringMatching(/^evt_/), name: "insight.created", data: { id: "ins_1", asset: "BTC", type: "breakout" } },
    ])
    expect(await findRun(database.db("studio_api"), run.id)).toMatchObject({
      state: "succeeded",
      output: { insights: 1 },
      statements: 4,
      calls: 42,
      wallMs: 812,
      finishedAt: later(1_000),
      leaseUntil: null,
    })
  })

  it("stores an event once even when two runs say it", async () => {
    const first = await claimed()
    await finishRun(database.db(), { ...ended(first), agent: "analysis", output: {}, emits: [insightEvent("ins_1")] })
    const second = await claimed({ key: "other:key" })
    expect(await finishRun(database.db(), { ...ended(second), agent: "analysis", output: {}, emits: [insightEvent("ins_1")] })).toEqual([])
    expect(await database.rows("SELECT count(*) FROM events")).toEqual([["1"]])
  })

  it("changes nothing for an attempt that was taken over", async () => {
    const first = await claimed()
    await claimed({ now: later(LEASE_MS) })
    expect(await finishRun(database.db(), { ...ended(first), agent: "analysis", output: {}, emits: [insightEvent("ins_1")] })).toBeNull()
    expect(await database.rows("SELECT (SELECT count(*) FROM events), (SELECT state FROM runs)")).toEqual([["0", "running"]])
  })
})

describe("failRun", () => {
  it("lets a waiting run be claimed only when its time has come", async () => {
    const run = await claimed()
    await failRun(database.db(), {
      ...ended(run),
      state: "waiting",
      retryAt: later(30_000),
      code: "upstream-unavailable",
      detail: "No answer.",
    })
    expect(await claim({ now: later(29_999) })).toEqual({ answer: "busy", until: later(30_000) })
    expect(await claim({ now: later(30_000) })).toMatchObject({ answer: "claimed", attempt: 2 })
  })

  it("does nothing for an attempt that was taken over", async () => {
    const run = await claimed()
    await claimed({ now: later(LEASE_MS) })
    expect(await failRun(database.db(), { ...ended(run), state: "failed", retryAt: null, code: "bug", detail: "x" })).toBe(false)
  })
})

describe("buryRun and reviveRun", () => {
  it("buries a run that waits, and gives it fresh attempts when it is replayed", async () => {
    const run = await claimed()
    await failRun(database.db(), {
      ...ended(run),
      state: "waiting",
      retryAt: later(30_000),
      code: "upstream-unavailable",
      detail: "No answer.",
    })
    expect(await buryRun(database.db(), "market-scan:2026-11-21T12:00:00.000Z", later(40_000), "given up")).toBe(run.id)
    expect(await findRun(database.db("studio_api"), run.id)).toMatchObject({
      state: "dead",
      errorCode: "upstream-unavailable",
      errorDetail: "No answer.",
    })
    expect(await reviveRun(database.db(), run.id, later(50_000))).toEqual({
      agent: "market-scan",
      trigger: "schedule",
      input: { slot: NOON.toISOString() },
    })
    expect(await claim({ now: later(50_000) })).toMatchObject({ answer: "claimed", attempt: 1, moment: NOON })
  })

  it("leaves a run alone that somebody works on, or that ended well", async () => {
    const run = await claimed()
    expect(await buryRun(database.db(), "market-scan:2026-11-21T12:00:00.000Z", later(1), "given up")).toBeNull()
    await finishRun(database.db(), { ...ended(run), agent: "market-scan", output: {}, emits: [] })
    expect(await buryRun(database.db(), "market-scan:2026-11-21T12:00:00.000Z", later(LEASE_MS * 2), "given up")).toBeNull()
    expect(await reviveRun(database.db(), run.id, later(2))).toBeNull()
  })
})

describe("getDueWork", () => {
  it("finds slots, cut off runs, runs whose wait is over, and events that nobody was told of, in one statement", async () => {
    const done = await claimed()
    const [event] =
      (await finishRun(database.db(), {
        ...ended(done),
        agent: "analysis",
        output: {},
        emits: [insightEvent("ins_1"), insightEvent("ins_2")],
      })) ?? []
    await markDispatched(database.db(), [event?.id ?? ""], later(2_000))
    await claimed({ key: "news-scan:1", agent: "news-scan" })
    const waiting = await claimed({ key: "sentiment-scan:1", agent: "sentiment-scan" })
    await failRun(database.db(), { ...ended(waiting), state: "waiting", retryAt: later(LEASE_MS * 3), code: "unavailable", detail: "x" })
    const before = database.statements.length
    const work = await getDueWork(database.db(), later(LEASE_MS), later(-3_600_000), 5_000)
    expect(database.statements.length - before).toBe(1)
    expect(work.slots.map((row) => [row.agent, row.slot.toISOString(), row.state]).toSorted()).toEqual([
      ["market-scan", NOON.toISOString(), "succeeded"],
      ["news-scan", NOON.toISOString(), "running"],
      ["sentiment-scan", NOON.toISOString(), "waiting"],
    ])
    expect(work.overdue).toEqual([{ agent: "news-scan", trigger: "schedule", input: { slot: NOON.toISOString() } }])
    expect(work.events.map((row) => row.data["id"])).toEqual(["ins_2"])
    expect((await getDueWork(database.db(), later(LEASE_MS * 3), later(-1), 5_000)).overdue).toHaveLength(2)
  })

  it("gives an empty list of each when there is nothing", async () => {
    expect(await getDueWork(database.db(), NOON, later(-1), 5_000)).toEqual({
      slots: [],
      overdue: [],
      events: [],
      isInboxLeft: false,
      waitsSince: null,
      stopped: [],
    })
  })
})

describe("listRuns, listEndedAgents", () => {
  it("pages newest first by id and filters by agent and state", async () => {
    for (let i = 0; i < 5; i += 1)
      await claimed({ key: `market-scan:${i}`, now: later(i * 1_000), agent: i % 2 ? "news-scan" : "market-scan" })
    const page = await listRuns(database.db("studio_api"), { limit: 2 })
    expect(page.map((run) => run.key)).toEqual(["market-scan:4", "market-scan:3"])
    const next = await listRuns(database.db("studio_api"), { limit: 10, before: page[1]?.id })
    expect(next.map((run) => run.key)).toEqual(["market-scan:2", "market-scan:1", "market-scan:0"])
    expect(await listRuns(database.db("studio_api"), { limit: 10, agent: "news-scan", state: "running" })).toHaveLength(2)
    expect(await listRuns(database.db("studio_api"), { limit: 10, state: "dead" })).toEqual([])
  })

  it("counts an agent as ended however its run ended", async () => {
    const good = await claimed()
    await finishRun(database.db(), { ...ended(good), agent: "market-scan", output: {}, emits: [] })
    const bad = await claimed({ key: "n:1", agent: "news-scan" })
    await failRun(database.db(), { ...ended(bad), state: "failed", retryAt: null, code: "upstream-rejected", detail: "x" })
    await claimed({ key: "s:1", agent: "sentiment-scan" })
    expect((await listEndedAgents(database.db(), ["market-scan", "news-scan", "sentiment-scan"], NOON)).toSorted()).toEqual([
      "market-scan",
      "news-scan",
    ])
  })
})
