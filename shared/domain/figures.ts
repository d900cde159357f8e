// What does a text say that has to be proved? Its numbers, dates, assets, directions and comparatives, each with its place.
import { findMoments, type NamedMoment } from "./figures/dates.ts"
import { type AssetMention, findMentions } from "./figures/mentions.ts"
import { findNumberWords, findNumerals, type Numeral } from "./figures/numerals.ts"
import {
  AT_LEAST,
  COMPARATIVES,
  DAY_SPAN,
  type DirectionRole,
  DIRECTIONS,
  EITHER_SIDE,
  LARGE_NUMBER_WORDS,
  RELATIVE_DAYS,
} from "./figures/vocabulary.ts"
import type { Language } from "./post.ts"

/** UTF-16 places: `text.slice(start, end)` is the figure. */
export type Span = { readonly start: number; readonly end: number }

export type Figure =
  | ({ readonly kind: "number" } & Numeral)
  | ({ readonly kind: "date" } & NamedMoment)
  | ({ readonly kind: "asset" } & AssetMention)
  | (Span & { readonly kind: "direction"; readonly role: DirectionRole; readonly sign: 1 | -1 | 0 })
  | (Span & { readonly kind: "at-least" })
  | (Span & { readonly kind: "day-span" })
  | (Span & { readonly kind: "comparative" })
  /** Something that can't be checked as it is written; `why` says it. */
  | (Span & { readonly kind: "unreadable"; readonly why: string })

const LINK = /https?:\/\/\S+|www\.\S+/giu
/** Digits of other scripts, fractions, superscripts; characters that nobody sees, but for those that join an emoji. */
const STRANGE_NUMERAL = /(?![0-9])\p{N}|(?<![\p{L}\p{N}])(?:I{2,3}|I[VX]|VI{1,3}|XI{0,2})(?![\p{L}\p{N}])/gu
const INVISIBLE = /(?![\n\t]|\u200d|\ufe0f)[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu

/** Letters that only look like the ones meant; σ is a unit. */
const FOREIGN_LETTER = /(?![\p{Script=Latin}σ])\p{L}/gu

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))

/** The text with the spans blanked, every other character at its place. */
function blank(text: string, spans: readonly Span[]): string {
  const characters = text.split("")
  for (const { start, end } of spans) characters.fill(" ", start, end)
  return characters.join("")
}

/** Every figure of `text`, in order. The numbers of a link are no figures: whether it may stand there is another guard's affair. */
export function figuresIn(text: string, language: Language): Figure[] {
  const visible = blank(text, spansOf(text, LINK))
  const moments = findMoments(visible)
  const undated = blank(visible, moments)
  const numerals = findNumerals(undated, language)
  const wordy = blank(undated, numerals)
  const either = spansOf(wordy, EITHER_SIDE[language])
  const rest = blank(wordy, either)
  const comparatives = spansOf(visible, COMPARATIVES[language])
  return [
    ...moments.map((moment) => ({ kind: "date" as const, ...moment })),
    ...numerals.map((numeral) => ({ kind: "number" as const, ...numeral })),
    ...findNumberWords(wordy, language).map((numeral) => ({ kind: "number" as const, ...numeral })),
    ...findMentions(wordy).map((mention) => ({ kind: "asset" as const, ...mention })),
    ...either.map((span) => ({ kind: "direction" as const, ...span, role: "side" as const, sign: 0 as const })),
    ...directionsIn(rest, language),
    ...spansOf(rest, AT_LEAST[language]).map((span) => ({ kind: "at-least" as const, ...span })),
    ...spansOf(visible, DAY_SPAN[language]).map((span) => ({ kind: "day-span" as const, ...span })),
    ...comparatives.map((span) => ({ kind: "comparative" as const, ...span })),
    ...unreadableIn(visible, wordy, language),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
}

const directionsIn = (text: string, language: Language): Figure[] =>
  DIRECTIONS[language].flatMap(({ pattern, role, sign }) =>
    spansOf(text, pattern).map((span) => ({ kind: "direction" as const, ...span, role, sign })),
  )

function unreadableIn(visible: string, wordy: string, language: Language): Figure[] {
  const named = (spans: readonly Span[], why: string): Figure[] => spans.map((span) => ({ kind: "unreadable" as const, ...span, why }))
  return [
    ...named(spansOf(visible, STRANGE_NUMERAL), "a numeral in an unusual form"),
    ...named(spansOf(visible, INVISIBLE), "an invisible character"),
    ...named(spansOf(visible, FOREIGN_LETTER), "a letter of another script"),
    ...named(spansOf(wordy, RELATIVE_DAYS[language]), "a day without its date"),
    ...named(spansOf(wordy, LARGE_NUMBER_WORDS[language]), "a number in words"),
  ]
}
