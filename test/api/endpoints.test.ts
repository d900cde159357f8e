import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { AGENT_PROFILES } from "../../shared/domain/agents.ts"
import { ago, type Cast, HOUR, NOON, opened, seed, STORY } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
let cast: Cast
let cookie = ""

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  cast = await seed(studio.database.db("studio_agents"))
  cookie = await studio.signIn()
}, 60_000)
afterAll(() => studio.close())
beforeEach(async () => {
  studio.database.fault = null
  studio.redis.isUp = true
  studio.clock.set(NOON)
  await studio.redis.flush()
})

type Page = { data: Record<string, unknown>[]; next: string | null }

async function get<T = Page>(path: string): Promise<T> {
  const response = await studio.ask(`/api/v1${path}`, path.startsWith("/runs") ? { headers: { cookie } } : {})
  const body = (await response.json()) as T
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`)
  return body
}

/** All pages of a list, by its own cursors. */
async function walk(path: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  for (let next: string | null = "", i = 0; next !== null && i < 50; i += 1) {
    const page: Page = await get(`${path}${next === "" ? "" : `&cursor=${next}`}`)
    rows.push(...page.data)
    next = page.next
  }
  return rows
}

const statusOf = async (path: string) => (await studio.ask(`/api/v1${path}`)).status

describe("insights", () => {
  it("come newest first, page by page, each once", async () => {
    const rows = await walk("/insights?limit=7")
    expect(rows.map((row) => row["id"])).toEqual([...cast.insights].sort().reverse())
    expect((await get("/insights?limit=25")).next).toBeNull()
  })

  it("can be asked for by asset and type", async () => {
    const rows = await walk("/insights?limit=3&asset=ETH&type=volume_spike")
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row["asset"] === "ETH" && row["type"] === "volume_spike")).toBe(true)
    expect(await get("/insights?asset=NONE")).toEqual({ data: [], next: null })
  })

  it("of a stretch of time come from either end, with the fields that are asked for", async () => {
    const stretch = `since=${ago(10 * HOUR).toISOString()}&until=${ago(5 * HOUR).toISOString()}`
    const [newest, oldest] = [
      await walk(`/insights?limit=2&${stretch}`),
      await walk(`/insights?limit=2&sort=at&fields=id,madeAt&${stretch}`),
    ]
    expect(newest.map((row) => row["madeAt"])).toEqual([6, 7, 8, 9, 10].map((hours) => ago(hours * HOUR).toISOString()))
    expect(oldest).toEqual(newest.toReversed().map(({ id, madeAt }) => ({ id, madeAt })))
    expect(await statusOf("/insights?sort=probability")).toBe(400)
    expect(await statusOf("/insights?fields=headlin")).toBe(400)
  })

  it("carry a number for the probability, decimal text for levels, and times with their zone", async () => {
    const { data } = await get("/insights?limit=1")
    expect(data[0]).toMatchObject({
      asset: "ETH",
      probability: 0.62,
      madeAt: ago(HOUR).toISOString(),
      statement: { level: "3137.20" },
      link: `/api/v1/insights/${cast.insights[0]}`,
    })
  })

  it("stand on rows that their links lead to", async () => {
    const insight = await get<{ evidence: { kind: string; value: string; link: string }[] }>(`/insights/${cast.insights[0]}`)
    expect(insight.evidence.map((row) => row.kind)).toEqual(["candle", "quote", "story", "sentiment"])
    const [candle, quote, story, sentiment] = insight.evidence
    expect((await get(candle!.link.replace("/api/v1", ""))).data).toMatchObject([
      { asset: "ETH", close: candle!.value, openTime: opened(2).toISOString() },
    ])
    expect((await get(quote!.link.replace("/api/v1", ""))).data).toMatchObject([{ asset: "ETH", volume24h: quote!.value }])
    expect(await get(story!.link.replace("/api/v1", ""))).toMatchObject({ id: STORY, polarity: Number(story!.value) })
    expect((await get(sentiment!.link.replace("/api/v1", ""))).data).toMatchObject([
      { subject: "MARKET", source: "fear-greed", value: sentiment!.value },
    ])
  })

  it("that do not exist are 404, and ids of other things 400", async () => {
    expect(await statusOf("/insights/ins_0000000000000000")).toBe(404)
    expect(await statusOf(`/insights/${cast.runs.scan}`)).toBe(400)
  })
})

describe("candles", () => {
  it("are the newest hours where nothing else is asked, oldest first, with both sources' word", async () => {
    const { data, next } = await get("/market/BTC/candles?limit=4")
    expect(data.map((row) => row["openTime"])).toEqual([4, 3, 2, 1].map((hours) => opened(hours).toISOString()))
    expect(data[0]).toMatchObject({
      source: "binance",
      agreement: "disputed",
      secondSource: "kraken",
      deviationBps: "200",
      closeTime: opened(3).toISOString(),
    })
    expect(next).toBeNull()
  })

  it("of a window come page by page, each once", async () => {
    const rows = await walk(`/market/BTC/candles?limit=60&since=${opened(150).toISOString()}&until=${opened(10).toISOString()}`)
    expect(rows.map((row) => row["openTime"])).toEqual(Array.from({ length: 140 }, (_, i) => opened(150 - i).toISOString()))
  })

  it("come newest first where that is asked for, page by page", async () => {
    const rows = await walk(`/market/BTC/candles?limit=4&sort=-at&since=${opened(10).toISOString()}`)
    expect(rows.map((row) => row["openTime"])).toEqual(Array.from({ length: 10 }, (_, i) => opened(i + 1).toISOString()))
    expect(await walk("/sentiment?limit=3&sort=at")).toEqual((await walk("/sentiment?limit=3")).toReversed())
    expect(await get("/market/SOL/quotes?sort=at")).toEqual(await get("/market/SOL/quotes"))
  })

  it("of an asset that is not watched are none", async () => {
    expect(await get("/market/ZZZ/candles")).toEqual({ asset: "ZZZ", data: [], next: null })
  })

  it.each([
    "since=yesterday",
    "since=2026-11-21",
    "since=2026-11-21T00:00:00",
    "until=0000-01-01T00:00:00Z",
    "since=9999-12-31T23:59:59Z",
    "limit=1001",
    "since=2026-02-30T00:00:00Z",
  ])("are refused for %s", async (query) => {
    expect(await statusOf(`/market/BTC/candles?${query}`)).toBe(400)
  })
})

describe("quotes", () => {
  it("tell state and agreement", async () => {
    expect((await get("/market/SOL/quotes")).data).toMatchObject([
      { state: "halted", agreement: "single", secondSource: null, changePct24h: null, closedAt: null },
    ])
  })
})

describe("news", () => {
  it("comes newest first, page by page, each story once", async () => {
    const rows = await walk("/news?limit=5")
    expect(rows).toHaveLength(26)
    const times = rows.map((row) => String(row["firstSeenAt"]))
    expect(times).toEqual([...times].sort().reverse())
    expect(new Set(rows.map((row) => row["id"])).size).toBe(26)
  })

  it("shows the witnesses of a story, and links that lead to the web only", async () => {
    const [first, second] = (await get("/news")).data
    expect(first).toMatchObject({
      id: STORY,
      witnesses: 2,
      articles: [
        { source: "coindesk", url: `https://coindesk.example/${STORY}` },
        { source: "decrypt", publishedAt: null },
      ],
    })
    expect(second).toMatchObject({ articles: [{ url: null }] })
  })

  it("can be asked for by source and time, from either end", async () => {
    expect((await get("/news?source=decrypt")).data.map((row) => row["id"])).toEqual([STORY])
    const stretch = `since=${ago(9 * HOUR).toISOString()}&until=${ago(5 * HOUR).toISOString()}`
    const rows = await walk(`/news?limit=2&sort=at&${stretch}`)
    expect(rows.map((row) => row["firstSeenAt"])).toEqual([9, 8, 7, 6].map((hours) => ago(hours * HOUR).toISOString()))
  })

  it("can be asked for by asset", async () => {
    const rows = await walk("/news?limit=5&asset=ETH")
    expect(rows).toHaveLength(13)
    expect(rows.every((row) => (row["assets"] as string[]).includes("ETH"))).toBe(true)
  })

  it("that does not exist is 404", async () => {
    expect(await statusOf("/news/story_0000000000000000")).toBe(404)
  })
})

