// Insights as they are made, one event each.
import { listInsights } from "../../../shared/db/queries/insights.ts"
import { findInsightPlace } from "../../../shared/db/queries/onward.ts"
import { API } from "../links.ts"
import { Insight, InsightId, toInsight } from "../shapes/insight.ts"
import { streamed } from "../stream.ts"
import { exportInsightsRoute } from "./export-insights.ts"
import { listInsightsRoute } from "./list-insights.ts"

export const streamInsightsRoute = streamed({
  path: `${API}/streams/insights`,
  name: "streamInsights",
  summary: "Insights as they are made, as server-sent events.",
  tag: "Streams",
  event: "insight",
  data: Insight,
  id: InsightId,
  list: listInsightsRoute,
  findPlace: ({ db }, id) => findInsightPlace(db, id),
  after: async ({ db }, before, limit) => (await listInsights(db, { order: "oldest", before, limit })).map(toInsight),
  missed: exportInsightsRoute.path,
})
