import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { findInsight, insertInsights, listInsights, listInsightsMadeSince } from "../../shared/db/queries/insights.ts"
import {
  type CheckedCandle,
  insertMarketScan,
  listCandles,
  listMarketHistory,
  listSeries,
  type NewQuote,
} from "../../shared/db/queries/market.ts"
import { insertNews, listKnownArticles, listStoriesAsOf, type NewArticle, type StoryRow } from "../../shared/db/queries/news.ts"
import { insertReadings, listReadingsAsOf } from "../../shared/db/queries/sentiment.ts"
import { listSourceStates } from "../../shared/db/queries/sources.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import type { InsightDraft } from "../../shared/domain/insight.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const HOUR = 3_600_000
const later = (ms: number) => new Date(NOON.getTime() + ms)

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.postgres.exec(
    "TRUNCATE runs, events, candles, quotes, news_stories, news_articles, sentiment_readings, insights, evidence, source_states CASCADE",
  ),
)

const candle = (over: Partial<CheckedCandle> = {}): CheckedCandle => ({
  asset: "BTC",
  openTime: later(-HOUR),
  open: "64000.1",
  high: "64500",
  low: "63900.25",
  close: "64400.123456789012345678",
  volume: "1234.5",
  source: "binance",
  agreement: "agreed",
  secondSource: "kraken",
  secondClose: "64410",
  deviationBps: "1.53",
  ...over,
})
const single = { agreement: "single", secondSource: null, secondClose: null, deviationBps: null } as const
const quote = (over: Partial<NewQuote> = {}): NewQuote => ({
  asset: "BTC",
  price: "64401.5",
  volume24h: "25000",
  changePct24h: "-1.25",
  closedAt: NOON,
  source: "binance",
  agreement: "single",
  secondSource: null,
  secondPrice: null,
  deviationBps: null,
  state: "live",
  ...over,
})
const scan = (over: Partial<Parameters<typeof insertMarketScan>[1]>, now = NOON) =>
  insertMarketScan(database.db(), { candles: [], quotes: [], sources: [], ...over }, now)

describe("insertMarketScan", () => {
  it("stores candles, quotes and the state of sources in one statement, and twice is once", async () => {
    const what = {
      candles: [candle(), candle({ asset: "ETH" })],
      quotes: [quote()],
      sources: [{ source: "kraken", failure: "upstream-unavailable", etag: null, lastModified: null }],
    }
    const before = database.statements.length
    expect(await scan(what)).toEqual({ candles: 2, checked: 0, quotes: 1 })
    expect(database.statements.length - before).toBe(1)
    expect(await scan(what)).toEqual({ candles: 0, checked: 0, quotes: 0 })
    expect(await listSourceStates(database.db("studio_api"), ["kraken"])).toMatchObject([
      { consecutiveFailures: 1, failureCode: "upstream-unavailable" },
    ])
  })

  it("keeps every digit of a price", async () => {
    await scan({ candles: [candle()] })
    const [row] = await listCandles(database.db("studio_api"), "BTC", { since: later(-2 * HOUR), until: NOON, limit: 10 })
    expect(row).toMatchObject({ close: "64400.123456789012345678", openTime: later(-HOUR), knownAt: NOON })
  })

  it("lets a second source confirm a single candle once, and never changes the prices", async () => {
    await scan({ candles: [candle(single)] })
    expect(await scan({ candles: [candle({ close: "1", low: "1", agreement: "disputed" })] }, later(HOUR))).toMatchObject({
      candles: 0,
      checked: 1,
    })
    expect(await scan({ candles: [candle({ agreement: "agreed" })] }, later(2 * HOUR))).toMatchObject({ candles: 0, checked: 0 })
    const [row] = await listCandles(database.db("studio_api"), "BTC", { since: later(-HOUR), until: NOON, limit: 1 })
    expect(row).toMatchObject({
      agreement: "disputed",
      secondSource: "kraken",
      close: "64400.123456789012345678",
      knownAt: NOON,
      checkedAt: later(HOUR),
    })
  })

  it("takes the preferred source's word as the second where the other one had come first", async () => {
    await scan({ candles: [candle({ ...single, source: "kraken" })] })
    await scan({ candles: [candle()] }, later(HOUR))
    const [row] = await listCandles(database.db("studio_api"), "BTC", { since: later(-HOUR), until: NOON, limit: 1 })
    expect(row).toMatchObject({ source: "kraken", secondSource: "binance", agreement: "agreed", secondClose: "64400.123456789012345678" })
  })

  it("counts failures in a row and forgets them at the first answer, keeping the validators of the last good one", async () => {
    const report = (failure: string | null, etag: string | null) => ({
      sources: [{ source: "coindesk", failure, etag, lastModified: null }],
    })
    await scan(report(null, '"v1"'), NOON)
    await scan(report("upstream-unavailable", null), later(1))
    await scan(report("upstream-unavailable", null), later(2))
    await scan(report("upstream-unavailable", null), later(2))
    const states = () => listSourceStates(database.db("studio_api"), ["coindesk"])
    expect(await states()).toMatchObject([{ consecutiveFailures: 2, etag: '"v1"', lastOkAt: NOON, lastFailureAt: later(2) }])
    await scan(report(null, '"v2"'), later(3))
    expect(await states()).toMatchObject([{ consecutiveFailures: 0, etag: '"v2"', failureCode: null }])
  })

  it("refuses a candle whose range does not hold its close, and stores nothing of that scan", async () => {
    await expect(scan({ candles: [candle({ asset: "ETH" }), candle({ high: "1" })] })).rejects.toMatchObject({
      cause: { code: "bug", context: { sqlState: "23514" } },
    })
    expect(await database.rows("SELECT count(*) FROM candles")).toEqual([["0"]])
  })
})

