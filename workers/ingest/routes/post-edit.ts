// What is changed in a version? A new one is written; an earlier approval is void from that moment, and the guards look at the new text.
import * as z from "zod"
import { type Edited, findEditBase, insertEdit } from "../../../shared/db/queries/edits.ts"
import { objectionTo, objectionToVersion } from "../../../shared/domain/approval.ts"
import { maxLength, TEXT_LIMITS } from "../../../shared/domain/text-length.ts"
import { Failure, type Fault } from "../../../shared/kit/failure.ts"
import { Hash, storable, toFailure, VersionId } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"
import { passOn } from "../pass-on.ts"

/** Enough for the longest article of the feed, with room for characters of several bytes. */
const MAX_BYTES = 131_072
const MINUTE_MS = 60_000

const Edit = z
  .strictObject({
    draftId: VersionId.describe("The version that is changed."),
    hash: Hash.nullable()
      .optional()
      .describe("Its hash as you saw it, null where it had none. Left out, the version's id alone says which is meant."),
    title: storable(200)
      .refine((text) => text.trim() !== "", "must not be empty")
      .optional(),
    parts: z.array(storable(25_000)).min(1, "must not be empty").max(25, "must have at most 25 items").optional(),
    scheduledAt: z.iso
      .datetime()
      .refine((time) => Date.parse(time) % MINUTE_MS === 0, "must be a whole minute")
      .optional()
      .describe("When the post is to go out, in UTC: a whole minute that no other post of the channel has."),
  })
  .refine(({ title, parts, scheduledAt }) => title !== undefined || parts !== undefined || scheduledAt !== undefined, {
    message: "changes nothing: give a title, parts or a time",
  })

type Base = NonNullable<Awaited<ReturnType<typeof findEditBase>>>

/** What is wrong with the new text and time, whatever state the version is in. */
function faultsOf({ title, parts, scheduledAt }: z.infer<typeof Edit>, base: Base, now: Date): Fault[] {
  const { measure, unit, parts: mostParts } = TEXT_LIMITS[base.channel]
  const most = base.format === "thread" ? mostParts : 1
  const lengths = (parts ?? []).map((text, i) => ({
    i,
    length: measure(text),
    max: maxLength(base.channel, { hasPicture: base.needsPicture && i === 0 }),
    text,
  }))
  const at = scheduledAt === undefined ? null : new Date(scheduledAt)
  return [
    ...(title !== undefined && base.title === null ? [{ pointer: "/title", detail: "is not taken: this post has no title" }] : []),
    ...(parts !== undefined && parts.length > most
      ? [{ pointer: "/parts", detail: `has ${parts.length} parts; a ${base.format} post has ${most === 1 ? "one" : `at most ${most}`}` }]
      : []),
    ...lengths.filter(({ text }) => text.trim() === "").map(({ i }) => ({ pointer: `/parts/${i}`, detail: "is empty" })),
    ...lengths
      .filter(({ length, max }) => length > max)
      .map(({ i, length, max }) => ({ pointer: `/parts/${i}`, detail: `has ${length} ${unit}, at most ${max} fit` })),
    ...(at !== null && at <= now ? [{ pointer: "/scheduledAt", detail: "is in the past" }] : []),
    ...(at !== null && at >= base.expiresAt
      ? [{ pointer: "/scheduledAt", detail: `is too late: the post expires at ${base.expiresAt.toISOString()}` }]
      : []),
  ]
}

function conflictOf(
  edited: Edited,
  wish: { readonly draftId: string; readonly hash?: string | null | undefined },
  channel: string,
): Failure {
  const stood = { ...edited, draftId: wish.draftId, failing: [], decided: null }
  const outdated = objectionToVersion(stood)
  if (outdated !== null) return toFailure(outdated)
  const conflict = (pointer: "/draftId" | "/scheduledAt", detail: string) => toFailure({ code: "conflict", pointer, detail })
  if (edited.takenBy !== null) {
    const minute = edited.scheduledAt.toISOString().slice(0, 16).replace("T", " ")
    return conflict("/scheduledAt", `${channel} has the post of ${edited.takenBy} at ${minute} UTC. Choose another minute.`)
  }
  if (!["blocked", "waiting", "approved"].includes(edited.state))
    return toFailure(objectionTo("approved", { ...wish, hash: edited.hash }, stood))
  if (!edited.isChange) return conflict("/draftId", "It says exactly that already: nothing was changed.")
  return toFailure(
    objectionTo(
      "rejected",
      { draftId: wish.draftId, hash: wish.hash === undefined ? edited.hash : wish.hash },
      { ...stood, state: "waiting" },
    ),
  )
}

export const postEditRoute = endpoint({
  method: "POST",
  path: "/api/v1/edits",
  name: "postEdit",
  summary: "Writes a new version of a text. Its guards look at it next; what was approved before is void from this moment.",
  tag: "Approval",
  body: Edit,
  maxBytes: MAX_BYTES,
  reply: z.object({
    draftId: z.string().describe("The new version."),
    planId: z.string(),
    version: z.int(),
    scheduledAt: z.iso.datetime(),
    duplicate: z.boolean().describe("True where the very same edit was made before: then nothing was written now."),
    event: z.string().nullable().describe("The stored event, where this request stored one."),
  }),
  cache: "never",
  guard: OPERATOR,
  fails: ["not-found", "conflict"],
  async answer(services, { body, actor }) {
    const { draftId, hash, title = null, parts = null, scheduledAt } = body
    const now = services.clock.now()
    const base = await findEditBase(services.db, draftId)
    const unknown = { code: "not-found", pointer: "/draftId", detail: "There is no such version of a text." } as const
    if (base === null) throw toFailure(unknown)
    const faults = faultsOf(body, base, now)
    if (faults.length > 0) throw new Failure("invalid-input", `${faults[0]?.pointer}: ${faults[0]?.detail}`, { faults })
    const at = scheduledAt === undefined ? null : new Date(scheduledAt)
    const edited = await insertEdit(services.db, { draftId, hash, title, parts, scheduledAt: at, actor, now })
    if (edited === null) throw toFailure(unknown)
    const written = edited.draftId ?? (edited.current === edited.version + 1 ? edited.same : null)
    if (written === null) throw conflictOf(edited, body, base.channel)
    if (edited.eventId !== null)
      await passOn(services, { id: edited.eventId, name: "draft.edited", data: { id: written, plan: edited.planId } })
    const { planId, version, eventId } = edited
    return {
      draftId: written,
      planId,
      version: version + 1,
      scheduledAt: edited.scheduledAt.toISOString(),
      duplicate: eventId === null,
      event: eventId,
    }
  },
})
