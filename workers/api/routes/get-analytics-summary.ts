// What did posts come to, by what they are?
import * as z from "zod"
import { summarisePosts } from "../../../shared/db/queries/post-stats.ts"
import { COMPARED_AT_HOURS } from "../../../shared/domain/engagement.ts"
import { COMPARED, performanceOf } from "../../../shared/domain/performance.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { PostGroup, toPostGroup } from "../shapes/analytics.ts"

const DAY_MS = 86_400_000

export const getAnalyticsSummaryRoute = endpoint({
  path: `${API}/analytics/summary`,
  name: "getAnalyticsSummary",
  summary:
    "What the posts of 7 or 30 days came to at the age of 24 hours: in all, and by channel, format, asset, topic, kind of insight and hour (UTC).",
  tag: "Analytics",
  query: { days: z.enum(["7", "30"], "must be 7 or 30").default("30") },
  reply: z.object({
    since: z.iso.date().describe("The first day (UTC) whose posts are in it."),
    until: z.iso.date().describe("The last, today."),
    ageHours: z.int(),
    all: PostGroup.nullable().describe("Null where no post was read yet."),
    by: z.record(z.enum(COMPARED), z.array(PostGroup)),
  }),
  cache: "analytics",
  async answer({ db, clock }, { query: { days } }) {
    const now = clock.now()
    const since = new Date(now.getTime() - Number(days) * DAY_MS)
    const { all, by } = performanceOf(await summarisePosts(db, { since, until: new Date(now.getTime() + DAY_MS) }))
    const groups = COMPARED.map((dimension) => [dimension, by[dimension].map(toPostGroup)] as const)
    return {
      since: since.toISOString().slice(0, 10),
      until: now.toISOString().slice(0, 10),
      ageHours: COMPARED_AT_HOURS,
      all: all && toPostGroup(all),
      by: Object.fromEntries(groups) as Record<(typeof COMPARED)[number], z.infer<typeof PostGroup>[]>,
    }
  },
})
