// How does a metric of the studio's own days read: its name, and a value of it in its unit?
import { METRICS, type Metric } from "../../../shared/domain/snapshot.ts"
import { dollarText, numberText, wordsText } from "./format.ts"

const find = (metric: string) => (Object.hasOwn(METRICS, metric) ? METRICS[metric as Metric] : null)

export const metricLabel = (metric: string): string => find(metric)?.label ?? wordsText(metric)

/** `2.41%`, `$1.20`, `4,000`; with a sign before it where it is below zero. */
export function metricText(metric: string, value: number): string {
  const sign = value < 0 ? "−" : ""
  const size = Math.abs(value)
  const unit = find(metric)?.unit
  if (unit === "share") return `${sign}${(size * 100).toFixed(2)}%`
  if (unit === "micro-usd") return `${sign}${dollarText(size)}`
  return `${sign}${numberText(size, size < 10 ? 2 : 0)}`
}
