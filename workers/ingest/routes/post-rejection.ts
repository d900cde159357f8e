// Is this version put aside? Its plan ends here; an approval is taken back, as long as nothing has been sent.
import * as z from "zod"
import { decideOne, Hash, Reason, StandingDecision, VersionId, wordOf } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { REVIEWING } from "../reviewing.ts"

export const postRejectionRoute = endpoint({
  method: "POST",
  path: "/api/v1/rejections",
  name: "postRejection",
  summary: "Rejects one version of a text and with it its plan, also one that was approved, until it is on its way.",
  tag: "Approval",
  body: z.strictObject({
    draftId: VersionId,
    hash: Hash.nullable().describe(
      "The version's hash as you saw it; null where it had none: a guard holds it back, or it lacks its picture.",
    ),
    reason: Reason.describe("Why, for whoever reads the log."),
  }),
  reply: StandingDecision,
  cache: "never",
  guard: REVIEWING,
  fails: ["not-found", "conflict"],
  async answer(services, { body: { reason, ...wish }, actor }) {
    return decideOne(services, wordOf(actor, "rejected", reason, services.clock.now()), wish)
  },
})