describe("sentiment", () => {
  it("comes newest first, page by page, each reading once", async () => {
    const rows = await walk("/sentiment?limit=2")
    expect(rows).toHaveLength(8)
    expect(rows.map((row) => `${String(row["observedAt"])} ${String(row["subject"])}`)).toEqual(
      rows
        .map((row) => `${String(row["observedAt"])} ${String(row["subject"])}`)
        .sort()
        .reverse(),
    )
  })

  it("can be asked for by subject, source and time", async () => {
    expect((await get("/sentiment?subject=BTC")).data).toMatchObject([{ subject: "BTC", source: "news", value: "0.125", count: 8 }])
    expect((await get("/sentiment?source=fear-greed&since=2026-11-20T00:00:00Z")).data.map((row) => row["value"])).toEqual(["60", "53"])
  })
})

describe("agents and runs", () => {
  it("show every agent with its trigger, budget and newest run", async () => {
    const { data } = await get("/agents")
    expect(data.map((row) => row["name"])).toEqual(AGENT_PROFILES.map(({ name }) => name))
    expect(data[0]).toMatchObject({
      triggers: [{ kind: "every", text: "every 30 min" }],
      budget: { calls: 300 },
      newestRun: { id: cast.runs.open, state: "running" },
    })
    expect(data[2]).toMatchObject({ newestRun: null })
    expect(data[3]).toMatchObject({ triggers: [{ text: "after market-scan, news-scan, sentiment-scan" }] })
  })

  it("show runs newest first, by agent, state and key", async () => {
    expect((await walk("/runs?limit=3")).map((row) => row["id"])).toEqual(Object.values(cast.runs).sort().reverse())
    expect((await walk("/runs?limit=1&agent=market-scan")).map((row) => row["id"])).toEqual([cast.runs.open, cast.runs.scan])
    expect((await get("/runs?state=dead")).data).toMatchObject([
      { id: cast.runs.dead, error: { code: "upstream-unavailable", detail: "kraken: does not answer." } },
    ])
    expect((await get(`/runs?key=${encodeURIComponent(`analysis:${opened(1).toISOString()}`)}`)).data).toMatchObject([
      { id: cast.runs.analysis },
    ])
  })

  it("show one run with its cost, its events and its insights", async () => {
    const run = await get<{ insights: unknown[] }>(`/runs/${cast.runs.analysis}`)
    expect(run).toMatchObject({
      state: "succeeded",
      usage: { wallMs: 2346, statements: 2, calls: 42, microUsd: 0 },
      events: [],
      error: null,
    })
    expect(run.insights).toHaveLength(25)
    await expect(get("/runs/run_0000000000000000")).rejects.toThrow("404")
    expect([await statusOf("/runs"), await statusOf(`/runs/${cast.runs.scan}`)]).toEqual([401, 401])
  })
})

