// What does a rule hand over? A finding: what was seen, how strongly, on which rows, and what is claimed of the hours to come.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import type { Direction, Evidence, InsightType, Reason } from "../../../shared/domain/insight.ts"
import type { Facts } from "./facts.ts"
import type { Policy } from "./policy.ts"
import type { AssetView } from "./view.ts"

/** What the insight will claim; the probability and the wording follow from it. Levels and percents are already rounded. */
export type Claim =
  | { readonly kind: "close_above" | "close_below"; readonly level: number; readonly digits: number; readonly horizonHours: number }
  | { readonly kind: "move_at_least"; readonly movePct: number; readonly horizonHours: number }

/** A reason together with the rows it stands on. */
export type Ground = Omit<Reason, "evidence"> & { readonly rows: readonly Evidence[] }

export type Finding = {
  readonly asset: AssetSymbol
  readonly type: InsightType
  readonly direction: Direction
  /** How unusual, in sigmas; the strongest finding about a move speaks for it. */
  readonly strength: number
  readonly headline: string
  readonly claim: Claim
  readonly grounds: readonly Ground[]
  /** True where it speaks of the price's own move: such findings of one hour become one insight. */
  readonly isOfMove: boolean
  /** True where the finding counts although an earlier one is cooling down. */
  readonly reopens: boolean
}

export type Context = { readonly facts: Facts; readonly policy: Policy; readonly views: readonly AssetView[]; readonly now: number }

/** Looks at one fit asset and says what it found, if anything. Pure. */
export type Rule = { readonly type: InsightType; find(view: AssetView, context: Context): Finding | null }
