// How is the studio, in words for those who read it?
import * as z from "zod"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { askStatus } from "../status.ts"
import { Time } from "../time.ts"
import { HealthPart } from "./get-health.ts"

const RunHour = z
  .object({ start: Time, runs: z.int().describe("Runs of all agents that ended in this hour."), failed: z.int() })
  .meta({ id: "RunHour" })

export const getStatusRoute = endpoint({
  path: `${API}/status`,
  name: "getStatus",
  summary: "The state of every part now, and how the agents' runs ended in each of the last 24 hours.",
  description:
    "Answers 200 also where the database is gone (`down`): then `hours` is null. A probe that wants a status code asks `/api/v1/health`, " +
    "which answers 503 then.",
  tag: "Operation",
  reply: z.object({
    state: z.enum(["ok", "degraded", "down"]),
    at: Time,
    parts: z.array(HealthPart),
    hours: z.array(RunHour).nullable().describe("The present hour and the 23 before it, the oldest first."),
  }),
  cache: "never",
  async answer(services) {
    const { state, parts, hours } = await askStatus(services)
    return {
      state,
      at: services.clock.now().toISOString(),
      parts: [...parts],
      hours: hours && hours.map(({ start, ...ended }) => ({ start: start.toISOString(), ...ended })),
    }
  },
})
