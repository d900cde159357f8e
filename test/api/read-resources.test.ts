// What readers see of assets, of how formats and hours compare, of days summed up, and of what the strategy tried.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { takePolicyStep } from "../../shared/db/queries/policies.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { toSnapshot } from "../../shared/domain/period-sums.ts"
import { insertFirstRun, insertSnapshots, sumsOfDay } from "../db/performance-rows.ts"
import { insertPostDays } from "../db/policy-rows.ts"
import { type Cast, NOON, opened, seed } from "./cast.ts"
import { seedPosts } from "./stats-cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
let empty: Studio
let cast: Cast
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {})
  studio = await openStudio(NOON)
  empty = await openStudio(NOON)
  cast = await seed(studio.database.db("studio_agents"))
}, 60_000)
afterAll(async () => {
  await studio.close()
  await empty.close()
})

type Page<T> = { data: T[]; next: string | null }
async function get<T>(path: string, of: Studio = studio): Promise<T> {
  await of.redis.flush()
  const response = await of.ask(path)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}
const statusOf = async (path: string) => (await studio.ask(path)).status

describe("assets", () => {
  type Asset = { symbol: string; name: string; quote: { price: string; state: string } | null; links: Record<string, string>; link: string }

  it("are all that the studio knows, with the newest quote of those it saw", async () => {
    const { data } = await get<Page<Asset>>("/api/v1/assets")
    expect(data.map(({ symbol }) => symbol)).toEqual(ASSETS.map(({ symbol }) => symbol).toSorted())
    expect(data.find(({ symbol }) => symbol === "SOL")).toMatchObject({ name: "Solana", quote: { price: "140.00", state: "halted" } })
    expect(data.find(({ symbol }) => symbol === "DOGE")?.quote).toBeNull()
    expect((await get<Page<Asset>>("/api/v1/assets", empty)).data.every(({ quote }) => quote === null)).toBe(true)
  })

  it("lead to all that is known of them", async () => {
    const { links, ...asset } = await get<Asset & { candles: unknown; newestInsight: string }>("/api/v1/assets/ETH")
    expect(asset).toMatchObject({ candles: { from: opened(200).toISOString(), until: opened(0).toISOString() } })
    expect(asset.newestInsight).toBe(`/api/v1/insights/${cast.insights[0]}`)
    for (const link of [...Object.values(links), asset.link, asset.newestInsight]) expect(await statusOf(link)).toBe(200)
  })

  it("that are unknown are 404, and one that was only listed has nothing", async () => {
    expect(await statusOf("/api/v1/assets/ZZZ")).toBe(404)
    expect(await get("/api/v1/assets/BTC", empty)).toMatchObject({ quote: null, candles: null, newestInsight: null, newestPost: null })
  })
})

