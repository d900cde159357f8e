// Tables of what the studio concluded; checks, indexes and grants are in drizzle/0004_insights.sql.
import { integer, jsonb, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core"
import type { Direction, InsightType, Reason, Statement } from "../../domain/insight.ts"

const time = (name: string) => timestamp(name, { withTimezone: true })

export const insights = pgTable("insights", {
  id: text("id").primaryKey(),
  key: text("key").notNull(),
  runId: text("run_id").notNull(),
  asset: text("asset").notNull(),
  type: text("type").$type<InsightType>().notNull(),
  direction: text("direction").$type<Direction>().notNull(),
  headline: text("headline").notNull(),
  madeAt: time("made_at").notNull(),
  probability: numeric("probability").notNull(),
  horizonHours: integer("horizon_hours").notNull(),
  deadline: time("deadline").notNull(),
  statement: jsonb("statement").$type<Statement>().notNull(),
  statementText: text("statement_text").notNull(),
  reasons: jsonb("reasons").$type<Reason[]>().notNull(),
})

export const evidence = pgTable("evidence", {
  insightId: text("insight_id").notNull(),
  ordinal: integer("ordinal").notNull(),
  kind: text("kind", { enum: ["candle", "quote", "story", "sentiment"] }).notNull(),
  ref: text("ref").notNull(),
  label: text("label").notNull(),
  value: numeric("value"),
  unit: text("unit", { enum: ["usd", "asset_units", "score", "polarity", "count"] }),
  observedAt: time("observed_at").notNull(),
  source: text("source").notNull(),
})