describe("listMarketHistory", () => {
  it("gives each asset's newest candle, its unconfirmed hours and its last quotes, as known at the moment", async () => {
    await scan(
      {
        candles: [candle({ openTime: later(-3 * HOUR) }), candle({ ...single, openTime: later(-2 * HOUR) })],
        quotes: [quote({ price: "1" })],
      },
      later(-HOUR),
    )
    await scan({ candles: [candle()], quotes: [quote({ price: "2" })] }, later(HOUR))
    const [btc, sol] = await listMarketHistory(database.db(), ["BTC", "SOL"], NOON)
    expect(btc).toEqual({
      asset: "BTC",
      lastOpenTime: later(-2 * HOUR),
      singles: [later(-2 * HOUR)],
      quotes: [{ price: 1, observedAt: later(-HOUR), volume24h: 25000 }],
    })
    expect(sol).toEqual({ asset: "SOL", lastOpenTime: null, singles: [], quotes: [] })
  })
})

describe("listSeries", () => {
  it("gives arrays of one length, oldest first, with the last candle as stored", async () => {
    await scan({ candles: [candle(), candle({ openTime: later(-2 * HOUR), close: "63950.5" })], quotes: [quote({ state: "halted" })] })
    const [row] = await listSeries(database.db(), ["BTC", "ETH"], NOON, 24)
    expect(row).toMatchObject({
      asset: "BTC",
      openTimes: [later(-2 * HOUR).getTime(), later(-HOUR).getTime()],
      close: [63950.5, 64400.12345678901],
      last: { close: "64400.123456789012345678", volume: "1234.5", agreement: "agreed", source: "binance" },
      state: "halted",
    })
  })

  it("leaves out an hour that is known to be disputed, but tells of the last one that it is", async () => {
    const disputed = (hours: number) => candle({ openTime: later(-hours * HOUR), agreement: "disputed", deviationBps: "900" })
    await scan({ candles: [candle({ openTime: later(-4 * HOUR) }), disputed(3), candle({ openTime: later(-2 * HOUR) }), disputed(1)] })
    const [row] = await listSeries(database.db(), ["BTC"], NOON, 24)
    expect(row?.openTimes).toEqual([4, 2, 1].map((hours) => later(-hours * HOUR).getTime()))
    expect(row?.last).toMatchObject({ agreement: "disputed" })
  })

  it("leaves out no hour before the second source's word was known", async () => {
    const early = later(-2 * HOUR)
    await scan({ candles: [4, 3].map((hours) => candle({ ...single, openTime: later(-hours * HOUR) })) }, early)
    await scan({ candles: [candle({ openTime: later(-4 * HOUR), agreement: "disputed" })] }, NOON)
    expect((await listSeries(database.db(), ["BTC"], early, 24))[0]?.openTimes).toHaveLength(2)
    expect((await listSeries(database.db(), ["BTC"], NOON, 24))[0]?.openTimes).toHaveLength(1)
  })

  it("knows nothing that became known later: neither a candle, nor a second source's word, nor a quote", async () => {
    await scan({ candles: [candle({ ...single, openTime: later(-2 * HOUR) })], quotes: [quote()] }, later(-HOUR))
    const asOf = () => listSeries(database.db(), ["BTC"], later(-HOUR), 24)
    const earlier = await asOf()
    await scan(
      { candles: [candle({ openTime: later(-2 * HOUR), agreement: "disputed" }), candle()], quotes: [quote({ state: "halted" })] },
      NOON,
    )
    expect(await asOf()).toEqual(earlier)
    expect(earlier[0]?.last.agreement).toBe("single")
  })
})

