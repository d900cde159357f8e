// Tables of signing in; checks and grants are in drizzle/0006_sessions.sql.
import { boolean, pgTable, text, timestamp } from "drizzle-orm/pg-core"

const time = (name: string) => timestamp(name, { withTimezone: true })

export const sessions = pgTable("sessions", {
  id: text("id").primaryKey(),
  tokenHash: text("token_hash").notNull(),
  createdAt: time("created_at").notNull(),
  expiresAt: time("expires_at").notNull(),
  revokedAt: time("revoked_at"),
})

export const signInAttempts = pgTable("sign_in_attempts", {
  scope: text("scope").primaryKey(),
  attempts: time("attempts").array().notNull(),
  hasRoom: boolean("has_room").notNull(),
})
