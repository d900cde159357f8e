// A desk with work on it: what the private pages are shown with. Each plan is named for what stands about it.
import { insertInsights } from "../../shared/db/queries/insights.ts"
import type { TestDatabase } from "../db/database.ts"
import {
  breakdown,
  breakout,
  draftRow,
  insertRows,
  minutes,
  mood,
  planRow,
  type Row,
  type Story,
  storeEvidence,
  volume,
} from "./desk-rows.ts"

export { DESK_NOW } from "./desk-rows.ts"

export const HOSTILE = `<script>alert("x")</script><img src=x onerror=alert(1)> & "quotes"`

/** The one that is out. */
export const POST = "post_desk000001"
export const RUN = "run_desk000001"
const PICTURE = "ab".repeat(32)

export type Desk = Readonly<
  Record<
    | "waiting"
    | "edited"
    | "picture"
    | "thread"
    | "blocked"
    | "approved"
    | "live"
    | "held"
    | "rehearsed"
    | "rejected"
    | "planned"
    | "hostile",
    string
  >
>

const id = (row: Row): string => String(row["id"])

async function seedBase(database: TestDatabase): Promise<readonly string[]> {
  const run = {
    agent: "analysis",
    trigger: "schedule",
    input: {},
    state: "succeeded",
    attempt: 1,
    moment: minutes(-4),
    started_at: minutes(-4),
  }
  await insertRows(database, "runs", [
    { ...run, id: RUN, key: "analysis:desk", finished_at: minutes(-4) },
    {
      ...run,
      id: "run_desk000002",
      agent: "news-scan",
      key: "news-scan:desk",
      state: "dead",
      error_code: "upstream-unavailable",
      error_detail: "No feed answers.",
      finished_at: minutes(-2),
    },
  ])
  const insights = [breakout, breakdown, volume, mood, { ...breakdown, type: "technical_pattern" as const, headline: HOSTILE }]
  await storeEvidence(database, insights, {
    [breakout.evidence[1]?.ref ?? ""]: { close: "84250.00" },
    [breakout.evidence[2]?.ref ?? ""]: { agreement: "disputed" },
    [breakdown.evidence[2]?.ref ?? ""]: null,
  })
  await insertRows(database, "media", [
    {
      hash: PICTURE,
      spec_hash: "cd".repeat(32),
      content_type: "image/png",
      bytes: 40_000,
      width: 1200,
      height: 630,
      spec: {},
      run_id: RUN,
      created_at: minutes(-2),
    },
  ])
  return insertInsights(database.db("studio_agents"), insights, RUN)
}

/** Plans, their versions, decisions, deliveries, posts, readings, money and switches. */
export async function seedDesk(database: TestDatabase): Promise<Desk> {
  const [one = "", two = "", three = "", four = "", five = ""] = await seedBase(database)
  const btc = { insight: breakout, insightId: one }
  const eth = { insight: breakdown, insightId: two }
  const stories: Record<keyof Desk, Story> = {
    waiting: { ...btc, channel: "telegram", format: "message", state: "waiting", slot: 6 },
    edited: { ...btc, channel: "feed", format: "long", state: "waiting", slot: 12, over: { version: 2 } },
    picture: { ...eth, channel: "x", format: "picture", state: "waiting", slot: 15, voice: "bold", mediaHash: PICTURE },
    thread: { insight: volume, insightId: three, channel: "x", format: "thread", state: "waiting", slot: 30, voice: "bold" },
    blocked: { insight: volume, insightId: three, channel: "discord", format: "message", state: "blocked", slot: 20, voice: "educational" },
    approved: { insight: mood, insightId: four, channel: "telegram", format: "message", state: "approved", slot: 4, language: "nl" },
    live: { ...eth, channel: "x", format: "thread", state: "released", slot: -60, voice: "bold" },
    held: { ...eth, channel: "telegram", format: "message", state: "released", slot: -50 },
    rehearsed: { ...eth, channel: "discord", format: "message", state: "released", slot: -40, voice: "educational" },
    rejected: { ...eth, channel: "feed", format: "long", state: "rejected", slot: -30 },
    planned: { insight: volume, insightId: three, channel: "feed", format: "long", state: "planned", slot: 2_000 },
    hostile: {
      insight: { ...breakdown, headline: HOSTILE },
      insightId: five,
      channel: "discord",
      format: "message",
      state: "blocked",
      slot: 25,
    },
  }
  const rows = Object.entries(stories).map(([name, story]): [string, Row] => [name, { ...planRow(story), run_id: RUN }])
  const plans = Object.fromEntries(rows) as Record<keyof Desk, Row>
  await insertRows(database, "content_plans", Object.values(plans))
  const draft = async (name: keyof Desk, version = 1, change: Parameters<typeof draftRow>[3] = {}): Promise<Row> => ({
    run_id: version === 1 ? RUN : null,
    ...(await draftRow(stories[name], plans[name], version, change)),
  })
  const first = await draft("edited")
  const [text = ""] = first["parts"] as string[]
  const names = ["waiting", "picture", "thread", "approved", "live", "held", "rehearsed", "rejected"] as const
  const drafts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await draft(name)]))) as Record<
    (typeof names)[number],
    Row
  >
  await insertRows(database, "drafts", [
    ...Object.values(drafts),
    first,
    await draft("edited", 2, {
      parts: [text.replace("attention, not certainty", "attention, but no certainty")],
      title: "Bitcoin rose 2.1% within the hour",
    }),
    await draft("blocked", 1, {
      parts: ["UNI is up 41.7%: buy now, it can't lose. See https://example.com/x"],
      note: "The model's text was refused.",
    }),
    await draft("hostile", 1, { parts: [HOSTILE] }),
  ])
  const unfit = Object.entries(drafts).filter(([, row]) => row["hash"] === null)
  if (unfit.length > 0) throw new Error(`The guards refuse ${unfit.map(([name]) => name).join(", ")}: they can't wait for anyone.`)
  await seedOutcomes(database, plans, drafts)
  return Object.fromEntries(Object.entries(plans).map(([name, row]) => [name, id(row)])) as Desk
}

