// Settles a delivery of whose present part nobody knows whether it is out: the channel is asked, or a person where it can't be. Nothing is sent here.
import { passEgress } from "../../../shared/db/queries/egress.ts"
import { noteSettling, type Note, type PartOf, resumeDelivery } from "../../../shared/db/queries/delivery-outcomes.ts"
import type { Delivery } from "../../../shared/db/queries/deliveries.ts"
import { priceOfSearch } from "../../../shared/domain/prices.ts"
import type { Channel, Payload, Receipt } from "../../../shared/integrations/channel.ts"
import { type Failure, toFailure } from "../../../shared/kit/failure.ts"
import { keepReceipt, type Sender, toReceipt, whenRefused } from "./send.ts"
import { tryLater } from "./outcome.ts"
import { backoffMs, MOST_TRIES, settleMs, SINCE_MARGIN_MS } from "./timing.ts"

/** Own posts that a search may have to read, at most, where the channel charges for each. */
const SEARCHED = 25

type Find = NonNullable<Channel["find"]>

/** Takes one step with an unknown delivery that is due. */
export async function settle(sender: Sender, delivery: Delivery): Promise<void> {
  const { db, channels } = sender
  const { clock } = channels
  if (delivery.partSince === null) return void (await resumeDelivery(db, delivery.id, clock.now()))
  const of: PartOf = { id: delivery.id, channel: delivery.channel, attempt: delivery.attempt, part: delivery.receipts.length }
  const note = (written: Note) => noteSettling(db, of, written, clock.now())
  const channel = channels.open(delivery.channel, () => undefined)
  if (channel?.find == null) {
    const detail = channel === null ? `${delivery.channel} isn't configured, so it can't be asked.` : `${delivery.channel} can't be asked.`
    await note({ state: "held", dueAt: delivery.dueAt, tries: delivery.tries, code: "upstream-unknown", detail, channelFailure: null })
    return
  }
  for (const look of [1, 2]) {
    const answer = await askOnce(sender, delivery, channel.find, look)
    if (answer.kind === "note") return void (await note(answer.note))
    if (answer.receipt !== null) return void (await keepReceipt(sender, of, answer.receipt))
    // A clock that was set forward would have us ask too soon: that there is nothing is believed only after a wait that this process has really waited.
    if (look === 1) await clock.sleep(settleMs(clock, channel.limits.settleMs))
  }
  await note(whenNotOut(delivery.tries, clock.now()))
}

type Answer = { readonly kind: "asked"; readonly receipt: Receipt | null } | { readonly kind: "note"; readonly note: Note }

/** Asks the channel once, through the gate. */
async function askOnce({ db, channels, runId }: Sender, delivery: Delivery, find: Find, look: number): Promise<Answer> {
  const { clock, caps } = channels
  const { id, channel, planId, payload, receipts, attempt, tries, partSince } = delivery
  const part = receipts.length
  const microUsd = priceOfSearch(channel, SEARCHED)
  const price = {
    key: `find:${id}:${part}:${attempt}:${tries}:${look}`,
    what: `search for part ${part + 1} of a post`,
    planId,
    runId,
    microUsd,
  }
  const verdict = await passEgress(db, { channel, agent: "publishing", price, caps, now: clock.now() })
  if (verdict.answer !== "go") return { kind: "note", note: { ...whenRefused(verdict, clock.now(), tries), state: "unknown" } }
  const last = receipts.at(-1)
  const since = new Date((partSince ?? clock.now()).getTime() - SINCE_MARGIN_MS)
  try {
    const previous = last === undefined ? null : toReceipt(last)
    return { kind: "asked", receipt: await find(payload as Payload, part, { key: id, previous, since }) }
  } catch (thrown) {
    const failure = toFailure(thrown)
    const written = tryLater(failure, { tries, now: clock.now() }, healthOf(failure))
    return { kind: "note", note: written.state === "held" ? written : { ...written, state: "unknown" } }
  }
}

/** Only what gave no answer speaks against the channel. */
const healthOf = ({ code }: Failure): string | null => (/^upstream-un/.test(code) ? code : null)

/** The channel has no such part: it may be sent again, at first soon. */
function whenNotOut(tries: number, now: Date): Note {
  const isEnough = tries >= MOST_TRIES
  const dueAt = tries <= 1 ? now : new Date(now.getTime() + backoffMs(tries))
  const detail = isEnough ? "It is certainly not out after many tries." : null
  return {
    state: isEnough ? "held" : "scheduled",
    dueAt,
    tries,
    code: isEnough ? "upstream-unavailable" : null,
    detail,
    channelFailure: null,
  }
}
