// Everything that is known of one plan, from the rows its insight stands on to what became of its post.
import { sql } from "drizzle-orm"
import type { Counts } from "../../domain/engagement.ts"
import type { DeliveryReceipt, DeliveryState } from "../../domain/delivery.ts"
import type { GuardResult } from "../../domain/guards.ts"
import type { Direction, Evidence, InsightType, Reason } from "../../domain/insight.ts"
import type { Agreement } from "../../domain/market.ts"
import type { PlanKind, PlanReasons, PlanState } from "../../domain/plan.ts"
import type { ChannelName, Claim, Language, PostFormat, Voice } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

/** A cited row: as it was when the insight was made, and what is stored of it today. */
export type EvidenceThenAndNow = Pick<Evidence, "kind" | "ref" | "label" | "unit" | "source"> & {
  readonly ordinal: number
  readonly value: string | null
  readonly observed_at: string
  /** The same field of the same row today; null where the row is gone, or has no such value. */
  readonly value_now: string | null
  /** Of a candle or quote, today. */
  readonly agreement_now: Agreement | null
}

export type DraftVersion = {
  readonly id: string
  readonly version: number
  readonly author: string
  readonly note: string | null
  readonly title: string | null
  readonly parts: readonly string[]
  readonly alt: string | null
  readonly claims: readonly Claim[]
  readonly needs_picture: boolean
  readonly media_hash: string | null
  readonly scheduled_at: string
  readonly guards: readonly GuardResult[] | null
  readonly passes: boolean | null
  readonly hash: string | null
  readonly run_id: string | null
  readonly created_at: string
}

export type Verdict = {
  readonly draft_id: string
  readonly hash: string
  readonly decision: "approved" | "rejected"
  readonly reviewer: string
  readonly via: "dashboard" | "telegram" | "key" | "rule"
  readonly reason: string | null
  readonly at: string
}

export type DeliveryOfPlan = {
  readonly id: string
  readonly draft_id: string
  readonly state: DeliveryState
  readonly parts: number
  readonly scheduled_at: string
  readonly due_at: string
  readonly receipts: readonly DeliveryReceipt[]
  readonly attempt: number
  readonly tries: number
  readonly part_since: string | null
  readonly failure_code: string | null
  readonly failure_detail: string | null
  readonly created_at: string
  readonly ended_at: string | null
}

export type PostOfPlan = {
  readonly id: string
  readonly url: string | null
  readonly external_id: string
  readonly published_at: string
  readonly corrected_by: string | null
  readonly removed_at: string | null
}

export type ReadingOfPost = Counts & {
  readonly band_hours: number
  readonly observed_at: string
  readonly state: "measured" | "gone"
}

export type LedgerLine = {
  readonly id: string
  readonly at: string
  readonly scope: string
  readonly what: string
  readonly micro_usd: number
}

/** Times inside are ISO text with their zone. */
export type PlanFile = {
  readonly plan: {
    readonly id: string
    readonly kind: PlanKind
    readonly about_post_id: string | null
    readonly asset: string
    readonly topic: string
    readonly channel: ChannelName
    readonly format: PostFormat
    readonly language: Language
    readonly voice: Voice
    readonly disclosure: string
    readonly tier: "public" | "members"
    readonly priority: number
    readonly scheduled_at: string
    readonly expires_at: string
    readonly reasons: PlanReasons
    readonly version: number
    readonly state: PlanState
    readonly run_id: string
    readonly created_at: string
  }
  readonly insight: {
    readonly id: string
    readonly asset: string
    readonly type: InsightType
    readonly direction: Direction
    readonly headline: string
    readonly made_at: string
    readonly probability: number
    readonly deadline: string
    readonly statement_text: string
    readonly reasons: readonly Reason[]
    readonly run_id: string
  }
  readonly evidence: readonly EvidenceThenAndNow[]
  /** Oldest first. */
  readonly versions: readonly DraftVersion[]
  readonly verdicts: readonly Verdict[]
  readonly delivery: DeliveryOfPlan | null
  readonly post: PostOfPlan | null
  readonly readings: readonly ReadingOfPost[]
  readonly ledger: readonly LedgerLine[]
  /** The post that this plan corrects or takes up again. */
  readonly about: { readonly plan_id: string; readonly channel: ChannelName; readonly published_at: string } | null
  /** Plans that correct the post or take it up again. */
  readonly followers: readonly { readonly id: string; readonly kind: PlanKind; readonly channel: ChannelName; readonly state: PlanState }[]
  /** Switches that are on. */
  readonly switches: readonly string[]
  /** Another plan that waits for a person, the first to expire. */
  readonly next_waiting: string | null
}

