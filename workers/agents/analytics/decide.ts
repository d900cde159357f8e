// Which readings are there to keep? Pure: what the platforms said, against what was due.
import type { Counts, DueReading, PostReading } from "../../../shared/domain/engagement.ts"
import type { ChannelName } from "../../../shared/domain/post.ts"

export type Measured = Counts & { readonly id: string }

/** What a channel said of the posts that it was asked about, or why it wasn't asked, or didn't answer. */
export type Answer = { readonly channel: ChannelName } & (
  | { readonly asked: readonly string[]; readonly readings: readonly Measured[] }
  | { readonly asked: null; readonly why: string }
)

export type Facts = {
  readonly due: readonly DueReading[]
  readonly answers: readonly Answer[]
  /** Channels whose platform tells no readings. */
  readonly silent: readonly ChannelName[]
}

export type Decision = {
  readonly readings: readonly PostReading[]
  /** Why due readings are missing, by channel. */
  readonly unmeasured: Readonly<Record<string, string>>
}

const GONE: Counts = { impressions: null, likes: null, replies: null, reposts: null, quotes: null, bookmarks: null }

export function decide({ due, answers, silent }: Facts): Decision {
  const readings = answers.flatMap((answer) =>
    answer.asked === null
      ? []
      : due
          .filter((each) => each.channel === answer.channel && answer.asked.includes(each.externalId))
          .map((each) => readingOf(each, answer.readings)),
  )
  const refused = answers.flatMap((answer) => (answer.asked === null ? [[answer.channel, answer.why] as const] : []))
  return {
    readings,
    unmeasured: Object.fromEntries([...refused, ...silent.map((channel) => [channel, "the platform tells no readings"] as const)]),
  }
}

/** A post of which the platform says nothing is gone; what it does not tell of one that is there stays unknown, and is no zero. */
function readingOf({ postId, externalId, bandHours }: DueReading, readings: readonly Measured[]): PostReading {
  const found = readings.find(({ id }) => id === externalId)
  if (found === undefined) return { postId, bandHours, state: "gone", ...GONE }
  const { id: _id, ...counts } = found
  return { postId, bandHours, state: "measured", ...counts }
}
