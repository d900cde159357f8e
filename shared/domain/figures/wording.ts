// Can a word that is neither number nor date stand where it stands? Assets, directions, bounds and comparatives against the claims.
import type { Figure, Span } from "../figures.ts"
import type { Claim } from "../post.ts"
import { findClaim, isSigned, signClaim } from "../writing/claims.ts"
import { signOf } from "./rounding.ts"
import { type Case, type DirectionFigure, distance, type Matched, nearest, type Sentence } from "./sentences.ts"

/** Why a word that is neither number nor date can't stand; null where it can. */
export function wordReason(figure: Figure, sentence: Sentence, about: Case & Matched): string | null {
  switch (figure.kind) {
    case "number":
    case "date":
      return null
    case "asset":
      return assetReason(figure, about)
    case "direction":
      return directionReason(figure, sentence, about)
    case "at-least":
      return boundReason(figure, about)
    case "day-span":
      return about.matches.some(({ claim }) => claim.measure.endsWith("_reading")) ? null : "no claim has this span"
    case "comparative":
      return "no claim proves a comparison"
    case "unreadable":
      return figure.why
  }
}

/** Another asset than the text's own is named only to cite a value of it. */
function assetReason({ symbol, end }: Extract<Figure, { kind: "asset" }>, { subject, matches }: Case & Matched): string | null {
  if (symbol === null) return "no claim is about this ticker"
  if (symbol === subject) return null
  const isCited = matches.some(({ claim, start }) => claim.asset === symbol && start >= end)
  return isCited ? null : `the claims are about ${subject ?? "no asset"}`
}

function boundReason(figure: Span, { matches }: Case & Matched): string | null {
  const moves = matches.filter(({ claim }) => claim.measure === "statement_move")
  return moves.some((match) => distance(match, figure) <= 2) ? null : "only the statement has such a bound"
}

function directionReason(figure: DirectionFigure, sentence: Sentence, { claims, matches }: Case & Matched): string | null {
  const side = signClaim(claims, "statement_side")
  if (figure.sign === 0) return findClaim(claims, "statement_move") ? null : "the statement takes one side"
  if (figure.role === "side" && sentence.isOutlook) return figure.sign === side ? null : "the statement is about the other side"
  if (figure.role === "move" && sentence.isChance) return figure.sign === side ? null : "the statement doesn't say this direction"
  const beside =
    figure.role === "move"
      ? nearest(
          matches.filter(({ claim }) => isSigned(claim)),
          figure,
        )
      : undefined
  const told = beside === undefined ? impliedSign(claims) : signOf(beside.claim.value)
  return figure.sign === told ? null : "the claims point the other way"
}

/** The direction of the insight, or of its hour where it has none. */
function impliedSign(claims: readonly Claim[]): -1 | 0 | 1 {
  const direction = signClaim(claims, "direction")
  return direction !== 0 ? direction : signOf(findClaim(claims, "hour_return")?.value ?? "0")
}
