// Keeps the database in order: partitions ahead of time, retention, and on Sundays VACUUM and rebuilds of what needs them, each with its reason.
import * as z from "zod"
import { deleteSpent, dropPartitions, makePartitions, measureDatabase } from "../../../shared/db/queries/maintenance.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { MaintenanceReport } from "../../../shared/domain/maintenance.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { log } from "../../../shared/kit/log.ts"
import { defineAgent } from "../contract.ts"
import { decide, type Facts } from "./decide.ts"
import { isAnswered, type Refusal, refusalOf, work } from "./work.ts"

/** Sessions and tries to sign in are kept a while after they are over. */
const SPENT_MS = 86_400_000
const NEXT_PART_MS = 60_000
/** More than ever needed: a part goes on where it ran out of time, and each does something that none did before. */
const MOST_PARTS = 20

const Input = z.object({
  slot: Slot,
  /** The second part of a long run is 2, and so on. */
  part: z.int().min(2).max(MOST_PARTS).optional(),
  /** What earlier parts have worked on, done or refused. */
  done: z.array(z.string().max(100)).max(2_000).optional(),
})

export const maintenance = defineAgent({
  ...profileOf("maintenance"),
  emits: [],
  needs: ["db", "maintenance"],
  tunables: {},
  input: Input,
  output: MaintenanceReport,
  key: ({ slot, part }) => `maintenance:${slot}${part === undefined ? "" : `:${part}`}`,
  async gather({ db, maintenance: { owner, retentionMonths } }, { slot, part = 1, done = [] }): Promise<Facts & { part: number }> {
    return { figures: await measureDatabase(owner ?? db), slot, part, done, retentionMonths }
  },
  decide: (facts, reply, policy, at) => ({ ...decide(facts, reply, policy, at), slot: facts.slot, part: facts.part, done: facts.done }),
  async act({ db, maintenance: { owner } }, { months, keptFrom, sizes, report, slot, part, done: before, ...decision }, at) {
    const refused: Refusal[] = []
    const attempt = <T>(kind: Refusal["kind"], task: Promise<T>): Promise<T | null> =>
      task.catch((thrown: unknown) => {
        if (!isAnswered(thrown)) throw thrown
        refused.push(refusalOf(kind, "user_interactions", thrown))
        return null
      })
    const made = await attempt("partitions", makePartitions(db, months))
    const dropped = keptFrom === null ? [] : await attempt("retention", dropPartitions(db, keptFrom))
    const spent = new Date(at.now.getTime() - SPENT_MS)
    // Rows are deleted one by one only where their partition is gone.
    const removed = await deleteSpent(db, { spent, keptFrom: dropped === null ? null : keptFrom })
    const worked = owner === null ? { done: [], refused: [], left: [] } : await work(owner, decision.work, sizes)
    refused.push(...worked.refused)
    if (refused.length > 0) log("alert", "maintenance.refused", { run: at.runId, refused })
    const names = [...before, ...[...worked.done, ...worked.refused].map(({ name }) => name)]
    const goesOn = worked.left.length > 0 && names.length > before.length && part < MOST_PARTS
    return {
      output: {
        partitions: { made: [...(made ?? [])], dropped: [...(dropped ?? [])] },
        removed,
        ...report,
        done: worked.done,
        refused,
        left: worked.left.length,
      },
      emits: [],
      later: goesOn ? [{ input: { slot, part: part + 1, done: names }, at: new Date(at.now.getTime() + NEXT_PART_MS) }] : [],
    }
  },
})
