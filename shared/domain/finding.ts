// What do the tests say about the studio's own figures? The shape of a trend and of an anomaly as they are kept, with what they measured.
import * as z from "zod"

/** A steady change: `slope` of the metric a day (Sen), over `days` days of which `n` have a value; `p` of the seasonal Mann-Kendall test. */
export const TrendDetail = z.object({
  test: z.literal("seasonal-mann-kendall"),
  n: z.int().positive(),
  days: z.int().positive(),
  slope: z.number(),
  /** `slope` as a share of the median; null of a median of zero. */
  slopeShare: z.number().nullable(),
  p: z.number(),
  /** Correlation of neighbouring days that the test allowed for. */
  autocorrelation: z.number(),
  /** Share of false findings that is allowed among all of a run, and how many metrics it looked at. */
  falseDiscoveries: z.number(),
  metrics: z.int().positive(),
})
export type TrendDetail = z.infer<typeof TrendDetail>

/** A day out of line: `value` where `expected` was, `deviations` robust standard deviations away on the scale of square roots. */
export const AnomalyDetail = z.object({
  test: z.literal("seasonal-robust-t"),
  n: z.int().positive(),
  value: z.number(),
  expected: z.number(),
  deviations: z.number(),
  p: z.number(),
  falseDiscoveries: z.number(),
  metrics: z.int().positive(),
})
export type AnomalyDetail = z.infer<typeof AnomalyDetail>
