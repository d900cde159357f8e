// Rows of posts that a person has approved, as the stages before publishing leave them: plan, version, approval. Written by the database's owner.
import type { ChannelName } from "../../shared/domain/post.ts"
import type { Session } from "./postgres-session.ts"

export type ApprovedPost = {
  /** Tells this post from the others of its database. */
  readonly number: number
  readonly channel: ChannelName
  readonly parts: readonly string[]
  readonly at: Date
  readonly expiresAt: Date
  readonly scheduledAt?: Date
  /** With a picture of this hash, whose row is written too. */
  readonly picture?: { readonly hash: string; readonly bytes: number } | null
}

const id = (prefix: string, number: number, more = ""): string => `${prefix}_${String(number).padStart(12, "0")}${more}`
export const planIdOf = (number: number): string => id("plan", number)
export const draftIdOf = (number: number, version = 1): string => id("draft", number, `v${version}`)

const text = (value: string | null): string => (value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`)
const json = (value: unknown): string => `${text(JSON.stringify(value))}::jsonb`
const hashOf = (number: number, version: number): string => (number * 100 + version).toString(16).padStart(64, "0")

const RUN_AND_INSIGHT = `
  INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
  VALUES ('run_0000000001', 'world', 'world:1', 'manual', '{}', 'succeeded', 1, '2026-11-21', '2026-11-21', '2026-11-21') ON CONFLICT DO NOTHING;
  INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
  VALUES ('ins_0000000001', 'i:world', 'run_0000000001', 'BTC', 'breakout', 'up', 'x', '2026-11-21', 0.5, 24, '2026-11-22', '{}', 'x', '[]') ON CONFLICT DO NOTHING;`

/** A version of a plan's text that has passed its guards. */
function draftSql({ number, channel, parts, at, scheduledAt = at, picture = null }: ApprovedPost, version: number): string {
  const hash = hashOf(number, version)
  const format = channel === "feed" ? "long" : parts.length > 1 ? "thread" : channel === "x" ? "single" : "message"
  return `
  INSERT INTO drafts (id, plan_id, version, author, channel, format, language, title, parts, alt, claims, needs_picture, media_hash, scheduled_at, guards, passes, hash, created_at)
  VALUES (${text(draftIdOf(number, version))}, ${text(planIdOf(number))}, ${version}, 'studio', ${text(channel)}, ${text(format)}, 'en', ${channel === "feed" ? "'A title'" : "NULL"}, ${json(parts)},
    ${picture ? "'a chart'" : "NULL"}, '[]', ${picture !== null}, ${text(picture?.hash ?? null)}, ${text(scheduledAt.toISOString())}, '[]', true, '${hash}', ${text(at.toISOString())});`
}

const approvalSql = ({ number, at }: ApprovedPost, version: number): string => `
  INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, at)
  VALUES (${text(id("apr", number, `v${version}`))}, ${text(draftIdOf(number, version))}, ${text(planIdOf(number))}, '${hashOf(number, version)}', 'approved', 'tester', 'key', ${text(at.toISOString())});`

function mediaSql({ picture }: ApprovedPost): string {
  if (!picture) return ""
  const hash = text(picture.hash)
  return `INSERT INTO media (hash, spec_hash, content_type, bytes, width, height, spec, run_id, created_at)
  VALUES (${hash}, ${hash}, 'image/png', ${picture.bytes}, 1200, 630, '{}', 'run_0000000001', '2026-11-21') ON CONFLICT DO NOTHING;`
}

export async function insertApproved(session: Pick<Session, "exec">, posts: readonly ApprovedPost[]): Promise<void> {
  const plans = posts.map((post) => {
    const { number, channel, parts, at, expiresAt, scheduledAt = at, picture = null } = post
    const format = channel === "feed" ? "long" : picture ? "picture" : parts.length > 1 ? "thread" : channel === "x" ? "single" : "message"
    return `
  INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, version, state, run_id, created_at)
  VALUES (${text(planIdOf(number))}, 'world:${number}', 'insight', 'ins_0000000001', 'BTC', 'price', ${text(channel)}, ${text(format)}, 'en', 'bold', 'none', 'public', 0.5,
    ${text(scheduledAt.toISOString())}, ${text(expiresAt.toISOString())}, '{"chosen":["x"],"rejected":[]}', 1, 'approved', 'run_0000000001', ${text(at.toISOString())});
  ${draftSql(post, 1)} ${approvalSql(post, 1)}`
  })
  await session.exec([RUN_AND_INSIGHT, ...posts.map(mediaSql), ...plans].join("\n"))
}

/** What an operator's edit does: from then on the approved version is not the current one. The statement gives one row where it was still allowed. */
export const editSql = (number: number): string => `
  UPDATE content_plans SET state = 'checking', version = version + 1 WHERE id = ${text(planIdOf(number))} AND state IN ('waiting', 'blocked', 'approved') RETURNING version`

/** The next version, checked and approved: what follows an edit. */
export const approveAgainSql = (post: ApprovedPost, version: number): string => `
  ${draftSql(post, version)}
  UPDATE content_plans SET state = 'approved' WHERE id = ${text(planIdOf(post.number))} AND version = ${version} AND state = 'checking';
  ${approvalSql(post, version)}`

/** Turns channels on, as an operator does. */
export async function turnOn(session: Pick<Session, "exec">, scopes: readonly string[], on = true): Promise<void> {
  await session.exec(
    scopes
      .map(
        (scope) =>
          `INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES (${text(scope)}, ${on}, 'tester', '2026-11-21') ON CONFLICT (scope) DO UPDATE SET is_on = excluded.is_on;`,
      )
      .join("\n"),
  )
}

/** Posts of all channels, one a minute from a moment on. */
export const manyApproved = (count: number, at: Date, first = 1): ApprovedPost[] =>
  Array.from({ length: count }, (_, i) => ({
    number: first + i,
    channel: (["x", "telegram", "discord", "feed"] as const)[i % 4] ?? "x",
    parts: [`post number ${first + i}`],
    at,
    scheduledAt: new Date(at.getTime() + i * 60_000),
    expiresAt: new Date(at.getTime() + 7 * 86_400_000),
  }))
