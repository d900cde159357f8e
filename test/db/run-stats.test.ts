// Do the sums of runs agree with the runs that ended? However they end, each end counts once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { grainOf, listRunStats, listRunStatsByPeriod } from "../../shared/db/queries/run-stats.ts"
import { buryRun, claimRun, failRun, finishRun, reviveRun } from "../../shared/db/queries/runs.ts"
import { bucketOf } from "../../shared/domain/run-durations.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
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

type Ended = { readonly agent: string; readonly at: Date; readonly succeeded: boolean; readonly wallMs: number }

/** The sums of these runs, as the statements that end runs keep them. */
async function store(runs: readonly Ended[]): Promise<void> {
  const rows = runs.map((run) => ({ ...run, at: run.at.toISOString(), bucket: bucketOf(run.wallMs) }))
  await database.postgres.exec(`
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
    SELECT grain, date_trunc(grain, at, 'UTC'), agent, succeeded, bucket, count(*), sum("wallMs")
    FROM jsonb_to_recordset('${JSON.stringify(rows)}') AS r (agent text, at timestamptz, succeeded boolean, bucket smallint, "wallMs" bigint), (VALUES ('hour'), ('day')) AS v (grain)
    GROUP BY 1, 2, 3, 4, 5`)
}

/** Nearest rank: the smallest of the values that at least a share of all don't exceed. */
const quantile = (sorted: readonly number[], share: number): number | undefined => sorted[Math.ceil(share * sorted.length) - 1]

function reference(runs: readonly Ended[], agent: string, since: Date, until: Date) {
  const { from } = grainOf({ since, until })
  const own = runs.filter((run) => run.agent === agent && run.at >= from && run.at < until)
  const timed = own.flatMap(({ succeeded, wallMs }) => (succeeded || wallMs > 1 ? [wallMs] : [])).toSorted((a, b) => a - b)
  return {
    runs: own.length,
    succeeded: own.filter(({ succeeded }) => succeeded).length,
    mean: own.reduce((sum, { wallMs }) => sum + wallMs, 0) / timed.length,
    quantiles: [0.5, 0.95, 0.99].map((share) => quantile(timed, share)),
  }
}

describe("statistics of runs", () => {
  it("of five agents with ten runs and one failure each are exactly 10, 9 and 1", async () => {
    const agents = ["analysis", "analytics", "market-scan", "news-scan", "publishing"]
    for (const agent of agents) {
      for (let i = 0; i < 10; i += 1) {
        const work = {
          agent,
          key: `${agent}:${i}`,
          slot: null,
          trigger: "event",
          input: {},
          leaseMs: 60_000,
          now: NOON,
          maxAttempts: 3,
        } as const
        const answer = await claimRun(database.db(), work)
        if (answer.answer !== "claimed") throw new Error("not claimed")
        const end = { id: answer.id, attempt: answer.attempt, now: NOON, wallMs: 100 * (i + 1), usage: new Meter().usage }
        if (i === 3) await failRun(database.db(), { ...end, ...failure, state: "failed" })
        else await finishRun(database.db(), { ...end, agent, output: {}, emits: [] })
      }
    }
    const stats = await listRunStats(database.db("studio_api"), { since: later(-86_400_000), until: later(1) })
    expect(stats.map(({ agent, runs, succeeded, failed, meanMs }) => [agent, runs, succeeded, failed, meanMs])).toEqual(
      agents.map((agent) => [agent, 10, 9, 1, 550]),
    )
  })

  it("agree with a slow reference on random runs: counts and means exactly, quantiles to within 5 %", async () => {
    const draw = seededRandom("run-stats")
    const runs = Array.from({ length: 3_000 }, (): Ended => {
      const wallMs = draw() < 0.02 ? 0 : Math.ceil(Math.exp(3 + 5 * draw()))
      const agent = draw() < 0.7 ? "analysis" : "publishing"
      return { agent, at: later(-Math.floor(draw() * 5 * 86_400_000)), succeeded: draw() < 0.9, wallMs }
    })
    await store(runs)
    const until = later(1)
    for (const since of [later(-3 * 3_600_000), later(-86_400_000), later(-2 * 86_400_000), later(-4 * 86_400_000)]) {
      const stats = await listRunStats(database.db("studio_api"), { since, until })
      expect(stats.map(({ agent }) => agent)).toEqual(["analysis", "publishing"])
      for (const { agent, meanMs, p50Ms, p95Ms, p99Ms, ...counts } of stats) {
        const expected = reference(runs, agent, since, until)
        expect(counts).toEqual({ runs: expected.runs, succeeded: expected.succeeded, failed: expected.runs - expected.succeeded })
        expect(meanMs).toBeCloseTo(expected.mean, 6)
        for (const [i, value] of [p50Ms, p95Ms, p99Ms].entries())
          expect(Math.abs((value ?? 0) / (expected.quantiles[i] ?? 1) - 1)).toBeLessThan(0.05)
      }
    }
  })

  it("by period add up to those of the whole, hour by hour in the order of time", async () => {
    const draw = seededRandom("periods")
    const runs = Array.from({ length: 500 }, () => ({
      agent: "analysis",
      at: later(-Math.floor(draw() * 86_400_000)),
      succeeded: draw() < 0.8,
      wallMs: Math.ceil(draw() * 900),
    }))
    await store(runs)
    const span = { since: later(-86_400_000), until: later(1) }
    const [all] = await listRunStats(database.db("studio_api"), span)
    const hours = await listRunStatsByPeriod(database.db("studio_api"), span)
    expect(hours.map(({ start }) => start.getTime())).toEqual(hours.map(({ start }) => start.getTime()).toSorted((a, b) => a - b))
    expect([hours.length, hours.reduce((sum, hour) => sum + hour.runs, 0), hours.reduce((sum, hour) => sum + hour.failed, 0)]).toEqual([
      24,
      all?.runs,
      all?.failed,
    ])
  })

  it("have no durations where nobody measured one", async () => {
    await store([{ agent: "analysis", at: NOON, succeeded: false, wallMs: 0 }])
    expect(await listRunStats(database.db("studio_api"), { since: later(-1), until: later(1) })).toEqual([
      { agent: "analysis", runs: 1, succeeded: 0, failed: 1, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null },
    ])
  })
})
