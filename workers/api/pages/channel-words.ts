// How do channels, states and guards read on a page?
import type { DeliveryState } from "../../../shared/domain/delivery.ts"
import type { GuardName } from "../../../shared/domain/guards.ts"
import type { PlanState } from "../../../shared/domain/plan.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"
import type { Tone } from "./parts.tsx"

const TITLES: Readonly<Record<ChannelName, string>> = { x: "X", telegram: "Telegram", discord: "Discord", feed: "Feed" }

export const channelTitle = (channel: ChannelName): string => TITLES[channel]

/** In a sentence: `on X`, `on the feed`. */
export const channelPlace = (channel: ChannelName): string => (channel === "feed" ? "the feed" : TITLES[channel])

/** What becomes of a plan, in a word and a colour. */
export type StateWord = { readonly text: string; readonly tone: Tone }

const PLANS: Readonly<Record<PlanState, StateWord>> = {
  planned: { text: "no text yet", tone: "" },
  checking: { text: "being checked", tone: "info" },
  blocked: { text: "blocked by a guard", tone: "bad" },
  waiting: { text: "waits for you", tone: "warn" },
  approved: { text: "approved", tone: "good" },
  released: { text: "on its way", tone: "info" },
  rejected: { text: "rejected", tone: "" },
  expired: { text: "expired", tone: "" },
  failed: { text: "failed", tone: "bad" },
}

const DELIVERIES: Readonly<Record<DeliveryState, StateWord>> = {
  scheduled: { text: "scheduled", tone: "good" },
  sending: { text: "being sent", tone: "info" },
  unknown: { text: "answer lost, being asked", tone: "warn" },
  held: { text: "waits for your word", tone: "bad" },
  live: { text: "live", tone: "good" },
  rehearsed: { text: "rehearsed, not sent", tone: "info" },
  refused: { text: "refused by the platform", tone: "bad" },
  cancelled: { text: "cancelled", tone: "" },
}

/** A plan is what its delivery is, once it is on its way. */
export const stateWord = (state: PlanState, delivery: DeliveryState | null): StateWord =>
  delivery !== null && (state === "released" || (state === "approved" && delivery !== "scheduled")) ? DELIVERIES[delivery] : PLANS[state]

export const deliveryWord = (state: DeliveryState): StateWord => DELIVERIES[state]

/** What each guard looks for, as a question that is answered with yes or no. */
export const GUARD_WORDS: Readonly<Record<GuardName, { readonly title: string; readonly looks: string }>> = {
  figures: { title: "Figures", looks: "Every number, date, ticker and direction follows from a stored row." },
  noAdvice: { title: "No advice", looks: "It tells nobody to buy, sell or hold." },
  bannedClaims: { title: "No promises", looks: "It promises no gain and calls nothing certain." },
  nearDuplicate: { title: "New", looks: "The channel has not said the same in the last 30 days." },
  disclosure: { title: "Disclosure", looks: "The text that the channel's rules ask for is there." },
  links: { title: "Links", looks: "Every link leads to a host that the channel allows." },
  voice: { title: "Voice", looks: "It sounds as the channel's voice does." },
  length: { title: "Length", looks: "Every part fits, as the platform counts." },
}
