// What is in the news? Stories, newest first, each with the articles that tell it.
import * as z from "zod"
import { listStories } from "../../../shared/db/queries/stories.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Story, StoryId, toStory } from "../shapes/news.ts"
import { PlaceTime, toIso } from "../time.ts"
import { toWindow, windowOf } from "../window.ts"

const SourceName = z.string().regex(/^[a-z0-9-]{2,30}$/, "must be the name of a feed, such as coindesk")
const Place = z.tuple([PlaceTime, StoryId])

export const listNewsRoute = endpoint({
  path: `${API}/news`,
  name: "listNews",
  summary: "Stories by the moment they were first seen, newest first. The same story from several feeds is one, with its witnesses.",
  tag: "News",
  query: {
    asset: AssetSymbol.optional(),
    source: SourceName.optional().describe("Stories that this feed carries, perhaps with others."),
    ...windowOf("Stories", "first seen"),
    limit: Limit(100, 20),
    cursor: Cursor.optional(),
  },
  reply: z.object({ data: z.array(Story), next: z.string().nullable() }),
  cache: "news",
  sparse: true,
  async answer({ db }, { query: { asset, source, limit, cursor, ...window } }) {
    const [firstSeenAt, id] = cursor === undefined ? [] : decodeCursor(cursor, Place)
    const before = firstSeenAt === undefined || id === undefined ? undefined : { firstSeenAt, id }
    const rows = await listStories(db, { asset, source, ...toWindow(window), before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [toIso(row.first_seen_at), row.id])
    return { data: data.map(toStory), next }
  },
})
