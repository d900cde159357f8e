// Can the studio take commands?
import * as z from "zod"
import { pingDatabase } from "../../../shared/db/queries/health.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"

export const getHealthRoute = endpoint({
  path: "/api/v1/health",
  name: "getHealth",
  summary: "Whether commands can be stored. 503 where the database is gone.",
  tag: "Operation",
  reply: z.object({ status: z.literal("ready"), live: z.literal(true), ready: z.literal(true), at: z.iso.datetime() }),
  cache: "never",
  async answer({ quickDb, clock }) {
    await pingDatabase(quickDb).catch((cause: unknown) => {
      const faults = [{ pointer: "/parts/database", detail: "does not answer" }]
      throw new Failure("unavailable", "Commands can't be taken: the database does not answer.", { cause, faults, waitMs: 5_000 })
    })
    return { status: "ready" as const, live: true as const, ready: true as const, at: clock.now().toISOString() }
  },
})
