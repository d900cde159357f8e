// Is the studio alive, and can it answer?
import * as z from "zod"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API, runLink } from "../links.ts"
import { Time, toIso } from "../time.ts"
import { askHealth } from "../vitals.ts"

export const HealthPart = z.object({ name: z.string(), state: z.enum(["ok", "degraded", "down"]), detail: z.string() }).meta({ id: "Part" })

export const getHealthRoute = endpoint({
  path: `${API}/health`,
  name: "getHealth",
  summary: "Whether the API answers (`ready`) and which parts are not well (`degraded`). 503 where the database is gone.",
  tag: "Operation",
  reply: z.object({
    status: z.enum(["ready", "degraded"]),
    live: z.literal(true),
    ready: z.literal(true),
    at: Time,
    degraded: z.array(z.string()).describe("Names of the parts that are not well."),
    parts: z.array(HealthPart),
    newestRun: z.object({ id: z.string(), agent: z.string(), state: z.string(), startedAt: Time, link: z.string() }).nullable(),
  }),
  cache: "never",
  async answer(services) {
    const { parts, newestRun } = await askHealth(services).catch((cause: unknown) => {
      const faults = [{ pointer: "/parts/database", detail: "does not answer" }]
      throw new Failure("unavailable", "The API is alive, but its database does not answer.", { cause, faults, waitMs: 5_000 })
    })
    const degraded = parts.filter((part) => part.state !== "ok").map((part) => part.name)
    return {
      status: degraded.length === 0 ? ("ready" as const) : ("degraded" as const),
      live: true as const,
      ready: true as const,
      at: services.clock.now().toISOString(),
      degraded,
      parts: [...parts],
      newestRun: newestRun && {
        id: newestRun.id,
        agent: newestRun.agent,
        state: newestRun.state,
        startedAt: toIso(newestRun.started_at),
        link: runLink(newestRun.id),
      },
    }
  },
})
