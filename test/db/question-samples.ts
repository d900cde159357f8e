// Values that questions are asked with.
import { DEFAULT_WEIGHTS } from "../../shared/domain/interaction.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { q } from "./all-questions.ts"

export const NOW = new Date("2026-11-21T12:00:00Z")
export const SINCE = new Date("2026-11-20T12:00:00Z")
export const LATER = new Date("2026-11-22T00:00:00Z")
/** The week before the last. */
export const WEEK = { since: new Date("2026-11-07T12:00:00Z"), until: new Date("2026-11-14T12:00:00Z") }
export const ended = { id: "run_0000000000", attempt: 1, now: NOW, wallMs: 1, usage: new Meter().usage }
export const ASSETS = ["BTC", "ETH"]
export const word = {
  decision: "approved",
  reviewer: "operator",
  via: "key",
  actor: "operator key",
  reason: null,
  now: NOW,
  tells: true,
} as const
export const partOf = { id: "dlv_0000000500", channel: "x", attempt: 1, part: 0 } as const
export const note = {
  state: "unknown",
  dueAt: LATER,
  tries: 1,
  code: "upstream-unknown",
  detail: null,
  channelFailure: "upstream-unknown",
} as const
export const booking = { key: "call:1", scope: "channel:x", what: "a call", planId: null, runId: null, microUsd: 1 } as const
export const inboxEvent = { k: "1", p: "x", u: "1", t: 1, v: 1_000, c: null, a: NOW.toISOString(), r: false, m: null } as const
export const insight = {
  asset: "BTC",
  type: "breakout",
  direction: "up",
  headline: "x",
  madeAt: NOW.toISOString(),
  probability: 0.5,
  horizonHours: 24,
  deadline: "2026-11-22T12:00:00.000Z",
  statement: {
    kind: "close_above",
    asset: "BTC",
    level: "1",
    at: "2026-11-22T12:00:00.000Z",
  },
  statementText: "x",
  reasons: [],
  evidence: [],
} as unknown as Parameters<typeof q.insertInsights>[1][number]
export const DAY = { period: "day", startsOn: "2026-11-20", endsBefore: "2026-11-21" } as const
export const study: Parameters<typeof q.insertStudy>[1] = {
  snapshots: [],
  findings: [],
  forecasts: [{ metric: "impressions", startsOn: "2026-11-22", model: "last-value", low: 1, middle: 2, high: 3 }],
  settled: [{ id: "fct_0000000501", actual: 2, score: 2, baselineScore: null }],
}

const counts = { impressions: 9, likes: null, replies: null, reposts: null, quotes: null, bookmarks: null }
export const postReading = { postId: "post_0000000500", bandHours: 6, state: "measured", ...counts } as const
export const modelReply: Parameters<typeof q.insertModelReply>[1] = {
  runKey: "analysis:x",
  promptHash: "0".repeat(64),
  promptVersion: "content-creation/1",
  provider: "p",
  model: "m",
  reply: {},
  tokensIn: 1,
  tokensOut: 1,
  microUsd: 1,
}
export const illustrated = {
  draftId: "draft_0000000500",
  planId: "plan_0000000500",
  version: 1,
  mediaHash: "0".repeat(64),
  alt: "x",
  hash: "1".repeat(64),
}
export const drawn = { hash: "0".repeat(64), specHash: "0".repeat(64), bytes: 1, width: 1_200, height: 630, spec: {} }
export const draft: Parameters<typeof q.insertDraft>[1] = {
  id: "draft_0000000001",
  planId: "plan_0000000001",
  version: 1,
  author: "studio",
  note: null,
  channel: "telegram",
  format: "message",
  language: "en",
  title: null,
  parts: ["x"],
  alt: null,
  claims: [],
  needsPicture: false,
  scheduledAt: LATER.toISOString(),
  guards: [],
  passes: true,
  hash: null,
}
export const candidates = { now: NOW, runId: "run_0000000500", minMicroPoints: 30_000_000, coolDownDays: 30, limit: 10 } as const
const reasons = { score: 60, points: 30, from: SINCE.toISOString(), until: NOW.toISOString(), parts: [] }
export const offer = { id: "cnv_0000000000", userId: 3, platform: "x", text: "x", reasons } as const
export const scoring = { runId: "run_0000000500", weights: DEFAULT_WEIGHTS } as const
export const policyStep = { standing: null, to: null, verdict: null, begins: null } as const
export const policyWindow = { version: 3, from: "2026-11-01", until: "2026-11-20" } as const

export const account = { platform: "x", id: "p500" } as const
export const request = { event: "evt_0000000500", runId: "run_0000000500", now: NOW }
export const consent = {
  ...account,
  offers: true,
  how: "x",
  timeZone: null,
  quietFrom: null,
  quietUntil: null,
  at: NOW.toISOString(),
} as const

export const WEBHOOK = "whe_0000000500"
export const sentMessage = {
  endpoint: WEBHOOK,
  id: "msg_0000000020",
  state: "delivered",
  dueAt: null,
  attempt: { id: "wha_0000000000", at: NOW, status: 200, failure: null, wallMs: 1 },
  isGone: false,
} as const

export const byOperator = { actor: "operator key", now: NOW } as const

export const newKey = {
  id: "key_0000000000",
  name: "x",
  secretHash: "0".repeat(64),
  lastFour: "0000",
  scopes: ["write:events"],
  plan: "free",
  source: "forum",
  eventsPerMinute: 60_000,
  expiresAt: null,
} as const

export const rotation = { id: newKey.id, secretHash: "1".repeat(64), lastFour: "1111", previousUntil: LATER }
