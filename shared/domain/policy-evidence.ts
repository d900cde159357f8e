// What is a version of the policy judged on? Posts and runs of its own days, beside those that stayed frozen on the same days.
import type { Tunables } from "./policy.ts"
import type { TrialEvidence } from "./policy-trial.ts"
import { addSamples, EMPTY, type Arms, type Sample } from "./policy-uplift.ts"
import { baseOf, hasSameValues, type PolicyVersion } from "./policy-version.ts"

const DAY_MS = 86_400_000
/** Posts are planned up to 36 hours ahead: those of a version's first days are partly the plans of what stood before. */
const FIRST_DAYS = 2
/** Nothing older is compared. */
const MOST_DAYS = 180

/** Days, both included, on which a version is compared with what stayed frozen. */
export type PolicyWindow = { readonly version: number; readonly from: string; readonly until: string }

/** Rates of the posts of one side on one channel, on a version's days. */
export type ArmRates = Sample & { readonly version: number; readonly channel: string; readonly isFrozen: boolean }

/** Runs of one side on a version's days, and what became of their plans. */
export type ArmRuns = {
  readonly version: number
  readonly isFrozen: boolean
  readonly runs: number
  readonly planned: number
  readonly plannedSquares: number
  /** Runs that planned something; of each, the share of its posts that a person rejected, and that the guards refused at first. */
  readonly planning: number
  readonly rejectedShares: number
  readonly refusedShares: number
}

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10)

/** The days of each version that has any by now. */
export function windowsOf(versions: readonly PolicyVersion[], now: Date): PolicyWindow[] {
  return versions.flatMap(({ version, beganAt, endedAt }) => {
    const from = dayOf(Math.max(beganAt.getTime() + FIRST_DAYS * DAY_MS, now.getTime() - MOST_DAYS * DAY_MS))
    const until = dayOf((endedAt ?? now).getTime())
    return from <= until ? [{ version, from, until }] : []
  })
}

/** The strata of some versions taken together. */
export function ratesOf(versions: ReadonlySet<number>, rates: readonly ArmRates[]): Arms[] {
  const strata = new Map<string, Arms>()
  for (const row of rates) {
    if (!versions.has(row.version)) continue
    const before = strata.get(row.channel) ?? { tuned: EMPTY, frozen: EMPTY }
    const side = row.isFrozen ? "frozen" : "tuned"
    strata.set(row.channel, { ...before, [side]: addSamples(before[side], row) })
  }
  return [...strata.values()]
}

type Known = {
  readonly tunables: Tunables
  readonly versions: readonly PolicyVersion[]
  readonly rates: readonly ArmRates[]
  readonly runs: readonly ArmRuns[]
  readonly now: Date
}

/** All that is known of a version, and of the one that it changes, whenever that one's values stood. */
export function evidenceOf(version: PolicyVersion, { tunables, versions, rates, runs, now }: Known): TrialEvidence {
  const base = baseOf(versions, version)
  const equals = versions.filter((each) => base !== null && hasSameValues(tunables, each.tunables, base.tunables))
  const arms = (pick: (row: ArmRuns) => Sample): Arms => {
    const side = (isFrozen: boolean): Sample => {
      const row = runs.find((each) => each.version === version.version && each.isFrozen === isFrozen)
      return row === undefined ? EMPTY : pick(row)
    }
    return { tuned: side(false), frozen: side(true) }
  }
  return {
    rates: ratesOf(new Set([version.version]), rates),
    baseRates: base === null ? null : ratesOf(new Set(equals.map((each) => each.version)), rates),
    planned: arms(({ runs: n, planned, plannedSquares }) => ({ n, sum: planned, squares: plannedSquares })),
    // Of shares only how many and their sum count.
    rejected: arms(({ planning, rejectedShares }) => ({ n: planning, sum: rejectedShares, squares: rejectedShares })),
    refused: arms(({ planning, refusedShares }) => ({ n: planning, sum: refusedShares, squares: refusedShares })),
    days: Math.floor((now.getTime() - version.beganAt.getTime()) / DAY_MS),
  }
}
