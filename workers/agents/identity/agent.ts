// identity: does what people ask for about themselves: accounts that belong together, consent to offers, being forgotten.
import * as z from "zod"
import { findPersonRequest, forgetPerson, linkPeople, type Request, setConsent, unlinkPerson } from "../../../shared/db/queries/people.ts"
import type { Db } from "../../../shared/db/client.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Platform } from "../../../shared/domain/interaction.ts"
import { defineAgent } from "../contract.ts"
import { decide, type Order } from "./decide.ts"

/** A batch that was being counted while its person was forgotten has ended by then. */
const SWEEP_AFTER_MS = 60_000

export const identity = defineAgent({
  ...profileOf("identity"),
  emits: [],
  needs: ["db"],
  tunables: {},
  input: z.object({
    event: z.string().regex(/^evt_[0-9a-z]{10,40}$/),
    sweep: z.object({ platform: Platform, id: z.string().min(1).max(100) }).optional(),
  }),
  output: z.object({
    outcome: z.enum(["linked", "linked-before", "two-accounts", "unlinked", "alone", "unknown", "set", "outdated", "forgotten", "nothing"]),
    interactionsRemoved: z.int().nonnegative(),
  }),
  key: ({ event, sweep }) => `identity:${event}${sweep === undefined ? "" : ":sweep"}`,
  gather: async ({ db }, { event, sweep }) => ({
    event,
    request: await findPersonRequest(db, event),
    sweep: sweep ?? null,
  }),
  decide: (facts) => ({ event: facts.event, order: decide(facts) }),
  async act({ db }, { event, order }, at) {
    const output = await execute(db, order, { event, runId: at.runId, now: at.now })
    const later =
      order.kind === "forget" && !order.isSweep
        ? [
            {
              input: { event, sweep: { platform: order.data.platform, id: order.data.id } },
              at: new Date(at.now.getTime() + SWEEP_AFTER_MS),
            },
          ]
        : []
    return { output, emits: [], later }
  },
})

async function execute(db: Db, order: Order, request: Request) {
  switch (order.kind) {
    case "link":
      return { outcome: await linkPeople(db, order.data, request), interactionsRemoved: 0 }
    case "unlink":
      return { outcome: await unlinkPerson(db, order.data, request), interactionsRemoved: 0 }
    case "consent":
      return { outcome: await setConsent(db, order.data, request), interactionsRemoved: 0 }
    case "forget":
      return { outcome: "forgotten" as const, interactionsRemoved: await forgetPerson(db, order.data, request) }
    case "none":
      return { outcome: "nothing" as const, interactionsRemoved: 0 }
  }
}
