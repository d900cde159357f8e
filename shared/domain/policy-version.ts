// What is a version of the policy, how did it come about, and what follows when it ends?
import * as z from "zod"
import { defaultsOf, policyOf, type Tunables, Values } from "./policy.ts"

/** `trial` and `kept` stand; at most one version of an agent does. */
export const PolicyState = z.enum(["trial", "kept", "rolled-back", "replaced"])
export type PolicyState = z.infer<typeof PolicyState>

/** What a version changes, and why. `base` is the version that it changes, and that is taken up again if it doesn't prove itself; null: the defaults. */
export const PolicyChange = z.object({
  kind: z.enum(["step", "by-hand", "return"]),
  base: z.int().nullable(),
  changes: z.array(z.object({ name: z.string(), from: z.number(), to: z.number() })),
  why: z.string(),
})
export type PolicyChange = z.infer<typeof PolicyChange>

/** A share more (0.25 is 25 % more) with the bounds that hold at every look at once, and the posts that it was measured on. */
export const Uplift = z.object({ value: z.number(), low: z.number(), high: z.number(), tuned: z.int(), frozen: z.int() })
export type Uplift = z.infer<typeof Uplift>

/** Why a trial ended so. `no-evidence` says that nothing was shown, neither for nor against it. */
export const Verdict = z.object({
  kind: z.enum(["keep", "roll-back", "no-evidence"]),
  /** The rule that decided, or `operator`. */
  rule: z.string(),
  why: z.string(),
  uplift: Uplift.nullable(),
})
export type Verdict = z.infer<typeof Verdict>

export type PolicyVersion = {
  readonly version: number
  readonly tunables: Values
  readonly change: PolicyChange
  readonly state: PolicyState
  readonly actor: string
  readonly runId: string | null
  readonly beganAt: Date
  readonly decidedAt: Date | null
  readonly verdict: Verdict | null
  readonly endedAt: Date | null
}

export type NewVersion = Pick<PolicyVersion, "tunables" | "change"> & { readonly state: "trial" | "kept"; readonly verdict: Verdict | null }

/** One change of what stands: what ends or is kept, and what begins. It holds only while `standing` is what stands. */
export type PolicyStep = {
  readonly standing: number | null
  /** What becomes of the standing version; null where there is none. */
  readonly to: Exclude<PolicyState, "trial"> | null
  readonly verdict: Verdict | null
  readonly begins: NewVersion | null
}

export const standingOf = (versions: readonly PolicyVersion[]): PolicyVersion | null =>
  versions.find(({ state }) => state === "trial" || state === "kept") ?? null

/** The version that another one changes; null: the defaults. */
export const baseOf = (versions: readonly PolicyVersion[], { change }: PolicyVersion): PolicyVersion | null =>
  versions.find(({ version }) => version === change.base) ?? null

export const hasSameValues = (tunables: Tunables, a: Values, b: Values): boolean => {
  const [left, right] = [policyOf(tunables, a), policyOf(tunables, b)]
  return Object.keys(tunables).every((name) => left[name] === right[name])
}

/** What differs between two versions' values. */
export function changesBetween(tunables: Tunables, from: Values | null, to: Values): PolicyChange["changes"] {
  const [before, after] = [from === null ? defaultsOf(tunables) : policyOf(tunables, from), policyOf(tunables, to)]
  return Object.keys(tunables).flatMap((name) => {
    const [was, is] = [before[name] ?? 0, after[name] ?? 0]
    return was === is ? [] : [{ name, from: was, to: is }]
  })
}

/** Ends a version, and takes its base up again as a version of its own: with the defaults, where that is the base, nothing begins. */
export function endVersion(tunables: Tunables, versions: readonly PolicyVersion[], ends: PolicyVersion, verdict: Verdict): PolicyStep {
  const base = baseOf(versions, ends)
  const to = verdict.kind === "roll-back" ? "rolled-back" : "replaced"
  const step = { standing: ends.version, to, verdict } as const
  if (base === null || hasSameValues(tunables, base.tunables, ends.tunables)) return { ...step, begins: null }
  const change: PolicyChange = {
    kind: "return",
    base: base.change.base,
    changes: changesBetween(tunables, ends.tunables, base.tunables),
    why: `Version ${ends.version} ended: the values of version ${base.version} hold again.`,
  }
  return { ...step, begins: { tunables: policyOf(tunables, base.tunables), change, state: "kept", verdict: base.verdict } }
}
