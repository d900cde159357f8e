// What is common to the commands about a version of a text: how it is named, who gave the command, and whether it held.
import * as z from "zod"
import { type Decided, decideDrafts, type Word } from "../../shared/db/queries/approvals.ts"
import {
  Decision,
  isHalfSeen,
  objectionTo,
  type Objection,
  type Standing,
  stoodBefore,
  Via,
  type Wish,
} from "../../shared/domain/approval.ts"
import { DraftId } from "../../shared/domain/event.ts"
import { ChannelName } from "../../shared/domain/post.ts"
import { Failure } from "../../shared/kit/failure.ts"
import type { IngestServices } from "./endpoint.ts"
import { passOn } from "./pass-on.ts"

export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
  .describe("The version's hash as you saw it: the decision is bound to exactly that text, picture, channel and time.")

export const VersionId = DraftId.describe("The version of the text.")

/** A text that can be stored: no control characters but line ends and tabs, no broken characters. Line ends become \n. */
export const storable = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    // oxlint-disable-next-line no-control-regex -- these are what it is about
    .refine((text) => text.isWellFormed() && !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text), "holds a character that text can't have")
    .transform((text) => text.replaceAll("\r\n", "\n").replaceAll("\r", "\n"))

export const Reason = storable(1_000).refine((text) => text.trim() !== "", "must not be empty")

/** What is answered where a decision stands. */
export const StandingDecision = z.object({
  draftId: z.string(),
  planId: z.string(),
  decision: Decision,
  reviewer: z.string().describe("Who decided: `operator`, `telegram:ID`, `rule:NAME`, or the id of a program's key."),
  via: Via,
  at: z.iso.datetime(),
  duplicate: z.boolean().describe("True where it had been decided so before: then nothing was changed now."),
  channel: ChannelName,
  scheduledAt: z.iso.datetime().describe("When the post is to go out."),
  event: z.string().nullable().describe("The stored event, where this request stored one."),
})

export type Outcome =
  | { readonly row: Decided; readonly stands: Standing; readonly duplicate: boolean }
  | { readonly row: Decided; readonly objection: Objection }

/** The word of the operator, or of a program by its key, as the audit log and the approval name them. */
export const wordOf = (actor: string, decision: Decision, reason: string | null, now: Date): Word => ({
  decision,
  reviewer: actor.startsWith("key_") ? actor : "operator",
  via: actor === "operator session" ? "dashboard" : "key",
  actor,
  reason,
  now,
  tells: true,
})

/** Whether a decision stands now, by this request or from before, or what speaks against it. */
export function outcomeOf(decision: Decision, wish: Wish, row: Decided): Outcome {
  const stands = row.done ? row.decided : stoodBefore(decision, wish, row)
  return stands === null ? { row, objection: objectionTo(decision, wish, row) } : { row, stands, duplicate: !row.done }
}

/** Decides about several versions, each by itself, and passes on what was approved. One statement; a second one for those that somebody else decided about at this very moment. */
export async function decideAll(services: IngestServices, word: Word, wishes: readonly Wish[]): Promise<Outcome[]> {
  const rows = new Map((await decideDrafts(services.db, word, wishes)).map((row) => [row.draftId, row]))
  const again = wishes.filter(({ draftId }) => {
    const row = rows.get(draftId)
    return row !== undefined && !row.done && isHalfSeen(row)
  })
  if (again.length > 0) for (const row of await decideDrafts(services.db, word, again)) rows.set(row.draftId, row)
  const outcomes = wishes.flatMap((wish) => {
    const row = rows.get(wish.draftId)
    return row === undefined ? [] : [outcomeOf(word.decision, wish, row)]
  })
  for (const { row } of outcomes) await passOnApproval(services, row)
  return outcomes
}

/** Tells the queue of an approval that this request stored. */
export async function passOnApproval(services: IngestServices, { eventId, draftId, planId }: Decided): Promise<void> {
  if (eventId !== null) await passOn(services, { id: eventId, name: "draft.approved", data: { id: draftId, plan: planId } })
}

/** A decision about one version as its answer; throws `not-found` or `conflict` with what speaks against it. */
export async function decideOne(services: IngestServices, word: Word, wish: Wish): Promise<z.input<typeof StandingDecision>> {
  const [outcome] = await decideAll(services, word, [wish])
  if (outcome === undefined) throw new Failure("bug", "A decision without an outcome.")
  if ("objection" in outcome) throw toFailure(outcome.objection)
  const { row, stands, duplicate } = outcome
  return {
    draftId: row.draftId,
    planId: row.planId ?? "",
    decision: stands.decision,
    reviewer: stands.reviewer,
    via: stands.via,
    at: stands.at.toISOString(),
    duplicate,
    channel: row.channel ?? "feed",
    scheduledAt: (row.scheduledAt ?? stands.at).toISOString(),
    event: row.eventId,
  }
}

export const toFailure = ({ code, pointer, detail }: Pick<Objection, "code" | "detail"> & { readonly pointer: string }): Failure =>
  new Failure(code, detail, { faults: [{ pointer, detail }] })
