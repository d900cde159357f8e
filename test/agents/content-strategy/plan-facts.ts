// Facts for the strategy: an insight, a plan, posts, each with what a test wants to say of them.
import { ASSETS } from "../../../shared/domain/asset.ts"
import { type ChannelSettings, DEFAULT_CHANNELS, readChannels } from "../../../shared/domain/channels.ts"
import { decide, type Decision } from "../../../workers/agents/content-strategy/decide.ts"
import type { Facts, InsightFact, PlannedFact, RevisedPost, SuccessfulPost } from "../../../workers/agents/content-strategy/facts.ts"
import { DEFAULT_POLICY, type Policy } from "../../../workers/agents/content-strategy/policy.ts"

export const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000
/** A Saturday, 13:00 in Amsterdam. */
export const NOW = Date.parse("2026-11-21T12:00:20Z")

let count = 0

/** Fresh, agreed upon, strong enough for a post. */
export const insight = (rest: Partial<InsightFact> = {}): InsightFact => ({
  id: `ins_${String((count += 1)).padStart(10, "0")}`,
  asset: "BTC",
  type: "breakout",
  direction: "up",
  probability: 0.63,
  madeAt: NOW - 20_000,
  deadline: NOW + 24 * HOUR_MS,
  sigmas: 3.4,
  reasons: 2,
  agreement: "agreed",
  ...rest,
})

export const planned = (rest: Partial<PlannedFact> = {}): PlannedFact => ({
  kind: "insight",
  insightId: "ins_earlier000",
  aboutPostId: null,
  asset: "BTC",
  topic: "price",
  channel: "x",
  format: "single",
  scheduledAt: NOW - HOUR_MS,
  ...rest,
})

const post = { insightId: "ins_published0", asset: "SOL", type: "breakout", channel: "x", tier: "public" } as const

export const success = (rest: Partial<SuccessfulPost> = {}): SuccessfulPost => ({
  ...post,
  id: "post_success000",
  publishedAt: NOW - 8 * 24 * HOUR_MS,
  lift: 3,
  compared: 40,
  ageHours: 168,
  isVerified: true,
  deadline: NOW - 7 * 24 * HOUR_MS,
  ...rest,
})

export const revised = (rest: Partial<RevisedPost> = {}): RevisedPost => ({
  ...post,
  id: "post_revised000",
  publishedAt: NOW - 5 * HOUR_MS,
  changes: ["SOL's close of 2026-11-21 06:00 was 141.27 and is 139.9."],
  ...rest,
})

export const facts = (rest: Partial<Facts> = {}): Facts => ({
  insights: [],
  planned: [],
  channels: DEFAULT_CHANNELS,
  timeZone: "Europe/Amsterdam",
  revised: [],
  successes: [],
  ...rest,
})

export const plan = (rest: Partial<Facts>, policy: Partial<Policy> = {}, now = NOW): Decision =>
  decide(facts(rest), null, { ...DEFAULT_POLICY, ...policy }, { now: new Date(now) })

/** The defaults with the same changes everywhere. */
export const everywhere = (change: Partial<ChannelSettings>): ChannelSettings[] => readChannels("").map((row) => ({ ...row, ...change }))

/** One insight about each watched asset, and so on, `n` of them. */
export const many = (n: number, rest: (i: number) => Partial<InsightFact> = () => ({})): InsightFact[] =>
  Array.from({ length: n }, (_, i) => insight({ asset: ASSETS[i % ASSETS.length]?.symbol ?? "BTC", ...rest(i) }))
