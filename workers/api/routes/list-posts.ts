// What has the studio published? Posts that are open to all, newest first.
import * as z from "zod"
import { listPosts } from "../../../shared/db/queries/posts.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Post, PostId, toPost } from "../shapes/post.ts"
import { toIso } from "../time.ts"

const Place = z.tuple([z.iso.datetime(), PostId])

export const listPostsRoute = endpoint({
  path: `${API}/posts`,
  name: "listPosts",
  summary: "Published posts, newest first, each with the exact texts that were approved.",
  tag: "Posts",
  query: { channel: ChannelName.optional(), asset: AssetSymbol.optional(), limit: Limit(100, 20), cursor: Cursor.optional() },
  reply: z.object({ data: z.array(Post), next: z.string().nullable() }),
  cache: "posts",
  async answer({ db }, { query: { channel, asset, limit, cursor } }) {
    const place = cursor === undefined ? undefined : decodeCursor(cursor, Place)
    const before = place === undefined ? undefined : { publishedAt: new Date(place[0]), id: place[1] }
    const rows = await listPosts(db, { channel, asset, before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [toIso(row.publishedAt), row.id])
    return { data: data.map(toPost), next }
  },
})
