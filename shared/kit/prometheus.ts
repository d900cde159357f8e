// How does Prometheus read figures? Its text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
import type { Sums } from "./counters.ts"
import { BUCKETS, METRICS, type MetricName } from "./metrics.ts"

export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

export type Sample = {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** What follows the family's name: `_bucket`, `_sum` and `_count` of a histogram. */
  readonly suffix?: string
}

export type Family = {
  readonly name: string
  readonly kind: "counter" | "gauge" | "histogram"
  readonly help: string
  readonly samples: readonly Sample[]
}

/** The page; families without samples are left out. */
export function renderMetrics(families: readonly Family[]): string {
  const lines = families
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, kind, help, samples }) => [
      `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
      `# TYPE ${name} ${kind}`,
      ...samples.map(({ labels, value, suffix = "" }) => `${name}${suffix}${renderLabels(labels)} ${value}`),
    ])
  return `${lines.join("\n")}\n`
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  )
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`
}

type Series = { readonly labels: Readonly<Record<string, string>>; readonly rest: readonly string[]; readonly sum: number }

/** The families of what isolates counted, in the table's order. Series of metrics, or with labels, that the table no longer has are left out. */
export function familiesOf(sums: Sums): Family[] {
  const series = new Map<string, Series[]>()
  for (const [key, sum] of sums) {
    const [name = "", ...values] = key.split("\t")
    const labels = Object.hasOwn(METRICS, name) ? METRICS[name as MetricName].labels : null
    if (labels === null || values.length !== labels.length + (METRICS[name as MetricName].kind === "histogram" ? 1 : 0)) continue
    const named = Object.fromEntries(labels.map((label, at) => [label, values[at] ?? ""]))
    series.set(name, [...(series.get(name) ?? []), { labels: named, rest: values.slice(labels.length), sum }])
  }
  return Object.entries(METRICS).map(([name, { kind, help }]) => {
    const own = series.get(name) ?? []
    return { name, kind, help, samples: kind === "histogram" ? histogram(own) : own.map(({ labels, sum }) => ({ labels, value: sum })) }
  })
}

/** Buckets hold what lies up to their bound, so each includes those below it. */
function histogram(series: readonly Series[]): Sample[] {
  const groups = Map.groupBy(series, ({ labels }) => JSON.stringify(labels))
  return [...groups.values()].flatMap((parts) => {
    const labels = parts[0]?.labels ?? {}
    const sumOf = (part: string) => parts.find(({ rest }) => rest[0] === part)?.sum ?? 0
    let below = 0
    const buckets = [...BUCKETS.map(String), "+Inf"].map((le): Sample => {
      below += sumOf(le)
      return { labels: { ...labels, le }, value: below, suffix: "_bucket" }
    })
    return [...buckets, { labels, value: sumOf("micros") / 1_000_000, suffix: "_sum" }, { labels, value: below, suffix: "_count" }]
  })
}