/**
 * The field of a stored row that a piece of evidence quotes: what it is called says whether it is an hour's opening price. Of rows `c`
 * (candle), `q` (quote), `s` (story) and `r` (reading).
 */
const valueNow = sql`
        CASE e.kind
          WHEN 'candle' THEN CASE WHEN e.unit = 'asset_units' THEN c.volume WHEN e.label LIKE '% open %' THEN c.open ELSE c.close END
          WHEN 'quote' THEN CASE WHEN e.unit = 'asset_units' THEN q.volume_24h ELSE q.price END
          WHEN 'story' THEN CASE WHEN e.unit = 'count' THEN cardinality(s.sources)::numeric ELSE s.polarity END
          ELSE CASE WHEN e.unit = 'count' THEN r.count::numeric ELSE r.value END
        END::text`

/** The moment in a row's reference where its kind has one there; a reference in another form names no row. */
const momentOf = (kind: "candle" | "quote" | "sentiment", place: 2 | 3) => sql`
          CASE WHEN e.kind = ${sql.raw(`'${kind}'`)} AND e.ref ~ '/\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z$' THEN split_part(e.ref, '/', ${sql.raw(String(place))})::timestamptz END`

const evidence = sql`
      SELECT e.ordinal, e.kind, e.ref, e.label, e.value::text AS value, e.unit, e.observed_at, e.source, ${valueNow} AS value_now,
        coalesce(c.agreement, q.agreement) AS agreement_now
      FROM evidence AS e
      LEFT JOIN candles AS c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
        AND c.open_time = ${momentOf("candle", 2)}
      LEFT JOIN quotes AS q ON e.kind = 'quote' AND q.asset = split_part(e.ref, '/', 1)
        AND q.observed_at = ${momentOf("quote", 2)}
      LEFT JOIN news_stories AS s ON e.kind = 'story' AND s.id = e.ref
      LEFT JOIN sentiment_readings AS r ON e.kind = 'sentiment' AND r.source = split_part(e.ref, '/', 1) AND r.subject = split_part(e.ref, '/', 2)
        AND r.observed_at = ${momentOf("sentiment", 3)}
      WHERE e.insight_id = p.insight_id`

const list = (rows: ReturnType<typeof sql>, order: ReturnType<typeof sql>) =>
  sql`(SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY ${order}), '[]') FROM (${rows}) AS t)`

/** One plan with everything that hangs on it, or null. One statement. */
export async function findPlanFile(db: Db, planId: string): Promise<PlanFile | null> {
  const [row] = await rowsAs<PlanFile>(
    db,
    sql`
    SELECT to_jsonb(p) - 'key' - 'insight_id' AS plan, to_jsonb(i) - 'key' - 'statement' AS insight,
      ${list(evidence, sql`t.ordinal`)} AS evidence,
      ${list(sql`SELECT * FROM drafts AS d WHERE d.plan_id = p.id`, sql`t.version`)} AS versions,
      ${list(sql`SELECT * FROM approvals AS a WHERE a.plan_id = p.id`, sql`t.at, t.id`)} AS verdicts,
      to_jsonb(y) - 'payload' AS delivery, to_jsonb(x) AS post,
      ${list(sql`SELECT * FROM post_readings AS r WHERE r.post_id = x.id`, sql`t.band_hours`)} AS readings,
      ${list(sql`SELECT l.id, l.at, l.scope, l.what, l.micro_usd FROM ledger AS l WHERE l.plan_id = p.id`, sql`t.at, t.id`)} AS ledger,
      (SELECT jsonb_build_object('plan_id', o.plan_id, 'channel', o.channel, 'published_at', o.published_at)
        FROM published_content AS o WHERE o.id = p.about_post_id) AS about,
      ${list(sql`SELECT f.id, f.kind, f.channel, f.state FROM content_plans AS f WHERE f.about_post_id = x.id`, sql`t.id`)} AS followers,
      (SELECT coalesce(jsonb_agg(scope ORDER BY scope), '[]') FROM switches WHERE is_on) AS switches,
      (SELECT w.id FROM content_plans AS w WHERE w.state = 'waiting' AND w.id <> p.id ORDER BY w.scheduled_at LIMIT 1) AS next_waiting
    FROM content_plans AS p
    JOIN insights AS i ON i.id = p.insight_id
    LEFT JOIN deliveries AS y ON y.plan_id = p.id
    LEFT JOIN published_content AS x ON x.plan_id = p.id
    WHERE p.id = ${planId}`,
  )
  return row ?? null
}
