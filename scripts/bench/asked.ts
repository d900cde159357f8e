// Which questions do pages, the API and agents ask of large tables, with which arguments? Each call draws others.
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import { listChannelReports, listSwitches } from "../../shared/db/queries/channel-reports.ts"
import type { Db } from "../../shared/db/client.ts"
import { listDuePublishing } from "../../shared/db/queries/deliveries.ts"
import { countOpenPlans, listPlansInStates, listPlansOfDays, listTroubles } from "../../shared/db/queries/desk.ts"
import { findInsight, listInsights, listInsightsMadeSince } from "../../shared/db/queries/insights.ts"
import { listSpend } from "../../shared/db/queries/ledger.ts"
import { getVitals } from "../../shared/db/queries/health.ts"
import { listCandles, listMarketHistory, listSeries } from "../../shared/db/queries/market.ts"
import { listMarkets, listQuotesBetween } from "../../shared/db/queries/markets.ts"
import { listKnownArticles, listStoriesAsOf } from "../../shared/db/queries/news.ts"
import { listDraftsOfRun, listOverduePictures } from "../../shared/db/queries/pictures.ts"
import { findPlanFile } from "../../shared/db/queries/plan-file.ts"
import { listStandingPlans, listUndecidedInsights } from "../../shared/db/queries/plans.ts"
import { listDueReadings } from "../../shared/db/queries/post-readings.ts"
import { findPost, listPosts } from "../../shared/db/queries/posts.ts"
import { listReadings } from "../../shared/db/queries/readings.ts"
import { listStuckPlans } from "../../shared/db/queries/reviews.ts"
import { listRevisedPosts, listSuccessfulPosts } from "../../shared/db/queries/revisits.ts"
import { findRun, listEventsOfRun, listInsightsOfRun, listRecentRuns, listRuns } from "../../shared/db/queries/run-reports.ts"
import { getDueWork, listEndedAgents } from "../../shared/db/queries/due-work.ts"
import { listReadingsAsOf } from "../../shared/db/queries/sentiment.ts"
import { findStory, listStories } from "../../shared/db/queries/stories.ts"
import { NOW } from "./community.ts"
import { idOf, SPACING_S } from "./studio.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ASSETS = ["BTC", "ETH", "SOL", "XRP", "ADA", "DOGE", "DOT", "LTC"] as const satisfies readonly AssetSymbol[]
const AGENTS = ["analysis", "news-scan", "market-scan", "sentiment-scan", "publishing", "analytics", "content-creation", "content-strategy"]
const CHANNELS = ["x", "telegram", "discord", "feed"] as const

/** What a call may draw. */
export type Draw = {
  /** A whole number from 1 to the number of posts. */
  readonly n: () => number
  /** A day of the last hundred, or of those in which there were posts. */
  readonly day: () => Date
  readonly pick: <T>(list: readonly T[]) => T
}

export function openDraw(random: () => number, posts: number): Draw {
  const below = (most: number) => Math.floor(random() * most)
  const days = Math.max(1, Math.min(100, Math.floor((posts * SPACING_S * 1_000) / DAY_MS)))
  return {
    n: () => 1 + below(posts),
    day: () => new Date(NOW.getTime() - below(days) * DAY_MS),
    pick: (list) => list[below(list.length)] as (typeof list)[number],
  }
}

export type Question = {
  /** Who waits for it: a reader, or an agent. */
  readonly by: "people" | "agents"
  readonly ask: (db: Db, draw: Draw) => Promise<unknown>
  /** Who may ask; the agents, where none is named. */
  readonly role?: string
  /** Why it reads more than ten times what it gives, where it does. */
  readonly why?: string
}

const momentOf = (n: number, posts: number): Date => new Date(NOW.getTime() - (posts - n) * SPACING_S * 1_000)
const ago = (ms: number): Date => new Date(NOW.getTime() - ms)
const people = (ask: Question["ask"], why?: string): Question => ({ by: "people", ask, ...(why !== undefined && { why }) })
const agents = (ask: Question["ask"], why?: string): Question => ({ by: "agents", ask, ...(why !== undefined && { why }) })

const ONE_ROW = "one row of counts and short lists"