const story = (over: Partial<StoryRow> = {}): StoryRow => ({
  id: "story_0123456789abcdef",
  title: "Bitcoin fund sees record inflow",
  assets: ["BTC"],
  polarity: 0.5,
  sources: ["coindesk"],
  firstSeenAt: NOON,
  lastSeenAt: NOON,
  ...over,
})
const article = (over: Partial<NewArticle> = {}): NewArticle => ({
  source: "coindesk",
  externalId: "https://example.test/1",
  url: "https://example.test/1",
  title: "Bitcoin fund sees record inflow",
  summary: "It's <b>big</b>; '); DROP TABLE runs; --",
  publishedAt: NOON,
  assets: ["BTC"],
  polarity: 0.5,
  storyId: "story_0123456789abcdef",
  ...over,
})

describe("news", () => {
  it("stores articles with their story in one statement, and the same article once", async () => {
    const news = {
      articles: [article(), article({ source: "decrypt", externalId: "x", publishedAt: null, polarity: -0.1, assets: ["ETH"] })],
      stories: [story({ sources: ["coindesk", "decrypt"] })],
      sources: [],
    }
    const before = database.statements.length
    expect(await insertNews(database.db(), news, NOON)).toBe(2)
    expect(database.statements.length - before).toBe(1)
    expect(await insertNews(database.db(), news, later(HOUR))).toBe(0)
    expect(
      await listKnownArticles(
        database.db(),
        [
          { source: "coindesk", externalId: "https://example.test/1" },
          { source: "decrypt", externalId: "https://example.test/1" },
        ],
        later(1),
      ),
    ).toEqual([{ source: "coindesk", externalId: "https://example.test/1" }])
    expect(await listKnownArticles(database.db(), [], later(1))).toEqual([])
  })

  it("counts only the witnesses that were known at the moment", async () => {
    await insertNews(database.db(), { articles: [article()], stories: [story()], sources: [] }, NOON)
    await insertNews(
      database.db(),
      {
        articles: [article({ source: "decrypt", externalId: "x", polarity: -0.5, assets: ["ETH"] })],
        stories: [story({ sources: ["coindesk", "decrypt"], lastSeenAt: later(HOUR) })],
        sources: [],
      },
      later(HOUR),
    )
    const [at1] = await listStoriesAsOf(database.db(), later(60_000), 24, true)
    expect(at1).toMatchObject({ witnesses: 1, polarity: 0.5, assets: ["BTC"], sources: ["coindesk"] })
    const [at2] = await listStoriesAsOf(database.db(), later(2 * HOUR), 24, true)
    expect(at2).toMatchObject({ witnesses: 2, polarity: 0, assets: ["BTC", "ETH"], lastSeenAt: later(HOUR) })
    expect(await listStoriesAsOf(database.db(), NOON, 24, false)).toEqual([])
    expect(await listStoriesAsOf(database.db(), later(26 * HOUR), 24, true)).toEqual([])
  })
})

describe("sentiment", () => {
  it("stores a reading of one subject, source and moment once, and gives what was known", async () => {
    const reading = { source: "fear-greed", subject: "MARKET", observedAt: later(-12 * HOUR), value: "55", count: 1 } as const
    expect(await insertReadings(database.db(), [reading, { ...reading, source: "news", value: "0.25", count: 7 }], [], NOON)).toBe(2)
    expect(await insertReadings(database.db(), [{ ...reading, value: "99" }], [], later(1))).toBe(0)
    const rows = await listReadingsAsOf(database.db(), NOON, later(-24 * HOUR))
    expect(rows.map((row) => [row.source, row.value, row.count])).toEqual([
      ["fear-greed", "55", 1],
      ["news", "0.25", 7],
    ])
    expect(await listReadingsAsOf(database.db(), later(-1), later(-24 * HOUR))).toEqual([])
  })
})

