// Which questions do pages ask of sums: how posts, people, topics and agents did?
import { findEngagedPerson, getInboxDepth, listAudienceDays, listEventsAside, listMostEngaged } from "../../shared/db/queries/audience.ts"
import { listApiKeys } from "../../shared/db/queries/api-keys.ts"
import { listCandidates } from "../../shared/db/queries/candidates.ts"
import { getKpis } from "../../shared/db/queries/kpis.ts"
import { listFindings } from "../../shared/db/queries/findings.ts"
import { listForecasts, summariseForecasts } from "../../shared/db/queries/forecasts.ts"
import { listArmRates, listArmRuns, listFormatRates, listPolicyVersions } from "../../shared/db/queries/policies.ts"
import { listBestPosts, listMostViewedPosts, listNewestPosts, summarisePosts } from "../../shared/db/queries/post-stats.ts"
import { listRunStats, listRunStatsByPeriod } from "../../shared/db/queries/run-stats.ts"
import { explainScore } from "../../shared/db/queries/score-parts.ts"
import { listSnapshots, measureSpans } from "../../shared/db/queries/snapshots.ts"
import { lookBack } from "../../shared/db/queries/studies.ts"
import { listTopicDays } from "../../shared/db/queries/trends.ts"
import type { Question } from "./asked.ts"
import { NOW } from "./community.ts"
import { FULL_RUN, SPAN } from "./ours.ts"

const DAY_MS = 86_400_000
const MONTH_AGO = new Date(NOW.getTime() - 30 * DAY_MS)
/** Of a version of the policy that is on trial. */
const WINDOW = { version: 3, from: "2026-11-01", until: "2026-11-20" } as const
const people = (ask: Question["ask"], why?: string): Question => ({ by: "people", ask, ...(why !== undefined && { why }) })
const before = (until: Date, days: number) => ({ since: new Date(until.getTime() - days * DAY_MS), until })

export const questionsOfSums: Readonly<Record<string, Question>> = {
  getKpis: people((db) => getKpis(db, NOW), "one row; insights and posts of a week are counted by index"),
  summarisePosts: people((db, d) => summarisePosts(db, before(d.day(), 7)), "a row for each value, from one a day"),
  "summarisePosts, 30 days": people((db, d) => summarisePosts(db, before(d.day(), 30)), "a row for each value, from one a day"),
  listBestPosts: people((db) => listBestPosts(db, { since: MONTH_AGO, limit: 20 })),
  listMostViewedPosts: people((db) => listMostViewedPosts(db, { since: MONTH_AGO, limit: 20 })),
  listNewestPosts: people((db) => listNewestPosts(db, 50)),
  listRunStats: people((db, d) => listRunStats(db, before(d.day(), 1)), "a row for each agent, from one for each bucket of durations"),
  "listRunStats, 7 days": people(
    (db, d) => listRunStats(db, before(d.day(), 7)),
    "a row for each agent, from one for each bucket of durations and day",
  ),
  listRunStatsByPeriod: people(
    (db, d) => listRunStatsByPeriod(db, before(d.day(), 1)),
    "a row for each agent and hour, from one for each bucket of durations",
  ),
  listTopicDays: people((db) => listTopicDays(db, NOW), "a row for each asset and topic, from one an hour of eight days"),
  listSnapshots: people((db) => listSnapshots(db, "day", 30)),
  measureSpans: people(
    (db) => measureSpans(db, [SPAN]),
    "what a month came to, from a row for each value and day; of the day without a snapshot its posts, people and insights are counted by index",
  ),
  listFindings: people((db) => listFindings(db, 50)),
  listForecasts: people((db) => listForecasts(db, { period: "day", model: "weekday-level", limit: 50 })),
  listMostEngaged: people((db) => listMostEngaged(db, 100)),
  listCandidates: people(
    (db) => listCandidates(db, { now: NOW, runId: FULL_RUN, minMicroPoints: 30_000_000, coolDownDays: 30, limit: 10 }),
    "ten people and what their points are made of: every interaction of theirs in thirty days is read",
  ),
  findEngagedPerson: people((db, d) => findEngagedPerson(db, d.n())),
  explainScore: people((db, d) => explainScore(db, d.n()), "one row: points by day and type, from each interaction in thirty days"),
  listAudienceDays: people((db) => listAudienceDays(db, 30)),
  listEventsAside: people((db) => listEventsAside(db, 50)),
  getInboxDepth: people((db) => getInboxDepth(db, 1_000), "counts what waits"),
  listApiKeys: { ...people((db) => listApiKeys(db, 100)), role: "studio_ingest" },
  summariseForecasts: people(
    (db) => summariseForecasts(db, { period: "day", model: "weekday-level", since: "2026-10-22" }),
    "a row for each metric, from one a day",
  ),
  lookBack: people(
    (db) => lookBack(db, { now: NOW, days: 60, trendsSince: new Date(NOW.getTime() - DAY_MS) }),
    "one row with the snapshots of sixty days",
  ),
  listPolicyVersions: people((db) => listPolicyVersions(db, "content-strategy", 50)),
  listArmRates: people((db) => listArmRates(db, [WINDOW]), "a row for each arm and channel, from one a day"),
  listArmRuns: people((db) => listArmRuns(db, "content-strategy", [WINDOW]), "a row for each arm, from its runs of three weeks"),
  listFormatRates: people((db) => listFormatRates(db, "2026-10-22"), "a row for each format, from one a day"),
}
