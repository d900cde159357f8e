// What is a text written from? A plan with its insight, the cited rows as they were and as they are, and what the channel has said before.
import type { Evidence, InsightDraft, Reason } from "./insight.ts"
import type { Agreement, Decimal } from "./market.ts"
import type { PlanKind, PlanState } from "./plan.ts"
import type { ChannelName, Claim, Language, PostFormat, PostText, Voice } from "./post.ts"
import { claimsOf } from "./writing/claims.ts"
import type { DisclosureProfile } from "./writing/disclosure.ts"

/** Evidence as it was cited, with how its row agrees and what it says at the moment of the question. */
export type CitedRow = Evidence & {
  /** Null for what is no row of the market. */
  readonly agreementNow: Agreement | null
  /** Null where the row has gone, or has no value. */
  readonly valueNow: Decimal | null
}

export type StoredVersion = Pick<PostText, "format" | "title" | "alt"> & {
  readonly parts: readonly string[]
  readonly id: string
  readonly version: number
  readonly author: string
  readonly needsPicture: boolean
  readonly mediaHash: string | null
  readonly scheduledAt: string
  /** Null where no guard has looked yet. */
  readonly passes: boolean | null
}

export type CitedInsight = Omit<InsightDraft, "reasons" | "evidence"> & {
  readonly reasons: readonly (Omit<Reason, "evidence"> & { readonly evidence: readonly number[] })[]
  readonly evidence: readonly CitedRow[]
}

/** Moments in UTC. */
export type WritingOrder = {
  readonly plan: {
    readonly id: string
    readonly kind: PlanKind
    readonly asset: string
    readonly channel: ChannelName
    readonly format: PostFormat
    readonly language: Language
    readonly voice: Voice
    readonly disclosure: DisclosureProfile
    readonly scheduledAt: string
    readonly expiresAt: string
    readonly createdAt: string
    readonly version: number
    readonly state: PlanState
  }
  readonly insight: CitedInsight
  /** The version that was asked for, or the first; null where there is none. */
  readonly draft: StoredVersion | null
  /** The post that the plan is about. */
  readonly about: { readonly id: string; readonly channel: ChannelName; readonly publishedAt: string } | null
  /** Of a post that is taken up again: the candle that settles its statement, or lay farthest from its level. */
  readonly outcome: { readonly close: Decimal; readonly closedAt: string; readonly agreement: Agreement } | null
  /** What else the channel has said or is about to say since then, the newest first. */
  readonly recent: readonly string[]
}

/** How each cited row of the market agrees now, by its reference. */
export const agreementsNow = ({ insight }: Pick<WritingOrder, "insight">): ReadonlyMap<string, Agreement> =>
  new Map(insight.evidence.flatMap(({ ref, agreementNow }) => (agreementNow === null ? [] : [[ref, agreementNow] as const])))

export const asDraft = ({ reasons, evidence, ...insight }: CitedInsight): InsightDraft => ({
  ...insight,
  reasons: reasons.map((reason) => ({ ...reason, evidence: [...reason.evidence] })),
  evidence: evidence.map(({ agreementNow: _agreement, valueNow: _value, ...row }) => row),
})

/** What a text about the insight may say, with the agreement of its rows as it is now. */
export const claimsNow = (order: Pick<WritingOrder, "insight">): Claim[] =>
  claimsOf(asDraft(order.insight), { agreements: agreementsNow(order) })

/** Headlines of the cited stories: strangers' words. */
export const headlinesOf = ({ insight }: Pick<WritingOrder, "insight">): string[] =>
  insight.evidence.flatMap(({ kind, label }) => (kind === "story" ? [label] : []))
