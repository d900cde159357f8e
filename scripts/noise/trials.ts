// What becomes of trials of the strategy in simulated studios, where each is looked at every day? For `npm run noise` and the tests.
import { addSamples, EMPTY, type Arms, type Sample } from "../../shared/domain/policy-uplift.ts"
import { judgeTrial, type TrialEvidence } from "../../shared/domain/policy-trial.ts"
import type { Verdict } from "../../shared/domain/policy-version.ts"
import { seededRandom } from "../../shared/kit/random.ts"

export type Studio = {
  readonly seed: string
  /** Runs of the strategy that plan something, a day; each posts on three channels. */
  readonly runsPerDay: number
  /** How much better the tuned posts do. */
  readonly uplift: number
  /** Standard deviations of the logarithm of a rate: between posts, and between the insights that runs tell of. */
  readonly postSd: number
  readonly runSd: number
  readonly rejectedShare?: { readonly tuned: number; readonly frozen: number }
  /** Share of its runs in which the tuned strategy plans nothing. */
  readonly silentShare?: number
}

/** Mean rates of the channels, in millionths. */
const CHANNELS = [8_000, 20_000, 40_000]

const of = (value: number): Sample => ({ n: 1, sum: value, squares: value * value })

/** The evidence after each day: all of it so far, day by day. */
export function* simulateTrial(studio: Studio): Generator<TrialEvidence> {
  const random = seededRandom(studio.seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const strata: { tuned: Sample; frozen: Sample }[] = CHANNELS.map(() => ({ tuned: EMPTY, frozen: EMPTY }))
  const runs = { planned: none(), rejected: none(), refused: none() }
  for (let days = 1; ; days += 1) {
    const mood = Math.exp(0.2 * normal())
    for (let run = 0; run < studio.runsPerDay; run += 1) {
      const side = random() < 0.2 ? "frozen" : "tuned"
      const isSilent = side === "tuned" && random() < (studio.silentShare ?? 0)
      add(runs.planned, side, of(isSilent ? 0 : CHANNELS.length))
      if (isSilent) continue
      add(runs.rejected, side, of(random() < (studio.rejectedShare?.[side] ?? 0.1) ? 1 : 0))
      add(runs.refused, side, of(random() < 0.05 ? 1 / 3 : 0))
      const insight = mood * Math.exp(studio.runSd * normal()) * (side === "tuned" ? 1 + studio.uplift : 1)
      for (const [i, stratum] of strata.entries())
        add(stratum, side, of(Math.round((CHANNELS[i] ?? 0) * insight * Math.exp(studio.postSd * normal()))))
    }
    yield { rates: strata, baseRates: null, ...runs, days }
  }
}

const none = (): { tuned: Sample; frozen: Sample } => ({ tuned: EMPTY, frozen: EMPTY })

function add(arms: { -readonly [S in keyof Arms]: Sample }, side: keyof Arms, sample: Sample): void {
  arms[side] = addSamples(arms[side], sample)
}

/** Looks every day, as the agent does, and stops with the first verdict. */
export function outcomeOf(studio: Studio): Verdict & { readonly days: number } {
  for (const evidence of simulateTrial(studio)) {
    const verdict = judgeTrial(evidence)
    if (verdict !== null) return { ...verdict, days: evidence.days }
  }
  throw new Error("a simulation doesn't end by itself")
}

/** How many of so many trials ended in each way. */
export function countOutcomes(studio: Omit<Studio, "seed">, trials: number, seed: string): Record<Verdict["kind"], number> {
  const counts = { keep: 0, "roll-back": 0, "no-evidence": 0 }
  for (let i = 0; i < trials; i += 1) counts[outcomeOf({ ...studio, seed: `${seed} ${i}` }).kind] += 1
  return counts
}

/** Runs a day that plan something, three posts each; rates and insights differ as much as is usual. */
export const STUDIO = { runsPerDay: 10, uplift: 0, postSd: 0.8, runSd: 0.3 }

/** Studios in which no trial has an effect. */
export const WITHOUT_EFFECT: Readonly<Record<string, Omit<Studio, "seed">>> = {
  "30 posts a day": STUDIO,
  "12 posts a day": { ...STUDIO, runsPerDay: 4 },
  "longer tails": { ...STUDIO, postSd: 1.2 },
  "runs that differ more": { ...STUDIO, runSd: 0.5 },
}
