// Rows of the content loop for the pages' tests: plans with real texts in every state, from an insight's rows to a post's readings.
import { draftHash } from "../../shared/domain/draft.ts"
import { checkDraft } from "../../shared/domain/guards.ts"
import type { InsightDraft } from "../../shared/domain/insight.ts"
import type { PlanState } from "../../shared/domain/plan.ts"
import { planKey, topicOf } from "../../shared/domain/plan-draft.ts"
import type { ChannelName, Claim, PostFormat, PostText, Voice } from "../../shared/domain/post.ts"
import { textLength } from "../../shared/domain/text-length.ts"
import { write } from "../../shared/domain/writer.ts"
import { claimsOf } from "../../shared/domain/writing/claims.ts"
import { withDisclosure } from "../../shared/domain/writing/disclosure.ts"
import { stableId } from "../../shared/kit/ids.ts"
import type { TestDatabase } from "../db/database.ts"
import { INSIGHTS } from "../domain/insights.ts"

/** The insights that are used here were made a few minutes before. */
export const DESK_NOW = new Date("2026-10-07T01:04:00.000Z")
export const minutes = (count: number): string => new Date(DESK_NOW.getTime() + count * 60_000).toISOString()

export type Row = Readonly<Record<string, unknown>>

/** Inserts the rows as the owner; a column that isn't named is null. */
export async function insertRows({ postgres }: TestDatabase, table: string, rows: readonly Row[]): Promise<void> {
  await postgres.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [JSON.stringify(rows)])
}

export type Story = {
  readonly insight: InsightDraft
  readonly insightId: string
  readonly channel: ChannelName
  readonly format: PostFormat
  readonly state: PlanState
  /** Minutes from now. */
  readonly slot: number
  readonly language?: "en" | "nl"
  readonly voice?: Voice
  readonly mediaHash?: string
  readonly over?: Row
}

export const agreed = (insight: InsightDraft): Map<string, "agreed"> => new Map(insight.evidence.map(({ ref }) => [ref, "agreed"]))
export const claimsFor = (insight: InsightDraft): Claim[] => claimsOf(insight, { agreements: agreed(insight) })

export function planRow({ insight, insightId, channel, format, state, slot, language = "en", voice = "analytical", over }: Story): Row {
  const key = planKey({ kind: "insight", insightId, aboutPostId: null, channel })
  const rejected = [{ channel: "x", format: "thread", rule: "too-little", text: "There is too little to say for a thread." }]
  return {
    id: stableId("plan", new Date(insight.madeAt), `${key}:${slot}`),
    key: `${key}:${slot}`,
    kind: "insight",
    insight_id: insightId,
    asset: insight.asset,
    topic: topicOf(insight.type),
    channel,
    format,
    language,
    voice,
    disclosure: "eu",
    tier: "public",
    priority: "0.72",
    scheduled_at: minutes(slot),
    expires_at: minutes(slot + 360),
    reasons: { why: ["The move is large for this hour.", `${channel} had no post about ${insight.asset} for six hours.`], rejected },
    version: state === "planned" ? 0 : 1,
    state,
    created_at: minutes(-3),
    ...over,
  }
}

/** What the studio's own writer makes of the insight for that plan. */
export const textFor = ({ insight, channel, format, language = "en", voice = "analytical" }: Story): PostText =>
  withDisclosure(
    write({ insight, claims: claimsFor(insight), channel, format, language, voice, seed: "desk", profile: "eu" }),
    "eu",
    language,
  )

/** A version of the plan's text with its guards' verdict and, where they pass, its hash. */
export async function draftRow(story: Story, plan: Row, version = 1, change: Partial<PostText> & Row = {}): Promise<Row> {
  const { parts, title, alt } = { ...textFor(story), ...change }
  const text: PostText = { channel: story.channel, format: story.format, language: story.language ?? "en", parts, title, alt }
  const claims = claimsFor(story.insight)
  const guards = checkDraft(text, {
    claims,
    voice: story.voice ?? "analytical",
    profile: "eu",
    now: DESK_NOW.getTime(),
    lengthOf: (part) => textLength(story.channel, part),
  })
  const passes = guards.every(({ pass }) => pass)
  const mediaHash = story.mediaHash ?? null
  const scheduledAt = String(plan["scheduled_at"])
  return {
    id: stableId("draft", new Date(story.insight.madeAt), `${String(plan["id"])}:${version}`),
    plan_id: plan["id"],
    version,
    author: version === 1 ? "studio" : "operator",
    channel: story.channel,
    format: story.format,
    language: text.language,
    title,
    parts,
    alt,
    claims,
    needs_picture: mediaHash !== null,
    media_hash: mediaHash,
    scheduled_at: scheduledAt,
    guards,
    passes,
    hash: passes ? await draftHash({ ...text, mediaHash, scheduledAt }) : null,
    created_at: minutes(-3 + version),
    ...Object.fromEntries(Object.entries(change).filter(([name]) => !["parts", "title", "alt"].includes(name))),
  }
}

/** Stored candles, readings and stories behind the evidence; `revise` changes what a row says today, null takes it away. */
export async function storeEvidence(
  database: TestDatabase,
  insights: readonly InsightDraft[],
  revise: Readonly<Record<string, { readonly close?: string; readonly agreement?: string } | null>> = {},
): Promise<void> {
  const rows = new Map<string, Row>()
  for (const row of insights.flatMap(({ evidence }) => evidence)) {
    const change = revise[row.ref]
    if (row.kind !== "candle" || change === null) continue
    const [asset, openTime] = row.ref.split("/")
    const field = row.unit === "asset_units" ? "volume" : row.label.includes(" open ") ? "open" : "close"
    const before = rows.get(row.ref) ?? { open: row.value, high: "1000000", low: "0.0001", close: row.value, volume: "100" }
    rows.set(row.ref, {
      ...before,
      asset,
      open_time: openTime,
      source: "binance",
      known_at: minutes(-4),
      agreement: "agreed",
      second_source: "kraken",
      second_close: row.value,
      deviation_bps: "0",
      checked_at: minutes(-4),
      [field]: row.value,
      ...change,
    })
  }
  await insertRows(database, "candles", [...rows.values()])
}

export const breakout = INSIGHTS[0] as InsightDraft
export const breakdown = INSIGHTS[1] as InsightDraft
export const volume = INSIGHTS[8] as InsightDraft
export const mood = INSIGHTS[14] as InsightDraft
