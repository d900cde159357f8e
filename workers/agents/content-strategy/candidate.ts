// Which insights are worth a post at all? A row for each rule that speaks against one, whatever the channel.
import { type Rejection, topicOf } from "../../../shared/domain/plan-draft.ts"
import type { InsightFact } from "./facts.ts"
import type { Policy } from "./policy.ts"
import { type Score, scoreOf, scoreText } from "./score.ts"

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** An insight that may become posts. */
export type Candidate = {
  readonly insight: InsightFact
  readonly score: Score
  /** Its posts go out before this moment, or not at all. */
  readonly expiresAt: number
  /** For members only. */
  readonly isExclusive: boolean
}

export type Sight = { readonly policy: Policy; readonly now: number; readonly others: readonly InsightFact[] }

type InsightRule = {
  readonly name: string
  /** `wait` leaves the insight undecided, to be looked at again. */
  readonly verdict: "refuse" | "wait"
  applies(insight: InsightFact, sight: Sight): boolean
  why(insight: InsightFact, sight: Sight): string
}

const ageHours = (insight: InsightFact, now: number): number => (now - insight.madeAt) / HOUR_MS

/** A price that only one source has stays out of every post: the figures guard lets none through. */
const isYoungSingle = (insight: InsightFact, { policy, now }: Sight): boolean =>
  insight.agreement === "single" && ageHours(insight, now) < policy.secondSourceHours

/** A newer one about the same asset that points the other way. */
const successorOf = (insight: InsightFact, { others }: Sight): InsightFact | undefined =>
  others.find(
    (other) =>
      other.asset === insight.asset &&
      other.madeAt > insight.madeAt &&
      insight.direction !== "none" &&
      other.direction !== "none" &&
      other.direction !== insight.direction,
  )

export const INSIGHT_RULES: readonly InsightRule[] = [
  {
    name: "stale",
    verdict: "refuse",
    applies: (insight, { policy, now }) => ageHours(insight, now) + policy.approvalMinutes / 60 >= policy.maxAgeHours,
    why: (insight, { policy, now }) =>
      `It was made ${ageHours(insight, now).toFixed(1)} hours ago; it has to be out ${policy.maxAgeHours} hours after it was made.`,
  },
  {
    name: "deadline-near",
    verdict: "refuse",
    applies: (insight, { policy, now }) => (insight.deadline - now) / HOUR_MS < policy.deadlineLeadHours + policy.approvalMinutes / 60,
    why: (insight, { policy, now }) =>
      `Its statement is settled in ${((insight.deadline - now) / HOUR_MS).toFixed(1)} hours; a post needs ${policy.deadlineLeadHours} and the time to approve it.`,
  },
  {
    name: "disputed-price",
    verdict: "refuse",
    applies: ({ agreement }) => agreement === "disputed",
    why: () => "The sources of a price that it stands on disagree.",
  },
  {
    name: "second-source-pending",
    verdict: "wait",
    applies: isYoungSingle,
    why: (_insight, { policy }) =>
      `Only one source has a price that it stands on; a second may follow within ${policy.secondSourceHours} hours.`,
  },
  {
    name: "single-source",
    verdict: "refuse",
    applies: (insight, sight) => insight.agreement === "single" && !isYoungSingle(insight, sight),
    why: () => "Only one source has a price that it stands on, and the figures of such a text would be refused.",
  },
  {
    name: "superseded",
    verdict: "refuse",
    applies: (insight, sight) => successorOf(insight, sight) !== undefined,
    why: (insight, sight) => `A newer insight about ${insight.asset} points the other way: ${successorOf(insight, sight)?.id ?? ""}.`,
  },
  {
    name: "too-weak",
    verdict: "refuse",
    applies: (insight, { policy, now }) => scoreOf(insight, policy, now).value < policy.scoreMin,
    why: (insight, { policy, now }) => `Its score is ${scoreText(scoreOf(insight, policy, now))}; a post needs ${policy.scoreMin}.`,
  },
]

export type Judgement =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "refused"; readonly rejected: readonly Rejection[] }
  | { readonly kind: "waiting" }

export function judgeInsight(insight: InsightFact, sight: Sight, hasMembers: boolean): Judgement {
  const against = INSIGHT_RULES.filter((rule) => rule.applies(insight, sight))
  if (against.some(({ verdict }) => verdict === "refuse")) {
    const rejected = against.map((rule) => ({ channel: null, format: null, rule: rule.name, text: rule.why(insight, sight) }))
    return { kind: "refused", rejected }
  }
  if (against.length > 0) return { kind: "waiting" }
  const { policy, now } = sight
  const score = scoreOf(insight, policy, now)
  const expiresAt = Math.min(insight.madeAt + policy.maxAgeHours * HOUR_MS, insight.deadline - policy.deadlineLeadHours * HOUR_MS)
  const isExclusive = hasMembers && score.value >= policy.exclusiveScoreMin
  return { kind: "candidate", candidate: { insight, score, expiresAt: Math.floor(expiresAt / MINUTE_MS) * MINUTE_MS, isExclusive } }
}

/** The most valuable first; a tie is settled by what never changes. */
export const byPriority = (a: Candidate, b: Candidate): number =>
  b.score.value - a.score.value || b.insight.madeAt - a.insight.madeAt || (a.insight.id < b.insight.id ? -1 : 1)

export const topicOfCandidate = ({ insight }: Candidate) => topicOf(insight.type)
