// Questions about the texts of plans: what one is to be written from, its first version, and the verdict on a version that a person wrote.
import { sql } from "drizzle-orm"
import type { GuardResult } from "../../domain/guards.ts"
import type { Claim, PostText } from "../../domain/post.ts"
import type { WritingOrder } from "../../domain/writing-order.ts"
import { type Db, rowsAs } from "../client.ts"
import { citedInsight, insightInUtc, utc } from "./cited-insight.ts"

type Question = {
  readonly planId: string
  /** Null for the first version. */
  readonly draftId: string | null
  readonly now: Date
  /** Since when texts of the channel are looked at, and at most how many. */
  readonly since: Date
  readonly texts: number
}

/** The plan with its insight, evidence as known at `now`, version, post concerned and the channel's texts; null where there is no such plan. */
export async function findWritingOrder(db: Db, { planId, draftId, now, since, texts }: Question): Promise<WritingOrder | null> {
  const at = now.toISOString()
  const [row] = await rowsAs<WritingOrder>(
    db,
    sql`
      SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'asset', p.asset, 'channel', p.channel, 'format', p.format, 'language', p.language, 'voice', p.voice,
          'disclosure', p.disclosure, 'scheduledAt', p.scheduled_at, 'expiresAt', p.expires_at, 'createdAt', p.created_at, 'version', p.version, 'state', p.state) AS plan,
        ${citedInsight(at)} AS insight,
        (SELECT jsonb_build_object('id', d.id, 'version', d.version, 'author', d.author, 'format', d.format, 'title', d.title, 'parts', d.parts, 'alt', d.alt,
            'needsPicture', d.needs_picture, 'mediaHash', d.media_hash, 'scheduledAt', d.scheduled_at, 'passes', d.passes)
          FROM drafts d WHERE d.plan_id = p.id AND CASE WHEN ${draftId}::text IS NULL THEN d.version = 1 ELSE d.id = ${draftId}::text END) AS draft,
        (SELECT jsonb_build_object('id', o.id, 'channel', o.channel, 'publishedAt', o.published_at) FROM published_content o WHERE o.id = p.about_post_id) AS about,
        (SELECT jsonb_build_object('close', c.close::text, 'closedAt', c.open_time + interval '1 hour', 'agreement', CASE WHEN c.checked_at <= ${at}::timestamptz THEN c.agreement ELSE 'single' END)
          FROM candles c
          WHERE p.kind = 'repurpose' AND c.asset = i.asset AND c.open_time >= i.made_at - interval '1 hour' AND c.open_time < i.deadline AND c.known_at <= ${at}::timestamptz
            AND (i.statement->>'kind' = 'move_at_least' OR c.open_time = i.deadline - interval '1 hour') AND c.open_time + interval '1 hour' > i.made_at
          ORDER BY abs(c.close / (i.statement->>'level')::numeric - 1) DESC LIMIT 1) AS outcome,
        coalesce((
          SELECT jsonb_agg(r.said ORDER BY r.created_at DESC) FROM (
            SELECT d.created_at, (SELECT string_agg(part.said, chr(10) ORDER BY part.place) FROM jsonb_array_elements_text(d.parts) WITH ORDINALITY AS part (said, place)) AS said
            FROM drafts d JOIN content_plans o ON o.id = d.plan_id AND o.version = d.version
            WHERE d.channel = p.channel AND d.created_at > ${since.toISOString()}::timestamptz AND d.created_at <= ${at}::timestamptz AND d.plan_id <> p.id
              AND o.state IN ('checking', 'waiting', 'approved', 'released')
            ORDER BY d.created_at DESC LIMIT ${texts}) AS r), '[]') AS recent
      FROM content_plans p JOIN insights i ON i.id = p.insight_id
      WHERE p.id = ${planId}`,
  )
  return row === undefined ? null : inUtc(row)
}

/** Postgres writes `+00:00`; the domain's moments end with `Z`. */
function inUtc({ plan, insight, draft, about, outcome, recent }: WritingOrder): WritingOrder {
  return {
    plan: { ...plan, scheduledAt: utc(plan.scheduledAt), expiresAt: utc(plan.expiresAt), createdAt: utc(plan.createdAt) },
    insight: insightInUtc(insight),
    draft: draft && { ...draft, scheduledAt: utc(draft.scheduledAt) },
    about: about && { ...about, publishedAt: utc(about.publishedAt) },
    outcome: outcome && { ...outcome, closedAt: utc(outcome.closedAt) },
    recent,
  }
}

