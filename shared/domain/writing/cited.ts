// How does each claim read in a language? The claims of one insight as words, ready for a sentence; null where there is no such claim.
import { findAsset } from "../asset.ts"
import { momentText } from "../figures/dates.ts"
import { numberText, priceDigits, roundUnits, shareDigits, signOf } from "../figures/rounding.ts"
import type { InsightType } from "../insight.ts"
import type { Claim, Language } from "../post.ts"
import { findClaim, signClaim, subjectOf } from "./claims.ts"

export type Sign = -1 | 0 | 1

export type Cited = {
  readonly type: InsightType
  readonly asset: string
  readonly name: string
  readonly direction: Sign
  /** Side of the level that the statement takes; 0 where it is about a move either way. */
  readonly side: Sign
  readonly chance: string
  /** The level of a statement that takes a side, or the price from which a move is measured. */
  readonly level: string
  /** `3%`, of a statement about a move. */
  readonly move: string | null
  readonly deadline: string
  readonly deadlineShort: string
  readonly hours: string
  /** Last close of the asset, and when its hour ended. */
  readonly price: string | null
  readonly closedAt: string | null
  readonly exchanges: string | null
  /** Direction and size of the last hour. */
  readonly rose: Sign
  readonly change: string | null
  readonly sigma: string | null
  readonly ownSigma: string | null
  readonly edge: string | null
  readonly volume: string | null
  readonly width: string | null
  readonly rsi: string | null
  readonly correlation: string | null
  readonly correlationSigma: string | null
  readonly witnesses: string | null
  readonly tone: string | null
  readonly storyAt: string | null
  readonly mood: { readonly of: "index" | "news"; readonly from: string; readonly to: string } | null
  readonly moodSigma: string | null
}

const newest = (claims: readonly Claim[], measure: string, asset: string): Claim | undefined =>
  claims.filter((claim) => claim.measure === measure && claim.asset === asset).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]

/** Spellings of values: prices to five digits, percentages and deviations to one decimal, times in UTC. */
function spell(language: Language) {
  // What would read as zero and isn't has no words.
  const number = (digits: (value: string) => number) => (claim: Claim | undefined) =>
    claim === undefined || (roundUnits(claim.value, digits(claim.value)) === 0n && Number(claim.value) !== 0)
      ? null
      : numberText(claim.value, digits(claim.value), language)
  const decimals = (most: number) => (value: string) => Math.min(value.split(".")[1]?.length ?? 0, most)
  const share = number(shareDigits)
  return {
    usd: (claim: Claim | undefined) => (claim === undefined ? null : `$${numberText(claim.value, priceDigits(claim.value), language)}`),
    pct: (claim: Claim | undefined) => (claim === undefined ? null : `${share(claim)}%`),
    oneDecimal: number(decimals(1)),
    count: number(decimals(0)),
    score: (claim: Claim | undefined) =>
      claim === undefined ? null : `${Number(claim.value) < 0 ? "-" : ""}${numberText(claim.value, decimals(2)(claim.value), language)}`,
    moment: (claim: Claim | undefined, isShort = false) =>
      claim === undefined ? null : momentText(Number(claim.value), language, isShort),
  }
}

function readMood(claims: readonly Claim[], score: (claim: Claim | undefined) => string | null): Cited["mood"] {
  const readings = (measure: string) => claims.filter((claim) => claim.measure === measure).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  for (const kind of ["index", "news"] as const) {
    const list = readings(`${kind}_reading`)
    const [from, to] = [score(list[0]), score(list.at(-1))]
    if (list.length > 1 && from !== null && to !== null) return { of: kind, from, to }
  }
  return null
}

/** The claims of an insight of `type`, as they read in `language`. Throws where a claim that every insight has is missing. */
export function cite(type: InsightType, claims: readonly Claim[], language: Language): Cited {
  const asset = subjectOf(claims)
  const [probability, deadline] = [findClaim(claims, "probability"), findClaim(claims, "deadline")]
  const level = findClaim(claims, "statement_level") ?? findClaim(claims, "statement_base")
  if (asset === null || probability === undefined || deadline === undefined || level === undefined) {
    throw new Error("an insight's claims have its asset, probability, level and deadline")
  }
  const to = spell(language)
  const of = (measure: string): Claim | undefined => findClaim(claims, measure)
  const close = newest(claims, "close", asset)
  const sources = newest(claims, "price_sources", asset)
  const [hour, own] = [of("hour_return"), of("own_return_sigma")]
  const closedAt = close && claims.find(({ measure, at }) => measure === "row_at" && at === close.at)
  return {
    type,
    asset,
    name: findAsset(asset).name,
    direction: signClaim(claims, "direction"),
    side: signClaim(claims, "statement_side"),
    chance: chanceText(probability, language),
    level: to.usd(level) ?? "",
    move: to.pct(of("statement_move")),
    deadline: to.moment(deadline) ?? "",
    deadlineShort: to.moment(deadline, true) ?? "",
    hours: to.count(of("horizon_hours")) ?? "",
    price: to.usd(close),
    closedAt: to.moment(closedAt),
    exchanges: sources === undefined || Number(sources.value) < 2 ? null : to.count(sources),
    rose: signOf(hour?.value ?? "0"),
    change: to.pct(hour),
    sigma: to.oneDecimal(of("hour_return_sigma")),
    // A remainder that points the other way is another story.
    ownSigma: own !== undefined && signOf(own.value) === signOf(hour?.value ?? "0") ? to.oneDecimal(own) : null,
    edge: to.usd(of("channel_level")),
    volume: to.oneDecimal(of("volume_ratio")),
    width: to.pct(of("bollinger_width")),
    rsi: to.count(of("rsi")),
    correlation: to.score(of("correlation")),
    correlationSigma: to.oneDecimal(of("correlation_fall_sigma")),
    witnesses: to.count(of("story_witnesses")),
    tone: to.score(of("story_polarity")),
    storyAt: to.moment(of("story_at")),
    mood: readMood(claims, to.score),
    moodSigma: to.oneDecimal(of("sentiment_change_sigma")),
  }
}

/** `63%`; with a decimal near certainty, where a whole percent would hide too much. */
function chanceText({ value }: Claim, language: Language): string {
  const [whole = "0", fraction = ""] = value.split(".")
  const digits = `${whole}${fraction.padEnd(2, "0")}`.replace(/^0+(?=\d)/, "")
  const percent = fraction.length > 2 ? `${digits.slice(0, -(fraction.length - 2)) || "0"}.${fraction.slice(2)}` : digits
  const isExtreme = Number(percent) < 10 || Number(percent) > 90
  return `${numberText(percent, isExtreme ? Math.min(1, percent.split(".")[1]?.length ?? 0) : 0, language)}%`
}
