// Sends the parts of a delivery that this process has claimed, each once: gate, request, receipt. Every way out of here is written down or ends with the lease.
import { passEgress } from "../../../shared/db/queries/egress.ts"
import { noteSending, type Note, type PartOf, storeReceipt } from "../../../shared/db/queries/delivery-outcomes.ts"
import type { ClaimedDelivery, Delivery } from "../../../shared/db/queries/deliveries.ts"
import type { Db } from "../../../shared/db/client.ts"
import type { DeliveryReceipt } from "../../../shared/domain/delivery.ts"
import { type EgressVerdict, nextUtcDay } from "../../../shared/domain/egress.ts"
import { priceOfPart } from "../../../shared/domain/prices.ts"
import type { Channel, Payload, Receipt } from "../../../shared/integrations/channel.ts"
import { Failure, toFailure } from "../../../shared/kit/failure.ts"
import { log } from "../../../shared/kit/log.ts"
import type { Channels } from "./channels.ts"
import { outcomeOf } from "./outcome.ts"
import { hasTime, leaseFrom, settleMs } from "./timing.ts"

export type Sender = { readonly db: Db; readonly channels: Channels; readonly runId: string | null }

/** A delivery as its sender holds it. */
type Held = Pick<Delivery, "id" | "channel" | "planId"> & Pick<ClaimedDelivery, "attempt" | "parts"> & { readonly payload: Payload }

/** A stopped delivery is looked at again by the next slot; this only keeps it from being due meanwhile. */
const STOPPED_MS = 300_000
const STORE_TRIES = 3
const STORE_WAIT_MS = 500

export const toReceipt = ({ id, url }: DeliveryReceipt): Receipt => ({ id, url, restMs: 0 })

/** Sends part after part until all are out, something is in the way, or the delivery is no longer this sender's. */
export async function sendParts(sender: Sender, held: Held, receipts: readonly DeliveryReceipt[], tries: number): Promise<void> {
  let previous = receipts.at(-1)
  let failed = tries
  for (let part = receipts.length; part < held.parts; part += 1) {
    const of: PartOf = { id: held.id, channel: held.channel, attempt: held.attempt, part }
    const receipt = await sendPart(sender, held, of, previous === undefined ? null : toReceipt(previous), failed)
    if (receipt === null) return
    const stored = await keepReceipt(sender, of, receipt)
    if (stored?.mine !== true) return
    previous = { id: receipt.id, url: receipt.url, at: sender.channels.clock.now().toISOString() }
    failed = 0
  }
}

/** The part's receipt, or null where it was not sent or nobody knows: that has been noted then. */
async function sendPart(sender: Sender, held: Held, of: PartOf, previous: Receipt | null, tries: number): Promise<Receipt | null> {
  const { db, channels } = sender
  const { clock } = channels
  const leaseUntil = leaseFrom(clock)
  const watch = watchRequests(() => hasTime(clock, leaseUntil))
  const channel = channels.open(held.channel, watch.guard)
  const note = (written: Note) => noteSending(db, of, written, clock.now())
  if (channel === null) {
    const detail = `${held.channel} is turned on, but it isn't configured.`
    await note({ state: "held", dueAt: clock.now(), tries, code: "misconfigured", detail, channelFailure: null })
    return null
  }
  const verdict = await askGate(sender, held, of, leaseUntil).catch(async (thrown: unknown) => {
    // The gate may have opened without our hearing it. Nothing was sent, and saying so keeps the part from being taken for one that may be out.
    await note(later(clock.now(), tries, "unavailable", "The gate did not answer.")).catch(() => false)
    throw thrown
  })
  if (verdict.answer === "lost") return null
  if (verdict.answer !== "go") {
    await note(whenRefused(verdict, clock.now(), tries))
    return null
  }
  return attempt(sender, { held, of, previous, tries, channel, watch })
}

type Try = {
  readonly held: Held
  readonly of: PartOf
  readonly previous: Receipt | null
  readonly tries: number
  readonly channel: Channel
  readonly watch: ReturnType<typeof watchRequests>
}

async function attempt({ db, channels: { clock } }: Sender, { held, of, previous, tries, channel, watch }: Try): Promise<Receipt | null> {
  try {
    return await channel.sendPart(held.payload, of.part, { key: held.id, previous })
  } catch (thrown) {
    const failure = toFailure(thrown)
    const now = clock.now()
    log(failure.code === "bug" ? "alert" : "warn", "delivery.not-sent", {
      delivery: held.id,
      part: of.part,
      code: failure.code,
      context: failure.context,
      cause: failure.cause,
    })
    const settleAt = new Date(now.getTime() + settleMs(clock, channel.limits.settleMs))
    const sent = { part: of.part, tries, now, settleAt, begun: watch.begun > 0 }
    const written = watch.isLate ? later(now, tries, "late", "The sender's time was over before its request.") : outcomeOf(failure, sent)
    await noteSending(db, of, written, now)
    return null
  }
}

/** Counts the requests of a sending and lets none begin that might end after its time. */
function watchRequests(isInTime: () => boolean) {
  const seen = { begun: 0, isLate: false }
  return Object.assign(seen, {
    guard: () => {
      if (!isInTime()) {
        seen.isLate = true
        throw new Failure("unavailable", "The sender's time is over.")
      }
      seen.begun += 1
    },
  })
}

function askGate(
  { db, channels, runId }: Sender,
  { id, channel, planId, payload }: Held,
  of: PartOf,
  leaseUntil: Date,
): Promise<EgressVerdict> {
  const hasPicture = of.part === 0 && payload.picture !== null
  const microUsd = priceOfPart(channel, payload.parts[of.part]?.text ?? "", { hasPicture })
  // A part is out at most once, so it is paid once, however often it is tried.
  const price = { key: `post:${id}:${of.part}`, what: `part ${of.part + 1} of a post`, planId, runId, microUsd }
  const passage = { channel, agent: "publishing", price, caps: channels.caps, now: channels.clock.now() }
  return passEgress(db, passage, { id, attempt: of.attempt, part: of.part, leaseUntil })
}

const later = (now: Date, tries: number, code: string, detail: string, ms = 0): Note => ({
  state: "scheduled",
  dueAt: new Date(now.getTime() + ms),
  tries,
  code,
  detail,
  channelFailure: null,
})

/** The gate is closed: nothing was sent, and it is no failed try. */
export function whenRefused(verdict: EgressVerdict, now: Date, tries: number): Note {
  if (verdict.answer === "resting")
    return { ...later(now, tries, "resting", "The channel failed too often and rests."), dueAt: verdict.until }
  if (verdict.answer === "spent")
    return { ...later(now, tries, "budget-spent", "The cap of the day would be passed."), dueAt: nextUtcDay(now) }
  const by = verdict.answer === "stopped" ? verdict.by : "the channel is not turned on"
  return later(now, tries, "stopped", `Stopped: ${by}.`, STOPPED_MS)
}

/**
 * What a platform has said is kept, come what may: tried a few times before it is left to the lease's end and to asking the channel. A receipt
 * whose first storing was done, but not heard of, is there already.
 */
export async function keepReceipt({ db, channels: { clock } }: Sender, of: PartOf, { id, url, restMs }: Receipt) {
  const receipt = { id, url, at: clock.now().toISOString() }
  for (let tries = 1; ; tries += 1) {
    try {
      return await storeReceipt(db, of, { receipt, restMs, leaseUntil: leaseFrom(clock), now: clock.now() })
    } catch (thrown) {
      if (tries === STORE_TRIES) throw thrown
      await clock.sleep(STORE_WAIT_MS)
    }
  }
}
