// What does Prometheus read? Its text format, for callers who may see how the studio runs.
import * as z from "zod"
import { negotiate } from "../../../shared/kit/accept.ts"
import { admit } from "../../../shared/kit/admit.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import { PROMETHEUS_TYPE, renderMetrics } from "../../../shared/kit/prometheus.ts"
import type { ApiRoute } from "../endpoint.ts"
import { askMetrics } from "../metrics.ts"

export const getMetricsRoute: ApiRoute = {
  method: "GET",
  path: "/metrics",
  operation: null,
  async handle(incoming) {
    if (negotiate(incoming.request.headers.get("accept"), ["text/plain"]) === null)
      throw new Failure("not-acceptable", "This path answers `text/plain` only.")
    readQuery(z.object({}), new URL(incoming.request.url).searchParams)
    await admit(incoming, { scope: "read:operations", cost: 1 })
    const text = renderMetrics(await askMetrics(incoming.services))
    return new Response(text, { headers: { "content-type": PROMETHEUS_TYPE, "cache-control": "no-store", vary: "Accept, Authorization" } })
  },
}
