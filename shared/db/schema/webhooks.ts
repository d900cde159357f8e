// Tables of messages to other people's programs; checks, indexes and grants are in drizzle/0014_webhooks.sql.
import { integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core"

const time = (name: string) => timestamp(name, { withTimezone: true })

export const webhookEndpoints = pgTable("webhook_endpoints", {
  id: text("id").primaryKey(),
  keyId: text("key_id"),
  url: text("url").notNull(),
  description: text("description").notNull(),
  events: text("events").array().notNull(),
  state: text("state", { enum: ["on", "paused", "disabled", "deleted"] }).notNull(),
  disabledWhy: text("disabled_why", { enum: ["gone", "failing"] }),
  secretVersion: integer("secret_version").notNull(),
  previousUntil: time("previous_until"),
  createdAt: time("created_at").notNull(),
  changedAt: time("changed_at").notNull(),
  failingSince: time("failing_since"),
  lastOkAt: time("last_ok_at"),
})

export const webhookMessages = pgTable(
  "webhook_messages",
  {
    endpointId: text("endpoint_id").notNull(),
    id: text("id").notNull(),
    type: text("type").notNull(),
    occurredAt: time("occurred_at").notNull(),
    data: jsonb("data").notNull(),
    state: text("state", { enum: ["waiting", "delivered", "failed"] }).notNull(),
    attempts: integer("attempts").notNull(),
    dueAt: time("due_at"),
    settledAt: time("settled_at"),
    askedBy: text("asked_by"),
  },
  (table) => [primaryKey({ columns: [table.endpointId, table.id] })],
)

export const webhookAttempts = pgTable("webhook_attempts", {
  id: text("id").primaryKey(),
  endpointId: text("endpoint_id").notNull(),
  messageId: text("message_id").notNull(),
  at: time("at").notNull(),
  status: integer("status"),
  failure: text("failure"),
  wallMs: integer("wall_ms").notNull(),
})
