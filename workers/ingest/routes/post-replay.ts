// Shall events that were set aside be counted after all? They go back into the inbox.
import * as z from "zod"
import { replayAside } from "../../../shared/db/queries/inbox.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"
import { hint } from "../take-events.ts"

const AsideId = z.string().regex(/^asd_[0-9a-z]{10,60}$/, "must be the id of an event set aside, such as asd_01jd8z3k9q4m7x2c5v8b")

export const postReplayRoute = endpoint({
  method: "POST",
  path: "/api/v1/events/replays",
  name: "postReplay",
  summary: "Puts events that were set aside back, to be counted once what was wrong is mended. What is still wrong is set aside again.",
  tag: "Events",
  body: z.strictObject({ ids: z.array(AsideId).min(1, "must name an event").max(1_000, "may name at most 1000 events") }),
  maxBytes: 131_072,
  reply: z.object({
    replayed: z.int(),
    skipped: z.array(z.string()).describe("Those that don't exist, or were put back before."),
  }),
  status: 202,
  cache: "never",
  guard: OPERATOR,
  async answer(services, { body, actor, background }) {
    const ids = [...new Set(body.ids)]
    const replayed = new Set(await replayAside(services.db, ids, { actor, now: services.clock.now() }))
    if (replayed.size > 0) background("inbox.hint", hint(services, "replayed"))
    return { replayed: replayed.size, skipped: ids.filter((id) => !replayed.has(id)) }
  },
})
