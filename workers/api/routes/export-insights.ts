// All insights of a stretch of time, as lines.
import * as z from "zod"
import { listInsights } from "../../../shared/db/queries/insights.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { InsightType } from "../../../shared/domain/insight.ts"
import { API } from "../links.ts"
import { Insight, InsightId, toInsight } from "../shapes/insight.ts"
import { EXPORT_COST, exported, LARGE_ROWS, pageOfRows, SPAN, spanOf } from "../stream.ts"

export const exportInsightsRoute = exported({
  path: `${API}/exports/insights`,
  name: "exportInsights",
  summary: "All insights, as lines of JSON in the order in which they were made.",
  tag: "Exports",
  query: { asset: AssetSymbol.optional(), type: InsightType.optional(), ...SPAN },
  row: Insight,
  place: z.tuple([InsightId]),
  cost: EXPORT_COST,
  async page({ db }, { asset, type, ...span }, after) {
    const filter = { asset, type, ...spanOf(span), order: "oldest", before: after?.[0], limit: LARGE_ROWS } as const
    return pageOfRows(await listInsights(db, filter), LARGE_ROWS, toInsight, ({ id }) => [id])
  },
})
