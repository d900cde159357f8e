// Every question to the database: its SQL, for a reviewer to read, and the indexes that answer it when the tables are large.
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Db } from "../../shared/db/client.ts"
import { q } from "./all-questions.ts"
import { fill } from "./fill-everything.ts"
import { LARGE } from "./fill-posts.ts"
import {
  ASSETS,
  byOperator,
  LATER,
  NOW,
  account,
  consent,
  request,
  SINCE,
  WEEK,
  booking,
  DAY,
  candidates,
  draft,
  drawn,
  ended,
  illustrated,
  inboxEvent,
  insight,
  modelReply,
  note,
  offer,
  partOf,
  newKey,
  policyStep,
  policyWindow,
  postReading,
  sentMessage,
  WEBHOOK,
  rotation,
  scoring,
  study,
  word,
} from "./question-samples.ts"
import { openDatabase, type Statement, type TestDatabase } from "./database.ts"
import { NAMED_INDEXES, type Shown, writePage } from "./named-indexes.ts"
import { planOf, rowsRead, rowsReturned, shapeOf } from "./plan-shapes.ts"

/** Some questions are only ingest's to ask. */
const front = () => database.db("studio_ingest")

/** How each question is asked; a new one is added here, and its SQL appears in the snapshot. */
const ASKED: Record<string, (db: Db) => Promise<unknown>> = {
  explainScore: (db) => q.explainScore(db, 501),
  insertOffers: (db) => q.insertOffers(db, [offer], { id: "run_0000000500", now: NOW }),
  listCandidates: (db) => q.listCandidates(db, candidates),
  rescoreAll: (db) => q.rescoreAll(db, { ...scoring, now: LATER }),
  rescoreChanged: (db) => q.rescoreChanged(db, { ...scoring, runId: "run_0000000501", now: NOW }),
  findApiKey: () => q.findApiKey(front(), "0".repeat(64), NOW),
  insertApiKey: () => q.insertApiKey(front(), newKey, byOperator),
  countInbox: (db) => q.countInbox(db, { limit: 10, now: NOW }),
  listInbox: (db) => q.listInbox(db, 10),
  partRefused: (db) => q.partRefused(db, "inb_0000000500", { detail: "x", now: NOW }),
  findPersonRequest: (db) => q.findPersonRequest(db, "evt_0000000500"),
  forgetPerson: (db) => q.forgetPerson(db, account, request),
  linkPeople: (db) => q.linkPeople(db, { a: account, b: { platform: "telegram", id: "77" }, how: "x", at: NOW.toISOString() }, request),
  setConsent: (db) => q.setConsent(db, consent, request),
  unlinkPerson: (db) => q.unlinkPerson(db, account, request),
  insertInbox: () => q.insertInbox(front(), { source: "forum", events: [inboxEvent], now: NOW }),
  listApiKeys: () => q.listApiKeys(front(), 200),
  replayAside: () => q.replayAside(front(), ["asd_0000000000", "asd_0000000001"], { actor: "operator key", now: NOW }),
  rotateApiKey: () => q.rotateApiKey(front(), rotation, byOperator),
  revokeApiKey: () => q.revokeApiKey(front(), newKey.id, byOperator),
  findEngagedPerson: (db) => q.findEngagedPerson(db, 500),
  getInboxDepth: (db) => q.getInboxDepth(db, 1_000),
  getKpis: (db) => q.getKpis(db, NOW),
  listAudienceDays: (db) => q.listAudienceDays(db, 30, "2026-11-20"),
  listBestPosts: (db) => q.listBestPosts(db, { since: SINCE, limit: 10 }),
  listEventsAside: (db) => q.listEventsAside(db, 50),
  listMostEngaged: (db) => q.listMostEngaged(db, 100),
  listMostViewedPosts: (db) => q.listMostViewedPosts(db, { since: SINCE, limit: 10 }),
  listNewestPosts: (db) => q.listNewestPosts(db, 100),
  getGauges: (db) => q.getGauges(db, NOW),
  listRunHours: (db) => q.listRunHours(db, { since: SINCE, until: NOW }),
  listRunStats: (db) => q.listRunStats(db, { since: SINCE, until: NOW }),
  listRunStatsByPeriod: (db) => q.listRunStatsByPeriod(db, { since: SINCE, until: NOW }),
  listTopicDays: (db) => q.listTopicDays(db, NOW),
  summarisePosts: (db) => q.summarisePosts(db, { since: WEEK.since, until: NOW }),
  bookSpend: (db) => q.bookSpend(db, booking, { all: 100 }, NOW),
  cancelDelivery: (db) => q.cancelDelivery(db, "dlv_0000000500", NOW),
  claimDelivery: (db) => q.claimDelivery(db, { id: "dlv_0000000500", now: NOW, leaseUntil: LATER }),
  createDelivery: (db) => q.createDelivery(db, { id: "dlv_0000000000", draftId: "draft_0000000500", payload: {}, parts: 1, now: NOW }),
  expireDelivery: (db) => q.expireDelivery(db, "dlv_0000000500", { now: NOW, settleMs: 1, mostTries: 8 }),
  findApproved: (db) => q.findApproved(db, "draft_0000000500", NOW),
  findDelivery: (db) => q.findDelivery(db, "dlv_0000000500"),
  findTokens: (db) => q.findTokens(db, "x"),
  listDuePublishing: (db) => q.listDuePublishing(db, NOW, LATER),
  listSpend: (db) => q.listSpend(db, NOW),
  markRemoved: (db) => q.markRemoved(db, "post_0000000500", NOW),
  noteChannelOutcome: (db) => q.noteChannelOutcome(db, "x", null, NOW),
  noteSending: (db) => q.noteSending(db, partOf, note, NOW),
  noteSettling: (db) => q.noteSettling(db, partOf, note, NOW),
  passEgress: (db) =>
    q.passEgress(
      db,
      { channel: "x", agent: "publishing", price: booking, caps: { all: 100 }, now: NOW },
      { id: "dlv_0000000500", attempt: 1, part: 0, leaseUntil: LATER },
    ),
  replaceTokens: (db) => q.replaceTokens(db, "x", "sealed", 1, NOW),
  resumeDelivery: (db) => q.resumeDelivery(db, "dlv_0000000500", NOW),
  storeReceipt: (db) =>
    q.storeReceipt(db, partOf, { receipt: { id: "1", url: null, at: NOW.toISOString() }, restMs: 0, leaseUntil: LATER, now: NOW }),
  attachPicture: (db) => q.attachPicture(db, illustrated, drawn, { runId: "run_0000000001", now: NOW }),
  buryRun: (db) => q.buryRun(db, "analysis:x", NOW, "given up"),
  claimRun: (db) =>
    q.claimRun(db, {
      agent: "analysis",
      key: "analysis:x",
      slot: NOW,
      trigger: "schedule",
      input: {},
      now: NOW,
      leaseMs: 1,
      maxAttempts: 3,
      tuned: true,
    }),
  countOpenPlans: (db) => q.countOpenPlans(db),
  countSignIn: () => q.countSignIn(front(), { addressHash: "0".repeat(64), now: NOW }, { perAddress: 5, inAll: 50, windowMs: 900_000 }),
  decideByButton: () => q.decideByButton(front(), word, { secretHash: "0".repeat(64), person: "1", updateId: 1 }),
  decideDrafts: () => q.decideDrafts(front(), word, [{ draftId: "draft_0000000500", hash: "0".repeat(64) }]),
  expirePlans: (db) => q.expirePlans(db, SINCE),
  failRun: (db) => q.failRun(db, { ...ended, state: "failed", retryAt: null, code: "bug", detail: "x" }),
  findButton: () => q.findButton(front(), "0".repeat(64)),
  findEditBase: () => q.findEditBase(front(), "draft_0000000500"),
  findInsight: (db) => q.findInsight(db, "ins_0000000500"),
  findMediaOfSpec: (db) => q.findMediaOfSpec(db, "0".repeat(64)),
  findModelReply: (db) => q.findModelReply(db, "analysis:x", "0".repeat(64)),
  findPictureOrder: (db) => q.findPictureOrder(db, "draft_0000000500", NOW),
  findLacking: (db) => q.findLacking(db),
  findPlanFile: (db) => q.findPlanFile(db, "plan_0000000500"),
  findInsightPlace: (db) => q.findInsightPlace(db, "ins_0000000500"),
  findNextCandleAsset: (db) => q.findNextCandleAsset(db, "BTC"),
  findNextQuoteAsset: (db) => q.findNextQuoteAsset(db, "BTC"),
  findPostPlace: (db) => q.findPostPlace(db, "post_0000000500"),
  listCandleLines: (db) => q.listCandleLines(db, "BTC", { since: SINCE, until: NOW, limit: 1_500 }),
  listQuoteLines: (db) => q.listQuoteLines(db, "BTC", { since: SINCE, limit: 1_500 }),
  listReadingLines: (db) => q.listReadingLines(db, { after: [SINCE.toISOString(), "BTC", "news"], limit: 1_500 }),
  findPost: (db) => q.findPost(db, "post_0000000500"),
  findReview: (db) => q.findReview(db, "draft_0000000500", NOW),
  findRun: (db) => q.findRun(db, "run_0000000500"),
  findWritingOrder: (db) => q.findWritingOrder(db, { planId: "plan_0000000500", draftId: null, now: NOW, since: SINCE, texts: 500 }),
  findSession: () => q.findSession(front(), "0".repeat(64), NOW),
  findStory: (db) => q.findStory(db, "story_0000000500"),
  finishRun: (db) => q.finishRun(db, { ...ended, agent: "analysis", output: {}, emits: [] }),
  getDueWork: (db) => q.getDueWork(db, NOW, SINCE, 30_000),
  getVitals: (db) => q.getVitals(db, SINCE, 3),
  insertCommand: (db) =>
    q.insertCommand(db, { name: "command.run-now", source: "operator", externalId: "1", data: {}, now: NOW }, "operator"),
  insertDraft: (db) => q.insertDraft(db, draft, { state: "waiting", runId: "run_0000000001", now: NOW }),
  insertEdit: () =>
    q.insertEdit(front(), {
      draftId: "draft_0000000500",
      hash: undefined,
      title: null,
      parts: ["y"],
      scheduledAt: null,
      actor: "operator key",
      now: NOW,
    }),
  insertFailedSignIn: () => q.insertFailedSignIn(front(), { addressHash: "0".repeat(64), now: NOW }),
  insertInsights: (db) => q.insertInsights(db, [insight], "run_0000000001"),
  insertMarketScan: (db) => q.insertMarketScan(db, { candles: [], quotes: [], sources: [] }, NOW),
  insertModelReply: (db) => q.insertModelReply(db, modelReply, NOW),
  insertNews: (db) => q.insertNews(db, { articles: [], stories: [], sources: [] }, NOW),
  insertPlans: (db) => q.insertPlans(db, { plans: [], verdicts: [] }, { id: "run_0000000500", now: NOW }),
  insertPlainVersions: (db) =>
    q.insertPlainVersions(db, [{ fromId: "draft_0000000500", id: "draft_0000000001", format: "single", note: "x", hash: "0".repeat(64) }], {
      runId: "run_0000000001",
      now: NOW,
    }),
  insertPostReadings: (db) => q.insertPostReadings(db, [postReading], NOW),
  insertReadings: (db) => q.insertReadings(db, [], [], NOW),
  insertReviewRequest: (db) =>
    q.insertReviewRequest(db, { draftId: "draft_0000000500", person: "1", secretHash: "0".repeat(64), now: NOW }),
  insertSession: () => q.insertSession(front(), { addressHash: "0".repeat(64), now: NOW, tokenHash: "1".repeat(64), expiresAt: LATER }),
  insertSettlement: () =>
    q.insertSettlement(front(), { id: "dlv_0000000500", part: 0, answer: { kind: "give-up" } }, { actor: "operator key", now: NOW }),
  insertStudy: (db) => q.insertStudy(db, study, { runId: "run_0000000500", now: NOW, coverage: 0.8 }),
  judgeDraft: (db) => q.judgeDraft(db, draft, { state: "waiting" }),
  listCandles: (db) => q.listCandles(db, "BTC", { since: SINCE, until: NOW, limit: 100 }),
  listDraftsOfRun: (db) => q.listDraftsOfRun(db, "run_0000000500"),
  listDueReadings: (db) => q.listDueReadings(db, ["x"], NOW, 500),
  listChannelReports: (db) => q.listChannelReports(db, ["x", "telegram", "discord", "feed"], SINCE),
  listEndedAgents: (db) => q.listEndedAgents(db, ["market-scan", "news-scan"], NOW),
  listEventsOfRun: (db) => q.listEventsOfRun(db, "run_0000000500"),
  listFindings: (db) => q.listFindings(db, 50),
  listForecasts: (db) => q.listForecasts(db, { period: "day", model: "weekday-level", limit: 50 }),
  listInsights: (db) => q.listInsights(db, { asset: "BTC", before: "ins_0000000900", limit: 20 }),
  listInsightsForReplay: (db) => q.listInsightsForReplay(db),
  listInsightsMadeSince: (db) => q.listInsightsMadeSince(db, NOW, SINCE),
  listInsightsOfRun: (db) => q.listInsightsOfRun(db, "run_0000000500"),
  listKnownArticles: (db) => q.listKnownArticles(db, [{ source: "coindesk", externalId: "x1" }], NOW),
  listMarketHistory: (db) => q.listMarketHistory(db, ASSETS, NOW),
  listMarkets: (db) => q.listMarkets(db, SINCE),
  listOverduePictures: (db) => q.listOverduePictures(db, NOW, 50),
  listPlansInStates: (db) => q.listPlansInStates(db, ["waiting", "blocked"], 50),
  listPlansOfDays: (db) => q.listPlansOfDays(db, [{ from: SINCE, until: NOW }], 40),
  listArmRates: (db) => q.listArmRates(db, [policyWindow]),
  listArmRuns: (db) => q.listArmRuns(db, "content-strategy", [policyWindow]),
  listFormatRates: (db) => q.listFormatRates(db, "2026-10-22"),
  findPolicyVersion: (db) => q.findPolicyVersion(db, "content-strategy", 3),
  listPolicyVersions: (db) => q.listPolicyVersions(db, "content-strategy", 50, 60),
  takePolicyStep: (db) => q.takePolicyStep(db, policyStep, { agent: "content-strategy", actor: "x", runId: null, now: NOW }),
  listPosts: (db) => q.listPosts(db, { channel: "feed", before: { publishedAt: NOW, id: "post_0000000900" }, limit: 20 }),
  listQuotesBetween: (db) => q.listQuotesBetween(db, "BTC", { since: SINCE, until: NOW, limit: 10 }),
  listReadings: (db) => q.listReadings(db, { subject: "BTC", source: "news", since: SINCE, until: NOW, limit: 10 }),
  listReadingsAsOf: (db) => q.listReadingsAsOf(db, NOW, SINCE),
  listRecentRuns: (db) => q.listRecentRuns(db, ["analysis", "news-scan"], 5),
  listRevisedPosts: (db) => q.listRevisedPosts(db, SINCE, 100),
  listRuns: (db) => q.listRuns(db, { agent: "analysis", before: "run_0000000900", limit: 20 }),
  listSeries: (db) => q.listSeries(db, ASSETS, NOW, 24),
  listSettledClaims: (db) =>
    q.listSettledClaims(db, { asset: "BTC", now: NOW, before: { deadline: SINCE.toISOString(), id: "ins_0000000900" }, limit: 20 }),
  summariseClaims: (db) => q.summariseClaims(db, { since: SINCE, now: NOW }),
  listSnapshots: (db) => q.listSnapshots(db, "day", 60, "2026-11-01"),
  findSnapshot: (db) => q.findSnapshot(db, "snp_0000000500"),
  getAssetState: (db) => q.getAssetState(db, "BTC"),
  listSourceStates: (db) => q.listSourceStates(db, ["binance"]),
  listStandingPlans: (db) => q.listStandingPlans(db, SINCE, 10_000),
  listStories: (db) => q.listStories(db, { limit: 20 }),
  listStoriesAsOf: (db) => q.listStoriesAsOf(db, NOW, 24, true),
  listSwitches: () => q.listSwitches(database.db("studio_api")),
  listTroubles: (db) => q.listTroubles(db, { since: SINCE, breakerFailures: 5, each: 20 }),
  listSuccessfulPosts: (db) => q.listSuccessfulPosts(db, { ...WEEK, bandHours: 168, leastLift: 1.5, limit: 20 }),
  listUndecidedInsights: (db) => q.listUndecidedInsights(db, NOW, { since: SINCE, limit: 1_000 }),
  listStuckPlans: (db) => q.listStuckPlans(db, SINCE, NOW, 50),
  lookBack: (db) => q.lookBack(db, { now: NOW, days: 60, trendsSince: SINCE }),
  measureSpanFromRows: (db) => q.measureSpanFromRows(db, DAY),
  measureSpans: (db) => q.measureSpans(db, [DAY]),
  markDispatched: (db) => q.markDispatched(db, ["evt_0000000500"], NOW),
  pingDatabase: (db) => q.pingDatabase(db),
  reviveRun: (db) => q.reviveRun(db, "run_0000000500", NOW),
  revokeSession: () => q.revokeSession(front(), "0".repeat(64), NOW),
  summariseForecasts: (db) => q.summariseForecasts(db, { period: "day", model: "weekday-level", since: "2026-10-22" }),
  deleteSpent: (db) => q.deleteSpent(db, { spent: SINCE, keptFrom: SINCE }),
  dropPartitions: (db) => q.dropPartitions(db, new Date("2020-01-01T00:00:00Z")),
  maintain: () => q.maintain(database.db(database.postgres.owner as "studio_agents"), { kind: "vacuum", name: "sessions" }),
  makePartitions: (db) => q.makePartitions(db, { from: NOW, until: NOW }),
  measureDatabase: (db) => q.measureDatabase(db),
  getWebhookWork: (db) => q.getWebhookWork(db, NOW),
  giveOutEvents: (db) => q.giveOutEvents(db, 500, NOW),
  insertTestMessage: (db) => q.insertTestMessage(db, { event: "evt_0000000500", endpoint: WEBHOOK }, NOW),
  replayMessages: (db) =>
    q.replayMessages(db, { event: "evt_0000000500", endpoint: WEBHOOK, from: "evt_00000005", to: "evt_00000006", all: true }, 10_000, NOW),
  claimMessages: (db) => q.claimMessages(db, { now: NOW, leaseUntil: LATER, limit: 100, perEndpoint: 10 }),
  settleMessages: (db) => q.settleMessages(db, [sentMessage], { leaseUntil: LATER, now: NOW }),
  listWebhookEndpoints: () => q.listWebhookEndpoints(front(), null, 100),
  findWebhookEndpoint: () => q.findWebhookEndpoint(front(), WEBHOOK, null),
  findWebhookMessage: () => q.findWebhookMessage(front(), { id: sentMessage.id, endpoint: WEBHOOK, owner: null }),
  insertWebhookEndpoint: () =>
    q.insertWebhookEndpoint(
      front(),
      { id: "whe_0000000000", keyId: null, url: "https://hooks.example.com/", description: "", events: ["insight.created"] },
      20,
      { actor: "operator key", now: NOW },
    ),
  updateWebhookEndpoint: () =>
    q.updateWebhookEndpoint(front(), { id: WEBHOOK, owner: null }, { state: "paused" }, { actor: "operator key", now: NOW }),
  rotateWebhookSecret: () =>
    q.rotateWebhookSecret(front(), { id: WEBHOOK, owner: null, previousUntil: LATER }, { actor: "operator key", now: NOW }),
  deleteWebhookEndpoint: () => q.deleteWebhookEndpoint(front(), "whe_0000000499", null, { actor: "operator key", now: NOW }),
  listWebhookAttempts: () => q.listWebhookAttempts(front(), { owner: null, endpoint: null }, 10),
  setSwitch: () => q.setSwitch(front(), { scope: "stop:all", on: true, reason: null, actor: "operator key", now: NOW }),
}

