// At which hour of the day do posts do best?
import type { Group } from "../../../shared/domain/performance.ts"
import { compareBy, COMPARED_QUERY, COMPARED_REPLY } from "../compared.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { toPostGroup } from "../shapes/analytics.ts"

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"))

const empty = (value: string): Group => ({
  value,
  posts: 0,
  rated: 0,
  impressions: null,
  engagements: null,
  rate: null,
  drawn: null,
  isRanked: false,
})

export const listHourStatsRoute = endpoint({
  path: `${API}/analytics/hours`,
  name: "listHourStats",
  summary: "How posts of each hour of the day (UTC) did at one age: counts, mean rate with its 95 % interval; all 24, from `00` to `23`.",
  description: "Hours without a post have none of the figures. An hour of fewer than five posts is not ranked, whatever its rate.",
  tag: "Analytics",
  query: COMPARED_QUERY,
  reply: COMPARED_REPLY,
  cache: "analytics",
  sparse: true,
  async answer(services, { query }) {
    const { stretch, groups } = await compareBy(services, "hour", query)
    const of = new Map(groups.map((group) => [group.value, group]))
    return { ...stretch, data: HOURS.map((hour) => toPostGroup(of.get(hour) ?? empty(hour))) }
  },
})
