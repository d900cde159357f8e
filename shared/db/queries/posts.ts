// Questions about what is out and may be read by anyone.
import { and, desc, eq, isNull, sql } from "drizzle-orm"
import { alias } from "drizzle-orm/pg-core"
import type { ChannelName } from "../../domain/post.ts"
import type { Db } from "../client.ts"
import { publishedContent } from "../schema/deliveries.ts"
import { insights } from "../schema/insights.ts"
import { approvals, drafts, media } from "../schema/posts.ts"

export type PostFilter = {
  readonly channel?: ChannelName | undefined
  readonly asset?: string | undefined
  /** Place of the last one seen. */
  readonly before?: { readonly publishedAt: Date; readonly id: string } | undefined
  readonly limit: number
}

const correction = alias(publishedContent, "correction")

const shown = {
  id: publishedContent.id,
  channel: publishedContent.channel,
  url: publishedContent.url,
  publishedAt: publishedContent.publishedAt,
  insightId: publishedContent.insightId,
  format: drafts.format,
  language: drafts.language,
  title: drafts.title,
  parts: drafts.parts,
  alt: drafts.alt,
  mediaHash: drafts.mediaHash,
  mediaBytes: media.bytes,
  asset: insights.asset,
  topic: insights.type,
  correctionId: correction.id,
  correctedAt: correction.publishedAt,
}

const isPublic = and(eq(publishedContent.tier, "public"), isNull(publishedContent.removedAt))

/** Posts that are out and open to all, newest first. */
export async function listPosts(db: Db, { channel, asset, before, limit }: PostFilter) {
  return db
    .select(shown)
    .from(publishedContent)
    .innerJoin(drafts, eq(drafts.id, publishedContent.draftId))
    .innerJoin(insights, eq(insights.id, publishedContent.insightId))
    .leftJoin(media, eq(media.hash, drafts.mediaHash))
    .leftJoin(correction, eq(correction.planId, publishedContent.correctedBy))
    .where(
      and(
        isPublic,
        channel === undefined ? undefined : eq(publishedContent.channel, channel),
        asset === undefined ? undefined : eq(insights.asset, asset),
        before === undefined
          ? undefined
          : sql`(${publishedContent.publishedAt}, ${publishedContent.id}) < (${before.publishedAt.toISOString()}::timestamptz, ${before.id})`,
      ),
    )
    .orderBy(desc(publishedContent.publishedAt), desc(publishedContent.id))
    .limit(limit)
}

/** One post with what its text may say and how it was approved, or null: unknown, taken down, or for members only. */
export async function findPost(db: Db, id: string) {
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
    .innerJoin(insights, eq(insights.id, publishedContent.insightId))
    .leftJoin(approvals, eq(approvals.draftId, publishedContent.draftId))
    .leftJoin(media, eq(media.hash, drafts.mediaHash))
    .leftJoin(correction, eq(correction.planId, publishedContent.correctedBy))
    .where(and(isPublic, eq(publishedContent.id, id)))
  return row ?? null
}
