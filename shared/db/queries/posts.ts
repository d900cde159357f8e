// Questions about what is out: its texts, what each post came to at equal ages, and how it was approved.
import { and, asc, desc, eq, gte, inArray, isNull, lt, sql } from "drizzle-orm"
import { alias } from "drizzle-orm/pg-core"
import type { Counts } from "../../domain/engagement.ts"
import type { ChannelName, PostFormat } from "../../domain/post.ts"
import type { Db, Order } from "../client.ts"
import { publishedContent } from "../schema/deliveries.ts"
import { approvals, drafts, media } from "../schema/posts.ts"

export type Tier = "public" | "members"

export type PostFilter = {
  /** Who may read it: only what is open to all, unless it says otherwise. */
  readonly tiers?: readonly Tier[] | undefined
  readonly channel?: ChannelName | undefined
  readonly format?: PostFormat | undefined
  readonly asset?: string | undefined
  readonly topic?: string | undefined
  readonly insightId?: string | undefined
  /** Published at or after the one moment, and before the other. */
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Newest first, unless it says otherwise. */
  readonly order?: Order | undefined
  /** Place of the last one seen, in that order. */
  readonly before?: { readonly publishedAt: Date; readonly id: string } | undefined
  readonly limit: number
}

/** What was read of a post when it was so many hours old. Null is what the platform does not tell. */
export type Reading = Counts & { readonly ageHours: number; readonly observedAt: string; readonly state: "measured" | "gone" }

const correction = alias(publishedContent, "correction")

const shown = {
  id: publishedContent.id,
  tier: publishedContent.tier,
  channel: publishedContent.channel,
  url: publishedContent.url,
  publishedAt: publishedContent.publishedAt,
  insightId: publishedContent.insightId,
  format: publishedContent.format,
  language: drafts.language,
  title: drafts.title,
  parts: drafts.parts,
  alt: drafts.alt,
  mediaHash: drafts.mediaHash,
  mediaBytes: media.bytes,
  asset: publishedContent.asset,
  topic: publishedContent.topic,
  insightType: publishedContent.insightType,
  correctionId: correction.id,
  correctedAt: correction.publishedAt,
  readings: sql<readonly Reading[]>`(
    SELECT coalesce(jsonb_agg(jsonb_build_object('ageHours', band_hours, 'observedAt', observed_at, 'state', state, 'impressions', impressions, 'likes', likes,
      'replies', replies, 'reposts', reposts, 'quotes', quotes, 'bookmarks', bookmarks) ORDER BY band_hours), '[]')
    FROM post_readings WHERE post_id = ${publishedContent.id})`,
}

const isOut = (tiers: readonly Tier[] = ["public"]) => {
  const [only, ...others] = tiers
  const { tier } = publishedContent
  return and(only !== undefined && others.length === 0 ? eq(tier, only) : inArray(tier, [...tiers]), isNull(publishedContent.removedAt))
}

/** Posts that are out, in the order of their publication. */
export async function listPosts(db: Db, { tiers, order = "newest", before, limit, ...wanted }: PostFilter) {
  const { publishedAt, id, ...of } = publishedContent
  const [direction, beyond] = order === "newest" ? [desc, sql`<`] : [asc, sql`>`]
  return db
    .select(shown)
    .from(publishedContent)
    .innerJoin(drafts, eq(drafts.id, of.draftId))
    .leftJoin(media, eq(media.hash, drafts.mediaHash))
    .leftJoin(correction, eq(correction.planId, of.correctedBy))
    .where(
      and(
        isOut(tiers),
        wanted.channel === undefined ? undefined : eq(of.channel, wanted.channel),
        wanted.format === undefined ? undefined : eq(of.format, wanted.format),
        wanted.asset === undefined ? undefined : eq(of.asset, wanted.asset),
        wanted.topic === undefined ? undefined : eq(of.topic, wanted.topic),
        wanted.insightId === undefined ? undefined : eq(of.insightId, wanted.insightId),
        wanted.since === undefined ? undefined : gte(publishedAt, wanted.since),
        wanted.until === undefined ? undefined : lt(publishedAt, wanted.until),
        before === undefined
          ? undefined
          : sql`(${publishedAt}, ${id}) ${beyond} (${before.publishedAt.toISOString()}::timestamptz, ${before.id})`,
      ),
    )
    .orderBy(direction(publishedAt), direction(id))
    .limit(limit)
}

/** One post with what its text may say and how it was approved, or null: unknown, taken down, or not of these tiers. */
export async function findPost(db: Db, id: string, tiers?: readonly Tier[]) {
  const [row] = await db
    .select({
      ...shown,
      claims: drafts.claims,
      hash: drafts.hash,
      author: drafts.author,
      approvedVia: approvals.via,
      approvedAt: approvals.at,
    })
    .from(publishedContent)
    .innerJoin(drafts, eq(drafts.id, publishedContent.draftId))
    .leftJoin(approvals, eq(approvals.draftId, publishedContent.draftId))
    .leftJoin(media, eq(media.hash, drafts.mediaHash))
    .leftJoin(correction, eq(correction.planId, publishedContent.correctedBy))
    .where(and(isOut(tiers), eq(publishedContent.id, id)))
  return row ?? null
}
