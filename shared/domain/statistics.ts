// Which numbers describe a sample robustly, and how surprising is a value? Every answer is null where the sample can't give one.

/** Makes a median absolute deviation comparable to a standard deviation of normal data: 1 / Φ⁻¹(3/4). */
const MAD_TO_SIGMA = 1.4826

/** Middle value; null of an empty sample. */
export function median(sample: ArrayLike<number>): number | null {
  if (sample.length === 0) return null
  const sorted = Float64Array.from(sample).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** Median and scaled median absolute deviation (a robust standard deviation); null of an empty sample. */
export function describeRobustly(sample: ArrayLike<number>): { readonly center: number; readonly spread: number } | null {
  const center = median(sample)
  if (center === null) return null
  const deviation = median(Float64Array.from(sample, (value) => Math.abs(value - center)))
  return { center, spread: MAD_TO_SIGMA * (deviation ?? 0) }
}

/**
 * Standard normal distribution function, by the Chebyshev fit of erfc in Press et al., Numerical Recipes, section 6.2
 * (relative error below 1.2e-7 everywhere).
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2
  const t = 1 / (1 + z / 2)
  const inner = 1.48851587 + t * (-0.82215223 + t * 0.17087277)
  const poly =
    -1.26551223 +
    t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * inner))))))
  const tail = (t * Math.exp(-z * z + poly)) / 2
  return x > 0 ? 1 - tail : tail
}

/** Sums of paired values, from which correlation and slope follow. Pairs with a NaN are left out. */
export type PairSums = {
  readonly count: number
  readonly meanX: number
  readonly meanY: number
  readonly varianceX: number
  readonly varianceY: number
  readonly covariance: number
}

/** Moments of the pairs (x[i], y[i]) for from <= i < to, by Welford's updates. */
export function pairMoments(x: ArrayLike<number>, y: ArrayLike<number>, from: number, to: number): PairSums {
  let count = 0
  let meanX = 0
  let meanY = 0
  let sumXX = 0
  let sumYY = 0
  let sumXY = 0
  for (let i = Math.max(0, from); i < to; i++) {
    const a = x[i] ?? Number.NaN
    const b = y[i] ?? Number.NaN
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    count++
    const deltaX = a - meanX
    const deltaY = b - meanY
    meanX += deltaX / count
    meanY += deltaY / count
    sumXX += deltaX * (a - meanX)
    sumYY += deltaY * (b - meanY)
    sumXY += deltaX * (b - meanY)
  }
  const n = Math.max(1, count)
  return { count, meanX, meanY, varianceX: sumXX / n, varianceY: sumYY / n, covariance: sumXY / n }
}

/** Pearson's correlation of the pairs, -1 to 1; null where a side doesn't vary or there are fewer than 4 pairs. */
export function correlationOf(sums: PairSums): number | null {
  const scale = Math.sqrt(sums.varianceX * sums.varianceY)
  if (sums.count < 4 || !(scale > 1e-12)) return null
  return Math.max(-1, Math.min(1, sums.covariance / scale))
}

/**
 * How many standard errors the first correlation lies above the second: Fisher's z transformation for two independent samples,
 * (atanh r1 - atanh r2) / sqrt(1/(n1 - 3) + 1/(n2 - 3)). `n1` and `n2` are effective sample sizes; null at 3 or fewer.
 */
export function fisherScore(first: { r: number; n: number }, second: { r: number; n: number }): number | null {
  if (first.n <= 3 || second.n <= 3) return null
  const bound = (r: number) => Math.atanh(Math.max(-0.999_999, Math.min(0.999_999, r)))
  return (bound(first.r) - bound(second.r)) / Math.sqrt(1 / (first.n - 3) + 1 / (second.n - 3))
}
