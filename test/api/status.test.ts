import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { NOON } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
}, 60_000)
afterAll(() => studio.close())
beforeEach(async () => {
  studio.database.fault = null
  studio.redis.isUp = true
  studio.clock.set(NOON)
  await studio.redis.flush()
  await studio.database.postgres.exec(`
    TRUNCATE run_stats, source_states;
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms) VALUES
      ('hour', '2026-11-21T12:00Z', 'analysis', true, 3, 2, 1), ('hour', '2026-11-21T11:00Z', 'analysis', true, 3, 7, 70),
      ('hour', '2026-11-21T11:00Z', 'news-scan', false, 3, 2, 1), ('hour', '2026-11-20T13:00Z', 'analysis', true, 3, 5, 1),
      ('hour', '2026-11-20T12:00Z', 'analysis', true, 3, 99, 1), ('day', '2026-11-21T00:00Z', 'analysis', true, 3, 99, 1)`)
})

type Status = { state: string; parts: { name: string; state: string }[]; hours: { start: string; runs: number; failed: number }[] | null }
const ask = async (): Promise<Status> => (await (await studio.ask("/api/v1/status")).json()) as Status

describe("the status", () => {
  it("tells each of the last 24 hours, also those without a run", async () => {
    const { hours } = await ask()
    expect(hours).toHaveLength(24)
    expect([hours?.[0], hours?.[1], hours?.[22], hours?.[23]]).toEqual([
      { start: "2026-11-20T13:00:00.000Z", runs: 5, failed: 0 },
      { start: "2026-11-20T14:00:00.000Z", runs: 0, failed: 0 },
      { start: "2026-11-21T11:00:00.000Z", runs: 9, failed: 2 },
      { start: "2026-11-21T12:00:00.000Z", runs: 2, failed: 0 },
    ])
  })

  it("names the parts that are not well", async () => {
    studio.redis.isUp = false
    const { state, parts } = await ask()
    expect([state, parts.find(({ name }) => name === "redis")?.state]).toEqual(["degraded", "degraded"])
  })

  it("is an answer also where the database is gone, which health says with a status", async () => {
    studio.database.fault = () => Promise.reject(new Error("password=hunter2"))
    const response = await studio.ask("/api/v1/status")
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toMatchObject([
      200,
      { state: "down", parts: [{ name: "database", state: "down" }], hours: null },
    ])
    expect(text).not.toContain("hunter2")
    expect((await studio.ask("/api/v1/health")).status).toBe(503)
  })
})

describe("the status page", () => {
  const page = async (headers: Record<string, string> = {}) =>
    (await studio.ask("/status", { headers: { accept: "text/html", ...headers } })).text()

  it("shows everybody the parts and the day", async () => {
    const html = await page()
    expect(html).toContain("16 runs ended, 2 of them badly.")
    expect(html).not.toContain("Where answers came from")
  })

  it("shows the operator which layer gave answers", async () => {
    const cookie = await studio.signIn()
    expect(await page({ cookie })).toContain("No answer that may be kept was counted yet.")
    const services = studio.services
    vi.spyOn(studio, "services").mockImplementation((meter) => ({
      ...services.call(studio, meter),
      readCounts: async () =>
        new Map([
          ["cache_answers_total\tmemory\tfresh", 700],
          ["cache_answers_total\tredis\tfresh", 150],
          ["cache_answers_total\tredis\tstale", 100],
          ["cache_answers_total\tdatabase\tfresh", 50],
        ]),
    }))
    const html = await page({ cookie })
    expect(html).toContain("95.0% of 1,000 answers were at hand; 10.0% of all were given while newer ones were fetched.")
    expect(html).toMatch(/redis<\/h3><span class="num">25\.0%/)
  })

  it("is there without the database", async () => {
    studio.database.fault = () => Promise.reject(new Error("away"))
    const html = await page()
    expect(html).toContain("the database does not answer")
    expect(html).toContain("Nobody can say")
  })
})
