// Does what is tried prove itself, and what is tried next? At most one step a day, and none where too little is known.
import { policyOf } from "../../../shared/domain/policy.ts"
import { type ArmRates, type ArmRuns, evidenceOf } from "../../../shared/domain/policy-evidence.ts"
import { type FormatRates, proposeMove } from "../../../shared/domain/policy-proposal.ts"
import { judgeKept, judgeTrial } from "../../../shared/domain/policy-trial.ts"
import {
  endVersion,
  type PolicyChange,
  type PolicyStep,
  type PolicyVersion,
  standingOf,
  type Verdict,
} from "../../../shared/domain/policy-version.ts"
import { STRATEGY_TUNABLES } from "../../../shared/domain/strategy-tunables.ts"

const HOUR_MS = 3_600_000
/** Between two steps: less than a day, so that each daily run may take one; more than the attempts of one run last. */
const REST_HOURS = 20
/** Fewer posts with a rate in the last 30 days are no ground to try anything. */
const LEAST_RATED = 50

export type Facts = {
  /** Newest first. */
  readonly versions: readonly PolicyVersion[]
  readonly rates: readonly ArmRates[]
  readonly runs: readonly ArmRuns[]
  /** Of the last 30 days. */
  readonly formats: readonly FormatRates[]
}

export type Action = "nothing" | "kept" | "ended" | "began"
export type Decision = { readonly action: Action; readonly why: string; readonly step: PolicyStep | null }

const nothing = (why: string): Decision => ({ action: "nothing", why, step: null })

export function decide(facts: Facts, _reply: null, _policy: object, { now }: { readonly now: Date }): Decision {
  const { versions } = facts
  const lastStep = Math.max(
    0,
    ...versions.flatMap(({ beganAt, decidedAt, endedAt }) => [beganAt, decidedAt, endedAt].map((at) => at?.getTime() ?? 0)),
  )
  if (now.getTime() - lastStep < REST_HOURS * HOUR_MS) return nothing(`The last step is less than ${REST_HOURS} hours ago.`)
  const standing = standingOf(versions)
  if (standing !== null) {
    const evidence = evidenceOf(standing, { ...facts, tunables: STRATEGY_TUNABLES, now })
    const verdict = standing.state === "trial" ? judgeTrial(evidence) : judgeKept(evidence)
    if (verdict !== null) return settle(verdict, standing, versions)
    if (standing.state === "trial") return nothing(`Version ${standing.version} goes on: nothing is shown yet, neither for nor against it.`)
  }
  return propose(standing, facts)
}

function settle(verdict: Verdict, standing: PolicyVersion, versions: readonly PolicyVersion[]): Decision {
  if (verdict.kind === "keep")
    return { action: "kept", why: verdict.why, step: { standing: standing.version, to: "kept", verdict, begins: null } }
  return { action: "ended", why: verdict.why, step: endVersion(STRATEGY_TUNABLES, versions, standing, verdict) }
}

function propose(standing: PolicyVersion | null, { versions, formats }: Facts): Decision {
  const rated = formats.reduce((sum, { n }) => sum + n, 0)
  if (rated < LEAST_RATED) return nothing(`Only ${rated} posts have a rate; ${LEAST_RATED} are needed.`)
  const move = proposeMove(standing?.tunables ?? null, versions, formats)
  if (move === null) return nothing("There is no value that could be tried.")
  const { name, from, to, why } = move
  const change: PolicyChange = { kind: "step", base: standing?.version ?? null, changes: [{ name, from, to }], why }
  const tunables = { ...policyOf(STRATEGY_TUNABLES, standing?.tunables), [name]: to }
  return {
    action: "began",
    why: `${name} from ${from} to ${to}. ${why}`,
    step: {
      standing: standing?.version ?? null,
      to: standing === null ? null : "replaced",
      verdict: null,
      begins: { tunables, change, state: "trial", verdict: null },
    },
  }
}
