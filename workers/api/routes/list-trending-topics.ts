// What do people take up more than they did?
import * as z from "zod"
import { lastHourBefore, listTopicDays } from "../../../shared/db/queries/trends.ts"
import { trendsOf } from "../../../shared/domain/trending.ts"
import { Limit } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { toTrend, Trend } from "../shapes/analytics.ts"
import { Time } from "../time.ts"

export const listTrendingTopicsRoute = endpoint({
  path: `${API}/trending-topics`,
  name: "listTrendingTopics",
  summary: "Interactions with each asset's topics in 24 whole hours, against up to 7 days before; what rises most first.",
  tag: "Analytics",
  query: { limit: Limit(100, 20) },
  reply: z.object({
    until: Time.describe("End of the 24 hours."),
    days: z.int().describe("Days that there were to compare with: nothing rises where there is none."),
    coverage: z.number().describe("Of each interval, so that all hold at once with 95 %."),
    data: z.array(Trend),
  }),
  cache: "analytics",
  sparse: true,
  async answer({ db, clock }, { query: { limit } }) {
    const now = clock.now()
    const { topics, days, coverage } = trendsOf(await listTopicDays(db, now))
    return { until: lastHourBefore(now).toISOString(), days, coverage, data: topics.slice(0, limit).map(toTrend) }
  },
})
