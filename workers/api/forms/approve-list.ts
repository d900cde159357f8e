// The form under the list of drafts: approves the ones that were chosen, each exactly as it stood there.
import * as z from "zod"
import { Failure } from "../../../shared/kit/failure.ts"
import { operatorForm } from "../form.ts"
import { RefusedPage } from "../pages/refused-list.tsx"

/** As many as the list shows; each field holds a version and its hash. */
export const LIST_SIZE = 50

const Choice = z.string().regex(/^draft_[0-9a-z]{10,40}:[0-9a-f]{64}$/, "must be a version and its hash")
const NAMES = Array.from({ length: LIST_SIZE }, (_, i) => `choice${i}` as const)
const FIELDS = Object.fromEntries(NAMES.map((name) => [name, Choice.optional()])) as Record<`choice${number}`, z.ZodOptional<typeof Choice>>

const Verdicts = z.object({
  approved: z.int(),
  items: z.array(z.object({ draftId: z.string(), held: z.boolean(), problem: z.string().nullable() })),
})

export const approveListForm = operatorForm({
  path: "/approvals/approve-list",
  fields: FIELDS,
  command: (fields) => {
    const items = Object.values(fields as Partial<Record<string, string>>).flatMap((choice) => {
      const [draftId, hash] = choice?.split(":") ?? []
      return draftId === undefined || hash === undefined ? [] : [{ draftId, hash }]
    })
    if (items.length === 0) throw new Failure("invalid-input", "No draft was chosen. Tick the ones that you approve.")
    return { method: "POST", path: "/api/v1/approval-lists", body: { items } }
  },
  next: "/approvals",
  done: "list-approved",
  show: (reply) => {
    const { approved, items } = Verdicts.parse(reply)
    const refused = items.filter(({ held }) => !held)
    return refused.length === 0
      ? null
      : RefusedPage({ approved, problems: refused.map(({ problem }) => problem ?? "It can't be approved.") })
  },
})
