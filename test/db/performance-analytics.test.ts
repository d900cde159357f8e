// The agent that watches the studio's own figures, on its tables: what it keeps, once, and what it makes up for after a pause.
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { COVERAGE } from "../../shared/domain/forecast.ts"
import { toSnapshot } from "../../shared/domain/period-sums.ts"
import { dateOf, dayNumber } from "../../shared/domain/periods.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { listFindings } from "../../shared/db/queries/findings.ts"
import { listForecasts, summariseForecasts } from "../../shared/db/queries/forecasts.ts"
import { listSnapshots } from "../../shared/db/queries/snapshots.ts"
import { performanceAnalytics } from "../../workers/agents/performance-analytics/agent.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertFirstRun, insertSnapshots, seedPerformance, sumsOfDay } from "./performance-rows.ts"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.postgres.exec(
    "TRUNCATE runs, performance_snapshots, findings, forecasts, post_days, run_stats, interaction_days, audience_days, spend, community_users CASCADE",
  ),
)

type Output = { snapshots: string[]; findings: string[]; forecasts: number; settled: number }

async function look(moment: string): Promise<Output & { statements: number }> {
  const meter = new Meter(performanceAnalytics.budget)
  const ports = { db: database.db("studio_agents", meter) } as unknown as Ports
  const at = { now: new Date(moment), runId: "run_0000000001", random: seededRandom("7") }
  const { output } = await performanceAnalytics.run(ports, { slot: at.now.toISOString() }, at, new AbortController().signal)
  return { ...(output as Output), statements: meter.usage.statements }
}

it("makes the snapshots that are due, forecasts today, scores the past, with three statements", async () => {
  await seedPerformance(database.postgres, 40)
  const output = await look("2026-11-21T03:00:00Z")
  expect(output).toMatchObject({ forecasts: 18, settled: 18, statements: 3 })
  expect(output.snapshots.filter((name) => name.startsWith("day"))).toEqual(["day 2026-11-17", "day 2026-11-18", "day 2026-11-19"])
  const [newest] = await listSnapshots(database.db("studio_api"), "day", 60)
  expect(newest).toMatchObject({ startsOn: "2026-11-19", endsBefore: "2026-11-20" })
  expect(newest?.figures).toMatchObject({ impressions: 9_000, rated: 9, activePeople: 50, interactions: { count: 945 } })
  const forecasts = await listForecasts(database.db("studio_api"), { period: "day", model: "weekday-level", limit: 50 })
  expect(forecasts.filter(({ startsOn }) => startsOn === "2026-11-21")).toHaveLength(9)
  expect(forecasts.every(({ coverage }) => coverage === COVERAGE)).toBe(true)
  const scores = await summariseForecasts(database.db("studio_api"), { period: "day", model: "weekday-level", since: "2026-11-01" })
  const impressions = scores.find(({ metric }) => metric === "impressions")
  expect(impressions).toEqual({
    metric: "impressions",
    settled: 1,
    within: 0,
    meanScore: expect.closeTo(2 + 10 * 8_997, 6) as number,
    meanBaselineScore: expect.closeTo(2 + 10 * 8_997, 6) as number,
  })
})

it("keeps nothing twice: not in a second look at the same moment, nor in another at the same day", async () => {
  await seedPerformance(database.postgres, 40)
  await look("2026-11-21T03:00:00Z")
  const kept = () =>
    database.rows(
      "SELECT id, 'x' FROM performance_snapshots UNION ALL SELECT id, metric FROM findings UNION ALL SELECT id, actual::text FROM forecasts ORDER BY 1",
    )
  const once = await kept()
  expect(await look("2026-11-21T03:00:00Z")).toMatchObject({ snapshots: [], forecasts: 0, settled: 0 })
  expect(await look("2026-11-21T09:00:00Z")).toMatchObject({ snapshots: [], forecasts: 0, settled: 0 })
  expect(await kept()).toEqual(once)
})

it("makes up for every day of a pause in one look, with the weeks that ended in it", async () => {
  await insertFirstRun(database.postgres, "2026-08-01T12:00:00Z")
  await look("2026-10-20T03:00:00Z")
  const output = await look("2026-11-10T03:00:00Z")
  expect(output.snapshots.filter((name) => name.startsWith("day"))).toHaveLength(21)
  expect(output.snapshots.filter((name) => !name.startsWith("day"))).toEqual([
    "week 2026-10-19",
    "month 2026-10-01",
    "week 2026-10-26",
    "week 2026-11-02",
  ])
  expect(output.statements).toBe(3)
  const days = await listSnapshots(database.db("studio_api"), "day", 100)
  expect(days.slice(1).map(({ endsBefore }) => endsBefore)).toEqual(days.slice(0, -1).map(({ startsOn }) => startsOn))
})

it("says nothing of a studio that does not exist yet", async () => {
  expect(await look("2026-11-21T03:00:00Z")).toMatchObject({ snapshots: [], findings: [], forecasts: 0, settled: 0 })
})

it("tells a trend once in four weeks, and what a finding measured is kept with it", async () => {
  await insertFirstRun(database.postgres, "2026-09-22T12:00:00Z")
  const last = dayNumber("2026-11-08")
  const rising = Array.from({ length: 47 }, (_, i) => toSnapshot(sumsOfDay(dateOf(last - 46 + i), 50 + 2 * i + ((i * 7919) % 11))))
  await insertSnapshots(database.postgres, rising)
  // The next days go on as before; the sums hold only interactions.
  await database.postgres.exec(`INSERT INTO interaction_days (day, platform, type, interactions, milli_value)
    SELECT date '2026-11-08' + n, 'x', 1, 144 + 2 * n, 1 FROM generate_series(1, 20) AS n`)
  const first = await look("2026-11-17T03:00:00Z")
  expect(first.snapshots).toContain("week 2026-11-09")
  expect(first.findings).toContain("trend of interactions, up")
  const next = await look("2026-11-24T03:00:00Z")
  expect(next.snapshots).toContain("week 2026-11-16")
  expect(next.findings).not.toContain("trend of interactions, up")
  const [trend] = (await listFindings(database.db("studio_api"), 50)).filter(
    ({ kind, metric }) => kind === "trend" && metric === "interactions",
  )
  expect(trend).toMatchObject({ startsOn: "2026-11-15", direction: "up", detail: { test: "seasonal-mann-kendall" } })
  expect((trend?.detail as { slope?: number } | undefined)?.slope).toBeGreaterThan(1)
})
