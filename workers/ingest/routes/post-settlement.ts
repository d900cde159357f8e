// What became of a part that nobody could tell about? A person has looked, and the delivery goes on from his word.
import * as z from "zod"
import { insertSettlement, type Settled } from "../../../shared/db/queries/settlements.ts"
import { DeliveryState } from "../../../shared/domain/delivery.ts"
import { DeliveryId } from "../../../shared/domain/event.ts"
import { toFailure } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"
import { passOn } from "../pass-on.ts"

const common = {
  deliveryId: DeliveryId,
  part: z.int().min(0).max(24).describe("The part that it stands at: as many as are known to be out. 0 is the first."),
}

const Answer = z.discriminatedUnion("answer", [
  z.strictObject({
    ...common,
    answer: z.literal("is-out"),
    externalId: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/, "must be the platform's id: 1 to 200 visible ASCII characters")
      .describe("The platform's id of the part."),
    url: z
      .url({ protocol: /^https$/, error: "must be an https address" })
      .max(500)
      .nullish()
      .describe("Where a reader finds it."),
  }),
  z.strictObject({ ...common, answer: z.literal("is-not-out") }),
  z.strictObject({ ...common, answer: z.literal("give-up") }),
])
type Answer = z.infer<typeof Answer>

const WHERE_IT_STANDS: Readonly<Record<DeliveryState, string>> = {
  scheduled: "is to be sent when it is due: there is nothing to settle",
  sending: "is being sent just now. Wait a moment and look again",
  unknown: "is being settled already. Wait a moment and look again",
  held: "waits for a word about another part. Look again",
  live: "is out, whole",
  rehearsed: "was only rehearsed: nothing was sent",
  refused: "was refused: nothing is out",
  cancelled: "was cancelled: nothing was sent",
}

/** Whether a word that changed nothing now was taken before. */
function stoodBefore(body: Answer, { state, receipts, failureCode }: Settled): boolean {
  if (body.answer === "is-out") return receipts[body.part]?.id === body.externalId
  if (body.answer === "give-up") return failureCode === "given-up"
  return receipts.length === body.part && (state === "scheduled" || state === "sending")
}

export const postSettlementRoute = endpoint({
  method: "POST",
  path: "/api/v1/settlements",
  name: "postSettlement",
  summary: "Says of a held or unknown delivery whether its present part is out, is not out, or is not to be tried any more.",
  tag: "Approval",
  body: Answer,
  reply: z.object({
    deliveryId: z.string(),
    state: DeliveryState.describe("How it stands now."),
    duplicate: z.boolean().describe("True where the same had been said before: then nothing was changed now."),
    event: z.string().nullable().describe("The stored event, where this request stored one."),
  }),
  cache: "never",
  guard: OPERATOR,
  fails: ["not-found", "conflict"],
  async answer(services, { body, actor }) {
    const { deliveryId, part } = body
    const answer =
      body.answer === "is-out" ? { kind: body.answer, externalId: body.externalId, url: body.url ?? null } : { kind: body.answer }
    const settled = await insertSettlement(services.db, { id: deliveryId, part, answer }, { actor, now: services.clock.now() })
    if (settled === null) throw toFailure({ code: "not-found", pointer: "/deliveryId", detail: "There is no such delivery." })
    const { state, eventId } = settled
    if (eventId !== null) await passOn(services, { id: eventId, name: "delivery.settled", data: { id: deliveryId } })
    else if (!stoodBefore(body, settled)) {
      throw toFailure({ code: "conflict", pointer: "/deliveryId", detail: `The delivery ${WHERE_IT_STANDS[state]}.` })
    }
    return { deliveryId, state, duplicate: eventId === null, event: eventId }
  },
})
