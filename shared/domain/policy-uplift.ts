// How much better do posts of a tuned strategy do than those that stayed with the defaults, and how sure is that, however often one looks?

/** Units (posts, or runs) that have a value: how many, the sum of the values and of their squares. */
export type Sample = { readonly n: number; readonly sum: number; readonly squares: number }

/** The same days seen from both sides: `tuned` worked with a version of the policy, `frozen` with the defaults. */
export type Arms = { readonly tuned: Sample; readonly frozen: Sample }

/** A comparison of two means by the logarithm of their ratio; 0 where they are equal. */
export type Comparison = { readonly log: number; readonly variance: number; readonly tuned: number; readonly frozen: number }

/** A stratum counts only with so many units on either side: a mean of fewer says next to nothing about its own spread. */
const LEAST_OF_STRATUM = 10

/** Posts of one run tell of the same insight on several channels, and do well or badly together: variances are taken to be so many times as large. */
const CLUSTERING = 1.25

export const EMPTY: Sample = { n: 0, sum: 0, squares: 0 }

export const addSamples = (a: Sample, b: Sample): Sample => ({ n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares })

export const meanOf = ({ n, sum }: Sample): number => sum / n

/** Unbiased variance of the units' values. */
export const varianceOf = ({ n, sum, squares }: Sample): number => Math.max(0, (squares - (sum * sum) / n) / (n - 1))

/** Squared coefficient of variation that both sides share: the units' squared relative deviations, each from its own side's mean. */
function relativeVariance({ tuned, frozen }: Arms): number {
  const deviations = [tuned, frozen].reduce((sum, side) => sum + ((side.n - 1) * varianceOf(side)) / meanOf(side) ** 2, 0)
  return deviations / (tuned.n + frozen.n - 2)
}

/**
 * The ratio of two mean rates, each a mean over the strata (channels) weighted with the posts of both sides, so that posting more on a channel
 * where rates are high is no success (direct standardisation). Variance of the logarithm by the delta method, with one coefficient of variation
 * a stratum: rates have long tails, and in the smaller side a mean that is low by chance would vouch for itself with a variance that is too low
 * as well. Null where no stratum has enough on both sides, or a mean is zero.
 */
export function compareStrata(strata: readonly Arms[]): Comparison | null {
  const usable = strata.filter(({ tuned, frozen }) => Math.min(tuned.n, frozen.n) >= LEAST_OF_STRATUM && tuned.sum > 0 && frozen.sum > 0)
  if (usable.length === 0) return null
  const count = (side: "tuned" | "frozen"): number => usable.reduce((sum, arms) => sum + arms[side].n, 0)
  const all = count("tuned") + count("frozen")
  const describe = (side: "tuned" | "frozen"): { mean: number; variance: number } => {
    let [mean, variance] = [0, 0]
    for (const arms of usable) {
      const part = ((arms.tuned.n + arms.frozen.n) / all) * meanOf(arms[side])
      mean += part
      variance += (part * part * relativeVariance(arms)) / arms[side].n
    }
    return { mean, variance: variance / (mean * mean) }
  }
  const [tuned, frozen] = [describe("tuned"), describe("frozen")]
  const variance = CLUSTERING * (tuned.variance + frozen.variance)
  return { log: Math.log(tuned.mean / frozen.mean), variance, tuned: count("tuned"), frozen: count("frozen") }
}

/** How far an effect is taken to lie from none, before anything is known: where the sequence is narrowest. In the unit of the estimate. */
const TYPICAL_LOG_EFFECT = 0.3

/**
 * Half the width of a confidence sequence: the truth lies within it around the estimate at every look at once, with probability 1 - `alpha`.
 * Normal mixture with variance `typical`^2; asymptotic, since the variance is estimated. Source: Robbins 1970; Howard, Ramdas, McAuliffe and
 * Sekhon, Annals of Statistics 49 (2021), section 3; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Annals of Statistics 52 (2024).
 */
export function sequenceRadius(variance: number, alpha: number, typical: number = TYPICAL_LOG_EFFECT): number {
  if (!(variance > 0)) return Number.POSITIVE_INFINITY
  const information = 1 / variance
  const prior = 1 / typical ** 2
  return variance * Math.sqrt((information + prior) * Math.log((information + prior) / (prior * alpha * alpha)))
}

export type Bounds = { readonly low: number; readonly high: number }

/** The sequence's bounds around the logarithm of the ratio. */
export function boundsOf(comparison: Comparison, alpha: number): Bounds {
  const radius = sequenceRadius(comparison.variance, alpha)
  return { low: comparison.log - radius, high: comparison.log + radius }
}

/** `0.25` for the logarithm of 1.25: how much more. */
export const upliftOf = (log: number): number => Math.expm1(log)
