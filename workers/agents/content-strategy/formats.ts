// In which form does a channel get a candidate? Forms in the order of preference; the first that the channel takes and the insight carries.
import type { Rejection } from "../../../shared/domain/plan-draft.ts"
import type { PostFormat } from "../../../shared/domain/post.ts"
import { runBefore } from "./agenda.ts"
import type { Place } from "./place.ts"

type FormatRule = {
  readonly name: string
  readonly format: PostFormat
  applies(place: Place, at: number): boolean
  why(place: Place): string
  whyNot(place: Place): string
}

const otherwise = (format: PostFormat, name: string, text: string): FormatRule => ({
  name,
  format,
  applies: () => true,
  why: () => text,
  whyNot: () => text,
})

export const FORMAT_RULES: readonly FormatRule[] = [
  otherwise("long", "room-for-all", "The channel has room for the whole story."),
  {
    name: "enough-to-tell",
    format: "thread",
    applies: ({ candidate, policy }) =>
      candidate.score.value >= policy.threadScoreMin && candidate.insight.reasons >= policy.threadReasonsMin,
    why: ({ candidate }) => `A score of ${candidate.score.value.toFixed(2)} and ${candidate.insight.reasons} reasons carry a thread.`,
    whyNot: ({ candidate, policy }) =>
      `A thread needs a score of ${policy.threadScoreMin} and ${policy.threadReasonsMin} reasons; this has ${candidate.score.value.toFixed(2)} and ${candidate.insight.reasons}.`,
  },
  {
    name: "large-enough-to-see",
    format: "picture",
    applies: ({ candidate, policy }) => Math.abs(candidate.insight.sigmas ?? 0) >= policy.pictureSigmaMin,
    why: ({ candidate }) => `A deviation of ${(candidate.insight.sigmas ?? 0).toFixed(1)} sigmas shows in a chart.`,
    whyNot: ({ candidate, policy }) =>
      candidate.insight.sigmas === null
        ? "A picture needs a measured deviation, and this insight measures none."
        : `A picture needs ${policy.pictureSigmaMin} sigmas; this has ${Math.abs(candidate.insight.sigmas).toFixed(1)}.`,
  },
  otherwise("message", "told-in-a-message", "A message tells members of the channel what was found, and what follows."),
  otherwise("single", "told-in-one", "One short post says it."),
]

export type FormatChoice = {
  /** Null where the channel takes no form that the insight carries. */
  readonly format: PostFormat | null
  readonly why: string
  readonly rejected: readonly Rejection[]
}

export function chooseFormat(place: Place, at: number): FormatChoice {
  const { settings, entries } = place.agenda
  const options = FORMAT_RULES.filter(({ format }) => settings.formats.includes(format))
  const isTooManyPictures = runBefore(entries, at, ({ format }) => format === "picture") >= place.policy.pictureRunMax
  const isTired = ({ format }: FormatRule): boolean => format === "picture" && isTooManyPictures
  const chosen = options.find((rule) => rule.applies(place, at) && !isTired(rule))
  const rejected = options
    .filter((rule) => rule !== chosen)
    .map((rule): Rejection => {
      const option = { channel: settings.channel, format: rule.format }
      if (!rule.applies(place, at)) return { ...option, rule: rule.name, text: rule.whyNot(place) }
      if (isTired(rule))
        return { ...option, rule: "picture-mix", text: `The last ${place.policy.pictureRunMax} posts of the channel have a picture.` }
      return { ...option, rule: "another-format", text: `The channel gets it as a ${chosen?.format ?? "post"}.` }
    })
  return { format: chosen?.format ?? null, why: chosen?.why(place) ?? "", rejected }
}
