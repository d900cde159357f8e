// Which figures stand in one sentence, and is it about the hours to come? A figure is judged by the sentence around it.
import type { AssetSymbol } from "../asset.ts"
import { type Figure, figuresIn, type Span } from "../figures.ts"
import type { Claim, Language } from "../post.ts"
import type { FreshnessPolicy } from "./freshness.ts"
import { CHANCE, OUTLOOK } from "./vocabulary.ts"

export type Match = Span & { readonly claim: Claim }
export type Refusal = Span & { readonly reason: string }

export type NumberFigure = Extract<Figure, { kind: "number" }>
export type DateFigure = Extract<Figure, { kind: "date" }>
export type DirectionFigure = Extract<Figure, { kind: "direction" }>
export type Sentence = Span & {
  readonly figures: readonly Figure[]
  readonly text: string
  readonly isOutlook: boolean
  readonly isChance: boolean
}
export type Case = {
  readonly claims: readonly Claim[]
  readonly subject: AssetSymbol | null
  readonly policy: FreshnessPolicy
  readonly language: Language
}

export type Matched = { readonly matches: readonly Match[] }

export const distance = (a: Span, b: Span): number => Math.max(a.start - b.end, b.start - a.end, 0)
export const nearest = <T extends Span>(list: readonly T[], to: Span): T | undefined =>
  list.toSorted((a, b) => distance(a, to) - distance(b, to))[0]

/** An asset that isn't on the list is watched under its own ticker: its claims know it. */
function withClaimed(figure: Figure, claims: readonly Claim[]): Figure {
  if (figure.kind !== "asset" || figure.symbol !== null) return figure
  return claims.some(({ asset }) => asset === figure.ticker) ? { ...figure, symbol: figure.ticker } : figure
}

/** The sentences of a text; a figure is never cut in two. */
export function sentencesOf(text: string, language: Language, claims: readonly Claim[]): Sentence[] {
  const figures = figuresIn(text, language).map((figure) => withClaimed(figure, claims))
  const ends = [...text.matchAll(/[.!?;](?=\s|$)|\n+/g)].map((match) => match.index + match[0].length)
  const bounds = [0, ...ends.filter((end) => !figures.some((figure) => figure.start < end && end < figure.end)), text.length]
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i] ?? 0
    const slice = text.slice(start, end)
    const has = (pattern: RegExp): boolean => slice.search(pattern) >= 0
    const inside = figures.filter((figure) => figure.start >= start && figure.start < end)
    return { start, end, figures: inside, text: slice, isOutlook: has(OUTLOOK[language]), isChance: has(CHANCE[language]) }
  })
}
