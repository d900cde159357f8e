// Which words of a text are figures, and which claim does each rest on? What a reader may click.
import { matchFigures } from "./figures/match.ts"
import type { Claim, Language } from "./post.ts"

export type CitedFigure = {
  /** UTF-16 places in the text. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly claim: Claim
}

/** For a text that was checked when it was written: how fresh its claims are now does not matter. */
const AS_WRITTEN = { now: null, maxAgeHours: 0, acceptsSingleSource: true } as const

/** The figures of one text in order, none overlapping another; a figure without a claim isn't among them. */
export function citedFigures(text: string, claims: readonly Claim[], language: Language): CitedFigure[] {
  const { matches } = matchFigures(text, claims, language, AS_WRITTEN)
  const sorted = matches.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const figures: CitedFigure[] = []
  for (const { start, end, claim } of sorted) {
    if (start >= (figures.at(-1)?.end ?? 0)) figures.push({ start, end, text: text.slice(start, end), claim })
  }
  return figures
}
