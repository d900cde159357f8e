// What `content-strategy` knows when it plans: insights that nobody has decided on, what is planned already, and posts to come back to.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import type { ChannelSettings } from "../../../shared/domain/channels.ts"
import type { Direction, InsightType } from "../../../shared/domain/insight.ts"
import type { Agreement } from "../../../shared/domain/market.ts"
import type { PlanKind, Tier } from "../../../shared/domain/plan.ts"
import type { Topic } from "../../../shared/domain/plan-draft.ts"
import type { ChannelName, PostFormat } from "../../../shared/domain/post.ts"

// Moments are in milliseconds since 1970 UTC.

export type InsightFact = {
  readonly id: string
  readonly asset: AssetSymbol
  readonly type: InsightType
  readonly direction: Direction
  /** Of its statement, 0 to 1. */
  readonly probability: number
  readonly madeAt: number
  readonly deadline: number
  /** The largest of its measured deviations, in sigmas; null where none is measured so. */
  readonly sigmas: number | null
  /** How many structured reasons it gives. */
  readonly reasons: number
  /** How the sources of its prices agree today, the worst of them; null where it cites no price. */
  readonly agreement: Agreement | null
}

/** A plan that stands; one that came to nothing holds no slot and isn't here. */
export type PlannedFact = {
  readonly kind: PlanKind
  readonly insightId: string
  readonly aboutPostId: string | null
  readonly asset: AssetSymbol
  readonly topic: Topic
  readonly channel: ChannelName
  readonly format: PostFormat
  readonly scheduledAt: number
}

type PostFact = {
  readonly id: string
  readonly insightId: string
  readonly asset: AssetSymbol
  readonly type: InsightType
  readonly channel: ChannelName
  readonly tier: Tier
  readonly publishedAt: number
}

/** A post of which a cited row is another today, or is disputed. */
export type RevisedPost = PostFact & {
  /** One sentence for each row: what it was, and what it is. */
  readonly changes: readonly string[]
}

/** A post that did well for its age. */
export type SuccessfulPost = PostFact & {
  /** Its engagement, as a multiple of the median of its channel's posts at the same age. */
  readonly lift: number
  /** How many posts it was compared with. */
  readonly compared: number
  readonly ageHours: number
  /** Whether every row that it cites is the same today, and undisputed. */
  readonly isVerified: boolean
  /** When its statement is settled. */
  readonly deadline: number
}

export type Facts = {
  readonly insights: readonly InsightFact[]
  /** From two days ago on. */
  readonly planned: readonly PlannedFact[]
  readonly channels: readonly ChannelSettings[]
  readonly timeZone: string
  readonly revised: readonly RevisedPost[]
  readonly successes: readonly SuccessfulPost[]
}
