// Is exactly this version approved? From then on it goes out at its time, unless it is edited or rejected before.
import * as z from "zod"
import { decideOne, Hash, StandingDecision, VersionId, wordOf } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { REVIEWING } from "../reviewing.ts"

export const postApprovalRoute = endpoint({
  method: "POST",
  path: "/api/v1/approvals",
  name: "postApproval",
  summary:
    "Approves one version of a text. 409 says what speaks against it: it was edited or decided about meanwhile, it has expired, a guard holds it back.",
  tag: "Approval",
  body: z.strictObject({ draftId: VersionId, hash: Hash }),
  reply: StandingDecision,
  cache: "never",
  guard: REVIEWING,
  fails: ["not-found", "conflict"],
  async answer(services, { body, actor }) {
    return decideOne(services, wordOf(actor, "approved", null, services.clock.now()), body)
  },
})
