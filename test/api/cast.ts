// A small studio's history, written the way the agents write it: what the API's tests and its pages are shown with.
import type { Db } from "../../shared/db/client.ts"
import { insertInsights } from "../../shared/db/queries/insights.ts"
import { type CheckedCandle, insertMarketScan, type NewQuote } from "../../shared/db/queries/market.ts"
import { insertNews, type NewArticle, type StoryRow } from "../../shared/db/queries/news.ts"
import { claimRun, failRun, finishRun } from "../../shared/db/queries/runs.ts"
import { insertReadings } from "../../shared/db/queries/sentiment.ts"
import type { InsightDraft, InsightType } from "../../shared/domain/insight.ts"
import type { SentimentReading } from "../../shared/domain/sentiment.ts"

export const NOON = new Date("2026-11-21T12:00:10.000Z")
export const HOUR = 3_600_000
export const ago = (ms: number): Date => new Date(NOON.getTime() - ms)
/** The hour that closed `hours` hours before noon opened here. */
export const opened = (hours: number): Date => new Date(Date.parse("2026-11-21T12:00:00.000Z") - hours * HOUR)

const usage = { statements: 2, rows: 40, databaseMs: 31.4, calls: 42, retries: 1, tokens: 0, microUsd: 0 }

/** A made-up price path: waves of two lengths around a start. */
export const priceAt = (start: number, hours: number): number => start * (1 + 0.02 * Math.sin(hours / 9) + 0.006 * Math.sin(hours / 2.3))

export function candlesOf(asset: string, start: number, hours: number): CheckedCandle[] {
  return Array.from({ length: hours }, (_, i) => {
    const [open, close] = [priceAt(start, i + 1), priceAt(start, i)]
    const isDisputed = i === 3
    return {
      asset,
      openTime: opened(i + 1),
      open: open.toFixed(2),
      high: (Math.max(open, close) * 1.002).toFixed(2),
      low: (Math.min(open, close) * 0.998).toFixed(2),
      close: close.toFixed(2),
      volume: (100 + 20 * Math.sin(i)).toFixed(4),
      source: "binance",
      agreement: isDisputed ? ("disputed" as const) : ("agreed" as const),
      secondSource: "kraken",
      secondClose: (close * (isDisputed ? 1.02 : 1.0001)).toFixed(2),
      deviationBps: isDisputed ? "200" : "1",
    }
  })
}

const quote = (asset: string, price: number, over: Partial<NewQuote> = {}): NewQuote => ({
  asset,
  price: price.toFixed(2),
  volume24h: "25000.5",
  changePct24h: "-1.25",
  closedAt: ago(1_000),
  source: "binance",
  agreement: "agreed",
  secondSource: "kraken",
  secondPrice: price.toFixed(2),
  deviationBps: "0.4",
  state: "live",
  ...over,
})

export const STORY = "story_0123456789abcdef"
const HOSTILE = "</title><script>alert('x')</script> Bitcoin \"fund\" & ETF <img src=x onerror=alert(1)>"

const story = (id: string, hoursAgo: number, over: Partial<StoryRow> = {}): StoryRow => ({
  id,
  title: "Bitcoin fund sees record inflow",
  assets: ["BTC"],
  polarity: 0.5,
  sources: ["coindesk"],
  firstSeenAt: ago(hoursAgo * HOUR),
  lastSeenAt: ago(hoursAgo * HOUR),
  ...over,
})

const article = (source: string, storyId: string, over: Partial<NewArticle> = {}): NewArticle => ({
  source,
  externalId: `${source}-${storyId}`,
  url: `https://${source}.example/${storyId}`,
  title: "Bitcoin fund sees record inflow",
  summary: "A summary.",
  publishedAt: ago(2 * HOUR),
  assets: ["BTC"],
  polarity: 0.5,
  storyId,
  ...over,
})

export const news = {
  stories: [
    story(STORY, 1, { sources: ["coindesk", "decrypt"] }),
    story("story_hostile0000000", 2, { title: HOSTILE, polarity: -0.8, assets: ["BTC", "ETH"] }),
    ...Array.from({ length: 24 }, (_, i) =>
      story(`story_filler${String(i).padStart(8, "0")}`, 3 + i, { title: `Story ${i}`, assets: i % 2 === 0 ? ["ETH"] : [], polarity: 0 }),
    ),
  ],
  articles: [
    article("coindesk", STORY),
    article("decrypt", STORY, { publishedAt: null }),
    article("decrypt", "story_hostile0000000", { title: HOSTILE, url: "javascript:alert(1)" }),
  ],
  sources: [{ source: "theblock", failure: "upstream-unavailable", etag: null, lastModified: null }],
}

export const readings: SentimentReading[] = [
  ...Array.from({ length: 5 }, (_, i): SentimentReading => ({
    source: "fear-greed",
    subject: "MARKET",
    observedAt: new Date(Date.parse("2026-11-21T00:00:00Z") - i * 24 * HOUR),
    value: String(60 - 7 * i),
    count: 1,
  })),
  ...["MARKET", "BTC", "ETH"].map((subject): SentimentReading => ({
    source: "news",
    subject,
    observedAt: ago(0),
    value: "0.125",
    count: 8,
  })),
]

const TYPES: InsightType[] = ["breakout", "volume_spike", "news_impact", "technical_pattern", "sentiment_shift"]

