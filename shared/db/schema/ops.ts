// Tables of the studio's own operation; checks, indexes and grants are in drizzle/0002_ops.sql.
import { bigint, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core"

const time = (name: string) => timestamp(name, { withTimezone: true })

export const runs = pgTable("runs", {
  id: text("id").primaryKey(),
  agent: text("agent").notNull(),
  key: text("key").notNull(),
  slot: time("slot"),
  trigger: text("trigger", { enum: ["schedule", "event", "manual"] }).notNull(),
  input: jsonb("input").notNull(),
  state: text("state", { enum: ["running", "waiting", "succeeded", "failed", "dead"] }).notNull(),
  attempt: integer("attempt").notNull(),
  moment: time("moment").notNull(),
  startedAt: time("started_at").notNull(),
  leaseUntil: time("lease_until"),
  retryAt: time("retry_at"),
  finishedAt: time("finished_at"),
  wallMs: integer("wall_ms"),
  statements: integer("statements"),
  rowsRead: integer("rows_read"),
  databaseMs: integer("database_ms"),
  calls: integer("calls"),
  retries: integer("retries"),
  tokens: integer("tokens"),
  microUsd: bigint("micro_usd", { mode: "number" }),
  output: jsonb("output"),
  errorCode: text("error_code"),
  errorDetail: text("error_detail"),
  policyVersion: integer("policy_version"),
})

export const events = pgTable("events", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  source: text("source").notNull(),
  externalId: text("external_id").notNull(),
  data: jsonb("data").notNull(),
  runId: text("run_id"),
  createdAt: time("created_at").notNull(),
  dispatchedAt: time("dispatched_at"),
  webhooksAt: time("webhooks_at"),
})

export const auditLog = pgTable("audit_log", {
  id: text("id").primaryKey(),
  at: time("at").notNull(),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  detail: jsonb("detail").notNull(),
})

export const sourceStates = pgTable("source_states", {
  source: text("source").primaryKey(),
  etag: text("etag"),
  lastModified: text("last_modified"),
  checkedAt: time("checked_at").notNull(),
  lastOkAt: time("last_ok_at"),
  lastFailureAt: time("last_failure_at"),
  failureCode: text("failure_code"),
  consecutiveFailures: integer("consecutive_failures").notNull(),
})
