// How does the API show a post, and the rows that its figures rest on?
import * as z from "zod"
import type { findInsight } from "../../../shared/db/queries/insights.ts"
import type { findPost, listPosts, Reading, Tier } from "../../../shared/db/queries/posts.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { citedFigures } from "../../../shared/domain/cited-figures.ts"
import { InsightType } from "../../../shared/domain/insight.ts"
import { ChannelName, Language, PostFormat } from "../../../shared/domain/post.ts"
import { evidenceLink, insightLink, pictureLink, postLink, postPage } from "../links.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"
import { InsightId } from "./insight.ts"

export const PostId = z.string().regex(/^post_[0-9a-z]{10,40}$/, "must be a post's id, such as post_01jd8z3k9q4m7x2c5v8b")

const Count = z.int().nullable()

export const PostReading = z
  .object({
    ageHours: z.int().describe("Age of the post for which the reading stands: 1, 6, 24, 72 or 168 hours."),
    observedAt: Time,
    state: z.enum(["measured", "gone"]).describe("`gone`: the platform had the post no more."),
    impressions: Count,
    likes: Count,
    replies: Count,
    reposts: Count,
    quotes: Count,
    bookmarks: Count,
    engagements: Count.describe("The sum of those that the platform tells, without impressions."),
    rate: z.number().nullable().describe("Engagements for each impression: 0.03 is three for a hundred."),
  })
  .meta({ id: "PostReading" })

export const Post = z
  .object({
    id: PostId,
    tier: z.enum(["public", "members"]).describe("Posts for members are shown to keys with `read:premium` only."),
    channel: ChannelName,
    format: PostFormat,
    language: Language,
    asset: AssetSymbol,
    topic: z.string().describe("What posts are compared by: `price`, `volume`, `pattern`, `correlation`, `news` or `mood`."),
    insightType: InsightType,
    title: z.string().nullable(),
    parts: z.array(z.string()).describe("The exact texts that were approved and sent, in order."),
    picture: z.object({ link: z.string(), alt: z.string(), bytes: z.int() }).nullable(),
    publishedAt: Time,
    url: z.string().nullable().describe("Where it stands on its channel; null where the channel gives no address."),
    insightId: InsightId,
    insight: z.string().describe("Where the insight that it tells of can be read."),
    engagement: z
      .array(PostReading)
      .describe("How it did, at the same ages for every post, so that posts can be compared; empty until it is an hour old."),
    correctedAt: Time.nullable(),
    correctedBy: PostId.nullable().describe("The post that corrects it."),
    link: z.string(),
    page: z.string(),
  })
  .meta({ id: "Post" })

const Figure = z
  .object({
    part: z.int().nonnegative(),
    start: z.int().nonnegative(),
    end: z.int().nonnegative(),
    text: z.string(),
    measure: z.string(),
    value: z.string(),
    unit: z.string(),
    at: Time,
    evidence: z
      .int()
      .nonnegative()
      .nullable()
      .describe("Place of its row in the insight's evidence; null where the insight itself states it."),
    link: z.string().describe("Where the row, or the insight that states it, can be read."),
  })
  .meta({ id: "PostFigure" })

export const PostWithFigures = Post.extend({
  figures: z.array(Figure).describe("Every figure of the texts with the stored row that it rests on; places are UTF-16."),
  author: z.string().describe("`studio`, `model:PROVIDER/NAME` or `operator`."),
  approval: z
    .object({
      at: Time,
      via: z.string(),
      hash: z.string().describe("SHA-256 that binds the approval to these texts, picture, channel and time."),
    })
    .nullable(),
}).meta({ id: "PostWithFigures" })

/** What a caller may read: members' posts are for keys with `read:premium`. */
export const tiersOf = (isPremium: boolean): readonly Tier[] => (isPremium ? ["public", "members"] : ["public"])

type Row = Awaited<ReturnType<typeof listPosts>>[number]
type FullRow = NonNullable<Awaited<ReturnType<typeof findPost>>>
type Insight = NonNullable<Awaited<ReturnType<typeof findInsight>>>

function toReading({ observedAt, ...reading }: Reading): z.infer<typeof PostReading> {
  const { impressions, likes, replies, reposts, quotes, bookmarks } = reading
  const told = [likes, replies, reposts, quotes, bookmarks].filter((count) => count !== null)
  const engagements = told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0)
  const rate = engagements === null || impressions === null || impressions === 0 ? null : engagements / impressions
  return { ...reading, observedAt: toIso(observedAt), engagements, rate }
}

export function toPost(row: Row): z.infer<typeof Post> {
  const { id, tier, channel, format, language, asset, topic, insightType, title, parts, url, insightId } = row
  const picture = row.mediaHash === null ? null : { link: pictureLink(row.mediaHash), alt: row.alt ?? "", bytes: row.mediaBytes ?? 0 }
  const kind = { tier, channel, format, language, asset, topic, insightType }
  const links = { insightId, insight: insightLink(insightId), link: postLink(id), page: postPage(id) }
  const correction = { correctedAt: toIsoOrNull(row.correctedAt), correctedBy: row.correctionId }
  const engagement = row.readings.map(toReading)
  return { id, ...kind, title, parts, picture, publishedAt: toIso(row.publishedAt), url, ...links, ...correction, engagement }
}

/** Every figure of a post's texts. Evidence is the insight's, in order. */
export function toFigures(post: FullRow, evidence: Insight["evidence"]): z.infer<typeof Figure>[] {
  return post.parts.flatMap((text, part) =>
    citedFigures(text, post.claims, post.language).map(({ start, end, text: words, claim }) => {
      const row = claim.evidence === null ? undefined : evidence[claim.evidence]
      const link = row === undefined ? insightLink(post.insightId) : (evidenceLink(row.kind, row.ref) ?? insightLink(post.insightId))
      const { measure, value, unit, at } = claim
      return { part, start, end, text: words, measure, value, unit, at, evidence: claim.evidence, link }
    }),
  )
}

export function toPostWithFigures(post: FullRow, evidence: Insight["evidence"]): z.infer<typeof PostWithFigures> {
  const { hash, approvedAt, approvedVia, author } = post
  const approval = hash === null || approvedAt === null || approvedVia === null ? null : { at: toIso(approvedAt), via: approvedVia, hash }
  return { ...toPost(post), figures: toFigures(post, evidence), author, approval }
}
