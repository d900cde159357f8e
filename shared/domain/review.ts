// What does a reviewer look at, and who is one? A version that waits, with the rows behind its figures and what the rules have done today.
import * as z from "zod"
import type { GuardResult } from "./guards.ts"
import type { AssetSymbol } from "./asset.ts"
import type { PlanKind, PlanState, Tier } from "./plan.ts"
import type { Claim, PostText } from "./post.ts"

export type Review = PostText & {
  readonly draftId: string
  readonly planId: string
  readonly version: number
  /** The version that counts. */
  readonly current: number
  readonly state: PlanState
  readonly kind: PlanKind
  readonly asset: AssetSymbol
  readonly tier: Tier
  readonly priority: number
  readonly author: string
  readonly scheduledAt: Date
  readonly expiresAt: Date
  readonly claims: readonly Claim[]
  readonly guards: readonly Pick<GuardResult, "name" | "pass">[]
  /** Null where the version is not complete. */
  readonly hash: string | null
  /** In the order that claims refer to. */
  readonly evidence: readonly { readonly label: string; readonly source: string; readonly observedAt: string }[]
  readonly approvedBy: string | null
  /** How often each rule has approved today, by its name. */
  readonly byRules: Readonly<Record<string, number>>
}

/** `12345,67890`: Telegram's numbers of the people whose buttons decide. Empty: nobody's. */
export const People = z
  .string()
  .default("")
  .transform((text) => [
    ...new Set(
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ])
  .refine((people) => people.every((person) => /^[1-9]\d{0,19}$/.test(person)), "must be Telegram's numbers of people, such as 12345,67890")
  .refine((people) => people.length <= 10, "must name at most 10 people")
