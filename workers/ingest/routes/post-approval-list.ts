// Which of these versions are approved? Each by itself: what speaks against one doesn't keep the others.
import * as z from "zod"
import { decideAll, Hash, VersionId, wordOf } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { REVIEWING } from "../reviewing.ts"

const MOST = 100

/** The place of an item whose version an earlier item names too; -1 where there is none. */
const repeated = (items: readonly { readonly draftId: string }[]): number =>
  items.findIndex(({ draftId }, i) => items.findIndex((other) => other.draftId === draftId) < i)

const List = z.strictObject({
  items: z
    .array(z.strictObject({ draftId: VersionId, hash: Hash }))
    .min(1, "must not be empty")
    .max(MOST, `must have at most ${MOST} items`)
    .superRefine((items, context) => {
      const at = repeated(items)
      if (at >= 0) context.addIssue({ code: "custom", path: [at, "draftId"], message: "is named twice" })
    }),
})

const Verdict = z.object({
  draftId: z.string(),
  held: z.boolean().describe("Whether it is approved now."),
  duplicate: z.boolean().describe("True where it was before."),
  reviewer: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  problem: z.string().nullable().describe("What speaks against it, and what to do; null where it is approved."),
})

export const postApprovalListRoute = endpoint({
  method: "POST",
  path: "/api/v1/approval-lists",
  name: "postApprovalList",
  summary: "Approves up to 100 versions, each by itself. The answer says of each whether it is approved now.",
  tag: "Approval",
  body: List,
  reply: z.object({ approved: z.int(), refused: z.int(), items: z.array(Verdict).describe("In the order of the request.") }),
  cache: "never",
  guard: REVIEWING,
  async answer(services, { body, actor }) {
    const outcomes = await decideAll(services, wordOf(actor, "approved", null, services.clock.now()), body.items)
    const items = outcomes.map((outcome): z.input<typeof Verdict> => {
      const { draftId } = outcome.row
      if ("objection" in outcome)
        return { draftId, held: false, duplicate: false, reviewer: null, at: null, problem: outcome.objection.detail }
      const { stands, duplicate } = outcome
      return { draftId, held: true, duplicate, reviewer: stands.reviewer, at: stands.at.toISOString(), problem: null }
    })
    const approved = items.filter(({ held }) => held).length
    return { approved, refused: items.length - approved, items }
  },
})