export const questionsOfPages = (posts: number): Readonly<Record<string, Question>> => ({
  listInsights: people((db, d) => listInsights(db, { asset: d.pick(ASSETS), before: idOf("ins", d.n()), limit: 20 })),
  "listInsights, all": people((db, d) => listInsights(db, { before: idOf("ins", d.n()), limit: 20 })),
  findInsight: people((db, d) => findInsight(db, idOf("ins", d.n()))),
  listPosts: people((db, d) => {
    const n = d.n()
    return listPosts(db, { channel: d.pick(CHANNELS), before: { publishedAt: momentOf(n, posts), id: idOf("post", n) }, limit: 20 })
  }),
  "listPosts, all": people((db, d) => {
    const n = d.n()
    return listPosts(db, { before: { publishedAt: momentOf(n, posts), id: idOf("post", n) }, limit: 20 })
  }),
  findPost: people((db, d) => findPost(db, idOf("post", d.n()))),
  findPlanFile: people((db, d) => findPlanFile(db, idOf("plan", d.n())), "one row with all that belongs to a plan"),
  listRuns: people((db, d) => listRuns(db, { agent: d.pick(AGENTS), before: idOf("run", d.n()), limit: 20 })),
  "listRuns, failed": people((db, d) => listRuns(db, { state: "failed", before: idOf("run", d.n()), limit: 20 })),
  findRun: people((db, d) => findRun(db, idOf("run", d.n()))),
  listRecentRuns: people((db) => listRecentRuns(db, AGENTS, 5)),
  listEventsOfRun: people((db, d) => listEventsOfRun(db, idOf("run", d.n()))),
  listInsightsOfRun: people((db, d) => listInsightsOfRun(db, idOf("run", d.n()))),
  listPlansInStates: people((db) => listPlansInStates(db, ["waiting", "blocked"], 50)),
  listPlansOfDays: people((db, d) => {
    const from = d.day()
    return listPlansOfDays(db, [{ from, until: new Date(from.getTime() + DAY_MS) }], 40)
  }, "it gives 40 plans of a day, and how many there are: a thousand here"),
  countOpenPlans: people((db) => countOpenPlans(db), "counts: a row for each state"),
  listTroubles: people(
    (db) => listTroubles(db, { since: ago(DAY_MS), breakerFailures: 5, each: 20 }),
    "it looks for what went wrong among a day's deliveries; here nothing did",
  ),
  listChannelReports: people(
    (db) => listChannelReports(db, CHANNELS, ago(DAY_MS)),
    "counts of each channel's deliveries of a day, a thousand here",
  ),
  listSwitches: people((db) => listSwitches(db)),
  listSpend: people((db, d) => listSpend(db, d.day()), "the sums of a day, by scope; before the first spending there is none"),
  getVitals: people((db) => getVitals(db, ago(DAY_MS), 3), ONE_ROW),
  listCandles: people((db, d) => listCandles(db, d.pick(ASSETS), { since: ago(200 * DAY_MS), until: d.day(), limit: 100 })),
  listQuotesBetween: people((db, d) => listQuotesBetween(db, d.pick(ASSETS), { since: ago(200 * DAY_MS), until: d.day(), limit: 100 })),
  listMarkets: people((db) => listMarkets(db, ago(DAY_MS)), "a row for each asset, from its quotes of a day"),
  listStories: people((db, d) => listStories(db, { before: { firstSeenAt: d.day().toISOString(), id: "story_" }, limit: 20 })),
  "listStories, of an asset": people(
    (db, d) => listStories(db, { asset: d.pick(ASSETS), limit: 20 }),
    "the index by asset gives all of an asset's stories, of which the newest are kept",
  ),
  findStory: people((db, d) => findStory(db, idOf("story", 1 + (d.n() % 10_000)))),
  listReadings: people((db, d) =>
    listReadings(db, { subject: d.pick(ASSETS), source: "news", since: ago(200 * DAY_MS), until: d.day(), limit: 100 }),
  ),
})

export const questionsOfAgents: Readonly<Record<string, Question>> = {
  getDueWork: agents((db) => getDueWork(db, NOW, ago(DAY_MS), 30_000), ONE_ROW),
  listEndedAgents: agents((db, d) => listEndedAgents(db, AGENTS, d.day())),
  listInsightsMadeSince: agents((db, d) => {
    const now = d.day()
    return listInsightsMadeSince(db, now, new Date(now.getTime() - 7 * DAY_MS))
  }),
  listUndecidedInsights: agents(
    (db) => listUndecidedInsights(db, NOW, { since: ago(DAY_MS), limit: 1_000 }),
    "it looks whether each insight of a day has a verdict; here all have",
  ),
  listStandingPlans: agents((db) => listStandingPlans(db, ago(2 * DAY_MS), 10_000)),
  listStuckPlans: agents(
    (db) => listStuckPlans(db, ago(DAY_MS), NOW, 50),
    "it looks for what hangs among a day's open plans; here nothing does",
  ),
  listDraftsOfRun: agents((db, d) => listDraftsOfRun(db, idOf("run", d.n()))),
  listOverduePictures: agents((db) => listOverduePictures(db, NOW, 50), "it looks for what hangs among open plans; here nothing does"),
  listDuePublishing: agents((db) => listDuePublishing(db, NOW, new Date(NOW.getTime() + HOUR_MS)), ONE_ROW),
  listDueReadings: agents(
    (db) => listDueReadings(db, ["x", "telegram"], NOW, 500),
    "it looks which of the last posts have no reading of their age yet",
  ),
  listRevisedPosts: agents(
    (db) => listRevisedPosts(db, ago(2 * DAY_MS), 100),
    "it compares each cited row of two days' posts with what it says today; here none changed",
  ),
  listSuccessfulPosts: agents((db, d) => {
    const until = d.day()
    return listSuccessfulPosts(db, { since: new Date(until.getTime() - 7 * DAY_MS), until, bandHours: 24, leastLift: 1.5, limit: 20 })
  }, "it compares the posts of a week, seven thousand here, to find the best"),
  listMarketHistory: agents((db) => listMarketHistory(db, ASSETS, NOW), "a row for each asset, from its last candles and quotes"),
  listSeries: agents((db) => listSeries(db, ASSETS, NOW, 1_080), "a row for each asset with its candles of 45 days"),
  listReadingsAsOf: agents((db) => listReadingsAsOf(db, NOW, ago(30 * DAY_MS))),
  listStoriesAsOf: agents((db) => listStoriesAsOf(db, NOW, 24, true), "a row for each story of a day, with what tells it"),
  listKnownArticles: agents((db, d) =>
    listKnownArticles(
      db,
      Array.from({ length: 20 }, () => ({ source: "coindesk", externalId: `x${d.n() % 10_000}` })),
      NOW,
    ),
  ),
}
