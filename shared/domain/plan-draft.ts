// What does content-strategy decide? Plans as they are before they are stored, and what became of each insight that it looked at.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"
import type { InsightType } from "./insight.ts"
import { PlanKind, PlanReasons, Tier } from "./plan.ts"
import { ChannelName, Language, PostFormat, Voice } from "./post.ts"
import { DISCLOSURE_PROFILES } from "./writing/disclosure.ts"

/** What an insight speaks of, for the mix of a channel. */
export const Topic = z.enum(["price", "volume", "pattern", "correlation", "news", "mood"])
export type Topic = z.infer<typeof Topic>

const TOPICS: Readonly<Record<InsightType, Topic>> = {
  breakout: "price",
  breakdown: "price",
  volume_spike: "volume",
  technical_pattern: "pattern",
  correlation_break: "correlation",
  news_impact: "news",
  sentiment_shift: "mood",
}

export const topicOf = (type: InsightType): Topic => TOPICS[type]

export const PlanDraft = z.object({
  kind: PlanKind,
  insightId: z.string(),
  /** The published post that it is about; null for an insight's own. */
  aboutPostId: z.string().nullable(),
  asset: AssetSymbol,
  topic: Topic,
  channel: ChannelName,
  format: PostFormat,
  language: Language,
  voice: Voice,
  disclosure: z.enum(DISCLOSURE_PROFILES),
  tier: Tier,
  /** From 0 to 1; the larger goes first. */
  priority: z.number().min(0).max(1),
  /** Since when there is what it is about, in UTC: the time in the plan's id. */
  since: z.iso.datetime(),
  scheduledAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  reasons: PlanReasons,
})
export type PlanDraft = z.infer<typeof PlanDraft>

type Idea = Pick<PlanDraft, "kind" | "insightId" | "aboutPostId" | "channel">

/** Identity of a plan: kind, what it is about, and the channel. */
export const planKey = ({ kind, insightId, aboutPostId, channel }: Idea): string => `${kind}:${aboutPostId ?? insightId}:${channel}`

export type Rejection = PlanReasons["rejected"][number]

/** An insight was looked at: how many plans came of it, and what spoke against every other option. */
export type Verdict = { readonly insightId: string; readonly planned: number; readonly rejected: readonly Rejection[] }
