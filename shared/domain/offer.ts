// What is a person offered, why, and in which words? Drafted by the studio, sent by nobody yet.
import * as z from "zod"
import { INTERACTION_TYPES, type InteractionType, type Platform } from "./interaction.ts"

/** Where a person would be spoken to, the first that he has an account on. X last: it allows a message only to who wrote first. */
export const OFFER_PLATFORMS = ["telegram", "discord", "site", "x"] as const satisfies readonly Platform[]
export type OfferPlatform = (typeof OFFER_PLATFORMS)[number]
/** An offer that nobody sent is of no use after so many days: its reasons are old. */
export const OFFER_DAYS = 7

/** What the score was made of when the offer was drafted. Points in whole and thousandths; `from` (excluded) and `until` are ISO moments. */
export const OfferReasons = z.object({
  score: z.number().min(0).max(100),
  points: z.number().nonnegative(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  parts: z.array(z.object({ type: z.enum(INTERACTION_TYPES), interactions: z.int(), points: z.number() })),
})
export type OfferReasons = z.infer<typeof OfferReasons>

const WORDS: Readonly<Record<InteractionType, readonly [one: string, more: string]>> = {
  like: ["like", "likes"],
  repost: ["repost", "reposts"],
  reply: ["reply", "replies"],
  quote: ["quote", "quotes"],
  message_opened: ["message opened", "messages opened"],
  message_clicked: ["message followed", "messages followed"],
  reaction: ["reaction", "reactions"],
  mention: ["mention", "mentions"],
  click: ["click", "clicks"],
  view: ["view", "views"],
  join: ["arrival", "arrivals"],
  message: ["message", "messages"],
  other: ["other thing", "other things"],
}

const said = ({ type, interactions }: OfferReasons["parts"][number]): string => `${interactions} ${WORDS[type][interactions === 1 ? 0 : 1]}`

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`

/** Most kinds of interaction that the text names. */
const NAMED = 3

/**
 * The offer in plain words: what was counted, what there is to be had, and how to hear no more of it. It names nobody, promises nothing about
 * markets, and hurries nobody: there is no deadline and no price that ends.
 */
export function writeOffer({ parts }: OfferReasons): string {
  const counted = parts.filter(({ interactions }) => interactions > 0).slice(0, NAMED)
  const why =
    counted.length === 0
      ? "You took part in what the studio posts."
      : `In the last 30 days we counted ${listed(counted.map(said))} of yours.`
  return [
    `${why} Thank you for that.`,
    "If you want more of it, there is a paid Basic membership. What is free today stays free, the offer has no deadline, and no price ends soon.",
    "You agreed to hear of offers: tell us to stop, and this was the last one.",
  ].join(" ")
}

/** Whom an offer is for. */
export type Candidate = { readonly userId: number; readonly platform: OfferPlatform; readonly reasons: OfferReasons }
