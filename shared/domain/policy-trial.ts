// Does a tuned strategy prove itself? Judged every day on all that is known by then, by bounds that hold at every look at once.
import { type Arms, type Bounds, boundsOf, compareStrata, type Comparison, meanOf, sequenceRadius, upliftOf } from "./policy-uplift.ts"
import type { Uplift, Verdict } from "./policy-version.ts"

/** How often a trial without effect may be kept or rolled back for its rates, however often one looks. */
export const ALPHA = 0.05
/** The same for each of the other guard-rails; only one side of each counts. */
const GUARD_ALPHA = 0.01
/** No verdict on rates with fewer posts that stayed frozen, nor on runs with fewer runs. */
const LEAST_FROZEN = 30
/** A trial that has shown nothing by then ends. */
export const HORIZON_DAYS = 56
/** A tuned strategy that certainly posts less than this share of what the frozen one does is no success, however its posts do. */
const LEAST_VOLUME = 0.5
/** Shares of drafts differ by about so much, where they differ. */
const TYPICAL_SHARE_EFFECT = 0.1

export type TrialEvidence = {
  /** Rates at the age of 24 hours, a stratum a channel. */
  readonly rates: readonly Arms[]
  /** The same for the version that the trial changes, on the days when it stood; null where those are the defaults. */
  readonly baseRates: readonly Arms[] | null
  /** By run: how many posts it planned, which share of them a person rejected, which share the guards refused. */
  readonly planned: Arms
  readonly rejected: Arms
  readonly refused: Arms
  readonly days: number
}

const uplift = ({ tuned, frozen, log }: Comparison, { low, high }: Bounds): Uplift => ({
  value: upliftOf(log),
  low: upliftOf(low),
  high: upliftOf(high),
  tuned,
  frozen,
})

/** The uplift of the tuned posts over the frozen ones; null where there are too few of them to say anything. */
export function measureUplift(rates: readonly Arms[]): Uplift | null {
  const comparison = compareStrata(rates)
  return comparison === null || comparison.frozen < LEAST_FROZEN ? null : uplift(comparison, boundsOf(comparison, ALPHA))
}

/** The uplift over the version before, which had the same frozen posts as its yardstick on its own days: half of the error goes to either. */
function measureOverBase({ rates, baseRates }: TrialEvidence): Uplift | null {
  if (baseRates === null) return measureUplift(rates)
  const [trial, base] = [compareStrata(rates), compareStrata(baseRates)]
  if (trial === null || base === null || Math.min(trial.frozen, base.frozen) < LEAST_FROZEN) return null
  const radius = sequenceRadius(trial.variance, ALPHA / 2) + sequenceRadius(base.variance, ALPHA / 2)
  const log = trial.log - base.log
  return uplift({ ...trial, log }, { low: log - radius, high: log + radius })
}

/** How much larger a share is, at least, with certainty; negative where it may be smaller. Both sides vary as the shares together do. */
function leastExcess({ tuned, frozen }: Arms): number {
  if (Math.min(tuned.n, frozen.n) < LEAST_FROZEN) return Number.NEGATIVE_INFINITY
  const share = (tuned.sum + frozen.sum + 0.5) / (tuned.n + frozen.n + 1)
  const variance = share * (1 - share) * (1 / tuned.n + 1 / frozen.n)
  return meanOf(tuned) - meanOf(frozen) - sequenceRadius(variance, GUARD_ALPHA, TYPICAL_SHARE_EFFECT)
}

/** What share of the frozen strategy's posts it plans, at most. */
function mostVolume(planned: Arms): number {
  if (planned.tuned.sum === 0 && planned.tuned.n >= LEAST_FROZEN && planned.frozen.sum >= LEAST_FROZEN) return 0
  const comparison = compareStrata([planned])
  if (comparison === null || comparison.frozen < LEAST_FROZEN) return Number.POSITIVE_INFINITY
  return Math.exp(boundsOf(comparison, GUARD_ALPHA).high)
}

