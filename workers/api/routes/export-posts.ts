// All posts of a stretch of time that are open to all, as lines.
import * as z from "zod"
import { listPosts } from "../../../shared/db/queries/posts.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { API } from "../links.ts"
import { Post, PostId, toPost } from "../shapes/post.ts"
import { EXPORT_COST, exported, LARGE_ROWS, pageOfRows, SPAN, spanOf } from "../stream.ts"
import { PlaceTime, toIso } from "../time.ts"

export const exportPostsRoute = exported({
  path: `${API}/exports/posts`,
  name: "exportPosts",
  summary: "All posts that are open to all, as lines of JSON in the order in which they went out.",
  tag: "Exports",
  query: { channel: ChannelName.optional(), asset: AssetSymbol.optional(), ...SPAN },
  row: Post,
  place: z.tuple([PlaceTime, PostId]),
  cost: EXPORT_COST,
  async page({ db }, { channel, asset, ...span }, after) {
    const before = after === null ? undefined : { publishedAt: new Date(after[0]), id: after[1] }
    const rows = await listPosts(db, { channel, asset, ...spanOf(span), order: "oldest", before, limit: LARGE_ROWS })
    return pageOfRows(rows, LARGE_ROWS, toPost, (row) => [toIso(row.publishedAt), row.id])
  },
})
