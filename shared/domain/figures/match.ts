// Does every figure of a text follow from a claim? Each number, date, asset and word of direction finds its claim or is refused with a reason.
//
// A number has to be the correct rounding of a claim of the asset that the sentence speaks of, in the claim's unit and with its sign. A date
// has to be the deadline where the sentence speaks of the hours to come, and the moment of a row elsewhere. A word of direction has to agree
// with the signed number beside it, or else with the insight. Nothing proves a comparative, so each is refused.
import type { AssetSymbol } from "../asset.ts"
import { type Figure, figuresIn, type Span } from "../figures.ts"
import type { Claim, Language } from "../post.ts"
import { findClaim, isSigned, signClaim, subjectOf } from "../writing/claims.ts"
import { isMoment } from "./dates.ts"
import { isRoundingOf, signOf } from "./rounding.ts"
import { CHANCE, LEVEL_CUES, OUTLOOK } from "./vocabulary.ts"

export type FreshnessPolicy = {
  /** Milliseconds since 1970 UTC; null leaves out the test of age. */
  readonly now: number | null
  /** A claim older than this is stale. */
  readonly maxAgeHours: number
  /** Whether a row that only one source had may be cited. */
  readonly acceptsSingleSource: boolean
}

export const DEFAULT_FRESHNESS: FreshnessPolicy = { now: null, maxAgeHours: 12, acceptsSingleSource: false }

export type Match = Span & { readonly claim: Claim }
export type Refusal = Span & { readonly reason: string }

type NumberFigure = Extract<Figure, { kind: "number" }>
type DateFigure = Extract<Figure, { kind: "date" }>
type DirectionFigure = Extract<Figure, { kind: "direction" }>
type Sentence = Span & {
  readonly figures: readonly Figure[]
  readonly text: string
  readonly isOutlook: boolean
  readonly isChance: boolean
}
type Case = {
  readonly claims: readonly Claim[]
  readonly subject: AssetSymbol | null
  readonly policy: FreshnessPolicy
  readonly language: Language
}

type Matched = { readonly matches: readonly Match[] }

const HOUR_MS = 3_600_000
const distance = (a: Span, b: Span): number => Math.max(a.start - b.end, b.start - a.end, 0)
const nearest = <T extends Span>(list: readonly T[], to: Span): T | undefined =>
  list.toSorted((a, b) => distance(a, to) - distance(b, to))[0]

/** Every figure's claims, and a refusal for each figure that has none. A text passes where `refusals` is empty. */
export function matchFigures(
  text: string,
  claims: readonly Claim[],
  language: Language,
  policy: FreshnessPolicy = DEFAULT_FRESHNESS,
): { readonly matches: Match[]; readonly refusals: Refusal[] } {
  const about: Case = { claims, subject: subjectOf(claims), policy, language }
  const judged = sentencesOf(text, language).map((sentence) => judgeSentence(sentence, about))
  return { matches: judged.flatMap(({ matches }) => matches), refusals: judged.flatMap(({ refusals }) => refusals) }
}

