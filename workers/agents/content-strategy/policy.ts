// Which numbers of the strategy may be tuned, and within what bounds?

type Tunable = { readonly default: number; readonly min: number; readonly max: number; readonly step: number }

/** Scores are 0 to 1; weights count against each other; sigmas, hours and counts as named. */
export const TUNABLES = {
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
} as const satisfies Record<string, Tunable>

export type Policy = Readonly<Record<keyof typeof TUNABLES, number>>

/** Every tunable at its default. */
export const DEFAULT_POLICY = Object.fromEntries(Object.entries(TUNABLES).map(([name, tunable]) => [name, tunable.default])) as Policy
