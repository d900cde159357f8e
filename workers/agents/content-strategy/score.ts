// How much is an insight worth to a reader now? A weighted mean of five parts, each from 0 to 1.
import type { Agreement } from "../../../shared/domain/market.ts"
import type { InsightFact } from "./facts.ts"
import type { Policy } from "./policy.ts"

const HOUR_MS = 3_600_000
/** A deviation of so many sigmas is as large as any. */
const LARGEST_SIGMAS = 8
/** An insight that measures no deviation counts as one of this size. */
const UNMEASURED_SIZE = 0.4
/** A statement can't be surer than this much away from a coin's toss. */
const FARTHEST_FROM_TOSS = 0.49

const AGREEMENTS: Readonly<Record<Agreement, number>> = { agreed: 1, single: 0.3, disputed: 0 }
/** An insight without a price has none to dispute. */
const NO_PRICE = 0.7

/** How many readers care. */
const ASSETS: Readonly<Record<string, number>> = { BTC: 1, ETH: 0.95, SOL: 0.8, BNB: 0.8, XRP: 0.8, DOGE: 0.7, ADA: 0.7 }
const OTHER_ASSET = 0.6

export type Score = {
  /** 0 to 1. */
  readonly value: number
  readonly parts: Readonly<Record<"certainty" | "size" | "freshness" | "agreement" | "asset", number>>
}

export function scoreOf(insight: InsightFact, policy: Policy, now: number): Score {
  const parts: Score["parts"] = {
    certainty: Math.min(1, Math.abs(insight.probability - 0.5) / FARTHEST_FROM_TOSS),
    size: insight.sigmas === null ? UNMEASURED_SIZE : Math.min(1, Math.abs(insight.sigmas) / LARGEST_SIGMAS),
    freshness: Math.min(1, Math.max(0, 1 - (now - insight.madeAt) / (policy.maxAgeHours * HOUR_MS))),
    agreement: insight.agreement === null ? NO_PRICE : AGREEMENTS[insight.agreement],
    asset: ASSETS[insight.asset] ?? OTHER_ASSET,
  }
  const weighted: readonly (readonly [number, number])[] = [
    [policy.weightCertainty, parts.certainty],
    [policy.weightSize, parts.size],
    [policy.weightFreshness, parts.freshness],
    [policy.weightAgreement, parts.agreement],
    [policy.weightAsset, parts.asset],
  ]
  const weights = weighted.reduce((sum, [weight]) => sum + weight, 0)
  const sum = weighted.reduce((total, [weight, part]) => total + weight * part, 0)
  return { value: weights === 0 ? 0 : Math.round((sum / weights) * 10_000) / 10_000, parts }
}

/** `0.71: certainty 0.24, size 0.50, ...`. */
export const scoreText = ({ value, parts }: Score): string =>
  `${value.toFixed(2)} (${Object.entries(parts)
    .map(([name, part]) => `${name} ${part.toFixed(2)}`)
    .join(", ")})`
