// How does the strategy work from now on? The operator sets values, on trial like those that tuning tries, or takes back what stands.
import * as z from "zod"
import { listPolicyVersions, takePolicyStep } from "../../../shared/db/queries/policies.ts"
import { stepByHand } from "../../../shared/domain/policy-by-hand.ts"
import { STRATEGY_TUNABLES, TUNED_AGENT } from "../../../shared/domain/strategy-tunables.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { Reason } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"

const MOST_VERSIONS = 500

const common = {
  standing: z
    .int()
    .min(1)
    .nullable()
    .describe("The version that stands as you saw it; null: the defaults. Where another one stands, nothing is done."),
  reason: Reason.refine((text) => text.length <= 300, "must have at most 300 characters").nullish(),
}

export const postPolicyRoute = endpoint({
  method: "POST",
  path: "/api/v1/policies",
  name: "postPolicy",
  summary:
    "Sets values of the content strategy, on trial against posts that stay with the defaults, or takes back the version that stands.",
  tag: "Strategy",
  body: z.discriminatedUnion("action", [
    z.strictObject({
      action: z.literal("set"),
      values: z
        .record(z.string().max(60), z.number())
        .refine((values) => Object.keys(values).length > 0, "must name a tunable")
        .refine((values) => Object.keys(values).length <= Object.keys(STRATEGY_TUNABLES).length, "names more tunables than there are")
        .describe("By the names of tunables, each within its bounds; the others stay as they stand."),
      ...common,
    }),
    z.strictObject({ action: z.literal("roll-back"), ...common }),
  ]),
  reply: z.object({
    ended: z.int().nullable().describe("The version that stood."),
    standing: z.int().nullable().describe("The version that stands now; null: the defaults."),
  }),
  cache: "never",
  guard: OPERATOR,
  fails: ["conflict"],
  async answer({ db, clock }, { body, actor }) {
    const versions = await listPolicyVersions(db, TUNED_AGENT, MOST_VERSIONS)
    const step = stepByHand(STRATEGY_TUNABLES, versions, { ...body, why: body.reason ?? "By hand, without a reason." })
    if ("code" in step) throw new Failure(step.code, step.detail, { faults: [{ pointer: step.pointer, detail: step.detail }] })
    const { changed, begun } = await takePolicyStep(db, step, { agent: TUNED_AGENT, actor, runId: null, now: clock.now() })
    if (changed === null && begun === null) throw new Failure("conflict", "Something else stands meanwhile. Look again.")
    return { ended: changed, standing: begun }
  },
})
