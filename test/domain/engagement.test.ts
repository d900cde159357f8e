// How is a post doing, compared with others at the same age?
import fc from "fast-check"
import { expect, it } from "vitest"
import { AGE_BANDS, type Counts, engagementRate, lateMs, rankAmong } from "../../shared/domain/engagement.ts"

const counts = (rest: Partial<Counts>): Counts => ({
  impressions: null,
  likes: null,
  replies: null,
  reposts: null,
  quotes: null,
  bookmarks: null,
  ...rest,
})

it("the rate is interactions for each thousand impressions, each counted once", () => {
  expect(engagementRate(counts({ impressions: 2_000, likes: 8, replies: 1, reposts: 1 }))).toBe(5)
})

it.each([counts({ likes: 8 }), counts({ impressions: 0, likes: 0 }), counts({ impressions: 900 })])(
  "what the platform does not tell has no rate: %j",
  (row) => {
    expect(engagementRate(row)).toBeNull()
  },
)

it("a rank needs others, and the usual post stands in the middle", () => {
  expect(rankAmong(5, [])).toBeNull()
  expect(rankAmong(5, [5, 5, 5])).toBe(0.5)
  expect(rankAmong(9, [1, 2, 3])).toBe(1)
})

it("a better rate never ranks lower", () => {
  const rate = fc.double({ min: 0, max: 1_000, noNaN: true })
  fc.assert(
    fc.property(rate, rate, fc.array(rate, { minLength: 1 }), (a, b, others) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      expect(rankAmong(low, others) ?? 0).toBeLessThanOrEqual(rankAmong(high, others) ?? 0)
    }),
  )
})

it("a reading that is missed for one age is never taken for the next", () => {
  const latest = AGE_BANDS.map((hours) => hours * 3_600_000 + lateMs(hours))
  expect(AGE_BANDS.slice(1).filter((next, i) => next * 3_600_000 <= (latest[i] ?? 0))).toEqual([])
})
