// What is counted, in Prometheus' words? One table: each name with its help, its labels and, of durations, its buckets.

type Metric = {
  readonly kind: "counter" | "histogram"
  readonly help: string
  /** Every value is one of few: patterns of routes, codes, names from the configuration; never a caller's text. */
  readonly labels: readonly string[]
}

export const METRICS = {
  http_requests_total: {
    kind: "counter",
    help: "Requests that were answered, by the pattern of their route.",
    labels: ["worker", "method", "route", "status"],
  },
  http_request_duration_seconds: {
    kind: "histogram",
    help: "Time from a request's arrival until its answer begins, as far as the Worker's clock shows it: it stands still while code computes.",
    labels: ["worker", "route", "status"],
  },
  cache_answers_total: {
    kind: "counter",
    help: "Answers that may be kept, by the layer that gave them (memory, edge, redis, database) and how old they were allowed to be.",
    labels: ["layer", "state"],
  },
  rate_limit_verdicts_total: {
    kind: "counter",
    help: "What the limits said, by the caller's plan.",
    labels: ["plan", "verdict"],
  },
  upstream_requests_total: {
    kind: "counter",
    help: "Requests to outside systems, repeats included, by how they ended: ok, or the code of the failure.",
    labels: ["source", "outcome"],
  },
  tool_calls_total: {
    kind: "counter",
    help: "Calls of the tools that language models are offered, by how they ended: ok, or the code of the failure.",
    labels: ["tool", "outcome"],
  },
  heartbeats_total: {
    kind: "counter",
    help: "Heartbeats of the scheduler, by how they ended.",
    labels: ["outcome"],
  },
  counters_dropped_total: {
    kind: "counter",
    help: "Counts that an isolate did not keep since it held too many series.",
    labels: ["metric"],
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS
type NameOf<K extends Metric["kind"]> = { [N in MetricName]: (typeof METRICS)[N]["kind"] extends K ? N : never }[MetricName]
export type CounterName = NameOf<"counter">
export type HistogramName = NameOf<"histogram">
/** A value for each label of the metric. */
export type LabelsOf<N extends MetricName> = Readonly<Record<(typeof METRICS)[N]["labels"][number], string>>

/** Upper bounds of the buckets of durations, in seconds; above the last lies `+Inf`. */
export const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const
