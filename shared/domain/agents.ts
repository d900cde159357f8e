// Who works here? Every agent's name, purpose, trigger and budget, for the agents themselves and for the rooms that may not import them.
import type { Budget } from "../kit/meter.ts"
import { after, daily, every, type Trigger, when } from "../kit/schedule.ts"
import type { AgentName } from "./run.ts"

export type AgentProfile = {
  readonly name: AgentName
  /** One sentence, shown in the dashboard and in docs/agents.md. */
  readonly purpose: string
  /** Any of them starts a run. At most one of them has slots. */
  readonly on: readonly Trigger[]
  readonly budget: Budget
}

/** In the order of the flow. */
export const AGENT_PROFILES: readonly AgentProfile[] = [
  {
    name: "market-scan",
    purpose: "Reads candles and quotes of every watched asset from two exchanges and marks where they disagree or the market stands still.",
    on: [every("30m")],
    budget: { wallMs: 240_000, calls: 300, statements: 2, tokens: 0, microUsd: 0 },
  },
  {
    name: "news-scan",
    purpose: "Reads the news feeds, tags the assets that each article is about, measures its tone and joins what tells the same story.",
    on: [every("30m")],
    budget: { wallMs: 240_000, calls: 60, statements: 4, tokens: 0, microUsd: 0 },
  },
  {
    name: "sentiment-scan",
    purpose: "Reads the fear and greed index and sums up the tone of the last day's news, for the market and for each asset.",
    on: [every("30m")],
    budget: { wallMs: 240_000, calls: 10, statements: 2, tokens: 0, microUsd: 0 },
  },
  {
    name: "analysis",
    purpose: "Judges candles, news and sentiment, and states what it found with evidence, a probability and a claim that time will settle.",
    on: [after("market-scan", "news-scan", "sentiment-scan")],
    budget: { wallMs: 60_000, calls: 0, statements: 5, tokens: 0, microUsd: 0 },
  },
  {
    name: "content-strategy",
    purpose: "Plans which insights become posts, where, in which form and when, and comes back to posts that changed or did well.",
    on: [after("analysis")],
    budget: { wallMs: 60_000, calls: 0, statements: 5, tokens: 0, microUsd: 0 },
  },
  {
    name: "content-creation",
    purpose: "Writes the text of each planned post from claims alone and has every guard look at it, also at what a person wrote.",
    on: [when("plan.created"), when("draft.edited")],
    budget: { wallMs: 240_000, calls: 12, statements: 2, tokens: 60_000, microUsd: 500_000 },
  },
  {
    name: "image-generation",
    purpose: "Draws the picture of a text from the rows that the text cites, once, and lets a text go without one that can't be drawn.",
    on: [when("draft.needs-picture"), every("30m")],
    budget: { wallMs: 60_000, calls: 0, statements: 4, tokens: 0, microUsd: 0 },
  },
  {
    name: "approval",
    purpose: "Lets versions go that a rule lets go, asks reviewers on Telegram about the others, and ends what was not approved in time.",
    on: [every("30m"), when("draft.waiting")],
    budget: { wallMs: 120_000, calls: 50, statements: 45, tokens: 0, microUsd: 0 },
  },
  {
    name: "publishing",
    purpose:
      "Sends what was approved when it is due, each part once, and asks the channel before anything that nobody knows is sent again.",
    on: [every("5m"), when("draft.approved"), when("delivery.settled")],
    budget: { wallMs: 300_000, calls: 120, statements: 150, tokens: 0, microUsd: 0 },
  },
  {
    name: "webhooks",
    purpose: "Tells other people's programs of insights and posts, signed, each message until it is taken or its attempts are used up.",
    on: [every("5m"), when("insight.created"), when("post.published"), when("webhook.asked")],
    budget: { wallMs: 120_000, calls: 100, statements: 6, tokens: 0, microUsd: 0 },
  },
  {
    name: "analytics",
    purpose: "Reads how published posts are doing when they reach an age, so that posts are compared when they are equally old.",
    on: [every("15m")],
    budget: { wallMs: 60_000, calls: 20, statements: 12, tokens: 0, microUsd: 0 },
  },
  {
    name: "engagement",
    purpose: "Scores how much each person takes part: everyone once a day, else only those for whom something came or left the window.",
    on: [every("1h")],
    budget: { wallMs: 300_000, calls: 0, statements: 1, tokens: 0, microUsd: 0 },
  },
  {
    name: "conversion",
    purpose: "Drafts offers for the people who take part most and agreed to hear of offers, each with the reasons. It sends none.",
    on: [daily("16:00")],
    budget: { wallMs: 60_000, calls: 0, statements: 2, tokens: 0, microUsd: 0 },
  },
  {
    name: "identity",
    purpose:
      "Joins and parts accounts, keeps consent to offers, and forgets people, as they ask; what a request says goes with its execution.",
    on: [when("person.link-requested"), when("person.unlink-requested"), when("person.deletion-requested"), when("person.consent-given")],
    budget: { wallMs: 120_000, calls: 0, statements: 2, tokens: 0, microUsd: 0 },
  },
  {
    name: "performance-analytics",
    purpose: "Sums up days, weeks and months that are over, and tells trends, days out of line and what is expected of today.",
    on: [daily("03:00")],
    budget: { wallMs: 60_000, calls: 0, statements: 3, tokens: 0, microUsd: 0 },
  },
  {
    name: "strategy-tuning",
    purpose:
      "Tries one change of the strategy at a time against a frozen fifth of its runs, keeps what proves itself, takes back the rest.",
    on: [daily("04:00")],
    budget: { wallMs: 60_000, calls: 0, statements: 5, tokens: 0, microUsd: 0 },
  },
  {
    name: "maintenance",
    purpose: "Makes partitions ahead of time, drops old ones, and on Sundays vacuums tables and rebuilds indexes that need it.",
    on: [daily("02:00")],
    budget: { wallMs: 600_000, calls: 0, statements: 110, tokens: 0, microUsd: 0 },
  },
]

export function profileOf(name: AgentName): AgentProfile {
  const profile = AGENT_PROFILES.find((row) => row.name === name)
  if (!profile) throw new Error(`${name} has no row in AGENT_PROFILES.`)
  return profile
}
