// What does the operator's word about the policy come to? He may set values within their bounds, on trial like any other, and end what stands.
import { fitValue, policyOf, type Tunables, type Values } from "./policy.ts"
import { baseOf, changesBetween, endVersion, type PolicyStep, type PolicyVersion, standingOf, type Verdict } from "./policy-version.ts"

export type Objection = { readonly code: "conflict" | "invalid-input"; readonly pointer: string; readonly detail: string }
export type Wish =
  | { readonly action: "set"; readonly values: Values; readonly standing: number | null; readonly why: string }
  | { readonly action: "roll-back"; readonly standing: number | null; readonly why: string }

/** The step that a wish comes to, or what speaks against it. `standing` is the version that he saw. */
export function stepByHand(tunables: Tunables, versions: readonly PolicyVersion[], wish: Wish): PolicyStep | Objection {
  const standing = standingOf(versions)
  if ((standing?.version ?? null) !== wish.standing) {
    const detail = standing === null ? "No version stands: the defaults hold." : `Version ${standing.version} stands meanwhile.`
    return { code: "conflict", pointer: "/standing", detail }
  }
  if (wish.action === "set") return setByHand(tunables, versions, standing, wish)
  if (standing === null) return { code: "conflict", pointer: "/standing", detail: "No version stands: the defaults hold already." }
  return endVersion(tunables, versions, standing, byHand("roll-back", wish.why))
}

const byHand = (kind: Verdict["kind"], why: string): Verdict => ({ kind, rule: "operator", why, uplift: null })

type Setting = Extract<Wish, { action: "set" }>

function setByHand(
  tunables: Tunables,
  versions: readonly PolicyVersion[],
  standing: PolicyVersion | null,
  { values, why }: Setting,
): PolicyStep | Objection {
  for (const [name, value] of Object.entries(values)) {
    const tunable = Object.hasOwn(tunables, name) ? tunables[name] : undefined
    const pointer = `/values/${name}`
    if (tunable === undefined) return { code: "invalid-input", pointer, detail: "There is no such tunable." }
    if (fitValue(tunable, value) !== value) {
      const { min, max, step, default: middle } = tunable
      return { code: "invalid-input", pointer, detail: `must lie between ${min} and ${max}, in steps of ${step} from ${middle}` }
    }
  }
  // What is on trial has not proved itself: what follows is measured against what stood before it.
  const base = standing?.state === "trial" ? baseOf(versions, standing) : standing
  const wanted = policyOf(tunables, { ...standing?.tunables, ...values })
  const changes = changesBetween(tunables, base?.tunables ?? null, wanted)
  if (changes.length === 0) return { code: "conflict", pointer: "/values", detail: "These are the values that would hold anyway." }
  if (standing !== null && changesBetween(tunables, standing.tunables, wanted).length === 0) {
    return { code: "conflict", pointer: "/values", detail: `Version ${standing.version} has these values already.` }
  }
  return {
    standing: standing?.version ?? null,
    to: standing === null ? null : "replaced",
    verdict: standing?.state === "trial" ? byHand("no-evidence", "The operator set other values.") : null,
    begins: { tunables: wanted, change: { kind: "by-hand", base: base?.version ?? null, changes, why }, state: "trial", verdict: null },
  }
}