/** Read whole tables on purpose: everyone's score, a replay's own database, a handful of sources, and no table at all. */
const WHOLE = new Set([
  "rescoreAll",
  "rescoreChanged",
  "listInsightsForReplay",
  "listSourceStates",
  "listSwitches",
  "maintain",
  "pingDatabase",
  "getVitals",
])

let database: TestDatabase
const asked = new Map<string, Statement>()

beforeAll(async () => {
  database = await openDatabase()
  await fill(database)
  for (const [name, ask] of Object.entries(ASKED)) {
    const before = database.statements.length
    await ask(database.db())
    const [statement, ...more] = database.statements.slice(before)
    if (!statement || more.length > 0) throw new Error(`${name} sends ${more.length + 1} statements; a question is one`)
    asked.set(name, statement)
  }
}, 180_000)
afterAll(() => database.close())

describe("the questions", () => {
  it("are all listed here", () => {
    const exported = Object.entries(q).flatMap(([name, value]) =>
      typeof value === "function" && value.constructor.name === "AsyncFunction" ? [name] : [],
    )
    expect(Object.keys(ASKED).toSorted()).toEqual(exported.toSorted())
  })

  it("say this in SQL", async () => {
    const text = [...asked].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, { sql }]) => `-- ${name}\n${tidy(sql)};\n`)
    await expect(text.join("\n")).toMatchFileSnapshot(join(import.meta.dirname, "queries.snap.sql"))
  })

  it.each(Object.keys(ASKED).filter((name) => !WHOLE.has(name)))("%s finds its rows by index in large tables", async (name) => {
    const { sql, params } = asked.get(name) as Statement
    const { rows } = await database.postgres.session(null, async (session) => {
      // As on the storage that the studio runs on: a page out of order costs hardly more than the next one.
      await session.exec("SET random_page_cost = 1.1")
      return session.query(`EXPLAIN ${sql}`, [...params])
    })
    const plan = rows.map(([line]) => line).join("\n")
    expect(plan).not.toMatch(new RegExp(`Seq Scan on (${LARGE})`))
  })

  // Another version of Postgres may choose otherwise: what every version has to keep are the tests above and below.
  it("that list are answered by these plans", async ({ skip }) => {
    skip(database.postgres.kind === "server", "the snapshot is of the embedded version")
    const names = [...asked.keys()].filter((name) => name.startsWith("list") && !WHOLE.has(name)).toSorted()
    const plans: string[] = []
    for (const name of names) plans.push(`${name}\n${shapeOf(await planOf(database.postgres, asked.get(name) as Statement), 1)}\n`)
    await expect(plans.join("\n")).toMatchFileSnapshot(join(import.meta.dirname, "plans.snap.txt"))
  })

  it("use the index that stands for each one that the seeds name, and read little more than they give", async () => {
    const shown = await showNamed()
    for (const { name, ours, question, readsAtMost } of NAMED_INDEXES.filter((each) => each.question !== null)) {
      const { shape = "", read = 0, given = 0 } = shown.get(question ?? "") ?? {}
      expect(given, name).toBeGreaterThan(0)
      expect(read, `${name}: rows read for ${given}`).toBeLessThanOrEqual(readsAtMost * given)
      // A partition's part of an index is named by its columns.
      expect(shape, name).toMatch(
        ours?.name === "user_interactions_of_person" ? /user_interactions_MONTH_user_id_at\w*_idx/ : (ours?.name ?? ""),
      )
    }
  })

  it("have a page about the indexes that the seeds name", async ({ skip }) => {
    skip(database.postgres.kind === "server", "the page is of the embedded version")
    await expect(writePage(await showNamed())).toMatchFileSnapshot(join(import.meta.dirname, "..", "..", "docs", "indexes.md"))
  })
})

/** How the questions that show the named indexes are answered. */
async function showNamed(): Promise<ReadonlyMap<string, Shown>> {
  const shown = new Map<string, Shown>()
  for (const { question } of NAMED_INDEXES) {
    if (question === null) continue
    const plan = await planOf(database.postgres, asked.get(question) as Statement, { analyze: true })
    shown.set(question, { shape: shapeOf(plan), read: rowsRead(plan), given: rowsReturned(plan) })
  }
  return shown
}

/** Without the indentation of the source, and without the drizzle builder's quotes. */
function tidy(sql: string): string {
  const lines = sql.split("\n").filter((line) => line.trim() !== "")
  const indent = Math.min(...lines.slice(lines.length > 1 ? 1 : 0).map((line) => line.length - line.trimStart().length))
  return lines.map((line, i) => (i === 0 && line.trimStart() === line ? line : line.slice(indent))).join("\n")
}
