// Tables of the community: who takes part, what they do, how engaged they are. Checks, indexes, partitions and grants are in drizzle/0008_community.sql.
import { bigint, boolean, date, integer, jsonb, numeric, pgTable, smallint, text, timestamp } from "drizzle-orm/pg-core"

const time = (name: string) => timestamp(name, { withTimezone: true })
const count = (name: string) => bigint(name, { mode: "number" })

export const apiKeys = pgTable("api_keys", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  secretHash: text("secret_hash").notNull(),
  scopes: text("scopes").array().notNull(),
  /** Null for a key that reports nothing. */
  source: text("source"),
  eventsPerMinute: integer("events_per_minute").notNull(),
  createdAt: time("created_at").notNull(),
  revokedAt: time("revoked_at"),
  plan: text("plan", { enum: ["free", "pro", "scale"] })
    .notNull()
    .default("free"),
  lastFour: text("last_four"),
  expiresAt: time("expires_at"),
  previousHash: text("previous_hash"),
  previousUntil: time("previous_until"),
  rotatedAt: time("rotated_at"),
})

export const eventInbox = pgTable("event_inbox", {
  id: text("id").primaryKey(),
  source: text("source").notNull(),
  receivedAt: time("received_at").notNull(),
  events: jsonb("events").notNull(),
})

export const eventsAside = pgTable("events_aside", {
  id: text("id").primaryKey(),
  source: text("source").notNull(),
  externalId: text("external_id").notNull(),
  event: jsonb("event").notNull(),
  reason: text("reason").notNull(),
  detail: text("detail"),
  receivedAt: time("received_at").notNull(),
  setAsideAt: time("set_aside_at").notNull(),
  replayedAt: time("replayed_at"),
})

export const communityUsers = pgTable("community_users", {
  id: count("id").primaryKey(),
  tier: text("tier", { enum: ["free", "basic", "premium", "vip"] }).notNull(),
  firstSeenAt: time("first_seen_at").notNull(),
  consentAt: time("consent_at"),
  consentHow: text("consent_how"),
  optedOutAt: time("opted_out_at"),
  timeZone: text("time_zone").notNull(),
  quietFromMinute: smallint("quiet_from_minute").notNull(),
  quietUntilMinute: smallint("quiet_until_minute").notNull(),
  lastOfferAt: time("last_offer_at"),
})

export const userIdentities = pgTable("user_identities", {
  platform: text("platform").notNull(),
  externalId: text("external_id").notNull(),
  userId: count("user_id").notNull(),
  firstSeenAt: time("first_seen_at").notNull(),
  linkedAt: time("linked_at"),
  linkedHow: text("linked_how"),
})

export const forgottenIdentities = pgTable("forgotten_identities", {
  identityHash: text("identity_hash").primaryKey(),
  forgottenAt: time("forgotten_at").notNull(),
})

export const identitySalt = pgTable("identity_salt", {
  isTheOne: boolean("is_the_one").primaryKey(),
  salt: text("salt").notNull(),
})

export const interactionKeys = pgTable("interaction_keys", {
  source: text("source").notNull(),
  externalId: text("external_id").notNull(),
  userId: count("user_id"),
  at: time("at"),
})

export const userInteractions = pgTable("user_interactions", {
  userId: count("user_id").notNull(),
  at: time("at").notNull(),
  type: smallint("type").notNull(),
  milliValue: integer("milli_value").notNull(),
  platform: text("platform").notNull(),
  postId: text("post_id"),
  source: text("source").notNull(),
  externalId: text("external_id").notNull(),
  storedAt: time("stored_at").notNull(),
  metadata: jsonb("metadata"),
})

export const engagementScores = pgTable("engagement_scores", {
  userId: count("user_id").primaryKey(),
  microPoints: count("micro_points").notNull(),
  score: numeric("score", { precision: 5, scale: 2 }).notNull(),
  interactions: integer("interactions").notNull(),
  lastAt: time("last_at"),
  scoredAt: time("scored_at").notNull(),
})

export const scorings = pgTable("scorings", {
  runId: text("run_id").primaryKey(),
  kind: text("kind", { enum: ["full", "changed"] }).notNull(),
  at: time("at").notNull(),
  windowFrom: time("window_from").notNull(),
  weights: jsonb("weights").notNull(),
  people: integer("people").notNull(),
  changed: integer("changed").notNull(),
})

export const audienceDays = pgTable("audience_days", {
  day: date("day").primaryKey(),
  people: count("people").notNull(),
  active1d: count("active_1d").notNull(),
  active7d: count("active_7d").notNull(),
  active30d: count("active_30d").notNull(),
  microPoints: count("micro_points").notNull(),
  byScore: integer("by_score").array().notNull(),
})

export const conversionAttempts = pgTable("conversion_attempts", {
  id: text("id").primaryKey(),
  userId: count("user_id").notNull(),
  platform: text("platform").notNull(),
  tier: text("tier", { enum: ["basic", "premium", "vip"] }).notNull(),
  text: text("text").notNull(),
  reasons: jsonb("reasons").notNull(),
  score: numeric("score", { precision: 5, scale: 2 }).notNull(),
  state: text("state", { enum: ["drafted", "withdrawn", "expired"] }).notNull(),
  runId: text("run_id").notNull(),
  draftedAt: time("drafted_at").notNull(),
  expiresAt: time("expires_at").notNull(),
})

export const topicHours = pgTable("topic_hours", {
  hour: time("hour").notNull(),
  asset: text("asset").notNull(),
  topic: text("topic").notNull(),
  interactions: integer("interactions").notNull(),
  milliValue: count("milli_value").notNull(),
})

export const interactionDays = pgTable("interaction_days", {
  day: date("day").notNull(),
  platform: text("platform").notNull(),
  type: smallint("type").notNull(),
  interactions: integer("interactions").notNull(),
  milliValue: count("milli_value").notNull(),
})
