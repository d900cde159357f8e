// Takes a delivery as far as it goes now: sends what is due, asks after what is unknown, and says when to come back.
import type { Db } from "../../../shared/db/client.ts"
import {
  cancelDelivery,
  claimDelivery,
  createDelivery,
  type Delivery,
  findApproved,
  findDelivery,
} from "../../../shared/db/queries/deliveries.ts"
import { expireDelivery } from "../../../shared/db/queries/delivery-outcomes.ts"
import type { DeliveryState } from "../../../shared/domain/delivery.ts"
import type { PostText } from "../../../shared/domain/post.ts"
import type { Payload } from "../../../shared/integrations/channel.ts"
import { stableId } from "../../../shared/kit/ids.ts"
import { type Sender, sendParts } from "./send.ts"
import { settle } from "./settle.ts"
import { leaseFrom, MOST_TRIES, settleMs } from "./timing.ts"
import type { Channels } from "./channels.ts"

/** `later`: when there will be something to do; null where it has ended, waits for a person, or the next slot finds it. */
export type Progress = { readonly state: DeliveryState | "absent"; readonly later: Date | null }

/** Steps of one run; a delivery that would take more comes back. */
const MOST_STEPS = 6

/** Does step after step until the delivery has ended, or the next step isn't due yet. Any number may do this at once. */
export async function advance(sender: Sender, id: string): Promise<Progress> {
  const { clock } = sender.channels
  for (let steps = 0; ; steps += 1) {
    const delivery = await findDelivery(sender.db, id)
    if (delivery === null) return { state: "absent", later: null }
    const { state, leaseUntil, dueAt } = delivery
    const due = state === "sending" ? leaseUntil : state === "scheduled" || state === "unknown" ? dueAt : null
    if (due === null) return { state, later: null }
    if (due > clock.now() || steps === MOST_STEPS) return { state, later: due }
    if (!(await step(sender, delivery))) return { state, later: null }
  }
}

/** One step of a delivery that is due. False where there is nothing to be done with it now: the next slot looks again. */
async function step(sender: Sender, delivery: Delivery): Promise<boolean> {
  const { db, channels } = sender
  const { clock } = channels
  if (delivery.state === "sending") {
    const limits = channels.outline(delivery.channel).limits
    await expireDelivery(db, delivery.id, { now: clock.now(), settleMs: settleMs(clock, limits.settleMs), mostTries: MOST_TRIES })
    return true
  }
  if (delivery.state === "unknown") {
    await settle(sender, delivery)
    return true
  }
  const claimed = await claimDelivery(db, { id: delivery.id, now: clock.now(), leaseUntil: leaseFrom(clock) })
  if (claimed === null) return cancelDelivery(db, delivery.id, clock.now())
  if (claimed.state === "rehearsed") return true
  const { id, channel, planId, tries } = delivery
  const { attempt, parts, receipts } = claimed
  await sendParts(sender, { id, channel, planId, attempt, parts, payload: claimed.payload as Payload }, receipts, tries)
  return true
}

/** Writes the intent to send an approved version. Null where it isn't (or is no longer) to be sent, or is being sent. */
export async function prepare(db: Db, channels: Channels, draftId: string): Promise<{ readonly id: string; readonly dueAt: Date } | null> {
  const now = channels.clock.now()
  const approved = await findApproved(db, draftId, now)
  if (approved === null) return null
  const { planId, channel, format, language, title, parts, alt, picture, scheduledAt } = approved
  const post = { channel, format, language, title, parts: [...parts], alt } as PostText
  const payload = channels.outline(channel).render(post, picture)
  return createDelivery(db, { id: stableId("dlv", scheduledAt, planId), draftId, payload, parts: payload.parts.length, now })
}
