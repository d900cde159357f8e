// What has the studio published? Posts in the order of time, each with how it did at equal ages.
import * as z from "zod"
import { listPosts } from "../../../shared/db/queries/posts.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { Topic } from "../../../shared/domain/plan-draft.ts"
import { ChannelName, PostFormat } from "../../../shared/domain/post.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { InsightId } from "../shapes/insight.ts"
import { Post, PostId, tiersOf, toPost } from "../shapes/post.ts"
import { toIso } from "../time.ts"
import { toWindow, windowOf } from "../window.ts"

const Place = z.tuple([z.iso.datetime(), PostId])

export const listPostsRoute = endpoint({
  path: `${API}/posts`,
  name: "listPosts",
  summary: "Published posts, newest first: the exact texts that were approved, and how each did.",
  description:
    "Engagement is read at the ages of 1, 6, 24, 72 and 168 hours, so that posts are compared when they are equally old. Posts for members are listed for keys with `read:premium` only.",
  tag: "Posts",
  query: {
    channel: ChannelName.optional(),
    format: PostFormat.optional(),
    topic: Topic.optional(),
    asset: AssetSymbol.optional(),
    insight: InsightId.optional().describe("Posts that tell of this insight."),
    ...windowOf("Posts", "published"),
    limit: Limit(100, 20),
    cursor: Cursor.optional(),
  },
  reply: z.object({ data: z.array(Post), next: z.string().nullable() }),
  cache: "posts",
  isTiered: true,
  sparse: true,
  async answer({ db }, { query: { limit, cursor, since, until, sort, insight, ...of }, isPremium }) {
    const place = cursor === undefined ? undefined : decodeCursor(cursor, Place)
    const before = place === undefined ? undefined : { publishedAt: new Date(place[0]), id: place[1] }
    const filter = { ...of, ...toWindow({ since, until, sort }), insightId: insight, tiers: tiersOf(isPremium) }
    const rows = await listPosts(db, { ...filter, before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [toIso(row.publishedAt), row.id])
    return { data: data.map(toPost), next }
  },
})
