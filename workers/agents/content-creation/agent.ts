// Writes the text of each plan and has the guards look at it, also at what a person wrote.
import * as z from "zod"
import { findWritingOrder, insertDraft, judgeDraft } from "../../../shared/db/queries/drafts.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { draftHash } from "../../../shared/domain/draft.ts"
import { DraftId, type Emit, PlanId } from "../../../shared/domain/event.ts"
import type { Db } from "../../../shared/db/client.ts"
import { stableId } from "../../../shared/kit/ids.ts"
import { defineAgent, type Moment } from "../contract.ts"
import { decide } from "./decide.ts"
import type { Checked, Decision, Facts, State } from "./facts.ts"
import { writingPrompt } from "./prompt.ts"

/** Another text of the channel is a repetition within so long, of so many. */
const REPETITION_MS = 30 * 86_400_000
const REPETITION_TEXTS = 500

const TUNABLES = {
  /** Whether a model is asked where one is configured. */
  asksModel: { default: 1, min: 0, max: 1, step: 1 },
} as const

/** `plan.created` names the plan, `draft.edited` a version and its plan. */
const Input = z.union([z.object({ id: DraftId, plan: PlanId }), z.object({ id: PlanId })])

const readInput = (input: z.infer<typeof Input>): { planId: string; draftId: string | null } =>
  "plan" in input ? { planId: input.plan, draftId: input.id } : { planId: input.id, draftId: null }

export const contentCreation = defineAgent({
  ...profileOf("content-creation"),
  emits: ["draft.needs-picture", "draft.waiting"],
  needs: ["channels", "db"],
  tunables: TUNABLES,
  input: Input,
  output: z.object({
    draft: DraftId.nullable(),
    author: z.string().nullable(),
    state: z.enum(["blocked", "checking", "waiting", "nothing"]),
    refused: z.array(z.string()),
    note: z.string().nullable(),
  }),
  key: ({ id }) => `content-creation:${id}`,
  async gather({ channels, db }, input, at): Promise<Facts> {
    const { planId, draftId } = readInput(input)
    const since = new Date(at.now.getTime() - REPETITION_MS)
    const order = await findWritingOrder(db, { planId, draftId, now: at.now, since, texts: REPETITION_TEXTS })
    const settings = channels.list.find(({ channel }) => channel === order?.plan.channel)
    return { task: draftId === null ? "write" : "check", order, linkHosts: [...(settings?.linkHosts ?? [])] }
  },
  ask: ({ task, order }, policy) => {
    const wants = task === "write" && order !== null && order.plan.state === "planned" && order.plan.kind === "insight"
    return wants && policy.asksModel === 1 ? writingPrompt(order) : null
  },
  decide,
  async act({ db }, decision, at) {
    if (decision.kind === "nothing") return { output: outputOf(null, { state: "nothing", note: decision.why }), emits: [] }
    const { draftId, stands } = await keep(db, decision, at)
    if (!stands) return { output: outputOf(null, { state: "nothing", note: "the plan has moved on" }), emits: [] }
    return { output: outputOf(draftId, decision), emits: emitsOf(draftId, decision) }
  },
})

/** Stores the version or its verdict. A version that passes and lacks nothing gets the hash that an approval is bound to. */
async function keep(db: Db, decision: Exclude<Decision, { kind: "nothing" }>, at: Moment): Promise<{ draftId: string; stands: boolean }> {
  if (decision.kind === "done") return { draftId: decision.draftId, stands: true }
  const { planId, version, state, scheduledAt, post } = decision
  const mediaHash = decision.kind === "check" ? decision.mediaHash : null
  const hash = state === "waiting" ? await draftHash({ ...post, mediaHash, scheduledAt }) : null
  if (decision.kind === "check") {
    const { draftId, claims, guards, passes } = decision
    return { draftId, stands: await judgeDraft(db, { id: draftId, planId, version, claims, guards, passes, hash }, { state }) }
  }
  const id = stableId("draft", new Date(decision.createdAt), `${planId}:${version}`)
  const { author, note, claims, guards, passes, needsPicture } = decision
  const draft = { ...post, id, planId, version, author, note, claims, guards, passes, needsPicture, scheduledAt, hash }
  return { draftId: id, stands: await insertDraft(db, draft, { state, runId: at.runId, now: at.now }) }
}

type Told = {
  readonly state: State | "nothing"
  readonly author?: string
  readonly note?: string | null
  readonly guards?: Checked["guards"]
}

const outputOf = (draft: string | null, { state, author, note = null, guards = [] }: Told) => ({
  draft,
  author: author ?? null,
  state,
  refused: guards.flatMap(({ name, pass }) => (pass ? [] : [name])),
  note,
})

function emitsOf(id: string, { planId: plan, state }: { planId: string; state: State }): Emit[] {
  if (state === "blocked") return []
  return [{ name: state === "checking" ? "draft.needs-picture" : "draft.waiting", key: id, data: { id, plan } }]
}
