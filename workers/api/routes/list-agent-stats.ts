// How often did each agent run, how well, and how fast?
import * as z from "zod"
import { grainOf, listRunStats } from "../../../shared/db/queries/run-stats.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { AgentStats, toAgentStats } from "../shapes/analytics.ts"
import { Time } from "../time.ts"

const DAY_MS = 86_400_000

export const listAgentStatsRoute = endpoint({
  path: `${API}/analytics/agents`,
  name: "listAgentStats",
  summary: "Runs, successes, failures and durations of each agent over 1, 7 or 30 days; quantiles to within 5 %.",
  tag: "Analytics",
  query: { days: z.enum(["1", "7", "30"], "must be 1, 7 or 30").default("1") },
  reply: z.object({ since: Time.describe("A whole hour; of more than two days, a whole day."), data: z.array(AgentStats) }),
  cache: null,
  sparse: true,
  async answer({ db, clock }, { query: { days } }) {
    const now = clock.now()
    const span = { since: new Date(now.getTime() - Number(days) * DAY_MS), until: new Date(now.getTime() + 1) }
    return { since: grainOf(span).from.toISOString(), data: (await listRunStats(db, span)).map(toAgentStats) }
  },
})
