// Tables of what goes out, what is out and what it costs; checks, indexes and grants are in drizzle/0005_posts.sql.
import { bigint, boolean, date, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core"
import type { DeliveryReceipt, DeliveryState } from "../../domain/delivery.ts"
import type { InsightType } from "../../domain/insight.ts"
import type { ChannelName, PostFormat } from "../../domain/post.ts"

const time = (name: string) => timestamp(name, { withTimezone: true })
const count = (name: string) => bigint(name, { mode: "number" })

export const deliveries = pgTable("deliveries", {
  id: text("id").primaryKey(),
  planId: text("plan_id").notNull(),
  draftId: text("draft_id").notNull(),
  channel: text("channel").$type<ChannelName>().notNull(),
  payload: jsonb("payload").notNull(),
  parts: integer("parts").notNull(),
  state: text("state").$type<DeliveryState>().notNull(),
  scheduledAt: time("scheduled_at").notNull(),
  dueAt: time("due_at").notNull(),
  receipts: jsonb("receipts").$type<DeliveryReceipt[]>().notNull(),
  attempt: integer("attempt").notNull(),
  tries: integer("tries").notNull(),
  leaseUntil: time("lease_until"),
  partSince: time("part_since"),
  failureCode: text("failure_code"),
  failureDetail: text("failure_detail"),
  createdAt: time("created_at").notNull(),
  endedAt: time("ended_at"),
})

export const publishedContent = pgTable("published_content", {
  id: text("id").primaryKey(),
  deliveryId: text("delivery_id").notNull(),
  planId: text("plan_id").notNull(),
  draftId: text("draft_id").notNull(),
  insightId: text("insight_id").notNull(),
  channel: text("channel").$type<ChannelName>().notNull(),
  tier: text("tier", { enum: ["public", "members"] }).notNull(),
  externalId: text("external_id").notNull(),
  url: text("url"),
  publishedAt: time("published_at").notNull(),
  correctedBy: text("corrected_by"),
  removedAt: time("removed_at"),
  asset: text("asset").notNull(),
  topic: text("topic").notNull(),
  format: text("format").$type<PostFormat>().notNull(),
  insightType: text("insight_type").$type<InsightType>().notNull(),
  policyVersion: integer("policy_version"),
  impressions: count("impressions"),
  engagements: count("engagements"),
  microRate: count("micro_rate"),
})

export const postReadings = pgTable(
  "post_readings",
  {
    postId: text("post_id").notNull(),
    bandHours: integer("band_hours").notNull(),
    observedAt: time("observed_at").notNull(),
    state: text("state", { enum: ["measured", "gone"] }).notNull(),
    impressions: count("impressions"),
    likes: count("likes"),
    replies: count("replies"),
    reposts: count("reposts"),
    quotes: count("quotes"),
    bookmarks: count("bookmarks"),
  },
  (table) => [primaryKey({ columns: [table.postId, table.bandHours] })],
)

export const modelReplies = pgTable(
  "model_replies",
  {
    runKey: text("run_key").notNull(),
    promptHash: text("prompt_hash").notNull(),
    promptVersion: text("prompt_version").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    reply: jsonb("reply").notNull(),
    tokensIn: integer("tokens_in").notNull(),
    tokensOut: integer("tokens_out").notNull(),
    microUsd: count("micro_usd").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runKey, table.promptHash] })],
)

export const ledger = pgTable("ledger", {
  id: text("id").primaryKey(),
  key: text("key").notNull(),
  at: time("at").notNull(),
  day: date("day").notNull(),
  scope: text("scope").notNull(),
  what: text("what").notNull(),
  planId: text("plan_id"),
  runId: text("run_id"),
  microUsd: count("micro_usd").notNull(),
})

export const spend = pgTable(
  "spend",
  { scope: text("scope").notNull(), day: date("day").notNull(), microUsd: count("micro_usd").notNull() },
  (table) => [primaryKey({ columns: [table.scope, table.day] })],
)

export const switches = pgTable("switches", {
  scope: text("scope").primaryKey(),
  isOn: boolean("is_on").notNull(),
  reason: text("reason"),
  changedBy: text("changed_by").notNull(),
  changedAt: time("changed_at").notNull(),
})

export const channelTokens = pgTable("channel_tokens", {
  channel: text("channel").primaryKey(),
  version: integer("version").notNull(),
  sealed: text("sealed").notNull(),
  changedAt: time("changed_at").notNull(),
})
