// What did posts come to, and which kinds did better? Sums by dimension made into means with intervals; the unit is the post, never the impression.
import { type Mean, meanOf, type Sums } from "./intervals.ts"
import { LEAST_POSTS, type Shrunk, shrinkMeans } from "./shrinkage.ts"

/** What posts are compared by; `all` is every post. Hours are of the day in UTC. */
export const DIMENSIONS = ["all", "channel", "format", "asset", "topic", "insight-type", "hour", "policy"] as const
export type Dimension = (typeof DIMENSIONS)[number]
export type Compared = Exclude<Dimension, "all">
export const COMPARED = DIMENSIONS.filter((dimension): dimension is Compared => dimension !== "all")

/** Sums over posts of one value of a dimension. Rates are engagements for each million impressions; `rated` posts have one. */
export type GroupSums = {
  readonly dimension: Dimension
  readonly value: string
  readonly posts: number
  readonly rated: number
  readonly impressions: number
  readonly engagements: number
  readonly microRates: number
  readonly microRateSquares: number
}

/** Rates here are shares: 0.03 is three engagements for a hundred impressions. */
export type Group = {
  readonly value: string
  /** Posts with a reading, and those of them with a rate. */
  readonly posts: number
  readonly rated: number
  /** Null where no platform told them. */
  readonly impressions: number | null
  readonly engagements: number | null
  /** Mean of the posts' own rates with its 95 % interval. */
  readonly rate: Mean | null
  /** The mean drawn towards that of all values of its dimension. */
  readonly drawn: Shrunk | null
  /** Enough posts to be called better or worse than others. */
  readonly isRanked: boolean
}

export type Performance = { readonly all: Group | null; readonly by: Readonly<Record<Compared, readonly Group[]>> }

/** Sums of a group's rates, as shares. */
export const ratesOf = ({ rated, microRates, microRateSquares }: GroupSums): Sums => ({
  n: rated,
  sum: microRates / 1e6,
  squares: microRateSquares / 1e12,
})

/** The best first by their drawn means: those that are ranked, then those with too few posts, then those of which no platform tells. */
function toGroups(sums: readonly GroupSums[]): Group[] {
  const rated = sums.filter((each) => each.rated > 0)
  const drawn = new Map(shrinkMeans(rated.map(ratesOf)).map((shrunk, i) => [rated[i]?.value, shrunk]))
  return sums
    .map((each) => ({
      value: each.value,
      posts: each.posts,
      rated: each.rated,
      impressions: each.rated === 0 && each.impressions === 0 ? null : each.impressions,
      engagements: each.rated === 0 && each.engagements === 0 ? null : each.engagements,
      rate: meanOf(ratesOf(each)),
      drawn: drawn.get(each.value) ?? null,
      isRanked: each.rated >= LEAST_POSTS,
    }))
    .toSorted(
      (a, b) =>
        Number(b.isRanked) - Number(a.isRanked) || (b.drawn?.estimate ?? -1) - (a.drawn?.estimate ?? -1) || (a.value < b.value ? -1 : 1),
    )
}

export function performanceOf(rows: readonly GroupSums[]): Performance {
  const of = (dimension: Dimension) => toGroups(rows.filter((row) => row.dimension === dimension))
  const by = {
    channel: of("channel"),
    format: of("format"),
    asset: of("asset"),
    topic: of("topic"),
    "insight-type": of("insight-type"),
    hour: of("hour"),
    policy: of("policy"),
  }
  return { all: of("all")[0] ?? null, by }
}
