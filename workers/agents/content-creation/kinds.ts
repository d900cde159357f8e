// What does each kind of plan say, and how does the studio's own writer say it? A finding, a correction, or what became of a statement.
import type { FreshnessPolicy } from "../../../shared/domain/figures/freshness.ts"
import { DEFAULT_FRESHNESS } from "../../../shared/domain/figures/freshness.ts"
import type { PlanKind } from "../../../shared/domain/plan.ts"
import type { Claim, PostText } from "../../../shared/domain/post.ts"
import { write } from "../../../shared/domain/writer.ts"
import { correctionClaims, writeCorrection } from "../../../shared/domain/writing/corrections.ts"
import { outcomeClaims, writeOutcome } from "../../../shared/domain/writing/outcomes.ts"
import { claimsNow, type WritingOrder } from "../../../shared/domain/writing-order.ts"

type Kind = {
  readonly claims: (order: WritingOrder) => Claim[]
  /** Without the disclosure; null where there is nothing (any more) to be said. */
  readonly write: (order: WritingOrder, claims: readonly Claim[], seed: string) => PostText | null
  readonly freshness: Omit<FreshnessPolicy, "now">
}

/** What is past grows stale more slowly than a forecast: a person may take a week over it. */
const OF_THE_PAST = { ...DEFAULT_FRESHNESS, maxAgeHours: 8 * 24 }

export const KINDS: Readonly<Record<PlanKind, Kind>> = {
  insight: {
    claims: claimsNow,
    write: ({ plan, insight }, claims, seed) => {
      const { channel, format, language, voice, disclosure: profile } = plan
      return write({ insight, claims, channel, format, language, voice, seed, profile })
    },
    freshness: DEFAULT_FRESHNESS,
  },
  correction: { claims: correctionClaims, write: (order) => writeCorrection(order), freshness: OF_THE_PAST },
  repurpose: { claims: outcomeClaims, write: (order, claims) => writeOutcome(order, claims), freshness: OF_THE_PAST },
}
