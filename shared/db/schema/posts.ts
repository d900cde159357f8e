// Tables from a plan to a published post; checks, indexes and grants are in drizzle/0005_posts.sql and 0007_approvals.sql.
import { bigint, boolean, integer, jsonb, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core"
import type { GuardResult } from "../../domain/guards.ts"
import type { PlanKind, PlanReasons, PlanState } from "../../domain/plan.ts"
import type { ChannelName, Claim, Language, PostFormat, Voice } from "../../domain/post.ts"
import type { DisclosureProfile } from "../../domain/writing/disclosure.ts"

const time = (name: string) => timestamp(name, { withTimezone: true })

export const insightVerdicts = pgTable("insight_verdicts", {
  insightId: text("insight_id").primaryKey(),
  runId: text("run_id").notNull(),
  decidedAt: time("decided_at").notNull(),
  planned: integer("planned").notNull(),
  rejected: jsonb("rejected").$type<PlanReasons["rejected"]>().notNull(),
})

export const contentPlans = pgTable("content_plans", {
  id: text("id").primaryKey(),
  key: text("key").notNull(),
  kind: text("kind").$type<PlanKind>().notNull(),
  insightId: text("insight_id").notNull(),
  aboutPostId: text("about_post_id"),
  asset: text("asset").notNull(),
  topic: text("topic").notNull(),
  channel: text("channel").$type<ChannelName>().notNull(),
  format: text("format").$type<PostFormat>().notNull(),
  language: text("language").$type<Language>().notNull(),
  voice: text("voice").$type<Voice>().notNull(),
  disclosure: text("disclosure").$type<DisclosureProfile>().notNull(),
  tier: text("tier", { enum: ["public", "members"] }).notNull(),
  priority: numeric("priority").notNull(),
  scheduledAt: time("scheduled_at").notNull(),
  expiresAt: time("expires_at").notNull(),
  reasons: jsonb("reasons").$type<PlanReasons>().notNull(),
  version: integer("version").notNull(),
  state: text("state").$type<PlanState>().notNull(),
  runId: text("run_id").notNull(),
  createdAt: time("created_at").notNull(),
})

export const drafts = pgTable("drafts", {
  id: text("id").primaryKey(),
  planId: text("plan_id").notNull(),
  version: integer("version").notNull(),
  author: text("author").notNull(),
  note: text("note"),
  channel: text("channel").$type<ChannelName>().notNull(),
  format: text("format").$type<PostFormat>().notNull(),
  language: text("language").$type<Language>().notNull(),
  title: text("title"),
  parts: jsonb("parts").$type<string[]>().notNull(),
  alt: text("alt"),
  claims: jsonb("claims").$type<Claim[]>().notNull(),
  needsPicture: boolean("needs_picture").notNull(),
  mediaHash: text("media_hash"),
  scheduledAt: time("scheduled_at").notNull(),
  guards: jsonb("guards").$type<GuardResult[]>(),
  passes: boolean("passes"),
  hash: text("hash"),
  runId: text("run_id"),
  createdAt: time("created_at").notNull(),
})

export const media = pgTable("media", {
  hash: text("hash").primaryKey(),
  specHash: text("spec_hash").notNull(),
  contentType: text("content_type", { enum: ["image/png"] }).notNull(),
  bytes: integer("bytes").notNull(),
  width: integer("width").notNull(),
  height: integer("height").notNull(),
  spec: jsonb("spec").notNull(),
  runId: text("run_id").notNull(),
  createdAt: time("created_at").notNull(),
})

export const approvals = pgTable("approvals", {
  id: text("id").primaryKey(),
  draftId: text("draft_id").notNull(),
  planId: text("plan_id").notNull(),
  /** Null only of a rejection: what a guard holds back has none. */
  hash: text("hash"),
  decision: text("decision", { enum: ["approved", "rejected"] }).notNull(),
  reviewer: text("reviewer").notNull(),
  via: text("via", { enum: ["dashboard", "telegram", "key", "rule"] }).notNull(),
  reason: text("reason"),
  at: time("at").notNull(),
})

export const reviewRequests = pgTable("review_requests", {
  id: text("id").primaryKey(),
  draftId: text("draft_id").notNull(),
  reviewer: text("reviewer").notNull(),
  secretHash: text("secret_hash").notNull(),
  expiresAt: time("expires_at").notNull(),
  usedAt: time("used_at"),
  usedUpdate: bigint("used_update", { mode: "number" }),
  createdAt: time("created_at").notNull(),
})