function sentencesOf(text: string, language: Language): Sentence[] {
  const figures = figuresIn(text, language)
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

function judgeSentence(sentence: Sentence, about: Case): { matches: Match[]; refusals: Refusal[] } {
  const matches: Match[] = []
  const refusals: Refusal[] = []
  const refuse = ({ start, end }: Span, reason: string): void => void refusals.push({ start, end, reason })
  const settle = (figure: Span, found: Claim | string): void => {
    if (typeof found === "string") refuse(figure, found)
    else matches.push({ start: figure.start, end: figure.end, claim: found })
  }
  for (const figure of sentence.figures) if (figure.kind === "number") settle(figure, numberClaim(figure, sentence, about))
  for (const figure of sentence.figures) if (figure.kind === "date") settle(figure, dateClaim(figure, sentence, { ...about, matches }))
  for (const figure of sentence.figures) {
    const reason = wordReason(figure, sentence, { ...about, matches })
    if (reason !== null) refuse(figure, reason)
  }
  return { matches, refusals }
}

/** What speaks against citing the claim at all; null where nothing does. */
export function unfitReason(claim: Claim, policy: FreshnessPolicy): string | null {
  if (claim.agreement === "disputed") return "its sources disagree"
  if (claim.agreement === "single" && !policy.acceptsSingleSource) return "only one source has it"
  if (policy.now === null) return null
  if (policy.now - Date.parse(claim.asOf) > policy.maxAgeHours * HOUR_MS) return "it is stale"
  return claim.measure === "deadline" && Number(claim.value) <= policy.now ? "the deadline has passed" : null
}

/** The asset that a figure speaks of: the last one named before it in its sentence, or after it, or the text's own. */
function assetAt(figure: Span, { figures }: Sentence, subject: AssetSymbol | null): AssetSymbol | null {
  const named = figures.filter((each) => each.kind === "asset")
  return (named.findLast(({ start }) => start < figure.start) ?? named[0])?.symbol ?? subject
}

/** The claim that the number shows, or why there is none. */
function numberClaim(figure: NumberFigure, sentence: Sentence, about: Case): Claim | string {
  const { claims, subject, policy } = about
  if (figure.unit === "other") return "no claim is in such a unit or form"
  const isBound = figure.unit === "pct" && followsBound(figure, sentence)
  const unit = figure.unit === "pct" && sentence.isChance && !isBound ? "probability" : figure.unit
  const ofUnit = claims.filter(
    (claim) => claim.unit === (unit === "none" ? "score" : unit) && (claim.measure === "statement_move") === isBound,
  )
  const asset = assetAt(figure, sentence, subject)
  const ofVenues = /exchange|beur[sz]/i.test(sentence.text.slice(figure.start - sentence.start, figure.end - sentence.start))
  const isOfIts = (claim: Claim): boolean => claim.unit !== "count" || (claim.measure === "price_sources") === ofVenues
  const sized = ofUnit.filter(
    (claim) =>
      isOfIts(claim) &&
      hasItsRole(claim, sentence, about) &&
      isRoundingOf(figure.value, figure.power + (unit === "probability" ? -2 : 0), claim.value),
  )
  if (sized.length === 0) return `no claim in this unit rounds to it`
  const own = sized.filter((claim) => claim.asset === asset)
  if (own.length === 0) return `no claim about ${asset ?? "it"} has this value`
  const signed = own.filter((claim) => hasItsSign(figure, claim, sentence))
  const [claim] = signed
  if (claim === undefined) return "its sign or direction isn't the claim's"
  const fit = signed.find((each) => unfitReason(each, policy) === null)
  return fit ?? unfitReason(claim, policy) ?? "unfit"
}

/**
 * Whether the sentence cites the claim as what it is: the level and the edge are not the last close, an earlier close needs its moment, and
 * the hours ahead are not the span of a change.
 */
function hasItsRole(claim: Claim, { figures, text, isOutlook }: Sentence, { claims, language }: Case): boolean {
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
const followsBound = (figure: Span, { figures }: Sentence): boolean =>
  figures.some((each) => each.kind === "at-least" && each.end <= figure.start && figure.start - each.end <= 2)

function hasItsSign(figure: NumberFigure, claim: Claim, { figures }: Sentence): boolean {
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

function dateClaim(figure: DateFigure, sentence: Sentence, { claims, policy, matches }: Case & Matched): Claim | string {
  if (figure.time !== null && !figure.isUtc) return "a time without UTC"
  const prices = matches.map(({ claim }) => claim).filter(({ unit }) => unit === "usd")
  if (!sentence.isOutlook && prices.length > 0 && !prices.some((price) => hasMoment(price, figure, claims)))
    return "the price isn't of that moment"
  const dates = claims.filter(({ unit, measure }) => unit === "date" && (measure === "deadline") === sentence.isOutlook)
  const named = dates.filter(({ value }) => isMoment(figure, Number(value)))
  const [claim] = named
  if (claim === undefined) return sentence.isOutlook ? "it isn't the deadline" : "it is no moment of a source row"
  return unfitReason(claim, policy) ?? claim
}

/** Whether a stored row has this price at the moment that the text names. */
const hasMoment = ({ asset, value }: Claim, figure: DateFigure, claims: readonly Claim[]): boolean =>
  claims.some((row) => row.evidence !== null && row.asset === asset && row.value === value && isMoment(figure, Date.parse(row.at)))

/** Why a word that is neither number nor date can't stand; null where it can. */
function wordReason(figure: Figure, sentence: Sentence, about: Case & Matched): string | null {
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
