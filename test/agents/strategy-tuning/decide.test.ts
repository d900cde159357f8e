import { describe, expect, it } from "vitest"
import { defaultsOf } from "../../../shared/domain/policy.ts"
import type { ArmRates } from "../../../shared/domain/policy-evidence.ts"
import { windowsOf } from "../../../shared/domain/policy-evidence.ts"
import { stepByHand } from "../../../shared/domain/policy-by-hand.ts"
import { changesBetween, type PolicyState, type PolicyVersion } from "../../../shared/domain/policy-version.ts"
import { STRATEGY_TUNABLES } from "../../../shared/domain/strategy-tunables.ts"
import { decide, type Facts } from "../../../workers/agents/strategy-tuning/decide.ts"

const DAY = 86_400_000
const NOW = new Date("2026-11-21T04:00:00Z")
const ago = (days: number) => new Date(NOW.getTime() - days * DAY)

type Made = {
  readonly state?: PolicyState
  readonly base?: number | null
  readonly values?: Record<string, number>
  readonly days?: number
  readonly ended?: number
}

function version(
  number: number,
  { state = "trial", base = null, values = { scoreMin: 0.5 }, days = 20, ended = 5 }: Made = {},
): PolicyVersion {
  const tunables = { ...defaultsOf(STRATEGY_TUNABLES), ...values }
  const isOver = state === "replaced" || state === "rolled-back"
  return {
    version: number,
    tunables,
    change: { kind: "step", base, changes: changesBetween(STRATEGY_TUNABLES, null, tunables), why: "x" },
    state,
    actor: "strategy-tuning",
    runId: null,
    beganAt: ago(days),
    decidedAt: null,
    verdict: null,
    endedAt: isOver ? ago(ended) : null,
  }
}

const side = (number: number, isFrozen: boolean, n: number, mean: number): ArmRates => ({
  version: number,
  channel: "x",
  isFrozen,
  n,
  sum: n * mean,
  squares: n * mean * mean * 1.64,
})
/** Posts of a version that do so many times as well as the frozen ones of its days. */
const rates = (number: number, ratio: number): ArmRates[] => [side(number, false, 4_000, 20_000 * ratio), side(number, true, 1_000, 20_000)]

const ENOUGH = [{ format: "single", n: 50, sum: 50 * 20_000, squares: 50 * 20_000 ** 2 * 1.64 }]
const ask = (facts: Partial<Facts>) => decide({ versions: [], rates: [], runs: [], formats: ENOUGH, ...facts }, null, {}, { now: NOW })

describe("without a version", () => {
  it("begins a trial of one step from the defaults, with its reason", () => {
    const { action, why, step } = ask({})
    expect(action).toBe("began")
    expect(why).toBe("scoreMin from 0.45 to 0.5. A higher bar means fewer posts about more. It was tried never before.")
    expect(step).toMatchObject({
      standing: null,
      to: null,
      begins: { state: "trial", change: { kind: "step", base: null, changes: [{ name: "scoreMin", from: 0.45, to: 0.5 }] } },
    })
    expect(step?.begins?.tunables).toEqual({ ...defaultsOf(STRATEGY_TUNABLES), scoreMin: 0.5 })
  })

  it("tries nothing on fewer than 50 posts that have a rate", () => {
    expect(ask({ formats: [{ format: "single", n: 49, sum: 1, squares: 1 }] })).toEqual({
      action: "nothing",
      why: "Only 49 posts have a rate; 50 are needed.",
      step: null,
    })
  })

  it("rests after a step, so that another attempt of the same run takes no second one", () => {
    const ended = version(1, { state: "rolled-back", days: 20, ended: 0 })
    expect(ask({ versions: [ended] }).action).toBe("nothing")
    expect(ask({ versions: [version(1, { days: 0 })] }).action).toBe("nothing")
    expect(ask({ versions: [version(1, { state: "rolled-back", ended: 1 })] }).action).toBe("began")
  })
})

