// Does a sentence cite a claim as what it is: its asset, its sign, and its part in the story? A true number in the wrong place is a lie too.
import type { AssetSymbol } from "../asset.ts"
import type { Span } from "../figures.ts"
import type { Claim } from "../post.ts"
import { isSigned } from "../writing/claims.ts"
import { isMoment } from "./dates.ts"
import { signOf } from "./rounding.ts"
import { type Case, type DateFigure, type DirectionFigure, nearest, type NumberFigure, type Sentence } from "./sentences.ts"
import { CORRECTION_CUES, LEVEL_CUES } from "./vocabulary.ts"

/** The asset that a figure speaks of: the last one named before it in its sentence, or after it, or the text's own. */
export function assetAt(figure: Span, { figures }: Sentence, subject: AssetSymbol | null): AssetSymbol | null {
  const named = figures.filter((each) => each.kind === "asset")
  return (named.findLast(({ start }) => start < figure.start) ?? named[0])?.symbol ?? subject
}

/**
 * Whether the sentence cites the claim as what it is: the level and the edge are not the last close, an earlier close needs its moment, and
 * the hours ahead are not the span of a change.
 */
export function hasItsRole(claim: Claim, { figures, text, isOutlook }: Sentence, { claims, language }: Case): boolean {
  const isCalled = (role: "level" | "edge"): boolean => text.search(LEVEL_CUES[role][language]) >= 0
  switch (claim.measure) {
    case "statement_level":
    case "statement_base":
      return isOutlook || isCalled("level")
    case "channel_level":
      return isCalled("edge")
    case "open":
    case "close":
      return isNewest(claim, claims) || figures.some((each) => each.kind === "date" && isMoment(each, Date.parse(claim.at)))
    case "stated_value":
    case "corrected_value":
      return text.search(CORRECTION_CUES[claim.measure][language]) >= 0
    case "horizon_hours":
    case "horizon_days":
      return isOutlook || !figures.some((each) => each.kind === "number" && each.unit === "pct")
    default:
      return true
  }
}

const isNewest = (claim: Claim, claims: readonly Claim[]): boolean =>
  claims.every((other) => other.measure !== "close" || other.asset !== claim.asset || other.at <= claim.at)

/** Whether `at least` stands right before a percentage: then it is the size of the move that the statement names. */
export const followsBound = (figure: Span, { figures }: Sentence): boolean =>
  figures.some((each) => each.kind === "at-least" && each.end <= figure.start && figure.start - each.end <= 2)

export function hasItsSign(figure: NumberFigure, claim: Claim, { figures }: Sentence): boolean {
  const sign = signOf(claim.value)
  if (figure.sign !== 0) return claim.unit === "score" || isSigned(claim) ? figure.sign === sign : false
  if (claim.unit === "score" && !isSigned(claim)) return sign >= 0
  if (!isSigned(claim)) return true
  const word = nearest(
    figures.filter((each): each is DirectionFigure => each.kind === "direction" && each.role === "move"),
    figure,
  )
  // A size in deviations needs no direction; a change in percent does, or the reader guesses.
  if (word === undefined) return claim.unit === "sigma"
  return word.sign === sign
}

/** Whether a stored row has this price at the moment that the text names. */
export const hasMoment = ({ asset, value }: Claim, figure: DateFigure, claims: readonly Claim[]): boolean =>
  claims.some((row) => row.evidence !== null && row.asset === asset && row.value === value && isMoment(figure, Date.parse(row.at)))
