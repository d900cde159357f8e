// Does every figure of a text follow from a claim? Each number, date, asset and word of direction finds its claim or is refused with a reason.
//
// A number has to be the correct rounding of a claim of the asset that the sentence speaks of, in the claim's unit and with its sign. A date
// has to be the deadline where the sentence speaks of the hours to come, and the moment of a row elsewhere. A word of direction has to agree
// with the signed number beside it, or else with the insight. Nothing proves a comparative, so each is refused.
import type { Span } from "../figures.ts"
import type { Claim, Language } from "../post.ts"
import { subjectOf } from "../writing/claims.ts"
import { isMoment } from "./dates.ts"
import { DEFAULT_FRESHNESS, type FreshnessPolicy, unfitReason } from "./freshness.ts"
import { assetAt, followsBound, hasItsRole, hasItsSign, hasMoment } from "./roles.ts"
import { isRoundingOf } from "./rounding.ts"
import {
  type Case,
  type DateFigure,
  type Match,
  type Matched,
  type NumberFigure,
  type Refusal,
  type Sentence,
  sentencesOf,
} from "./sentences.ts"
import { wordReason } from "./wording.ts"

/** Every figure's claims, and a refusal for each figure that has none. A text passes where `refusals` is empty. */
export function matchFigures(
  text: string,
  claims: readonly Claim[],
  language: Language,
  policy: FreshnessPolicy = DEFAULT_FRESHNESS,
): { readonly matches: Match[]; readonly refusals: Refusal[] } {
  const about: Case = { claims, subject: subjectOf(claims), policy, language }
  const judged = sentencesOf(text, language, claims).map((sentence) => judgeSentence(sentence, about))
  return { matches: judged.flatMap(({ matches }) => matches), refusals: judged.flatMap(({ refusals }) => refusals) }
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