describe("posts compared", () => {
  beforeAll(async () => {
    await seedPosts(studio.database, NOON)
  })
  type Group = { value: string; posts: number; rated: number; ranked: boolean; rate: { mean: number; low: number; high: number } | null }

  it("by format: the best first, with counts and intervals", async () => {
    const { data, ...stretch } = await get<Page<Group>>("/api/v1/analytics/formats")
    expect(stretch).toEqual({ since: "2026-10-22", until: "2026-11-21", ageHours: 24 })
    expect(data.map(({ value, ranked }) => [value, ranked])).toEqual([
      ["thread", true],
      ["single", true],
    ])
    expect(data[0]?.rate?.low).toBeGreaterThan(data[1]?.rate?.high ?? 1)
    expect(data.reduce((sum, { posts }) => sum + posts, 0)).toBe(240)
  })

  it("by hour: all 24 in their order, those without a post empty", async () => {
    const { data } = await get<Page<Group>>("/api/v1/analytics/hours?days=90")
    expect(data.map(({ value }) => value)).toEqual(Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0")))
    expect(data.reduce((sum, { posts }) => sum + posts, 0)).toBe(240)
    const none = await get<Page<Group>>("/api/v1/analytics/hours", empty)
    expect(none.data.every(({ posts, rate, ranked }) => posts === 0 && rate === null && !ranked)).toBe(true)
  })

  it("at an age at which none was read: nothing", async () => {
    expect(await get("/api/v1/analytics/formats?ageHours=168")).toMatchObject({ ageHours: 168, data: [] })
    expect(await statusOf("/api/v1/analytics/formats?ageHours=2")).toBe(400)
  })
})

describe("snapshots", () => {
  type Snapshot = { id: string; period: string; startsOn: string; figures: Record<string, unknown>; link: string }

  it("come newest first, page by page, and tell nothing of how many people there are", async () => {
    const { postgres } = studio.database
    await insertFirstRun(postgres, "2026-08-01T12:00:00Z")
    const days = ["2026-11-14", "2026-11-15", "2026-11-16"].map((day) => toSnapshot(sumsOfDay(day, 100)))
    await insertSnapshots(postgres, [...days, { ...toSnapshot(sumsOfDay("2026-11-09", 100)), period: "week", endsBefore: "2026-11-16" }])
    const first = await get<Page<Snapshot>>("/api/v1/snapshots?limit=2")
    const second = await get<Page<Snapshot>>(`/api/v1/snapshots?limit=2&cursor=${first.next}`)
    expect([...first.data, ...second.data].map(({ startsOn }) => startsOn)).toEqual(["2026-11-16", "2026-11-15", "2026-11-14"])
    expect(second.next).toBeNull()
    expect((await get<Page<Snapshot>>("/api/v1/snapshots?period=week")).data.map(({ period }) => period)).toEqual(["week"])
    const [newest] = first.data
    expect(newest?.figures).toMatchObject({ published: 10, impressions: 10_000, meanRate: { n: 10 }, spend: { microUsd: 100_000 } })
    expect(JSON.stringify(newest)).not.toMatch(/people/i)
    expect(await get(newest?.link ?? "")).toEqual(newest)
  })

  it("that do not exist are none, or 404", async () => {
    expect(await get("/api/v1/snapshots?period=month")).toEqual({ data: [], next: null })
    expect(await statusOf("/api/v1/snapshots/snp_0000000000000000")).toBe(404)
  })
})

describe("experiments", () => {
  type Experiment = { id: string; state: string; base: string | null; by: string; link: string; verdict: unknown }
  const by = { agent: "content-strategy", actor: "strategy-tuning", runId: null }
  const trial = (why: string, base: number | null) => ({
    tunables: { scoreMin: 0.5 },
    change: { kind: "step" as const, base, changes: [{ name: "scoreMin", from: 0.45, to: 0.5 }], why },
    state: "trial" as const,
    verdict: null,
  })
  const verdict = {
    kind: "keep" as const,
    rule: "better",
    why: "Its posts do better.",
    uplift: { value: 0.4, low: 0.1, high: 0.8, tuned: 90, frozen: 40 },
  }

  beforeAll(async () => {
    const db = studio.database.db("studio_agents")
    await takePolicyStep(
      db,
      { standing: null, to: null, verdict: null, begins: trial("first", null) },
      { ...by, now: new Date("2026-10-20T00:00:00Z") },
    )
    const keep = { standing: 1, to: "kept" as const, verdict, begins: null }
    await takePolicyStep(db, keep, { ...by, now: new Date("2026-11-01T00:00:00Z") })
    const replace = { standing: 1, to: "replaced" as const, verdict, begins: trial("second", 1) }
    await takePolicyStep(db, replace, { ...by, actor: "ada@studio.example", now: new Date("2026-11-10T00:00:00Z") })
    const sides = [
      { arm: "frozen", channel: "x", postsPerDay: 10, microRate: 20_000 },
      { arm: "1", channel: "x", postsPerDay: 40, microRate: 30_000 },
    ]
    await insertPostDays(studio.database.postgres, sides, { from: "2026-10-23", until: "2026-11-09" })
  })

  it("come newest first, with what each changed and what came of it; who set it by hand is not told", async () => {
    const first = await get<Page<Experiment>>("/api/v1/experiments?limit=1")
    const second = await get<Page<Experiment>>(`/api/v1/experiments?limit=1&cursor=${first.next}`)
    expect(second.next).toBeNull()
    expect([...first.data, ...second.data]).toMatchObject([
      { id: "content-strategy.2", state: "trial", base: "content-strategy.1", by: "operator", verdict: null },
      { id: "content-strategy.1", state: "replaced", base: null, by: "studio", verdict: { kind: "keep", uplift: { value: 0.4 } } },
    ])
    expect(JSON.stringify(first)).not.toContain("ada")
  })

  it("say how their posts did against those that kept the defaults", async () => {
    const one = await get<{ measured: { value: number; low: number; frozen: number }; tunables: unknown }>(
      "/api/v1/experiments/content-strategy.1",
    )
    expect(one.tunables).toEqual({ scoreMin: 0.5 })
    expect(one.measured.value).toBeGreaterThan(0.3)
    expect(one.measured.low).toBeGreaterThan(0)
    expect(await get("/api/v1/experiments/content-strategy.2")).toMatchObject({ measured: null })
  })

  it("that do not exist are none, or 404", async () => {
    expect(await get("/api/v1/experiments", empty)).toEqual({ data: [], next: null })
    expect(await statusOf("/api/v1/experiments/content-strategy.99")).toBe(404)
    expect(await statusOf("/api/v1/experiments/content-strategy")).toBe(400)
  })
})
