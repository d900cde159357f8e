// What do the figures advise? Each piece of advice names what it stands on, and is given only where its interval speaks; without that there is none.
import { differenceOf, meanOf, type Sums } from "./intervals.ts"
import { type Compared, type GroupSums, ratesOf } from "./performance.ts"
import type { TopicTrend, Trends } from "./trending.ts"

/** Posts that each side of a comparison needs: rates are skewed, and Student's interval is right of a mean only of enough of them. */
export const LEAST_COMPARED = 20

/** Mean rates, as shares, below which posts do poorly and above which they do well. Source: the earlier system's recommendations. */
export const RATE_BOUNDS = { low: 0.02, strong: 0.05 } as const

/** Share of looks without any difference in which something may be advised. */
const FALSE_ADVICE = 0.05

/** What is advised on: kinds of posts that the studio chooses. Versions of the policy are compared by strategy tuning. */
const CHOSEN: readonly Compared[] = ["channel", "format", "asset", "topic", "insight-type", "hour"]

type Evidence = {
  /** Posts, or interactions of a rising topic. */
  readonly n: number
  /** Posts that it is compared with; null where it is compared with a bound, or with the days before. */
  readonly others: number | null
  /** A mean rate as a share, or how many times as much as expected. */
  readonly value: number
  /** The others' mean rate, the bound, or 1. */
  readonly against: number
  /** Of the difference to the others; of the value itself where there are none. */
  readonly low: number
  readonly high: number
  readonly coverage: number
}

export type Recommendation = Evidence & {
  readonly kind: "more" | "less" | "rising" | "low-rate" | "strong-rate"
  /** What it is about: a value of a dimension, an asset and its topic, or all posts. */
  readonly dimension: Compared | "asset-topic" | "all"
  readonly subject: string
}

const minus = (all: Sums, part: Sums): Sums => ({ n: all.n - part.n, sum: all.sum - part.sum, squares: all.squares - part.squares })
const plus = (a: Sums, b: Sums): Sums => ({ n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares })

type Pair = { readonly dimension: Compared; readonly value: string; readonly own: Sums; readonly others: Sums }

/** Every kind of post that has enough posts, against all others that were compared by the same. */
function pairsOf(rows: readonly GroupSums[]): Pair[] {
  return CHOSEN.flatMap((dimension) => {
    const groups = rows.filter((row) => row.dimension === dimension).map((row) => ({ value: row.value, own: ratesOf(row) }))
    const all = groups.reduce((sums, { own }) => plus(sums, own), { n: 0, sum: 0, squares: 0 })
    const pairs = groups.map(({ value, own }) => ({ dimension, value, own, others: minus(all, own) }))
    // Of two values each is the other's rest: one comparison says it all.
    return (groups.length === 2 ? pairs.filter(({ own, others }) => own.sum * others.n >= others.sum * own.n) : pairs).filter(
      ({ own, others }) => own.n >= LEAST_COMPARED && others.n >= LEAST_COMPARED,
    )
  })
}

function adviceOf({ dimension, value, own, others }: Pair, coverage: number): Recommendation[] {
  const found = differenceOf(own, others, coverage)
  if (found === null || (found.low <= 0 && found.high >= 0)) return []
  const kind = found.low > 0 ? "more" : "less"
  const [mean, against] = [own.sum / own.n, others.sum / others.n]
  return [{ kind, dimension, subject: value, n: own.n, others: others.n, value: mean, against, low: found.low, high: found.high, coverage }]
}

function levelOf(rows: readonly GroupSums[]): Recommendation[] {
  const all = rows.find(({ dimension }) => dimension === "all")
  const rate = all === undefined || all.rated < LEAST_COMPARED ? null : meanOf(ratesOf(all))
  if (rate === null || rate.low === null || rate.high === null) return []
  const kind = rate.high < RATE_BOUNDS.low ? "low-rate" : rate.low > RATE_BOUNDS.strong ? "strong-rate" : null
  if (kind === null) return []
  const against = kind === "low-rate" ? RATE_BOUNDS.low : RATE_BOUNDS.strong
  return [
    {
      kind,
      dimension: "all",
      subject: "all",
      n: rate.n,
      others: null,
      value: rate.mean,
      against,
      low: rate.low,
      high: rate.high,
      coverage: 0.95,
    },
  ]
}

const risingOf = ({ asset, topic, interactions, lift, low, high }: TopicTrend, coverage: number): Recommendation => ({
  kind: "rising",
  dimension: "asset-topic",
  subject: `${asset} ${topic}`,
  n: interactions,
  others: null,
  value: lift,
  against: 1,
  low,
  high,
  coverage,
})

export type Advice = {
  readonly recommendations: readonly Recommendation[]
  /** Comparisons that were made; their intervals hold all at once with 95 %. None: too few posts. */
  readonly comparisons: number
}

/**
 * Advice from the sums of a span and the trends of the day. Intervals are as wide as so many comparisons need (Bonferroni). They are of this one look,
 * and of differences between posts as they were chosen: they don't say what causes them.
 */
export function adviseOn(rows: readonly GroupSums[], trends: Trends): Advice {
  const pairs = pairsOf(rows)
  const coverage = 1 - FALSE_ADVICE / Math.max(1, pairs.length)
  const better = pairs.flatMap((pair) => adviceOf(pair, coverage)).toSorted((a, b) => b.value - b.against - (a.value - a.against))
  const rising = trends.topics.filter(({ isRising }) => isRising).map((topic) => risingOf(topic, trends.coverage))
  return { recommendations: [...levelOf(rows), ...rising, ...better], comparisons: pairs.length }
}