describe("a trial", () => {
  it("goes on while nothing is shown", () => {
    expect(ask({ versions: [version(1)], rates: rates(1, 1.01) })).toMatchObject({ action: "nothing", step: null })
  })

  it("is kept once its posts do better", () => {
    expect(ask({ versions: [version(1)], rates: rates(1, 1.5) })).toMatchObject({
      action: "kept",
      step: { standing: 1, to: "kept", verdict: { kind: "keep" }, begins: null },
    })
  })

  it("is rolled back once they do worse, to the defaults or to what was kept before", () => {
    expect(ask({ versions: [version(1)], rates: rates(1, 0.7) })).toMatchObject({
      action: "ended",
      step: { to: "rolled-back", begins: null },
    })
    const kept = version(1, { state: "replaced", days: 60 })
    const next = version(2, { base: 1, values: { scoreMin: 0.5, weightSize: 2.25 } })
    const { step } = ask({ versions: [next, kept], rates: [...rates(1, 1.5), ...rates(2, 0.7)] })
    expect(step).toMatchObject({ standing: 2, to: "rolled-back", begins: { state: "kept", tunables: { scoreMin: 0.5, weightSize: 2 } } })
  })

  it("is not kept for what the version before it gained", () => {
    const versions = [version(2, { base: 1, values: { scoreMin: 0.5, weightSize: 2.25 } }), version(1, { state: "replaced", days: 60 })]
    expect(ask({ versions, rates: [...rates(1, 1.5), ...rates(2, 1.5)] })).toMatchObject({ action: "nothing" })
    expect(ask({ versions, rates: [...rates(1, 1.5), ...rates(2, 2.5)] })).toMatchObject({ action: "kept" })
  })

  it("ends without a winner at the horizon", () => {
    const decided = ask({ versions: [version(1, { days: 56 })], rates: rates(1, 1.01) })
    expect(decided).toMatchObject({ action: "ended", step: { to: "replaced", verdict: { kind: "no-evidence" }, begins: null } })
  })

  it("is compared on its own days only, from the third on, and with no post older than half a year", () => {
    expect(windowsOf([version(1, { days: 20 })], NOW)).toEqual([{ version: 1, from: "2026-11-03", until: "2026-11-21" }])
    expect(windowsOf([version(1, { days: 1 })], NOW)).toEqual([])
    expect(windowsOf([version(1, { state: "replaced", days: 400, ended: 100 })], NOW)[0]?.from).toBe("2026-05-25")
    expect(windowsOf([version(1, { state: "replaced", days: 400, ended: 190 })], NOW)).toEqual([])
  })
})

describe("what was kept", () => {
  it("is changed by one more step, measured against it", () => {
    const { action, step } = ask({ versions: [version(1, { state: "kept" })], rates: rates(1, 1.5) })
    expect(action).toBe("began")
    expect(step).toMatchObject({
      standing: 1,
      to: "replaced",
      verdict: null,
      begins: { state: "trial", change: { base: 1 }, tunables: { scoreMin: 0.55 } },
    })
    expect(step?.begins?.change.changes).toHaveLength(1)
  })

  it("is rolled back where it has come to do harm", () => {
    expect(ask({ versions: [version(1, { state: "kept" })], rates: rates(1, 0.7) })).toMatchObject({
      action: "ended",
      step: { to: "rolled-back" },
    })
  })
})

it("judges what the operator set as it judges its own, against what stood before", () => {
  const versions = [version(1, { state: "kept" })]
  const step = stepByHand(STRATEGY_TUNABLES, versions, { action: "set", values: { weightSize: 4 }, standing: 1, why: "x" })
  expect(step).toMatchObject({
    standing: 1,
    to: "replaced",
    begins: { state: "trial", change: { kind: "by-hand", base: 1, changes: [{ name: "weightSize", from: 2, to: 4 }] } },
  })
})
