// Do the sums of runs agree with the runs that ended? However they end, each end counts once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { buryRun, claimRun, failRun, finishRun, reviveRun } from "../../shared/db/queries/runs.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const later = (ms: number) => new Date(NOON.getTime() + ms)

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE runs, events, run_stats CASCADE"))

async function claim(key: string, now = NOON, maxAttempts = 3) {
  const work = { agent: "analysis", key: `analysis:${key}`, slot: null, trigger: "event", input: {}, leaseMs: 60_000 } as const
  const answer = await claimRun(database.db(), { ...work, now, maxAttempts })
  return answer.answer === "claimed"
    ? { id: answer.id, attempt: answer.attempt, now: later(1_000), wallMs: 250, usage: new Meter().usage }
    : null
}
const mine = async (...given: Parameters<typeof claim>) => {
  const run = await claim(...given)
  if (run === null) throw new Error("not claimed")
  return run
}
const counted = () =>
  database.rows("SELECT grain, period_start, agent, succeeded, bucket, runs, wall_ms FROM run_stats ORDER BY grain DESC, succeeded, bucket")
const HOUR = ["hour", "2026-11-21 12:00:00+00", "analysis"]
const DAY = ["day", "2026-11-21 00:00:00+00", "analysis"]
const success = { agent: "analysis", output: {}, emits: [] } as const
const failure = { retryAt: null, code: "bug", detail: "x" } as const

describe("an end is counted by hour and by day", () => {
  it("when a run succeeds, once, also where its answer was lost and it is said again", async () => {
    const run = await mine("a")
    await finishRun(database.db(), { ...run, ...success })
    expect(await finishRun(database.db(), { ...run, ...success })).toBeNull()
    // 250 ms is above 1.1^57 and at most 1.1^58.
    expect(await counted()).toEqual([
      [...HOUR, "t", "58", "1", "250"],
      [...DAY, "t", "58", "1", "250"],
    ])
  })

  it("when it fails for good, and not when it waits for another attempt", async () => {
    const first = await mine("a")
    await failRun(database.db(), { ...first, ...failure, state: "waiting", retryAt: later(2_000) })
    expect(await counted()).toEqual([])
    const second = await mine("a", later(2_000))
    await failRun(database.db(), { ...second, ...failure, state: "dead" })
    await failRun(database.db(), { ...second, ...failure, state: "dead" })
    expect(await counted()).toEqual([
      [...HOUR, "f", "58", "1", "250"],
      [...DAY, "f", "58", "1", "250"],
    ])
  })

  it("when it is given up, or was cut off in its last attempt, with no duration", async () => {
    await mine("a")
    expect(await claim("a", later(60_000), 1)).toBeNull()
    expect(await claim("a", later(60_000), 1)).toBeNull()
    await mine("b")
    await buryRun(database.db(), "analysis:b", later(60_000), "x")
    await buryRun(database.db(), "analysis:b", later(60_000), "x")
    expect(await counted()).toEqual([
      [...HOUR, "f", "0", "2", "0"],
      [...DAY, "f", "0", "2", "0"],
    ])
  })

  it("and again when a run that was revived ends again", async () => {
    const first = await mine("a")
    await failRun(database.db(), { ...first, ...failure, state: "failed" })
    await reviveRun(database.db(), first.id, later(2_000))
    const again = await mine("a", later(2_000))
    await finishRun(database.db(), { ...again, ...success })
    expect((await counted()).map(([grain, , , succeeded, , runs]) => [grain, succeeded, runs])).toEqual([
      ["hour", "f", "1"],
      ["hour", "t", "1"],
      ["day", "f", "1"],
      ["day", "t", "1"],
    ])
  })

  it("by forty at once: none is lost", async () => {
    const runs = await Promise.all(Array.from({ length: 40 }, (_, i) => mine(`a${i}`)))
    await Promise.all(runs.map((run) => finishRun(database.db(), { ...run, ...success })))
    expect((await counted()).map((row) => row.slice(4))).toEqual([
      ["58", "40", "10000"],
      ["58", "40", "10000"],
    ])
  })
})
