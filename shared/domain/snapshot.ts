// What did a day, a week or a month come to? The figures of a snapshot, and the metrics whose course is watched. What nobody knows is null, with the reason.
import * as z from "zod"

export const Period = z.enum(["day", "week", "month"])
export type Period = z.infer<typeof Period>

/** A mean over posts, whose unit is the post, with its 95 % interval; null of too few to tell. */
const Mean = z.object({ n: z.int().positive(), mean: z.number(), low: z.number().nullable(), high: z.number().nullable() })

/** What did best: `rate` is drawn towards the mean of all posts by as much as `n` posts leave open, `ownRate` is not. */
const Best = z.object({ value: z.string(), rate: z.number(), ownRate: z.number(), n: z.int().positive() })
export type Best = z.infer<typeof Best>

export const BEST_OF = ["channel", "format", "asset", "topic", "insight-type"] as const
export type BestOf = (typeof BEST_OF)[number]

/**
 * Figures of a period. Posts are those published in it, as they did at the age of 24 hours; rates are engagements for each impression. Money in
 * millionths of a dollar.
 */
export const SnapshotFigures = z.object({
  published: z.int().nonnegative(),
  /** Those of them whose platform told impressions and engagements at that age. */
  rated: z.int().nonnegative(),
  impressions: z.int().nonnegative().nullable(),
  engagements: z.int().nonnegative().nullable(),
  meanRate: Mean.nullable(),
  best: z.record(z.enum(BEST_OF), Best.nullable()),
  /** Everything that was counted, and what was taken back is taken off. */
  interactions: z.object({ count: z.int(), byType: z.record(z.string(), z.int()), byPlatform: z.record(z.string(), z.int()) }),
  newPeople: z.int().nonnegative(),
  /** As the scores of the day after the period found it: active in the last day, the last 7 or the last 30. */
  people: z.int().nonnegative().nullable(),
  activePeople: z.int().nonnegative().nullable(),
  insights: z.int().nonnegative(),
  spend: z.object({ microUsd: z.int(), byScope: z.record(z.string(), z.int()) }),
  runs: z.object({ ended: z.int().nonnegative(), failed: z.int().nonnegative(), meanWallMs: z.number().nullable() }),
  /** Why a figure is null, by its name. */
  unknown: z.record(z.string(), z.string()),
})
export type SnapshotFigures = z.infer<typeof SnapshotFigures>

export type Snapshot = {
  readonly period: Period
  /** First day, and the day after the last, as YYYY-MM-DD in UTC. */
  readonly startsOn: string
  readonly endsBefore: string
  readonly figures: SnapshotFigures
}

/** What is watched for trends and anomalies, and forecast. Counts are whole numbers that can't be negative. */
export const METRICS = {
  "mean-rate": { label: "Mean engagement rate", unit: "share", of: (f) => f.meanRate?.mean ?? null },
  impressions: { label: "Impressions", unit: "count", of: (f) => f.impressions },
  engagements: { label: "Engagements", unit: "count", of: (f) => f.engagements },
  interactions: { label: "Interactions", unit: "count", of: (f) => f.interactions.count },
  "active-people": { label: "Active people", unit: "count", of: (f) => f.activePeople },
  "new-people": { label: "New people", unit: "count", of: (f) => f.newPeople },
  insights: { label: "Insights", unit: "count", of: (f) => f.insights },
  spend: { label: "Spend", unit: "micro-usd", of: (f) => f.spend.microUsd },
  "failed-runs": { label: "Failed runs", unit: "count", of: (f) => f.runs.failed },
} as const satisfies Record<
  string,
  { readonly label: string; readonly unit: "share" | "count" | "micro-usd"; of(figures: SnapshotFigures): number | null }
>

export type Metric = keyof typeof METRICS
export const METRIC_NAMES = Object.keys(METRICS) as readonly Metric[]
