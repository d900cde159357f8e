import { describe, expect, it } from "vitest"
import { countOutcomes, outcomeOf, STUDIO, WITHOUT_EFFECT } from "../../scripts/noise/trials.ts"
import { HORIZON_DAYS, judgeKept, judgeTrial, measureUplift, type TrialEvidence, upliftText } from "../../shared/domain/policy-trial.ts"
import { EMPTY, type Sample, sequenceRadius } from "../../shared/domain/policy-uplift.ts"

const TRIALS = 1_000
/** Upper end of Wilson's interval for a share, at 95 %. */
function wilsonUpper(count: number, n: number): number {
  const z = 1.96
  const p = count / n
  return (p + (z * z) / (2 * n) + z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
}

describe("a trial without any effect, looked at every day for eight weeks", () => {
  it.each(Object.entries(WITHOUT_EFFECT))("is kept or rolled back in at most 5 of 100 cases: %s", (_name, studio) => {
    const counts = countOutcomes(studio, TRIALS, "trial")
    expect(counts.keep + counts["roll-back"] + counts["no-evidence"]).toBe(TRIALS)
    expect(wilsonUpper(counts.keep + counts["roll-back"], TRIALS), JSON.stringify(counts)).toBeLessThanOrEqual(0.05)
  })
})

describe("a trial with an effect", () => {
  it("is kept for 30 % more, and rolled back for 25 % less, in most cases", () => {
    const gain = countOutcomes({ ...STUDIO, runsPerDay: 20, uplift: 0.3 }, 200, "trial")
    const loss = countOutcomes({ ...STUDIO, runsPerDay: 20, uplift: -0.25 }, 200, "trial")
    expect(gain.keep, JSON.stringify(gain)).toBeGreaterThan(160)
    expect(gain["roll-back"]).toBeLessThan(5)
    expect(loss["roll-back"], JSON.stringify(loss)).toBeGreaterThan(160)
    expect(loss.keep).toBe(0)
  })

  it("is rolled back where people reject three times as many of its drafts, however well they do", () => {
    const verdict = outcomeOf({ ...STUDIO, runsPerDay: 20, seed: "rejected", rejectedShare: { tuned: 0.3, frozen: 0.1 } })
    expect(verdict).toMatchObject({ kind: "roll-back", rule: "more-rejected" })
    expect(verdict.why).toMatch(/^People reject more of it: \d+\.\d % against \d+\.\d % of the drafts of a run\.$/)
  })

  it("is rolled back where it hardly posts any more", () => {
    expect(outcomeOf({ ...STUDIO, seed: "silent", silentShare: 0.9 })).toMatchObject({ kind: "roll-back", rule: "posts-less" })
    expect(outcomeOf({ ...STUDIO, seed: "silent", silentShare: 1 })).toMatchObject({ kind: "roll-back", rule: "posts-less" })
  })
})

const sample = (n: number, mean: number, sd: number): Sample => ({ n, sum: n * mean, squares: n * mean * mean + (n - 1) * sd * sd })
const quiet = { tuned: sample(800, 1, 0), frozen: sample(200, 1, 0) }
const evidence = (over: Partial<TrialEvidence>): TrialEvidence => ({
  rates: [],
  baseRates: null,
  planned: quiet,
  rejected: { tuned: sample(800, 0, 0), frozen: sample(200, 0, 0) },
  refused: { tuned: sample(800, 0, 0), frozen: sample(200, 0, 0) },
  days: 20,
  ...over,
})

describe("the verdict", () => {
  it("says nothing while there is next to nothing to compare", () => {
    const few = [{ tuned: sample(100, 40_000, 100), frozen: sample(29, 10_000, 100) }]
    expect(measureUplift(few)).toBeNull()
    expect(judgeTrial(evidence({ rates: few }))).toBeNull()
    expect(judgeTrial(evidence({}))).toBeNull()
    expect(judgeTrial(evidence({ rates: [{ tuned: EMPTY, frozen: EMPTY }], planned: { tuned: EMPTY, frozen: EMPTY } }))).toBeNull()
  })

  it("says at the horizon that nothing was shown, and names no winner", () => {
    const verdict = judgeTrial(evidence({ days: HORIZON_DAYS }))
    expect(verdict).toMatchObject({ kind: "no-evidence", rule: "horizon", uplift: null })
    const even = [{ tuned: sample(800, 20_500, 18_000), frozen: sample(200, 20_000, 18_000) }]
    expect(judgeTrial(evidence({ days: HORIZON_DAYS - 1, rates: even }))).toBeNull()
    expect(judgeTrial(evidence({ days: HORIZON_DAYS, rates: even }))).toMatchObject({ kind: "no-evidence" })
  })

  it("measures a trial against the version that it changed, not only against the frozen posts", () => {
    const better = [{ tuned: sample(4_000, 30_000, 24_000), frozen: sample(1_000, 20_000, 16_000) }]
    expect(judgeTrial(evidence({ rates: better }))).toMatchObject({ kind: "keep", rule: "better" })
    expect(judgeTrial(evidence({ rates: better, baseRates: better }))).toBeNull()
    const best = [{ tuned: sample(4_000, 60_000, 48_000), frozen: sample(1_000, 20_000, 16_000) }]
    expect(judgeTrial(evidence({ rates: better, baseRates: best }))).toMatchObject({ kind: "roll-back", rule: "worse-than-before" })
    expect(judgeTrial(evidence({ rates: best, baseRates: better }))).toMatchObject({ kind: "keep", rule: "better" })
  })

  it("takes more posts where rates are high for no success", () => {
    const mix = [
      { tuned: sample(900, 40_000, 30_000), frozen: sample(100, 40_000, 30_000) },
      { tuned: sample(100, 5_000, 4_000), frozen: sample(300, 5_000, 4_000) },
    ]
    expect(measureUplift(mix)?.value).toBeCloseTo(0, 10)
  })

  it("ends what was kept once it does harm, and only then", () => {
    const worse = [{ tuned: sample(4_000, 15_000, 12_000), frozen: sample(1_000, 20_000, 16_000) }]
    expect(judgeKept(evidence({ rates: worse }))).toMatchObject({ kind: "roll-back", rule: "worse-than-frozen" })
    expect(judgeKept(evidence({ days: 900 }))).toBeNull()
  })

  it("writes an uplift with its bounds and what it was measured on", () => {
    expect(upliftText({ value: 0.123, low: -0.04, high: 0.31, tuned: 800, frozen: 200 })).toBe(
      "+12.3 % (−4.0 % to +31.0 %; 800 posts against 200)",
    )
  })
})

describe("the bounds", () => {
  it("are wider than those of a single look, and narrow with what is known", () => {
    const radii = [0.1, 0.01, 0.001, 0.0001].map((variance) => sequenceRadius(variance, 0.05))
    expect(radii.toSorted((a, b) => b - a)).toEqual(radii)
    for (const [i, variance] of [0.1, 0.01, 0.001, 0.0001].entries()) expect(radii[i]).toBeGreaterThan(1.96 * Math.sqrt(variance))
    expect(sequenceRadius(0, 0.05)).toBe(Number.POSITIVE_INFINITY)
  })

  it("equal the mixture's closed form", () => {
    // n = 100 units of variance 1, prior variance 1: sqrt(101 ln(101 / 0.0025)) / 100.
    expect(sequenceRadius(0.01, 0.05, 1)).toBeCloseTo(Math.sqrt(101 * Math.log(101 / 0.0025)) / 100, 12)
  })
})
