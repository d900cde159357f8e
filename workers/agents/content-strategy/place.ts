// May a candidate go out on this channel, at its next free slot? A row for each rule that speaks against it.
import type { Agenda } from "./agenda.ts"
import { nearestEntry, runBefore } from "./agenda.ts"
import { type Candidate, topicOfCandidate } from "./candidate.ts"
import type { Policy } from "./policy.ts"

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export type Place = { readonly candidate: Candidate; readonly agenda: Agenda; readonly policy: Policy }

/** `at` is the channel's next free slot; null where it has none. */
type PlaceRule = {
  readonly name: string
  applies(place: Place, at: number | null): boolean
  why(place: Place, at: number | null): string
}

const timeText = (moment: number): string => `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`

const sameAsset = ({ candidate, agenda, policy }: Place, at: number) =>
  nearestEntry(agenda.entries, at, {
    withinMs: policy.assetCoolDownHours * HOUR_MS,
    has: ({ asset }) => asset === candidate.insight.asset,
  })

const sameTopic = ({ candidate, agenda, policy }: Place, at: number) =>
  nearestEntry(agenda.entries, at, {
    withinMs: policy.topicCoolDownHours * HOUR_MS,
    has: ({ asset, topic }) => asset === candidate.insight.asset && topic === topicOfCandidate(candidate),
  })

export const PLACE_RULES: readonly PlaceRule[] = [
  {
    name: "members-only",
    applies: ({ candidate, agenda }) => candidate.isExclusive && agenda.settings.tier !== "members",
    why: ({ candidate, policy }) =>
      `Its score of ${candidate.score.value.toFixed(2)} reaches ${policy.exclusiveScoreMin}: members get it, and this channel is public.`,
  },
  {
    name: "planned-before",
    applies: ({ candidate, agenda }) =>
      agenda.entries.some(({ kind, insightId }) => kind === "insight" && insightId === candidate.insight.id),
    why: () => "It is planned on this channel already.",
  },
  {
    name: "daily-cap",
    applies: ({ agenda }) => isCapped(agenda),
    why: ({ agenda: { settings } }) => `The channel has its ${settings.dailyCap} posts of the day.`,
  },
  {
    name: "no-slot-in-time",
    applies: ({ candidate, agenda, policy }, at) =>
      !isCapped(agenda) && (at === null || at + policy.approvalMinutes * MINUTE_MS > candidate.expiresAt),
    why: ({ candidate }, at) =>
      `${at === null ? "The channel has no free slot" : `The next free slot is ${timeText(at)}`}; its post has to be out by ${timeText(candidate.expiresAt)}.`,
  },
  {
    name: "asset-cool-down",
    applies: (place, at) => at !== null && sameAsset(place, at) !== undefined,
    why: (place, at) =>
      `The channel speaks of ${place.candidate.insight.asset} at ${timeText(sameAsset(place, at ?? 0)?.scheduledAt ?? 0)}, less than ${place.policy.assetCoolDownHours} hours away.`,
  },
  {
    name: "topic-cool-down",
    applies: (place, at) => at !== null && sameTopic(place, at) !== undefined,
    why: (place, at) =>
      `The channel speaks of the ${topicOfCandidate(place.candidate)} of ${place.candidate.insight.asset} at ${timeText(sameTopic(place, at ?? 0)?.scheduledAt ?? 0)}, less than ${place.policy.topicCoolDownHours} hours away.`,
  },
  {
    name: "asset-mix",
    applies: ({ candidate, agenda, policy }, at) =>
      at !== null && runBefore(agenda.entries, at, ({ asset }) => asset === candidate.insight.asset) >= policy.assetRunMax,
    why: ({ candidate, policy }) => `The last ${policy.assetRunMax} posts of the channel are about ${candidate.insight.asset}.`,
  },
  {
    name: "topic-mix",
    applies: ({ candidate, agenda, policy }, at) =>
      at !== null && runBefore(agenda.entries, at, ({ topic }) => topic === topicOfCandidate(candidate)) >= policy.topicRunMax,
    why: ({ candidate, policy }) => `The last ${policy.topicRunMax} posts of the channel are about ${topicOfCandidate(candidate)}.`,
  },
]

function isCapped({ slots }: Agenda): boolean {
  const slot = slots.peek()
  return slot.at === null && slot.why === "cap"
}
