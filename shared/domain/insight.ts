// Insights: a finding about one asset, its evidence, and a statement that time will prove right or wrong.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"
import { Decimal } from "./market.ts"

export const InsightType = z.enum([
  "breakout",
  "breakdown",
  "volume_spike",
  "sentiment_shift",
  "news_impact",
  "technical_pattern",
  "correlation_break",
])
export type InsightType = z.infer<typeof InsightType>

export const Direction = z.enum(["up", "down", "none"])
export type Direction = z.infer<typeof Direction>

/**
 * What is claimed, in a form that a program can resolve from stored candles alone.
 * `close_above` / `close_below`: the hourly candle of `asset` that closes at `at` closes strictly above / below `level`.
 * `move_at_least`: some hourly candle that closes after the insight was made and not after `at` closes at least
 * `movePct` percent away (either side) from `level`.
 */
export const Statement = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["close_above", "close_below"]), asset: AssetSymbol, level: Decimal, at: z.iso.datetime() }),
  z.object({ kind: z.literal("move_at_least"), asset: AssetSymbol, level: Decimal, movePct: Decimal, at: z.iso.datetime() }),
])
export type Statement = z.infer<typeof Statement>

export const EvidenceKind = z.enum(["candle", "quote", "story", "sentiment"])
export type EvidenceKind = z.infer<typeof EvidenceKind>

/**
 * A stored row that an insight stands on, with the value as it was when the insight was made.
 * `ref` names the row: `BTC/2026-11-21T19:00:00.000Z` for a candle or quote (asset, then opening or observation time),
 * the story's id, or `source/SUBJECT/time` for a sentiment reading.
 */
export const Evidence = z.object({
  kind: EvidenceKind,
  ref: z.string().min(1).max(300),
  label: z.string().min(1).max(300),
  value: Decimal.nullable(),
  unit: z.enum(["usd", "asset_units", "score", "polarity", "count"]).nullable(),
  observedAt: z.iso.datetime(),
  source: z.string().min(1).max(100),
})
export type Evidence = z.infer<typeof Evidence>

/** One structured reason: a measured quantity, its value and unit, and the places of its rows in the evidence list. */
export const Reason = z.object({
  measure: z.string().regex(/^[a-z0-9_]+$/),
  value: z.number(),
  unit: z.enum(["pct", "sigma", "ratio", "usd", "count", "score", "polarity", "hours"]),
  /** One plain sentence that says the same. */
  text: z.string().min(1).max(300),
  evidence: z.array(z.int().nonnegative()),
})
export type Reason = z.infer<typeof Reason>

/** An insight as `analysis` decides it, before it is stored. */
export const InsightDraft = z.object({
  asset: AssetSymbol,
  type: InsightType,
  direction: Direction,
  /** One sentence a reader understands. */
  headline: z.string().min(1).max(300),
  madeAt: z.iso.datetime(),
  /** Probability that `statement` will prove true, 0.01 to 0.99. */
  probability: z.number().min(0.01).max(0.99),
  horizonHours: z.int().positive(),
  /** Equal to `statement.at`. */
  deadline: z.iso.datetime(),
  statement: Statement,
  /** The statement as a sentence. */
  statementText: z.string().min(1).max(400),
  reasons: z.array(Reason).min(1),
  evidence: z.array(Evidence).min(1),
})
export type InsightDraft = z.infer<typeof InsightDraft>