export function draft(hoursAgo: number, over: Partial<InsightDraft> = {}): InsightDraft {
  const madeAt = ago(hoursAgo * HOUR)
  const deadline = new Date(Date.parse("2026-11-21T12:00:00.000Z") + (24 - hoursAgo) * HOUR).toISOString()
  const asset = hoursAgo % 2 === 0 ? "BTC" : "ETH"
  const start = asset === "BTC" ? 64_000 : 3_100
  const close = priceAt(start, hoursAgo).toFixed(2)
  return {
    asset,
    type: TYPES[hoursAgo % TYPES.length] ?? "breakout",
    direction: "up",
    headline: `${asset} closed above its highest close of 7 days on twice the usual volume`,
    madeAt: madeAt.toISOString(),
    probability: 0.62,
    horizonHours: 24,
    deadline,
    statement: { kind: "close_above", asset, level: (start * 1.012).toFixed(2), at: deadline },
    statementText: `The hourly candle of ${asset} that closes at ${deadline.slice(0, 16).replace("T", " ")} UTC closes above ${(start * 1.012).toFixed(2)} USD.`,
    reasons: [
      { measure: "move", value: 2.31, unit: "sigma", text: "The last hour moved 2.3 times as far as usual for this hour.", evidence: [0] },
      { measure: "volume", value: 2.1, unit: "ratio", text: "Volume was 2.1 times the median of the same hour.", evidence: [1] },
      { measure: "tone", value: 0.5, unit: "polarity", text: "Two sources carry a story with a good tone.", evidence: [2, 3] },
    ],
    evidence: [
      {
        kind: "candle",
        ref: `${asset}/${opened(hoursAgo + 1).toISOString()}`,
        label: `${asset} close of the hour`,
        value: close,
        unit: "usd",
        observedAt: opened(hoursAgo).toISOString(),
        source: "binance",
      },
      {
        kind: "quote",
        ref: `${asset}/${ago(0).toISOString()}`,
        label: `${asset} traded in 24 hours`,
        value: "25000.5",
        unit: "asset_units",
        observedAt: ago(0).toISOString(),
        source: "binance",
      },
      {
        kind: "story",
        ref: STORY,
        label: "Bitcoin fund sees record inflow",
        value: "0.5",
        unit: "polarity",
        observedAt: ago(HOUR).toISOString(),
        source: "2 sources",
      },
      {
        kind: "sentiment",
        ref: "fear-greed/MARKET/2026-11-21T00:00:00.000Z",
        label: "fear and greed index",
        value: "60",
        unit: "score",
        observedAt: "2026-11-21T00:00:00.000Z",
        source: "fear-greed",
      },
    ],
    ...over,
  }
}

/** A run of that agent for the slot `hoursAgo`, ended as told. Gives its id. */
async function run(db: Db, agent: string, hoursAgo: number, end: "succeeded" | "dead" | "running", output: unknown = {}): Promise<string> {
  const slot = opened(hoursAgo)
  const now = new Date(slot.getTime() + 5_000)
  const claim = await claimRun(db, {
    agent,
    key: `${agent}:${slot.toISOString()}`,
    slot,
    trigger: "schedule",
    input: { slot: slot.toISOString() },
    now,
    leaseMs: 60_000,
    maxAttempts: 5,
  })
  if (claim.answer !== "claimed") throw new Error(`the run of ${agent} was ${claim.answer}`)
  const ended = { id: claim.id, attempt: 1, now: new Date(now.getTime() + 2_345), wallMs: 2_345.6, usage }
  if (end === "succeeded") await finishRun(db, { ...ended, agent, output, emits: [] })
  if (end === "dead")
    await failRun(db, { ...ended, state: "dead", retryAt: null, code: "upstream-unavailable", detail: "kraken: does not answer." })
  return claim.id
}

export type Cast = {
  readonly runs: { readonly scan: string; readonly dead: string; readonly analysis: string; readonly open: string }
  readonly insights: readonly string[]
}

/** Fills an empty database; `db` is the agents'. */
export async function seed(db: Db): Promise<Cast> {
  await insertMarketScan(
    db,
    {
      candles: [...candlesOf("BTC", 64_000, 200), ...candlesOf("ETH", 3_100, 200), ...candlesOf("SOL", 140, 60)],
      quotes: [
        quote("BTC", 64_000),
        quote("ETH", 3_100, { agreement: "disputed", deviationBps: "210.5", changePct24h: "4.2" }),
        quote("SOL", 140, {
          agreement: "single",
          secondSource: null,
          secondPrice: null,
          deviationBps: null,
          state: "halted",
          changePct24h: null,
          closedAt: null,
        }),
      ],
      sources: [{ source: "binance", failure: null, etag: null, lastModified: null }],
    },
    NOON,
  )
  for (const minute of [0, 1, 2])
    await insertNews(db, { ...news, ...(minute < 2 ? { stories: [], articles: [] } : {}) }, new Date(NOON.getTime() + minute))
  await insertReadings(db, readings, [], NOON)
  const scan = await run(db, "market-scan", 2, "succeeded", { candles: 460, checked: 0, quotes: 3, disputed: 1, failedSources: [] })
  const dead = await run(db, "news-scan", 2, "dead")
  const analysis = await run(db, "analysis", 1, "succeeded", { assets: 3, stories: 26, insights: [] })
  const open = await run(db, "market-scan", 0, "running")
  const insights = await insertInsights(
    db,
    Array.from({ length: 25 }, (_, i) => draft(i + 1)),
    analysis,
  )
  return { runs: { scan, dead, analysis, open }, insights }
}
