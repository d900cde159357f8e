// May a claim still be cited? Not when it is stale, its sources disagree, or its deadline has passed.
import type { Claim } from "../post.ts"

export type FreshnessPolicy = {
  /** Milliseconds since 1970 UTC; null leaves out the test of age. */
  readonly now: number | null
  /** A claim older than this is stale. */
  readonly maxAgeHours: number
  /** Whether a row that only one source had may be cited. */
  readonly acceptsSingleSource: boolean
}

/** Without a moment: age is left out. */
export const DEFAULT_FRESHNESS: FreshnessPolicy = { now: null, maxAgeHours: 12, acceptsSingleSource: false }

const HOUR_MS = 3_600_000

/** What speaks against citing the claim at all; null where nothing does. */
export function unfitReason(claim: Claim, policy: FreshnessPolicy): string | null {
  if (claim.agreement === "disputed") return "its sources disagree"
  if (claim.agreement === "single" && !policy.acceptsSingleSource) return "only one source has it"
  if (policy.now === null) return null
  if (policy.now - Date.parse(claim.asOf) > policy.maxAgeHours * HOUR_MS) return "it is stale"
  return claim.measure === "deadline" && Number(claim.value) <= policy.now ? "the deadline has passed" : null
}