const percent = (share: number): string => `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(1)} %`

export const upliftText = ({ value, low, high, tuned, frozen }: Uplift): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)}; ${tuned} posts against ${frozen})`

type Rule = {
  readonly name: string
  readonly kind: Verdict["kind"]
  applies(evidence: TrialEvidence, seen: Seen): boolean
  why(evidence: TrialEvidence, seen: Seen): string
}
type Seen = { readonly overFrozen: Uplift | null; readonly overBase: Uplift | null }

/** What must not happen, whoever set the values. */
const GUARD_RAILS: readonly Rule[] = [
  {
    name: "worse-than-frozen",
    kind: "roll-back",
    applies: (_evidence, { overFrozen }) => overFrozen !== null && overFrozen.high < 0,
    why: (_evidence, { overFrozen }) => `Its posts do worse than the frozen ones: ${overFrozen === null ? "" : upliftText(overFrozen)}.`,
  },
  {
    name: "more-rejected",
    kind: "roll-back",
    applies: ({ rejected }) => leastExcess(rejected) > 0,
    why: ({ rejected }) => `People reject more of it: ${sharesText(rejected)} of the drafts of a run.`,
  },
  {
    name: "more-refused",
    kind: "roll-back",
    applies: ({ refused }) => leastExcess(refused) > 0,
    why: ({ refused }) => `The guards refuse more of it: ${sharesText(refused)} of the drafts of a run.`,
  },
  {
    name: "posts-less",
    kind: "roll-back",
    applies: ({ planned }) => mostVolume(planned) < LEAST_VOLUME,
    why: ({ planned }) =>
      `It plans ${meanOf(planned.tuned).toFixed(2)} posts a run; the frozen strategy plans ${meanOf(planned.frozen).toFixed(2)}.`,
  },
]

const sharesText = ({ tuned, frozen }: Arms): string =>
  `${(meanOf(tuned) * 100).toFixed(1)} % against ${(meanOf(frozen) * 100).toFixed(1)} %`

const TRIAL_RULES: readonly Rule[] = [
  ...GUARD_RAILS,
  {
    name: "worse-than-before",
    kind: "roll-back",
    applies: (_evidence, { overBase }) => overBase !== null && overBase.high < 0,
    why: (_evidence, { overBase }) =>
      `Its posts do worse than those of the version before: ${overBase === null ? "" : upliftText(overBase)}.`,
  },
  {
    name: "better",
    kind: "keep",
    applies: (_evidence, { overBase }) => overBase !== null && overBase.low > 0,
    why: (_evidence, { overBase }) => `Its posts do better than before: ${overBase === null ? "" : upliftText(overBase)}.`,
  },
  {
    name: "horizon",
    kind: "no-evidence",
    applies: ({ days }) => days >= HORIZON_DAYS,
    why: ({ days }, { overBase }) =>
      `After ${days} days neither a gain nor a loss is shown${overBase === null ? ": there are too few posts" : `: ${upliftText(overBase)}`}.`,
  },
]

function judge(rules: readonly Rule[], evidence: TrialEvidence): Verdict | null {
  const seen: Seen = { overFrozen: measureUplift(evidence.rates), overBase: measureOverBase(evidence) }
  const rule = rules.find((each) => each.applies(evidence, seen))
  if (rule === undefined) return null
  const aboutBase = rule.name === "better" || rule.name === "worse-than-before" || rule.name === "horizon"
  return { kind: rule.kind, rule: rule.name, why: rule.why(evidence, seen), uplift: aboutBase ? seen.overBase : seen.overFrozen }
}

/** The verdict on a trial; null: it goes on. */
export const judgeTrial = (evidence: TrialEvidence): Verdict | null => judge(TRIAL_RULES, evidence)

/** The verdict on a version that was kept: what proved itself may still turn out to do harm. Null: it stands. */
export const judgeKept = (evidence: TrialEvidence): Verdict | null => judge(GUARD_RAILS, evidence)
