// Which format of post does best?
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { compareBy, COMPARED_QUERY, COMPARED_REPLY } from "../compared.ts"
import { toPostGroup } from "../shapes/analytics.ts"

export const listFormatStatsRoute = endpoint({
  path: `${API}/analytics/formats`,
  name: "listFormatStats",
  summary:
    "How posts of each format did at one age: counts, mean rate with its 95 % interval, and the estimate drawn towards all; best first.",
  description:
    "A format of fewer than five posts is not ranked, whatever its rate. Formats differ in channel and topic too: a higher rate is no proof that the format is why.",
  tag: "Analytics",
  query: COMPARED_QUERY,
  reply: COMPARED_REPLY,
  cache: "analytics",
  sparse: true,
  async answer(services, { query }) {
    const { stretch, groups } = await compareBy(services, "format", query)
    return { ...stretch, data: groups.map(toPostGroup) }
  },
})