export type NewDraft = PostText & {
  readonly id: string
  readonly planId: string
  readonly version: number
  /** `model` stands for the one whose reply the run has stored last. */
  readonly author: "studio" | "model"
  readonly note: string | null
  readonly claims: readonly Claim[]
  readonly needsPicture: boolean
  readonly scheduledAt: string
  readonly guards: readonly GuardResult[]
  readonly passes: boolean
  /** Null where something is still missing. */
  readonly hash: string | null
}

/** Where a plan stands with a version that the guards have seen. */
export type CheckedState = "blocked" | "checking" | "waiting"

/**
 * Stores the next version of a plan and moves the plan on, in one statement, if the plan still stands at the version before and waits for a
 * text. True where the version stands now, also from before.
 */
export async function insertDraft(db: Db, draft: NewDraft, to: { state: CheckedState; runId: string; now: Date }): Promise<boolean> {
  const { id, planId, version, author, note, channel, format, language, title, parts, alt } = draft
  const at = to.now.toISOString()
  const [row] = await rowsAs<{ stands: boolean }>(
    db,
    sql`
      WITH plan AS (
        UPDATE content_plans SET version = ${version}::int, state = ${to.state}
        WHERE id = ${planId} AND version = ${version - 1}::int AND state IN ('planned', 'checking') AND expires_at > ${at}::timestamptz
        RETURNING id
      ), written AS (
        INSERT INTO drafts (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
        SELECT ${id}, plan.id, ${version}::int,
          CASE WHEN ${author} = 'model' THEN coalesce((SELECT 'model:' || m.provider || '/' || m.model FROM model_replies m JOIN runs r ON r.key = m.run_key
            WHERE r.id = ${to.runId} ORDER BY m.created_at DESC LIMIT 1), 'model:unknown') ELSE ${author} END,
          ${note}::text, ${channel}, ${format}, ${language}, ${title}::text, ${JSON.stringify(parts)}::jsonb, ${alt}::text, ${JSON.stringify(draft.claims)}::jsonb,
          ${draft.needsPicture}::boolean, ${draft.scheduledAt}::timestamptz, ${JSON.stringify(draft.guards)}::jsonb, ${draft.passes}::boolean, ${draft.hash}::text,
          ${to.runId}, ${at}::timestamptz
        FROM plan
        RETURNING id
      )
      SELECT EXISTS (SELECT 1 FROM written) OR EXISTS (SELECT 1 FROM drafts WHERE id = ${id}) AS stands`,
  )
  return row?.stands === true
}

export type Verdict = {
  readonly id: string
  readonly planId: string
  readonly version: number
  readonly claims: readonly Claim[]
  readonly guards: readonly GuardResult[]
  readonly passes: boolean
  readonly hash: string | null
}

/**
 * Stores what the guards say of a version that nobody has checked yet and moves its plan on, in one statement, if the version is still the
 * current one. True where the version has been judged, also before.
 */
export async function judgeDraft(db: Db, verdict: Verdict, to: { state: CheckedState }): Promise<boolean> {
  const { id, planId, version, claims, guards, passes, hash } = verdict
  const [row] = await rowsAs<{ judged: boolean }>(
    db,
    sql`
      WITH plan AS (
        UPDATE content_plans SET state = ${to.state}
        WHERE id = ${planId} AND version = ${version}::int AND state = 'checking' AND EXISTS (SELECT 1 FROM drafts WHERE id = ${id} AND guards IS NULL)
        RETURNING id
      ), judged AS (
        UPDATE drafts SET claims = ${JSON.stringify(claims)}::jsonb, guards = ${JSON.stringify(guards)}::jsonb, passes = ${passes}::boolean, hash = ${hash}::text
        FROM plan WHERE drafts.plan_id = plan.id AND drafts.id = ${id} AND drafts.guards IS NULL
        RETURNING drafts.id
      )
      SELECT EXISTS (SELECT 1 FROM judged) OR EXISTS (SELECT 1 FROM drafts WHERE id = ${id} AND guards IS NOT NULL) AS judged`,
  )
  return row?.judged === true
}
