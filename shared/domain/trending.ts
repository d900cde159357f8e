// What is rising? Interactions of a day against what the days before let expect, drawn towards no change by as much as chance can do.
import { burstsOf, type Lift, shrinkCount } from "./shrinkage.ts"

/** Interactions with an asset's topic: of the last 24 hours, and of each of up to 7 days before, the latest first. */
export type TopicDays = {
  readonly asset: string
  readonly topic: string
  /** Posts about it that went out in all these days. */
  readonly posts: number
  readonly today: number
  readonly before: readonly number[]
}

export type TopicTrend = Lift & {
  readonly asset: string
  readonly topic: string
  readonly posts: number
  readonly interactions: number
  /** A mean day of those before. */
  readonly expected: number
  /** The interval lies above 1, and more than one post draws them. */
  readonly isRising: boolean
}

export type Trends = {
  /** Those that rise most first. */
  readonly topics: readonly TopicTrend[]
  /** Days that there are to compare with, 0 to 7. */
  readonly days: number
  /** Coverage of each interval, so that all of them together hold with 95 %. */
  readonly coverage: number
}

/** One post never makes a trend, however many people it draws. */
export const LEAST_POSTS_OF_A_TREND = 2

/** Trends of topics; none rises where there is no day to compare with. */
export function trendsOf(topics: readonly TopicDays[]): Trends {
  const days = topics[0]?.before.length ?? 0
  const burstAt = burstsOf(topics.map(({ before }) => before))
  const coverage = 1 - 0.05 / Math.max(1, topics.length)
  const trends = topics.map(({ asset, topic, posts, today, before }) => {
    const expected = days === 0 ? today : before.reduce((sum, count) => sum + count, 0) / days
    // What is expected is itself known from a few days only: the mean of d days varies by a dth of what a day does.
    const lift = shrinkCount({ count: today, expected }, burstAt(expected) * (1 + 1 / Math.max(1, days)), coverage)
    return {
      asset,
      topic,
      posts,
      interactions: today,
      expected,
      ...lift,
      isRising: days > 0 && posts >= LEAST_POSTS_OF_A_TREND && lift.low > 1,
    }
  })
  return {
    topics: trends.toSorted(
      (a, b) => Number(b.isRising) - Number(a.isRising) || b.lift - a.lift || (a.asset + a.topic < b.asset + b.topic ? -1 : 1),
    ),
    days,
    coverage,
  }
}
