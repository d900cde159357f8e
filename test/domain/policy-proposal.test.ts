import { expect, it } from "vitest"
import * as fc from "fast-check"
import { defaultsOf, fitValue } from "../../shared/domain/policy.ts"
import { type FormatRates, proposeMove } from "../../shared/domain/policy-proposal.ts"
import { changesBetween, endVersion, type PolicyVersion, type Verdict } from "../../shared/domain/policy-version.ts"
import { REACH, STRATEGY_TUNABLES } from "../../shared/domain/strategy-tunables.ts"

const DEFAULTS = defaultsOf(STRATEGY_TUNABLES)
const NOON = new Date("2026-11-21T12:00:00Z")

/** A version with these changes of the defaults. */
function version(number: number, values: Partial<Record<string, number>>, over: Partial<PolicyVersion> = {}): PolicyVersion {
  const tunables = { ...DEFAULTS, ...values } as Record<string, number>
  const change = { kind: "step", base: null, changes: changesBetween(STRATEGY_TUNABLES, null, tunables), why: "x" } as const
  const rest = { actor: "strategy-tuning", runId: null, beganAt: NOON, decidedAt: null, verdict: null, endedAt: null }
  return { version: number, tunables, change, state: "trial", ...rest, ...over }
}

const rates = (format: string, mean: number, n = 400): FormatRates => ({ format, n, sum: n * mean, squares: n * mean * mean * 1.9 })

it("changes one tunable by one step, within its bounds, from whatever values it starts", () => {
  const values = fc.record(
    Object.fromEntries(Object.entries(STRATEGY_TUNABLES).map(([name, { min, max }]) => [name, fc.double({ min, max, noNaN: true })])),
  )
  fc.assert(
    fc.property(values, (base) => {
      const move = proposeMove(base, [], [])
      const reach = REACH.find(({ name }) => name === move?.name)
      if (move === null || reach === undefined) throw new Error("there is always a move")
      const tunable = STRATEGY_TUNABLES[reach.name]
      expect(move.from).toBe(fitValue(tunable, base[reach.name] ?? 0))
      expect(Math.abs(move.to - move.from)).toBeCloseTo(tunable.step, 9)
      expect(move.to).toBeGreaterThanOrEqual(tunable.min)
      expect(move.to).toBeLessThanOrEqual(tunable.max)
    }),
  )
})

it("tries every move that there is before it tries one again, then the one that was tried longest ago", () => {
  const tried: PolicyVersion[] = []
  const moves = []
  for (let i = 0; i < 2 * REACH.length + 2; i += 1) {
    const move = proposeMove(null, tried, [])
    if (move === null) throw new Error("there is always a move")
    moves.push(`${move.name} ${move.to}`)
    tried.unshift(version(i + 1, { [move.name]: move.to }, { beganAt: new Date(NOON.getTime() + i * 86_400_000), state: "rolled-back" }))
  }
  expect(new Set(moves.slice(0, 2 * REACH.length)).size).toBe(2 * REACH.length)
  expect(moves.slice(2 * REACH.length)).toEqual(moves.slice(0, 2))
})

it("begins with what the rates of two formats point to, and says so", () => {
  const threads = proposeMove(null, [], [rates("thread", 30_000), rates("single", 15_000)])
  expect(threads).toMatchObject({ name: "threadScoreMin", from: 0.65, to: 0.6 })
  expect(threads?.why).toContain("Posts of the format thread have 3.00 engagements for 100 views (400 posts)")
  expect(proposeMove(null, [], [rates("thread", 15_000), rates("single", 30_000)])).toMatchObject({ name: "threadScoreMin", to: 0.7 })
  expect(proposeMove(null, [], [rates("picture", 30_000), rates("message", 15_000)])).toMatchObject({ name: "pictureSigmaMin", to: 3.5 })
})

it("follows no difference between formats that chance explains", () => {
  const first = proposeMove(null, [], [])
  expect(proposeMove(null, [], [rates("thread", 16_000, 20), rates("single", 15_000, 20)])).toEqual(first)
  expect(proposeMove(null, [], [rates("thread", 90_000, 4), rates("single", 15_000)])).toEqual(first)
})

it("stays out of what people, members and the truth depend on", () => {
  const names: readonly string[] = REACH.map(({ name }) => name)
  for (const name of [
    "approvalMinutes",
    "leadMinutes",
    "exclusiveScoreMin",
    "secondSourceHours",
    "weightAgreement",
    "maxAgeHours",
    "deadlineLeadHours",
  ])
    expect(names).not.toContain(name)
})

const verdict: Verdict = { kind: "roll-back", rule: "worse-than-frozen", why: "x", uplift: null }

it("goes back to the defaults when the first trial ends, and to what was kept when a later one does", () => {
  const kept = version(1, { scoreMin: 0.5 }, { state: "replaced", endedAt: NOON, decidedAt: NOON, verdict: { ...verdict, kind: "keep" } })
  const trial = version(2, { scoreMin: 0.5, weightSize: 2.25 })
  const later = { ...trial, change: { ...trial.change, base: 1 } }
  expect(endVersion(STRATEGY_TUNABLES, [trial], trial, verdict)).toEqual({ standing: 2, to: "rolled-back", verdict, begins: null })
  const step = endVersion(STRATEGY_TUNABLES, [later, kept], later, { ...verdict, kind: "no-evidence" })
  expect(step).toMatchObject({
    standing: 2,
    to: "replaced",
    begins: { state: "kept", verdict: { kind: "keep" }, change: { kind: "return", base: null } },
  })
  expect(step.begins?.tunables).toEqual({ ...DEFAULTS, scoreMin: 0.5 })
  expect(step.begins?.change.changes).toEqual([{ name: "weightSize", from: 2.25, to: 2 }])
})
