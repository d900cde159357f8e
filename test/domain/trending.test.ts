import { describe, expect, test } from "vitest"
import { normalQuantile } from "../../shared/domain/intervals.ts"
import { type TopicDays, trendsOf } from "../../shared/domain/trending.ts"
import { seededRandom } from "../../shared/kit/random.ts"

const days = (over: Partial<TopicDays>): TopicDays => ({
  asset: "BTC",
  topic: "price",
  posts: 5,
  today: 20,
  before: [20, 22, 18, 21, 19, 20, 20],
  ...over,
})
const steady = Array.from({ length: 8 }, (_, i) => days({ asset: `A${i}` }))

describe("topics", () => {
  test("that five times as many take up as usual rise, and the steady ones don't", () => {
    const { topics } = trendsOf([...steady, days({ asset: "SOL", today: 100 })])
    expect(topics[0]).toMatchObject({ asset: "SOL", isRising: true, interactions: 100, expected: 20 })
    expect(topics.filter(({ isRising }) => isRising)).toHaveLength(1)
  })

  test("never rise by one post, however many people it draws", () => {
    const { topics } = trendsOf([...steady, days({ asset: "SOL", topic: "news", posts: 1, today: 5_000 })])
    expect(topics.filter(({ isRising }) => isRising)).toEqual([])
  })

  test("of a handful of interactions don't rise", () => {
    const { topics } = trendsOf([...steady, days({ asset: "SOL", today: 4, before: [1, 0, 1, 1, 0, 1, 1] })])
    expect(topics.filter(({ isRising }) => isRising)).toEqual([])
  })

  test("rise with nothing to compare with is not told", () => {
    const { topics, days: known } = trendsOf([days({ today: 900, before: [] })])
    expect(known).toBe(0)
    expect(topics[0]).toMatchObject({ lift: 1, isRising: false })
  })

  test("that come in bursts have to rise further", () => {
    const bursts = Array.from({ length: 8 }, (_, i) => days({ asset: `A${i}`, before: [0, 80, 0, 0, 60, 0, 0] }))
    const { topics } = trendsOf([...bursts, days({ asset: "SOL", today: 60, before: [0, 80, 0, 0, 60, 0, 0] })])
    expect(topics.filter(({ isRising }) => isRising)).toEqual([])
  })
})

/** Counts of days that vary more than chance has it: each day's rate is drawn anew. */
function noise(draw: () => number, topics: number, spread: number): TopicDays[] {
  const normal = () => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, draw())))
  const count = (usual: number): number => {
    const mean = usual * Math.exp(spread * normal() - spread ** 2 / 2)
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  }
  return Array.from({ length: topics }, (_, i) => {
    const usual = 5 + 20 * (i % 5)
    return days({ asset: `A${i}`, today: count(usual), before: Array.from({ length: 7 }, () => count(usual)) })
  })
}

test.each([
  [0, 500],
  [0.3, 500],
])("days without a trend, varying by %f beside chance, give a false one in at most 5 of 100 looks", (spread, looks) => {
  const draw = seededRandom(`noise-${spread}`)
  let alarms = 0
  for (let look = 0; look < looks; look += 1) if (trendsOf(noise(draw, 20, spread)).topics.some(({ isRising }) => isRising)) alarms += 1
  const share = alarms / looks
  // The upper end of the 95 % interval of the share.
  expect(share + 1.96 * Math.sqrt(Math.max(share, 1 / looks) / looks)).toBeLessThanOrEqual(0.05)
})
