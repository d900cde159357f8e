// What happened in one run? Its wide event, what it told, and what it found.
import * as z from "zod"
import { findRun, listEventsOfRun, listInsightsOfRun } from "../../../shared/db/queries/run-reports.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Insight, toInsight } from "../shapes/insight.ts"
import { Run, RunId, toRun } from "../shapes/run.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"

const Event = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: Time,
    dispatchedAt: Time.nullable().describe("When everyone who listens had been told; null until then."),
  })
  .meta({ id: "Event" })

export const getRunRoute = endpoint({
  path: `${API}/runs/{id}`,
  name: "getRun",
  summary: "One run with the events it told and the insights it made.",
  tag: "Operation",
  scope: "read:operations",
  params: { id: RunId },
  reply: Run.extend({ events: z.array(Event), insights: z.array(Insight) }).meta({ id: "RunWithResults" }),
  cache: null,
  async answer({ db }, { params: { id } }) {
    const [run, events, insights] = await Promise.all([findRun(db, id), listEventsOfRun(db, id), listInsightsOfRun(db, id)])
    if (run === null) throw new Failure("not-found", "There is no run with this id.")
    return {
      ...toRun(run),
      events: events.map((event) => ({ ...event, createdAt: toIso(event.createdAt), dispatchedAt: toIsoOrNull(event.dispatchedAt) })),
      insights: insights.map(toInsight),
    }
  },
})
