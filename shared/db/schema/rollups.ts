// Tables that questions about the past read: sums, snapshots, findings, forecasts, versions of the policy. The rest is in drizzle/0009_rollups.sql.
import { bigint, boolean, date, doublePrecision, integer, jsonb, numeric, pgTable, smallint, text, timestamp } from "drizzle-orm/pg-core"

const time = (name: string) => timestamp(name, { withTimezone: true })
const count = (name: string) => bigint(name, { mode: "number" })
const PERIODS = { enum: ["day", "week", "month"] } as const

export const postDays = pgTable("post_days", {
  day: date("day").notNull(),
  bandHours: integer("band_hours").notNull(),
  dimension: text("dimension").notNull(),
  value: text("value").notNull(),
  posts: integer("posts").notNull(),
  rated: integer("rated").notNull(),
  impressions: count("impressions").notNull(),
  engagements: count("engagements").notNull(),
  microRates: count("micro_rates").notNull(),
  microRateSquares: numeric("micro_rate_squares").notNull(),
})

export const runStats = pgTable("run_stats", {
  grain: text("grain", { enum: ["hour", "day"] }).notNull(),
  periodStart: time("period_start").notNull(),
  agent: text("agent").notNull(),
  succeeded: boolean("succeeded").notNull(),
  bucket: smallint("bucket").notNull(),
  runs: integer("runs").notNull(),
  wallMs: count("wall_ms").notNull(),
})

export const performanceSnapshots = pgTable("performance_snapshots", {
  id: text("id").primaryKey(),
  period: text("period", PERIODS).notNull(),
  startsOn: date("starts_on").notNull(),
  endsBefore: date("ends_before").notNull(),
  figures: jsonb("figures").notNull(),
  madeAt: time("made_at").notNull(),
  runId: text("run_id").notNull(),
})

export const findings = pgTable("findings", {
  id: text("id").primaryKey(),
  kind: text("kind", { enum: ["trend", "anomaly"] }).notNull(),
  metric: text("metric").notNull(),
  period: text("period", PERIODS).notNull(),
  startsOn: date("starts_on").notNull(),
  direction: text("direction", { enum: ["up", "down"] }).notNull(),
  detail: jsonb("detail").notNull(),
  foundAt: time("found_at").notNull(),
  runId: text("run_id").notNull(),
})

export const forecasts = pgTable("forecasts", {
  id: text("id").primaryKey(),
  metric: text("metric").notNull(),
  period: text("period", PERIODS).notNull(),
  startsOn: date("starts_on").notNull(),
  model: text("model").notNull(),
  low: doublePrecision("low").notNull(),
  middle: doublePrecision("middle").notNull(),
  high: doublePrecision("high").notNull(),
  coverage: doublePrecision("coverage").notNull(),
  madeAt: time("made_at").notNull(),
  runId: text("run_id").notNull(),
  actual: doublePrecision("actual"),
  score: doublePrecision("score"),
  baselineScore: doublePrecision("baseline_score"),
  settledAt: time("settled_at"),
})

export const policyVersions = pgTable("policy_versions", {
  agent: text("agent").notNull(),
  version: integer("version").notNull(),
  tunables: jsonb("tunables").$type<Readonly<Record<string, number>>>().notNull(),
  change: jsonb("change").notNull(),
  state: text("state", { enum: ["trial", "kept", "rolled-back", "replaced"] }).notNull(),
  actor: text("actor").notNull(),
  runId: text("run_id"),
  beganAt: time("began_at").notNull(),
  decidedAt: time("decided_at"),
  verdict: jsonb("verdict"),
  endedAt: time("ended_at"),
})
