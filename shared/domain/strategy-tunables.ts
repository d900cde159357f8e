// Which numbers of the content strategy may be changed, within what bounds, and which of them does tuning change by itself?
import type { Tunables } from "./policy.ts"

export const TUNED_AGENT = "content-strategy"

/** Scores are 0 to 1; weights count against each other; sigmas, hours and counts as named. */
export const STRATEGY_TUNABLES = {
  weightCertainty: { default: 1, min: 0, max: 4, step: 0.25 },
  weightSize: { default: 2, min: 0, max: 4, step: 0.25 },
  weightFreshness: { default: 1, min: 0, max: 4, step: 0.25 },
  weightAgreement: { default: 1, min: 0, max: 4, step: 0.25 },
  weightAsset: { default: 1, min: 0, max: 4, step: 0.25 },
  /** Below it an insight is worth no post. */
  scoreMin: { default: 0.45, min: 0.1, max: 0.9, step: 0.05 },
  threadScoreMin: { default: 0.65, min: 0.3, max: 0.95, step: 0.05 },
  threadReasonsMin: { default: 3, min: 2, max: 6, step: 1 },
  pictureSigmaMin: { default: 4, min: 2, max: 8, step: 0.5 },
  /** From it on an insight is for members, where a channel serves them. */
  exclusiveScoreMin: { default: 0.75, min: 0.5, max: 0.99, step: 0.01 },
  /** An insight is posted within so many hours or not at all. */
  maxAgeHours: { default: 8, min: 1, max: 12, step: 1 },
  /** A statement is settled no sooner than so long after its post. */
  deadlineLeadHours: { default: 3, min: 1, max: 12, step: 1 },
  /** How long a price that only one source has waits for a second. */
  secondSourceHours: { default: 1, min: 0, max: 4, step: 0.5 },
  leadMinutes: { default: 0, min: 0, max: 120, step: 5 },
  /** A person has at least so long to approve. */
  approvalMinutes: { default: 30, min: 5, max: 240, step: 5 },
  assetCoolDownHours: { default: 3, min: 0, max: 24, step: 0.5 },
  topicCoolDownHours: { default: 8, min: 0, max: 48, step: 1 },
  /** Posts in a row on one channel about one asset, on one topic, with a picture. */
  assetRunMax: { default: 2, min: 1, max: 1_000, step: 1 },
  topicRunMax: { default: 5, min: 1, max: 1_000, step: 1 },
  pictureRunMax: { default: 2, min: 1, max: 1_000, step: 1 },
  /** How much better than its channel's median a post did that is taken up again. */
  repurposeLiftMin: { default: 2, min: 1.2, max: 10, step: 0.1 },
  repurposeComparedMin: { default: 10, min: 3, max: 100, step: 1 },
  repurposesPerDay: { default: 1, min: 0, max: 10, step: 1 },
} as const satisfies Tunables

export type StrategyTunable = keyof typeof STRATEGY_TUNABLES

/** Formats whose posts' rates say which way a tunable may be worth a try: where the first does better than the second, it goes `up` or down. */
type Sign = { readonly better: string; readonly than: string; readonly move: 1 | -1 }

export type Reach = {
  readonly name: StrategyTunable
  /** What it changes for a reader. */
  readonly why: string
  /** Tried first. */
  readonly first: 1 | -1
  readonly sign: Sign | null
}

/**
 * What tuning may touch, each with its reason. Out of its reach, since rates must not decide about them: what people are left to approve
 * (`approvalMinutes`, `leadMinutes`), what members pay for (`exclusiveScoreMin`), how sure and how fresh a text is (`secondSourceHours`,
 * `weightAgreement`, `maxAgeHours`, `deadlineLeadHours`), and what is taken up again, which is too rare to be measured.
 */
export const REACH: readonly Reach[] = [
  { name: "scoreMin", why: "A higher bar means fewer posts about more.", first: 1, sign: null },
  {
    name: "threadScoreMin",
    why: "A lower bar tells more stories as threads.",
    first: -1,
    sign: { better: "thread", than: "single", move: -1 },
  },
  {
    name: "pictureSigmaMin",
    why: "A lower bar gives more posts a picture.",
    first: -1,
    sign: { better: "picture", than: "message", move: -1 },
  },
  { name: "assetCoolDownHours", why: "A longer pause between posts about one asset makes room for others.", first: 1, sign: null },
  { name: "topicCoolDownHours", why: "A longer pause between posts on one topic of an asset makes room for others.", first: 1, sign: null },
  { name: "weightSize", why: "More weight puts unusual moves first.", first: 1, sign: null },
  { name: "weightFreshness", why: "More weight puts what is new first.", first: 1, sign: null },
  { name: "weightCertainty", why: "More weight puts sure statements first.", first: 1, sign: null },
  { name: "weightAsset", why: "More weight puts assets first that many follow.", first: 1, sign: null },
]
