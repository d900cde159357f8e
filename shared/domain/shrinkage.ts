// What is a group's mean, or a topic's rise, worth, given how little was seen of it? Each is drawn towards the whole by as much as its own numbers leave open:
// a group of one never wins by its luck.
import { normalQuantile, type Sums } from "./intervals.ts"

const Z = normalQuantile(0.975)

export type Shrunk = {
  /** The estimate, between the group's own mean and that of all. */
  readonly estimate: number
  /** Share of the group's own mean in it, 0 to 1. */
  readonly weight: number
  /** 95 %; null where no group says how much its values vary. */
  readonly low: number | null
  readonly high: number | null
}

/** A group of fewer posts is never called the best, whatever its estimate: rates of posts are skewed, and one can lie very far out. */
export const LEAST_POSTS = 5

/**
 * Means of groups, each drawn towards the mean of all by empirical Bayes: with values of variance s² about their group's mean and group means of
 * variance t² about the whole, a group of n keeps the share t² / (t² + s²/n) of its distance (Efron and Morris 1975, JASA 70, 311-319). s² is pooled
 * within groups; t² is the analysis-of-variance estimate for groups of unequal size (Searle, Casella, McCulloch 1992, Variance Components, 3.6), not
 * below zero. The interval counts what is not known of the whole's mean and of t² too (Morris 1983, JASA 78, 47-55). In the order given; a group of
 * none is an error.
 */
export function shrinkMeans(groups: readonly Sums[]): Shrunk[] {
  const n = total(groups, (group) => group.n)
  const simple = total(groups, (group) => group.sum) / n
  if (n <= groups.length) return groups.map(() => ({ estimate: simple, weight: 0, low: null, high: null }))
  const within = Math.max(0, total(groups, (g) => g.squares - g.sum ** 2 / g.n) / (n - groups.length))
  const between = total(groups, (g) => g.n * (g.sum / g.n - simple) ** 2)
  const size = n - total(groups, (g) => g.n ** 2) / n
  const spread = size <= 0 ? 0 : Math.max(0, (between - (groups.length - 1) * within) / size)
  // Values that never vary within a group: each mean is what it is.
  if (within === 0) return groups.map((g) => ({ estimate: g.sum / g.n, weight: 1, low: null, high: null }))
  const precision = (group: Sums): number => 1 / (spread + within / group.n)
  const all = total(groups, precision)
  const whole = total(groups, (g) => precision(g) * (g.sum / g.n)) / all
  return groups.map((group) => {
    const weight = spread * precision(group)
    const distance = group.sum / group.n - whole
    const estimate = whole + weight * distance
    const unknownSpread = (2 / Math.max(1, groups.length - 3)) * ((1 - weight) * distance) ** 2
    const half = Z * Math.sqrt((weight * within) / group.n + (1 - weight) ** 2 / all + unknownSpread)
    return { estimate, weight, low: estimate - half, high: estimate + half }
  })
}

const total = <T>(list: readonly T[], of: (item: T) => number): number => list.reduce((sum, item) => sum + of(item), 0)

export type Counted = { readonly count: number; readonly expected: number }

/** How many times as much as expected: `lift` drawn towards 1, with an interval. */
export type Lift = { readonly lift: number; readonly low: number; readonly high: number }

/** So many events are known beforehand to have come as expected. */
export const PRIOR_EVENTS = 10

/**
 * The rise of a count over what was expected, drawn towards 1: (count + a) / (expected + a), the mean of a gamma prior of mean 1 updated by a Poisson
 * count (Clayton and Kaldor 1987, Biometrics 43, 671-681). Events come in bursts, one post drawing many: counts are first divided by `burst`, the
 * variance of a count over its mean, so that a burst weighs as one. The interval is the gamma's, by Wilson and Hilferty (1931).
 */
export function shrinkCount({ count, expected }: Counted, burst: number, coverage = 0.95): Lift {
  const z = normalQuantile((1 + coverage) / 2)
  const shape = count / burst + PRIOR_EVENTS
  const rate = expected / burst + PRIOR_EVENTS
  const quantile = (normal: number): number => (shape * Math.max(0, 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape))) ** 3) / rate
  return { lift: shape / rate, low: quantile(-z), high: quantile(z) }
}

/**
 * How much more than chance daily counts vary, as the variance over the mean that a series of this mean has: the larger of what all series have in
 * common (quasi-Poisson) and of what grows with the mean (negative binomial, 1 + c * mean, c by moments), both pooled. Never below 1, which is chance.
 */
export function burstsOf(series: readonly (readonly number[])[]): (mean: number) => number {
  const known = series.flatMap((days) => {
    const mean = total(days, (count) => count) / days.length
    return days.length < 2 || mean <= 0 ? [] : [{ mean, degrees: days.length - 1, squares: total(days, (count) => (count - mean) ** 2) }]
  })
  if (known.length === 0) return () => 1
  const common = total(known, ({ mean, squares }) => squares / mean) / total(known, ({ degrees }) => degrees)
  const growing = total(known, ({ mean, squares, degrees }) => squares / degrees - mean) / total(known, ({ mean }) => mean ** 2)
  return (mean) => Math.max(1, common, 1 + growing * mean)
}
