// How sure is a mean? Intervals from Student's distribution, whose quantiles and the normal's are here. Rates and units are the caller's.

/** Quantile of the standard normal distribution, relative error below 1.2e-9. Source: P. J. Acklam (2003), rational approximation of the inverse. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    const over =
      ((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q
    const under = ((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416
    return (over + 2.938163982698783) / (under * q + 1)
  }
  const q = p - 0.5
  const r = q * q
  const over = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r
  const under =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r
  return ((over + 2.506628277459239) * q) / (under + 1)
}

/**
 * Quantile of Student's distribution with `df` >= 1 degrees of freedom, right to five digits. Source: G. W. Hill (1970), Algorithm 396,
 * Communications of the ACM 13, 619-620; exact for 1 and 2.
 */
export function studentQuantile(p: number, df: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, df)
  const tails = 2 * (1 - p)
  if (df === 1) return 1 / Math.tan((tails * Math.PI) / 2)
  if (df === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2)
  const a = 1 / (df - 0.5)
  const b = 48 / (a * a)
  const c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * df
  const y = (d * tails) ** (2 / df)
  return Math.sqrt(df * (y > 0.05 + a ? middle(tails, df, { a, b, c, d }) : tail(y, df, d)))
}

function middle(tails: number, df: number, { a, b, c, d }: { a: number; b: number; c: number; d: number }): number {
  const x = normalQuantile(tails / 2)
  const y = x * x
  const from = df < 5 ? c + 0.3 * (df - 4.5) * (x + 0.6) : c
  const e = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + from
  const z = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / e - y - 3) / b + 1) * x
  return Math.expm1(a * z * z)
}

const tail = (y: number, df: number, d: number): number =>
  ((1 / (((df + 6) / (df * y) - 0.089 * d - 0.822) * (df + 2) * 3) + 0.5 / (df + 4)) * y - 1) * ((df + 1) / (df + 2)) + 1 / y

/** Count, sum, and sum of squares of a sample. */
export type Sums = { readonly n: number; readonly sum: number; readonly squares: number }

/** `low` and `high` are null where the sample can't say: a single value, or none that differs. */
export type Mean = { readonly n: number; readonly mean: number; readonly low: number | null; readonly high: number | null }

/** Unbiased variance; null of fewer than two values. */
export const varianceOf = ({ n, sum, squares }: Sums): number | null => (n < 2 ? null : Math.max(0, (squares - (sum * sum) / n) / (n - 1)))

/** The mean with Student's interval; null of an empty sample. Two or more values that are all the same don't tell how much they vary. */
export function meanOf(sums: Sums, coverage = 0.95): Mean | null {
  const { n, sum } = sums
  if (n === 0) return null
  const mean = sum / n
  const variance = varianceOf(sums) ?? 0
  // A spread smaller than a billionth of the mean is what rounding leaves.
  if (variance <= (1e-9 * mean) ** 2) return { n, mean, low: null, high: null }
  const half = studentQuantile((1 + coverage) / 2, n - 1) * Math.sqrt(variance / n)
  return { n, mean, low: mean - half, high: mean + half }
}

export type Difference = { readonly difference: number; readonly low: number; readonly high: number }

/**
 * How far the first mean lies above the second; null where either can't say how it varies. The interval is the wider of two: Welch's (B. L. Welch 1947,
 * Biometrika 34), which a group without a lucky post makes too narrow where spread grows with the mean, as rates' does, and Student's with the variance of
 * all values about the mean of all, which a group with one makes too narrow.
 */
export function differenceOf(first: Sums, second: Sums, coverage = 0.95): Difference | null {
  const all = varianceOf({ n: first.n + second.n, sum: first.sum + second.sum, squares: first.squares + second.squares })
  const [v1, v2] = [varianceOf(first), varianceOf(second)]
  if (all === null || v1 === null || v2 === null || v1 + v2 === 0) return null
  const [e1, e2] = [v1 / first.n, v2 / second.n]
  const df = Math.max(1, Math.floor((e1 + e2) ** 2 / (e1 ** 2 / (first.n - 1) + e2 ** 2 / (second.n - 1))))
  const p = (1 + coverage) / 2
  const welch = studentQuantile(p, df) * Math.sqrt(e1 + e2)
  const pooled = studentQuantile(p, first.n + second.n - 2) * Math.sqrt(all * (1 / first.n + 1 / second.n))
  const difference = first.sum / first.n - second.sum / second.n
  const half = Math.max(welch, pooled)
  return { difference, low: difference - half, high: difference + half }
}

export type Share = { readonly n: number; readonly share: number; readonly low: number; readonly high: number }

/** A share of successes with its interval, which stays within 0 and 1 (E. B. Wilson 1927, JASA 22, 209-212); null of none. */
export function wilsonOf(successes: number, n: number, coverage = 0.95): Share | null {
  if (n === 0) return null
  const share = successes / n
  const z2 = normalQuantile((1 + coverage) / 2) ** 2
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = Math.sqrt(z2 * ((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n)
  return { n, share, low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half }
}
