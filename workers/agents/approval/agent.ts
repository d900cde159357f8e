// Lets versions go that a rule lets go, asks reviewers about the others, and ends what nobody decided about in time.
import * as z from "zod"
import { decideDrafts } from "../../../shared/db/queries/approvals.ts"
import { expirePlans, findReview, listStuckPlans } from "../../../shared/db/queries/reviews.ts"
import type { Db } from "../../../shared/db/client.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { DraftId, type Emit, PlanId } from "../../../shared/domain/event.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { Failure, toFailure } from "../../../shared/kit/failure.ts"
import { stableId } from "../../../shared/kit/ids.ts"
import type { Later } from "../contract.ts"
import { defineAgent } from "../contract.ts"
import { type Decision, decide, type Facts } from "./decide.ts"
import { askPeople } from "./people.ts"

const Input = z.union([
  z.strictObject({ slot: Slot }),
  z.strictObject({ event: z.string(), id: DraftId, plan: PlanId }),
  /** Asked again: the way to the reviewers was closed. */
  z.strictObject({ draft: DraftId, due: Slot }),
])

/** A plan that an agent has had in hand for longer than this is said to be stuck. */
const STUCK_MS = 3_600_000
const MOST_STUCK = 50

const utcDay = (now: Date): Date => new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000)

const Output = z.object({
  expired: z.int(),
  cancelled: z.int(),
  stuck: z.array(z.string()),
  approvedBy: z.string().nullable(),
  asked: z.int(),
  unsure: z.int(),
  dry: z.boolean(),
})
const NOTHING: z.infer<typeof Output> = { expired: 0, cancelled: 0, stuck: [], approvedBy: null, asked: 0, unsure: 0, dry: false }

export const approval = defineAgent({
  ...profileOf("approval"),
  emits: ["draft.approved"],
  needs: ["db", "review"],
  tunables: {},
  input: Input,
  output: Output,
  key(input) {
    if ("slot" in input) return `approval:${input.slot}`
    return "due" in input ? `approval:${input.draft}:${input.due}` : `approval:${input.id}`
  },
  async gather({ db, review }, input, { now }): Promise<Facts> {
    if ("slot" in input) {
      const stuck = await listStuckPlans(db, new Date(now.getTime() - STUCK_MS), now, MOST_STUCK)
      return { kind: "sweep", stuck: stuck.map(({ planId, state }) => `${planId} ${state}`) }
    }
    // What the rules have done is counted as it is now: the number is a limit, not a finding.
    const found = await findReview(db, "due" in input ? input.draft : input.id, utcDay(now))
    return { kind: "version", review: found, rules: review.rules, now }
  },
  decide: (facts) => decide(facts as Facts),
  async act({ db, review }, decision, { now, runId }) {
    if (decision.kind === "sweep") {
      const { plans, deliveries } = await expirePlans(db, now)
      return { output: { ...NOTHING, expired: plans, cancelled: deliveries, stuck: [...decision.stuck] }, emits: [] }
    }
    if (decision.kind === "approve") return approveByRule(db, decision, now)
    if (decision.kind === "nothing" || review.reviewers === null) return { output: NOTHING, emits: [] }
    const { draftId, planId, expiresAt } = decision.review
    const { againAt, ...counts } = await askPeople(db, review.reviewers, { draftId, planId, text: decision.text, runId })
    const later: Later[] =
      againAt !== null && againAt < expiresAt ? [{ input: { draft: draftId, due: againAt.toISOString() }, at: againAt }] : []
    return { output: { ...NOTHING, ...counts }, emits: [], later }
  },
})

type Approve = Extract<Decision, { kind: "approve" }>

/** The id names the rule's how-manieth approval of the day, so that two runs at once never share one, and never pass the rule's number. */
async function approveByRule(db: Db, { review, rule, number, again }: Approve, now: Date) {
  const emit: Emit = { name: "draft.approved", key: `approved:${review.draftId}`, data: { id: review.draftId, plan: review.planId } }
  const done = { output: { ...NOTHING, approvedBy: rule }, emits: [emit] }
  if (again) return done
  const reviewer = `rule:${rule}`
  const word = { decision: "approved", reviewer, via: "rule", actor: "agent approval", reason: null, now, tells: false } as const
  const wish = { draftId: review.draftId, hash: review.hash, approvalId: stableId("apr", utcDay(now), `${reviewer}:${number}`) }
  const [decided] = await decideDrafts(db, word, [wish]).catch((thrown: unknown) => {
    if (toFailure(thrown).context["sqlState"] !== UNIQUE_VIOLATION) throw thrown
    throw new Failure("unavailable", "The rule has approved another text at this very moment.", { waitMs: 1_000 })
  })
  const holds = decided?.done === true || (decided?.state === "approved" && decided.decided?.reviewer === reviewer)
  return holds ? done : { output: NOTHING, emits: [] }
}

const UNIQUE_VIOLATION = "23505"
