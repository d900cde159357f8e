// What happens next to a plan, and when? In sentences for the operator, a dry run said plainly.
import type { PlanFile } from "../../../shared/db/queries/plan-file.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"
import { channelPlace } from "./channel-words.ts"
import { ageText, clockText, timeText } from "./format.ts"

export type Leaving = {
  readonly channel: ChannelName
  readonly scheduledAt: Date
  readonly expiresAt: Date
  /** Those that are on. */
  readonly switches: readonly string[]
  readonly now: Date
}

/** The switch that keeps the channel's posts in the house; null where none does. */
export const stopOf = (switches: readonly string[], channel: ChannelName): string | null =>
  ["stop:all", `stop:channel:${channel}`, "stop:agent:publishing"].find((scope) => switches.includes(scope)) ?? null

const STOPPED: Readonly<Record<string, string>> = { "stop:all": "Everything is stopped", "stop:agent:publishing": "Publishing is stopped" }

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `at 23:58 UTC, in 2 min`; a moment that has passed is now. */
const momentText = (at: Date, now: Date): string => (at > now ? `at ${clockText(at)} UTC, ${ageText(at, now)}` : "at once")

/** What becomes of an approved post of this channel. */
export function departureText({ channel, scheduledAt, expiresAt, switches, now }: Leaving): string {
  const name = channelPlace(channel)
  const stop = stopOf(switches, channel)
  if (stop !== null) {
    return `${STOPPED[stop] ?? `${sentenceStart(name)} is stopped`}: it waits until that ends, and is dropped if that is after ${timeText(expiresAt, now)}.`
  }
  const when = momentText(scheduledAt, now)
  if (!switches.includes(`live:${channel}`))
    return `${sentenceStart(name)} is not turned on: it will be rehearsed ${when}, nothing is sent.`
  return `It goes out on ${name} ${when}.`
}

export type NextStep = { readonly tone: "good" | "bad" | "warn" | "info" | ""; readonly text: string }

/** Where a plan stands and what comes, for the top of its page. */
export function nextStep(file: PlanFile, now: Date): NextStep {
  const { plan, delivery, verdicts, switches } = file
  const expiresAt = new Date(plan.expires_at)
  const leaving = { channel: plan.channel, scheduledAt: new Date(plan.scheduled_at), expiresAt, switches, now }
  const last = verdicts.at(-1)
  switch (plan.state) {
    case "planned":
      return { tone: "info", text: "Its text is being written. It stands here as soon as the guards have seen it." }
    case "checking":
      return { tone: "info", text: `The guards are looking at version ${plan.version}. An earlier approval is void.` }
    case "blocked":
      return { tone: "bad", text: `A guard refuses this text. Edit it, or leave it: it is dropped ${ageText(expiresAt, now)}.` }
    case "waiting":
      return { tone: "warn", text: `It waits for you until ${timeText(expiresAt, now)}. If you approve it: ${departureText(leaving)}` }
    case "approved":
      return { tone: "good", text: `Approved${last ? ` by ${last.reviewer}` : ""}. ${departureText(leaving)}` }
    case "released":
      return delivery === null ? { tone: "info", text: "It is on its way." } : deliveryStep(file, delivery, now)
    case "rejected":
      return { tone: "", text: `Rejected${last ? ` by ${last.reviewer}: ${last.reason ?? "no reason given"}` : ""}.` }
    case "expired":
      return { tone: "", text: "It was not approved in time, so it was dropped: what it says would be old." }
    case "failed":
      return { tone: "bad", text: "It could not be made. Its runs say why." }
  }
}

function deliveryStep(file: PlanFile, delivery: NonNullable<PlanFile["delivery"]>, now: Date): NextStep {
  const name = channelPlace(file.plan.channel)
  const out = `${delivery.receipts.length} of ${delivery.parts} ${delivery.parts === 1 ? "part" : "parts"}`
  switch (delivery.state) {
    case "scheduled":
      return { tone: "info", text: `On its way, ${out} out. The next try is ${momentText(new Date(delivery.due_at), now)}.` }
    case "sending":
      return { tone: "info", text: `Being sent, ${out} out.` }
    case "unknown":
      return { tone: "warn", text: `${sentenceStart(name)}'s answer was lost with ${out} out. It is asked before anything is repeated.` }
    case "held":
      return { tone: "bad", text: `It waits for your word, ${out} out: look on ${name} whether the next part is there, and say so here.` }
    case "live":
      return { tone: "good", text: `Live on ${name}.` }
    case "rehearsed":
      return { tone: "info", text: `Rehearsed: ${name} was not turned on, so nothing was sent. What would have gone out is kept.` }
    case "refused":
      return { tone: "bad", text: `${sentenceStart(name)} refused it; nothing is out. ${delivery.failure_detail ?? ""}` }
    case "cancelled":
      return { tone: "", text: "Taken back before anything was sent." }
  }
}
