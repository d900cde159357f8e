// All stories of a stretch of time, as lines.
import * as z from "zod"
import { listStories } from "../../../shared/db/queries/stories.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { API } from "../links.ts"
import { Story, StoryId, toStory } from "../shapes/news.ts"
import { EXPORT_COST, exported, LARGE_ROWS, pageOfRows, SPAN, spanOf } from "../stream.ts"
import { PlaceTime, toIso } from "../time.ts"

export const exportNewsRoute = exported({
  path: `${API}/exports/news`,
  name: "exportNews",
  summary: "All stories with the articles that tell them, as lines of JSON by the moment they were first seen.",
  tag: "Exports",
  query: { asset: AssetSymbol.optional(), ...SPAN },
  row: Story,
  place: z.tuple([PlaceTime, StoryId]),
  cost: EXPORT_COST,
  async page({ db }, { asset, ...span }, after) {
    const before = after === null ? undefined : { firstSeenAt: after[0], id: after[1] }
    const rows = await listStories(db, { asset, ...spanOf(span), order: "oldest", before, limit: LARGE_ROWS })
    return pageOfRows(rows, LARGE_ROWS, toStory, (row) => [toIso(row.first_seen_at), row.id])
  },
})
