// What does one insight stand on? The insight with its evidence, each row linked to where it can be read.
import { findInsight } from "../../../shared/db/queries/insights.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { InsightId, InsightWithEvidence, toInsightWithEvidence } from "../shapes/insight.ts"

export const getInsightRoute = endpoint({
  path: `${API}/insights/{id}`,
  name: "getInsight",
  summary: "One insight with the stored rows it stands on, each as it was when the insight was made.",
  tag: "Insights",
  params: { id: InsightId },
  reply: InsightWithEvidence,
  cache: "insights",
  async answer({ db }, { params: { id } }) {
    const row = await findInsight(db, id)
    if (row === null) throw new Failure("not-found", "There is no insight with this id.")
    return toInsightWithEvidence(row)
  },
})
