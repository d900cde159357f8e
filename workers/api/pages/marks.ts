// Which stretches of a text are figures, and which are refused by a guard? The text cut into pieces that can be shown one after another.
import { citedFigures } from "../../../shared/domain/cited-figures.ts"
import type { Span } from "../../../shared/domain/figures.ts"
import type { GuardResult, GuardSpan, Place } from "../../../shared/domain/guards.ts"
import type { Claim, Language } from "../../../shared/domain/post.ts"

export type MarkedPiece = {
  readonly text: string
  /** What the piece rests on, where it is a figure. */
  readonly claim: Claim | null
  /** Why it is refused: `figures: no claim rounds to it`. Empty where it isn't. */
  readonly faults: readonly string[]
}

export type MarkedText = {
  readonly place: Place
  readonly text: string
  readonly pieces: readonly MarkedPiece[]
}

export type Written = {
  readonly title: string | null
  readonly parts: readonly string[]
  readonly alt: string | null
  readonly claims: readonly Claim[]
  readonly guards: readonly GuardResult[] | null
}

type Fault = GuardSpan & { readonly guard: string }

/** Title, parts and alt text of a version, each cut into its pieces; joined, the pieces of one are its text again. */
export function markTexts({ title, parts, alt, claims, guards }: Written, language: Language): MarkedText[] {
  const texts: (readonly [Place, string])[] = [
    ...(title === null ? [] : [["title", title] as const]),
    ...parts.map((text, i) => [i, text] as const),
    ...(alt === null ? [] : [["alt", alt] as const]),
  ]
  const faults = (guards ?? []).flatMap(({ name, spans }) => spans.map((span): Fault => ({ ...span, guard: name })))
  return texts.map(([place, text]) => {
    // What is wrong with a text as a whole stands beside it: marking all of it would mark nothing.
    const own = faults.filter((fault) => fault.in === place && fault.end - fault.start < text.length)
    return { place, text, pieces: cut(text, citedFigures(text, claims, language), own) }
  })
}

type Figures = ReturnType<typeof citedFigures>

function cut(text: string, figures: Figures, faults: readonly Fault[]): MarkedPiece[] {
  const edges = [...figures, ...faults].flatMap(({ start, end }) => [start, end]).filter((edge) => edge > 0 && edge < text.length)
  const cuts = [0, ...new Set(edges.toSorted((a, b) => a - b)), text.length]
  return cuts.slice(1).map((end, i): MarkedPiece => {
    const start = cuts[i] ?? 0
    const within = (span: Span): boolean => span.start <= start && span.end >= end
    return {
      text: text.slice(start, end),
      claim: figures.find(within)?.claim ?? null,
      faults: faults.filter(within).map(({ guard, reason }) => `${guard}: ${reason}`),
    }
  })
}

/** Name of the place on the page that a claim leads to: its row of evidence, or where the insight itself states it. */
export const anchorOf = ({ evidence, measure }: Pick<Claim, "evidence" | "measure">): string =>
  evidence === null ? `said-${measure}` : `row-${evidence + 1}`

export type Citation = { readonly text: string; readonly claim: Claim }

/** The figures that lead to each anchor, each once. */
export function citationsOf(texts: readonly MarkedText[]): Map<string, Citation[]> {
  const found = new Map<string, Citation[]>()
  for (const { text, claim } of texts.flatMap(({ pieces }) => pieces)) {
    if (claim === null) continue
    const anchor = anchorOf(claim)
    const list = found.get(anchor) ?? []
    if (!list.some((each) => each.text === text && each.claim.measure === claim.measure)) found.set(anchor, [...list, { text, claim }])
  }
  return found
}