async function seedOutcomes(
  database: TestDatabase,
  plans: Readonly<Record<keyof Desk, Row>>,
  drafts: Readonly<Record<string, Row>>,
): Promise<void> {
  const decided = (name: string, over: Row = {}): Row => ({
    id: `apr_desk00${name}`,
    draft_id: drafts[name]?.["id"],
    plan_id: drafts[name]?.["plan_id"],
    hash: drafts[name]?.["hash"],
    decision: "approved",
    reviewer: "operator",
    via: "dashboard",
    at: minutes(-1),
    ...over,
  })
  await insertRows(database, "approvals", [
    ...["approved", "live", "held", "rehearsed"].map((name) => decided(name)),
    decided("rejected", { decision: "rejected", reason: "Said the day before.", via: "telegram", reviewer: "telegram:77" }),
  ])
  const parts = drafts["live"]?.["parts"] as string[]
  const receipts = parts.map((_, i) => ({ id: String(1_000 + i), url: `https://x.com/i/status/${1_000 + i}`, at: minutes(-59) }))
  const delivery = (name: keyof Desk, state: string, over: Row = {}): Row => ({
    id: `dlv_desk00${name}`,
    plan_id: plans[name]["id"],
    draft_id: drafts[name]?.["id"],
    channel: plans[name]["channel"],
    payload: {},
    parts: 1,
    state,
    scheduled_at: plans[name]["scheduled_at"],
    due_at: plans[name]["scheduled_at"],
    receipts: [],
    attempt: 1,
    tries: 0,
    created_at: minutes(-1),
    ...over,
  })
  await insertRows(database, "deliveries", [
    delivery("approved", "scheduled", { attempt: 0 }),
    delivery("live", "live", { parts: parts.length, receipts, ended_at: minutes(-59) }),
    delivery("held", "held", { part_since: minutes(-49), failure_code: "upstream-unknown", failure_detail: "Telegram's answer was lost." }),
    delivery("rehearsed", "rehearsed", { ended_at: minutes(-40) }),
  ])
  await insertRows(database, "published_content", [
    {
      id: "post_desk000001",
      delivery_id: "dlv_desk00live",
      plan_id: plans.live["id"],
      draft_id: drafts["live"]?.["id"],
      insight_id: plans.live["insight_id"],
      channel: "x",
      tier: "public",
      external_id: "1000",
      url: "https://x.com/i/status/1000",
      published_at: minutes(-59),
      asset: plans.live["asset"],
      topic: plans.live["topic"],
      format: plans.live["format"],
      insight_type: "breakout",
    },
  ])
  const reading = { post_id: "post_desk000001", state: "measured", replies: 2, reposts: 3, quotes: 0, bookmarks: 1 }
  await insertRows(database, "post_readings", [{ ...reading, band_hours: 1, observed_at: minutes(-1), impressions: 1_234, likes: 21 }])
  const entry = { at: minutes(-59), day: "2026-10-07", scope: "channel:x", plan_id: plans.live["id"], run_id: RUN }
  await insertRows(database, "ledger", [
    { ...entry, id: "led_desk000001", key: "post:desk:0", what: "post, part 1", micro_usd: 15_000 },
    { ...entry, id: "led_desk000002", key: "post:desk:1", what: "post, part 2", micro_usd: 15_000 },
    { ...entry, id: "led_desk000003", key: "model:desk", scope: "model", what: "text", micro_usd: 1_234 },
  ])
  await insertRows(database, "spend", [
    { scope: "all", day: "2026-10-07", micro_usd: 31_234 },
    { scope: "channel:x", day: "2026-10-07", micro_usd: 30_000 },
    { scope: "model", day: "2026-10-07", micro_usd: 1_234 },
  ])
  await insertRows(database, "switches", [
    { scope: "live:x", is_on: true, reason: null, changed_by: "operator session", changed_at: minutes(-90) },
    { scope: "live:feed", is_on: true, reason: null, changed_by: "operator session", changed_at: minutes(-90) },
    { scope: "stop:channel:discord", is_on: true, reason: "The server moves.", changed_by: "operator session", changed_at: minutes(-10) },
  ])
  await insertRows(database, "source_states", [
    {
      source: "channel:telegram",
      checked_at: minutes(-1),
      last_failure_at: minutes(-1),
      failure_code: "upstream-unavailable",
      consecutive_failures: 6,
    },
    { source: "channel:x", checked_at: minutes(-59), last_ok_at: minutes(-59), consecutive_failures: 0 },
  ])
}
