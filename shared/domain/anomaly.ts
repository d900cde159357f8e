// Is the newest value of a metric out of line with the days before it? A robust prediction on the scale of square roots, where counts and rates spread evenly.
import { studentTail } from "./student.ts"
import { robustScale } from "./robust-scale.ts"
import { median } from "./statistics.ts"
import type { DayValue } from "./trend.ts"

export type Surprise = {
  /** Days that it was compared with. */
  readonly n: number
  readonly value: number
  readonly expected: number
  /** Distance from what was expected, in robust standard deviations. */
  readonly deviations: number
  /** Two-sided. */
  readonly p: number
  readonly direction: "up" | "down"
}

const WEEK = 7
/** Fewer earlier days can't tell how far the values spread. */
export const LEAST_BASELINE = 6
/** A weekday gets a level of its own once each has been seen so often. */
const LEAST_WEEKS = 4

/**
 * How surprising the last of the days is, given the earlier ones; null where there are fewer than `LEAST_BASELINE`. Each earlier day is predicted
 * from the others as the last one is from all of them (jackknife), so that what the prediction doesn't know is part of the spread. `isCount`: chance alone spreads
 * a count by its square root (Anscombe 1948), so no smaller spread is believed.
 */
export function judgeLast(days: readonly DayValue[], isCount: boolean): Surprise | null {
  const last = days.at(-1)
  const earlier = days.slice(0, -1)
  if (last === undefined || earlier.length < LEAST_BASELINE) return null
  const scaled = (value: number): number => Math.sqrt(Math.max(0, value) + (isCount ? 3 / 8 : 0))
  const past = earlier.map(({ day, value }) => ({ day, value: scaled(value) }))
  const seasonal = past.length >= LEAST_WEEKS * WEEK
  const errors = past.map((each, i) => each.value - predict(past.toSpliced(i, 1), each.day, seasonal))
  const expected = predict(past, last.day, seasonal)
  const spread = Math.max(robustScale(errors), isCount ? 0.5 : 0)
  const distance = scaled(last.value) - expected
  if (spread === 0) return null
  const deviations = distance / spread
  const p = studentTail(Math.abs(deviations), freedom(past.length, seasonal))
  return {
    n: past.length,
    value: last.value,
    expected: unscaled(expected, isCount),
    deviations,
    p,
    direction: distance > 0 ? "up" : "down",
  }
}

const unscaled = (root: number, isCount: boolean): number => Math.max(0, root * root - (isCount ? 3 / 8 : 0))

/** A robust scale knows about as much as that many independent deviations do: Qn is 82 % efficient (Rousseeuw and Croux 1993). */
const freedom = (n: number, seasonal: boolean): number => Math.max(1, 0.82 * (n - (seasonal ? WEEK : 1)))

/** Level of the day: the median, moved by its weekday's distance from it, which few days draw back to nothing. */
function predict(past: readonly DayValue[], day: number, seasonal: boolean): number {
  const level = median(past.map(({ value }) => value)) ?? 0
  if (!seasonal) return level
  const same = past.flatMap((each) => (each.day % WEEK === day % WEEK ? [each.value] : []))
  return same.length === 0 ? level : (median(same) ?? level)
}
