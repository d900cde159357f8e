// publishing: sends what was approved, when it is due, each part once; what nobody knows is asked before anything is sent again.
import * as z from "zod"
import { listDuePublishing } from "../../../shared/db/queries/deliveries.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Lacking } from "../../../shared/domain/channels.ts"
import { DeliveryId, DraftId, PlanId } from "../../../shared/domain/event.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { defineAgent } from "../contract.ts"
import { comeBack, decide, type Task } from "./decide.ts"
import { advance, prepare, type Progress } from "./deliver.ts"

const Input = z.union([
  z.strictObject({ slot: Slot }),
  z.strictObject({ event: z.string(), id: DraftId, plan: PlanId }),
  z.strictObject({ event: z.string(), id: DeliveryId }),
  z.strictObject({ draft: DraftId, slot: Slot }),
  z.strictObject({ delivery: DeliveryId, due: Slot }),
])
type Input = z.infer<typeof Input>

/** One look finds what is due until the next. */
const LOOK_MS = 300_000

function taskOf(input: Input): Task {
  if ("delivery" in input) return { kind: "advance", delivery: input.delivery }
  if ("draft" in input) return { kind: "create", draft: input.draft }
  if ("slot" in input) return { kind: "look", slot: input.slot }
  return "plan" in input ? { kind: "create", draft: input.id } : { kind: "advance", delivery: input.id }
}

function keyOf(input: Input): string {
  if ("delivery" in input) return `publishing:${input.delivery}:${input.due}`
  if ("draft" in input) return `publishing:approved:${input.draft}:${input.slot}`
  if ("slot" in input) return `publishing:${input.slot}`
  return "plan" in input ? `publishing:approved:${input.id}` : `publishing:settled:${input.event}`
}

export const publishing = defineAgent({
  ...profileOf("publishing"),
  // Told by the statement that makes a post live, so that no stop between the two can keep it from being told.
  emits: ["post.published"],
  needs: ["db", "platforms"],
  tunables: {},
  input: Input,
  output: z.object({
    found: z.int().nonnegative(),
    delivery: DeliveryId.nullable(),
    state: z.string().nullable(),
    /** Told by each look: only this Worker knows what is set. */
    lacking: Lacking.optional(),
  }),
  key: keyOf,
  async gather({ db, platforms }, input, at) {
    const task = taskOf(input)
    const now = platforms.clock.now()
    if (task.kind !== "look") return { task, now, deliveries: [], drafts: [] }
    const from = at.now > now ? at.now : now
    return { task, now, ...(await listDuePublishing(db, from, new Date(from.getTime() + LOOK_MS))) }
  },
  decide: (facts) => decide(facts),
  async act({ db, platforms }, { create, advance: known, later }, at) {
    const sender = { db, channels: platforms, runId: at.runId }
    const delivery = known ?? (create === null ? null : ((await prepare(db, platforms, create))?.id ?? null))
    if (delivery === null) {
      const { lacking } = platforms
      return { output: { found: later.length, delivery, state: null, ...(create === null && { lacking }) }, emits: [], later }
    }
    const { state, later: next }: Progress = await advance(sender, delivery)
    const again = next === null ? [] : [comeBack(delivery, next, platforms.clock.now())]
    return { output: { found: 0, delivery, state }, emits: [], later: again }
  },
})