const draft = (over: Partial<InsightDraft> = {}): InsightDraft => ({
  asset: "BTC",
  type: "breakout",
  direction: "up",
  headline: "Bitcoin leaves its three-day range upward",
  madeAt: NOON.toISOString(),
  probability: 0.6125,
  horizonHours: 24,
  deadline: later(24 * HOUR).toISOString(),
  statement: { kind: "close_above", asset: "BTC", level: "64000", at: later(24 * HOUR).toISOString() },
  statementText: "BTC closes above 64,000 USD",
  reasons: [{ measure: "move", value: 3.2, unit: "sigma", text: "It moved 3.2 sigma.", evidence: [0] }],
  evidence: [
    {
      kind: "candle",
      ref: "BTC/2026-11-21T11:00:00.000Z",
      label: "close",
      value: "64400.1",
      unit: "usd",
      observedAt: NOON.toISOString(),
      source: "binance",
    },
    {
      kind: "candle",
      ref: "BTC/2026-11-21T10:00:00.000Z",
      label: "close",
      value: "63000",
      unit: "usd",
      observedAt: NOON.toISOString(),
      source: "binance",
    },
  ],
  ...over,
})

async function newRun(): Promise<string> {
  const claim = await claimRun(database.db(), {
    agent: "analysis",
    key: `analysis:${Math.random()}`,
    slot: null,
    trigger: "schedule",
    input: {},
    now: NOON,
    leaseMs: 1,
    maxAttempts: 1,
  })
  return claim.answer === "claimed" ? claim.id : ""
}

describe("insights", () => {
  it("stores an insight with its evidence in order, in one statement, and twice is once", async () => {
    const run = await newRun()
    const before = database.statements.length
    const ids = await insertInsights(database.db(), [draft(), draft({ asset: "ETH" })], run)
    expect(database.statements.length - before).toBe(1)
    expect(await insertInsights(database.db(), [draft(), draft({ asset: "ETH" })], run)).toEqual(ids)
    const found = await findInsight(database.db("studio_api"), ids[0] ?? "")
    expect(found).toMatchObject({ asset: "BTC", probability: "0.6125", runId: run, statement: draft().statement })
    expect(found?.evidence.map((row) => row.value)).toEqual(["64400.1", "63000"])
    expect(await database.rows("SELECT (SELECT count(*) FROM insights), (SELECT count(*) FROM evidence)")).toEqual([["2", "4"]])
  })

  it("names the exchange that a cited candle itself came from, whatever the newest one's is", async () => {
    await scan({ candles: [candle({ ...single, source: "kraken" }), candle({ openTime: later(-2 * HOUR) })] })
    const [id] = await insertInsights(database.db(), [draft()], await newRun())
    const found = await findInsight(database.db("studio_api"), id ?? "")
    expect(found?.evidence.map((row) => [row.ref, row.source])).toEqual([
      ["BTC/2026-11-21T11:00:00.000Z", "kraken"],
      ["BTC/2026-11-21T10:00:00.000Z", "binance"],
    ])
  })

  it("gives null for an insight that isn't there", async () => {
    expect(await findInsight(database.db("studio_api"), "ins_0000000000")).toBeNull()
  })

  it("pages newest first, filters, and tells the cool-down only what was made before the moment", async () => {
    const run = await newRun()
    await insertInsights(
      database.db(),
      [draft({ madeAt: later(-HOUR).toISOString() }), draft(), draft({ asset: "ETH", type: "volume_spike" })],
      run,
    )
    const all = await listInsights(database.db("studio_api"), { limit: 10 })
    expect(all).toHaveLength(3)
    expect(all.at(-1)?.madeAt).toEqual(later(-HOUR))
    expect(await listInsights(database.db("studio_api"), { limit: 10, before: all[1]?.id })).toHaveLength(1)
    expect(await listInsights(database.db("studio_api"), { limit: 10, asset: "ETH", type: "volume_spike" })).toHaveLength(1)
    expect((await listInsightsMadeSince(database.db(), NOON, later(-24 * HOUR))).map((row) => row.madeAt)).toEqual([later(-HOUR)])
  })
})