describe("health", () => {
  it("is degraded while a part is not well, and names it", async () => {
    const health = await get<{ status: string; degraded: string[]; newestRun: unknown }>("/health")
    expect(health.status).toBe("degraded")
    expect(health.degraded).toEqual(["source theblock", "runs"])
    expect(health.newestRun).toMatchObject({ id: cast.runs.open, agent: "market-scan", state: "running" })
  })

  it("tells of a heartbeat that stands still and of a Redis that is gone", async () => {
    studio.clock.advance(2 * HOUR)
    studio.redis.isUp = false
    expect((await get<{ degraded: string[] }>("/health")).degraded).toEqual(["redis", "heartbeat", "source theblock", "runs"])
  })

  it("is 503 where the database is gone, and says no more than that", async () => {
    studio.database.fault = async () => new Response("secret trouble", { status: 500 })
    const response = await studio.ask("/api/v1/health")
    expect([
      response.status,
      response.headers.get("content-type"),
      response.headers.get("cache-control"),
      response.headers.get("retry-after"),
    ]).toEqual([503, "application/problem+json", "no-store", "5"])
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/parts/database", detail: "does not answer" }] })
  })
})

describe("weather", () => {
  it("costs one statement for a first answer, and none for the next", async () => {
    const count = studio.database.statements.length
    expect((await studio.ask("/api/v1/insights")).headers.get("x-cache")).toBe("miss")
    expect(studio.database.statements.length - count).toBe(1)
    expect((await studio.ask("/api/v1/insights?limit=20")).headers.get("x-cache")).toBe("memory")
    expect(studio.database.statements.length - count).toBe(1)
  })

  it("is answered from the database where Redis is gone, and from Redis where the database is", async () => {
    const fresh = await (await studio.ask("/api/v1/news")).text()
    studio.redis.isUp = false
    studio.redis.forget()
    const off = await studio.ask("/api/v1/news")
    expect([off.status, off.headers.get("x-cache"), await off.text()]).toEqual([200, "off", fresh])
    studio.redis.isUp = true
    studio.redis.forget()
    studio.database.fault = async () => new Response("away", { status: 500 })
    const hit = await studio.ask("/api/v1/news")
    expect([hit.status, hit.headers.get("x-cache"), await hit.text()]).toEqual([200, "hit", fresh])
    expect(await statusOf("/news?limit=3")).toBe(503)
  })
})
