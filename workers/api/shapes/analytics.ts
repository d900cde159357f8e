// How does the API show sums: what posts came to, how runs went, what rises? Aggregates only: nothing here is about a person.
import * as z from "zod"
import type { RunStats } from "../../../shared/db/queries/run-stats.ts"
import type { Group } from "../../../shared/domain/performance.ts"
import type { TopicTrend } from "../../../shared/domain/trending.ts"

const Share = z.number().describe("Engagements for each impression: 0.03 is three for a hundred.")

export const PostGroup = z
  .object({
    value: z.string(),
    posts: z.int().describe("Posts with a reading at the age of 24 hours."),
    rated: z.int().describe("Those of them whose platform tells impressions and engagements."),
    impressions: z.int().nullable(),
    engagements: z.int().nullable(),
    rate: z
      .object({ mean: Share, low: Share.nullable(), high: Share.nullable() })
      .nullable()
      .describe("Mean of the posts' own rates with its 95 % interval (Student); the unit is the post."),
    drawn: z
      .object({ estimate: Share, low: Share.nullable(), high: Share.nullable(), weight: z.number() })
      .nullable()
      .describe("The mean drawn towards all others' by as much as its posts leave open (empirical Bayes); `weight` is its own part."),
    ranked: z.boolean().describe("Enough posts to be called better or worse than others."),
  })
  .meta({ id: "PostGroup" })

export function toPostGroup({ value, posts, rated, impressions, engagements, rate, drawn, isRanked }: Group): z.infer<typeof PostGroup> {
  return {
    value,
    posts,
    rated,
    impressions,
    engagements,
    rate: rate && { mean: rate.mean, low: rate.low, high: rate.high },
    drawn: drawn && { estimate: drawn.estimate, low: drawn.low, high: drawn.high, weight: drawn.weight },
    ranked: isRanked,
  }
}

const Ms = z.number().nullable().describe("Milliseconds; null where no run was measured to its end.")

export const AgentStats = z
  .object({
    agent: z.string(),
    runs: z.int().describe("Runs that ended. One that was asked again and ended again counts again."),
    succeeded: z.int(),
    failed: z.int(),
    meanMs: Ms,
    p50Ms: Ms,
    p95Ms: Ms,
    p99Ms: Ms,
  })
  .meta({ id: "AgentStats" })

/** Quantiles are known to within 5 %: more digits would say more than that. */
const digits = (ms: number | null): number | null => (ms === null ? null : Number(ms.toPrecision(3)))

export const toAgentStats = ({ agent, runs, succeeded, failed, meanMs, p50Ms, p95Ms, p99Ms }: RunStats): z.infer<typeof AgentStats> => ({
  agent,
  runs,
  succeeded,
  failed,
  meanMs: meanMs === null ? null : Math.round(meanMs),
  p50Ms: digits(p50Ms),
  p95Ms: digits(p95Ms),
  p99Ms: digits(p99Ms),
})

export const Trend = z
  .object({
    asset: z.string(),
    topic: z.string(),
    posts: z.int().describe("Posts about it that went out in those days."),
    interactions: z.int().describe("Of the last 24 whole hours."),
    expected: z.number().describe("A mean day of those before."),
    lift: z.number().describe("Times as many as expected, drawn towards 1 by as much as chance and bursts can do."),
    low: z.number(),
    high: z.number(),
    rising: z.boolean().describe("All of the interval lies above 1, and more than one post draws it."),
  })
  .meta({ id: "TopicTrend" })

export const toTrend = ({ asset, topic, posts, interactions, expected, lift, low, high, isRising }: TopicTrend): z.infer<typeof Trend> => ({
  asset,
  topic,
  posts,
  interactions,
  expected,
  lift,
  low,
  high,
  rising: isRising,
})
