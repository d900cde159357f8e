// What may a text about an insight say? Each value with the stored row, or the field of the insight, that it comes from.
import type { AssetSymbol } from "../asset.ts"
import { decimalText, signOf } from "../figures/rounding.ts"
import type { Evidence, InsightDraft, Reason } from "../insight.ts"
import type { Agreement } from "../market.ts"
import type { Claim } from "../post.ts"

export type ClaimOptions = {
  /** How the sources of a row agree today, by the row's `ref`; where a row isn't listed, its source says it (`binance+kraken` agreed). */
  readonly agreements?: ReadonlyMap<string, Agreement>
}

type Base = Pick<Claim, "asset" | "asOf">

const UNITS: Readonly<Record<Reason["unit"], Claim["unit"]>> = {
  pct: "pct",
  sigma: "sigma",
  ratio: "ratio",
  usd: "usd",
  count: "count",
  score: "score",
  polarity: "score",
  hours: "hours",
}

const milliseconds = (iso: string): string => String(Date.parse(iso))

/**
 * Every value that a text about the insight may cite. `insight` as it is stored, with its evidence in order. The figure of a correlation is
 * a `score`, for it is no multiple of anything.
 */
export function claimsOf(insight: InsightDraft, { agreements }: ClaimOptions = {}): Claim[] {
  const base: Base = { asset: insight.asset, asOf: insight.madeAt }
  const agreementOf = (row: Evidence): Agreement | null =>
    row.kind === "candle" || row.kind === "quote" ? (agreements?.get(row.ref) ?? (row.source.includes("+") ? "agreed" : "single")) : null
  const rows = insight.evidence.flatMap((row, place) => rowClaims(row, { place, base, agreement: agreementOf(row) }))
  const weakest = weakestOf(insight.evidence.map(agreementOf))
  return once([...fieldClaims(insight, base, weakest), ...reasonClaims(insight, base, agreementOf), ...rows, ...signClaims(insight, base)])
}

/** The disputed row spoils what was concluded from all of them. */
function weakestOf(agreements: readonly (Agreement | null)[]): Agreement | null {
  return (["disputed", "single", "agreed"] as const).find((each) => agreements.includes(each)) ?? null
}

function fieldClaims({ statement, ...insight }: InsightDraft, base: Base, agreement: Agreement | null): Claim[] {
  const own = { ...base, at: insight.madeAt, evidence: null, agreement }
  const level = statement.kind === "move_at_least" ? "statement_base" : "statement_level"
  const list: Claim[] = [
    { ...own, measure: "probability", value: decimalText(insight.probability), unit: "probability" },
    { ...own, measure: level, value: statement.level, unit: "usd" },
    { ...own, measure: "deadline", value: milliseconds(insight.deadline), unit: "date", at: insight.deadline, agreement: null },
    { ...own, measure: "horizon_hours", value: String(insight.horizonHours), unit: "hours", agreement: null },
  ]
  if (insight.horizonHours % 24 === 0) {
    list.push({ ...own, measure: "horizon_days", value: String(insight.horizonHours / 24), unit: "days", agreement: null })
  }
  if (statement.kind === "move_at_least") list.push({ ...own, measure: "statement_move", value: statement.movePct, unit: "pct" })
  return list
}

function reasonClaims(insight: InsightDraft, base: Base, agreementOf: (row: Evidence) => Agreement | null): Claim[] {
  return insight.reasons.map((reason) => {
    const [place = null] = reason.evidence
    const rows = reason.evidence.map((each) => insight.evidence[each]).filter((row) => row !== undefined)
    const stored = reason.measure === "channel_level" ? rows[0]?.value : null
    return {
      ...base,
      measure: reason.measure,
      value: stored ?? decimalText(reason.value),
      unit: reason.measure === "correlation" ? "score" : UNITS[reason.unit],
      at: rows[0]?.observedAt ?? insight.madeAt,
      evidence: place,
      agreement: weakestOf(rows.map(agreementOf)),
    }
  })
}

type RowPlace = { readonly place: number; readonly base: Base; readonly agreement: Agreement | null }

/** Prices, readings and moments of one row. A volume has no claim: no text cites it in units of the asset. */
function rowClaims(row: Evidence, { place, base, agreement }: RowPlace): Claim[] {
  const own = { asOf: base.asOf, at: row.observedAt, evidence: place, agreement }
  const date = (measure: string): Claim => ({ ...own, measure, asset: null, value: milliseconds(row.observedAt), unit: "date" })
  if (row.kind === "story") return [date("story_at")]
  if (row.kind === "sentiment") {
    const measure = row.source === "fear-greed" ? "index_reading" : "news_reading"
    const reading: Claim[] = row.value === null ? [] : [{ ...own, measure, asset: base.asset, value: row.value, unit: "score" }]
    return [...reading, date("reading_at")]
  }
  if (row.value === null || row.unit !== "usd") return [date("row_at")]
  const asset = assetOf(row) ?? base.asset
  const measure = / open /.test(row.label) ? "open" : "close"
  const sources = row.source.split("+").length
  return [
    { ...own, measure, asset, value: row.value, unit: "usd" },
    { ...own, measure: "price_sources", asset, value: String(sources), unit: "count" },
    date("row_at"),
  ]
}

const assetOf = ({ ref }: Evidence): AssetSymbol | null => /^([A-Z0-9]{2,10})\//.exec(ref)?.[1] ?? null

/** Which way the insight points (`direction`) and which side of its level the statement takes (`statement_side`, 0 for either). */
function signClaims({ direction, statement, madeAt }: InsightDraft, base: Base): Claim[] {
  const own = { ...base, unit: "sign" as const, at: madeAt, evidence: null, agreement: null }
  const side = statement.kind === "close_above" ? "1" : statement.kind === "close_below" ? "-1" : "0"
  return [
    { ...own, measure: "direction", value: direction === "up" ? "1" : direction === "down" ? "-1" : "0" },
    { ...own, measure: "statement_side", value: side },
  ]
}

/** One claim of each measure, asset, moment and value. */
function once(claims: readonly Claim[]): Claim[] {
  const known = new Map(claims.toReversed().map((claim) => [[claim.measure, claim.asset, claim.at, claim.value].join(" "), claim]))
  return claims.filter((claim) => [...known.values()].includes(claim))
}

/** Measures whose sign is the direction of something: words such as `rose` have to agree with it. */
export const isSigned = ({ measure, unit }: Claim): boolean =>
  /^(hour_return|sentiment_change|macd_histogram|reaction)/.test(measure) || (unit === "sigma" && signedSigmas.has(measure))

const signedSigmas = new Set(["hour_return_sigma", "own_return_sigma", "reaction_sigma", "sentiment_change_sigma"])

/** The asset that the texts are about. */
export const subjectOf = (claims: readonly Claim[]): AssetSymbol | null =>
  claims.find(({ measure }) => measure === "probability")?.asset ?? claims.find(({ asset }) => asset !== null)?.asset ?? null

export const findClaim = (claims: readonly Claim[], measure: string): Claim | undefined => claims.find((claim) => claim.measure === measure)

export const signClaim = (claims: readonly Claim[], measure: "direction" | "statement_side"): -1 | 0 | 1 =>
  signOf(findClaim(claims, measure)?.value ?? "0")
