// What has the studio found? Insights, newest first.
import * as z from "zod"
import { listInsights } from "../../../shared/db/queries/insights.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { InsightType } from "../../../shared/domain/insight.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Insight, InsightId, toInsight } from "../shapes/insight.ts"
import { toWindow, windowOf } from "../window.ts"

const Place = z.tuple([InsightId])

export const listInsightsRoute = endpoint({
  path: `${API}/insights`,
  name: "listInsights",
  summary: "Insights, newest first, each with its probability, statement and reasons.",
  tag: "Insights",
  query: {
    asset: AssetSymbol.optional(),
    type: InsightType.optional(),
    ...windowOf("Insights", "made"),
    limit: Limit(100, 20),
    cursor: Cursor.optional(),
  },
  reply: z.object({ data: z.array(Insight), next: z.string().nullable() }),
  cache: "insights",
  sparse: true,
  async answer({ db }, { query: { asset, type, limit, cursor, ...window } }) {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, Place)[0]
    const rows = await listInsights(db, { asset, type, ...toWindow(window), before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [row.id])
    return { data: data.map(toInsight), next }
  },
})
