// Does Prometheus understand the page, and does the page say what is?
import { spawnSync } from "node:child_process"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { Gate } from "../../shared/kit/admission.ts"
import { type CounterStore, newCounters } from "../../shared/kit/counters.ts"
import { Failure } from "../../shared/kit/failure.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import { newApi } from "../../workers/api/app.ts"
import { NOON, seed } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

/** Debian's package prometheus has it. */
const PROMTOOL = process.env["PROMTOOL"] ?? "promtool"
const hasPromtool = spawnSync(PROMTOOL, ["--version"]).status === 0

let studio: Studio
const counters = newCounters()
const SCRAPE = { headers: { authorization: "Bearer prometheus" } }

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  await seed(studio.database.db("studio_agents"))
  await studio.database.postgres.exec(`
    INSERT INTO spend (scope, day, micro_usd) VALUES ('all', '2026-11-21', 1250000), ('model', '2026-11-21', 1000000), ('channel:x', '2026-11-21', 250000),
      ('model', '2026-11-20', 5)
      ON CONFLICT (scope, day) DO UPDATE SET micro_usd = excluded.micro_usd;
    TRUNCATE run_stats, event_inbox;
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms) VALUES
      ('day', '2026-11-21', 'analysis', true, 3, 7, 70), ('day', '2026-11-21', 'analysis', true, 4, 1, 10), ('day', '2026-11-20', 'analysis', true, 3, 99, 1),
      ('hour', '2026-11-21', 'analysis', true, 3, 99, 1);
    INSERT INTO event_inbox (id, source, received_at, events) VALUES ('inb_0000000001', 'forum', '${new Date(NOON.getTime() - 90_000).toISOString()}', '[{}]')`)
}, 60_000)
afterAll(() => studio.close())
beforeEach(() => {
  isRedisUp = true
  studio.database.fault = null
})

/** Lets in whoever shows the key. */
const gate: Gate = {
  async admit(request, { scope }) {
    if (scope !== null && request.headers.get("authorization") !== "Bearer prometheus") throw new Failure("unauthenticated", "No.")
    return { caller: { id: "key_1", scopes: ["read:operations"] }, headers: () => [], giveBack: () => undefined }
  },
}

const kept = new Map<string, number>()
let isRedisUp = true
const store: CounterStore = {
  add: async (_id, sums) => {
    for (const [series, sum] of sums) kept.set(series, (kept.get(series) ?? 0) + sum)
  },
  read: () => (isRedisUp ? Promise.resolve(kept) : Promise.reject(new Error("away"))),
}

/** Answers of an app whose counts are sent at once. */
async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const open = (_env: unknown, meter: Meter) => ({ ...studio.services(meter), gate, readCounts: () => store.read() })
  const app = newApi({ clock: studio.clock, open, counters, counterStore: () => store })
  const left: Promise<unknown>[] = []
  const response = await app.request(path, init, {}, { waitUntil: (task: Promise<unknown>) => void left.push(task) } as never)
  await Promise.all(left)
  // The wait before counts are sent moved it on.
  studio.clock.set(NOON)
  return response
}

const scrape = async () => (await ask("/metrics", SCRAPE)).text()

describe("the metrics", () => {
  it("are for callers who may see how the studio runs", async () => {
    const refused = await ask("/metrics")
    expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"])
    const given = await ask("/metrics", SCRAPE)
    expect([given.status, given.headers.get("content-type"), given.headers.get("cache-control")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
      "no-store",
    ])
  })

  it("count requests by the pattern of their route", async () => {
    const before = kept.get("http_requests_total\tapi\tGET\t/api/v1/insights\t200") ?? 0
    for (const limit of [1, 2, 3]) await ask(`/api/v1/insights?limit=${limit}`)
    const text = await scrape()
    expect(text).toContain(`\nhttp_requests_total{worker="api",method="GET",route="/api/v1/insights",status="200"} ${before + 3}\n`)
    expect(text).toMatch(
      /\nhttp_request_duration_seconds_bucket\{worker="api",route="\/api\/v1\/insights",status="200",le="\+Inf"\} (\d+)\n/,
    )
    expect(text).not.toContain("limit=")
  })

  it("tell what stands in the database, each figure as it is there", async () => {
    const text = await scrape()
    for (const line of [
      'studio_up{part="database"} 1',
      'studio_up{part="redis"} 1',
      'studio_runs_ended_total{agent="analysis",state="succeeded"} 8',
      'studio_spend_usd_total{scope="channel:x"} 0.25',
      'studio_spend_usd_total{scope="model"} 1',
      "studio_inbox_age_seconds 90",
    ])
      expect(text.split("\n")).toContain(line)
    expect(text).not.toContain('scope="all"')
  })

  it("cost one statement", async () => {
    const before = studio.database.statements.length
    await scrape()
    expect(studio.database.statements.length - before).toBe(1)
  })

  it("go on without Redis, and without the database, and say which is gone", async () => {
    isRedisUp = false
    expect(await scrape()).toMatch(/studio_up\{part="redis"\} 0\n[^]*studio_inbox_age_seconds 90/)
    isRedisUp = true
    studio.database.fault = () => Promise.reject(new Error("away"))
    const text = await scrape()
    expect(text).toMatch(/studio_up\{part="database"\} 0\n[^]*http_requests_total\{/)
    expect(text).not.toContain("studio_inbox_age_seconds")
  })

  it.skipIf(!hasPromtool)("are what promtool accepts (skipped where Debian's package prometheus is not there)", async () => {
    for (const path of ["/", "/api/v1/insights", "/nowhere", "/api/v1/health", "/api/v1/posts?limit=x"]) await ask(path)
    counters.add("upstream_requests_total", { source: 'a "b" \\ c\nd', outcome: "ok" })
    counters.add("cache_answers_total", { layer: "memory", state: "fresh" })
    counters.add("rate_limit_verdicts_total", { plan: "free", verdict: "allowed" })
    counters.add("heartbeats_total", { outcome: "well" })
    counters.add("counters_dropped_total", { metric: "x" })
    await scrape()
    const checked = spawnSync(PROMTOOL, ["check", "metrics"], { input: await scrape(), encoding: "utf8" })
    expect([checked.status, checked.stdout + checked.stderr]).toEqual([0, ""])
  })
})
