// What is to be done about a version that waits: does a rule approve it, is a person asked, or is there nothing left to do?
import { type ApprovalRule, mayGoAlone } from "../../../shared/domain/approval-rules.ts"
import type { Review } from "../../../shared/domain/review.ts"
import { reviewMessage } from "./message.ts"

export type Facts =
  | { readonly kind: "sweep"; readonly stuck: readonly string[] }
  | { readonly kind: "version"; readonly review: Review | null; readonly rules: readonly ApprovalRule[]; readonly now: Date }

export type Decision =
  /** Ends what is over, and says what does not get on. */
  | { readonly kind: "sweep"; readonly stuck: readonly string[] }
  /** `number` is the rule's how-manieth approval of the day. `again`: an attempt before this one has approved it already. */
  | { readonly kind: "approve"; readonly review: Review; readonly rule: string; readonly number: number; readonly again: boolean }
  | { readonly kind: "ask"; readonly review: Review; readonly text: string }
  | { readonly kind: "nothing" }

const RULE = "rule:"

/** Pure. A version that was edited, decided about or has expired since it began to wait needs nothing. */
export function decide(facts: Facts): Decision {
  if (facts.kind === "sweep") return facts
  const { review, rules, now } = facts
  if (review === null || review.version !== review.current || review.hash === null) return { kind: "nothing" }
  if (review.state === "approved" && review.approvedBy?.startsWith(RULE)) {
    return { kind: "approve", review, rule: review.approvedBy.slice(RULE.length), number: 0, again: true }
  }
  if (review.state !== "waiting" || review.expiresAt <= now || review.guards.some(({ pass }) => !pass)) return { kind: "nothing" }
  const rule = mayGoAlone(review, rules, review.byRules)
  if (rule === null) return { kind: "ask", review, text: reviewMessage(review) }
  return { kind: "approve", review, rule: rule.name, number: (review.byRules[rule.name] ?? 0) + 1, again: false }
}
