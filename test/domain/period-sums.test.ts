import { expect, it } from "vitest"
import { toSnapshot } from "../../shared/domain/period-sums.ts"
import { METRICS, METRIC_NAMES, SnapshotFigures } from "../../shared/domain/snapshot.ts"
import { sumsOfDay } from "../db/performance-rows.ts"

const DAY = "2026-11-19"
const group = (dimension: "all" | "format", value: string, rated: number, rate: number) =>
  ({
    dimension,
    value,
    posts: rated,
    rated,
    impressions: 1_000 * rated,
    engagements: rate * 1_000 * rated,
    microRates: rate * 1e6 * rated,
    // Half of the posts lie a fifth above, half a fifth below.
    microRateSquares: 1.04 * (rate * 1e6) ** 2 * rated,
  }) as const

it("a snapshot's figures are sums, means over posts and counts by name, as its schema has them", () => {
  const { figures, ...span } = toSnapshot(
    sumsOfDay(DAY, 100, {
      interactions: [
        { platform: "x", type: 1, count: 7 },
        { platform: "telegram", type: 1, count: 2 },
        { platform: "x", type: 3, count: -1 },
      ],
      spend: [
        { scope: "all", microUsd: 30 },
        { scope: "channel:x", microUsd: 20 },
        { scope: "model", microUsd: 10 },
      ],
      runs: [
        { succeeded: false, runs: 3, wallMs: 90 },
        { succeeded: true, runs: 5, wallMs: 1_000 },
      ],
    }),
  )
  expect(span).toEqual({ period: "day", startsOn: DAY, endsBefore: "2026-11-20" })
  expect(SnapshotFigures.parse(figures)).toEqual(figures)
  expect(figures).toMatchObject({
    published: 10,
    rated: 10,
    impressions: 10_000,
    engagements: 300,
    meanRate: { n: 10, mean: 0.03 },
    interactions: { count: 8, byType: { like: 9, reply: -1 }, byPlatform: { telegram: 2, x: 6 } },
    people: 1_000,
    activePeople: 100,
    spend: { microUsd: 30, byScope: { "channel:x": 20, model: 10 } },
    runs: { ended: 8, failed: 3, meanWallMs: 200 },
    unknown: {},
  })
  expect(METRIC_NAMES.map((metric) => METRICS[metric].of(figures))).toEqual([0.03, 10_000, 300, 8, 100, 100, 5, 30, 3])
})

it("what did best has enough posts, and its rate is drawn towards that of all", () => {
  const posts = [
    group("all", "all", 51, 0.03),
    group("format", "thread", 20, 0.05),
    group("format", "single", 30, 0.02),
    group("format", "picture", 1, 0.4),
  ]
  const { figures } = toSnapshot(sumsOfDay(DAY, 100, { posts }))
  expect(figures.best.format).toMatchObject({ value: "thread", ownRate: 0.05, n: 20 })
  expect(figures.best.format?.rate).toBeLessThan(0.1)
  expect(figures.best.channel).toBeNull()
})

it("what nobody knows is null with its reason, and no zero", () => {
  const { figures } = toSnapshot(sumsOfDay(DAY, 100, { posts: [], audience: null }))
  expect(figures).toMatchObject({ rated: 0, impressions: null, engagements: null, meanRate: null, people: null, activePeople: null })
  expect(figures.unknown).toEqual({
    impressions: "no post of the period has a reading at the age of 24 hours",
    engagements: "no post of the period has a reading at the age of 24 hours",
    meanRate: "no post of the period has a reading at the age of 24 hours",
    people: "nobody was scored on 2026-11-20",
    activePeople: "nobody was scored on 2026-11-20",
  })
})

it("a week counts who was active in seven days, a month in thirty", () => {
  const active = (period: "week" | "month") => toSnapshot(sumsOfDay(DAY, 100, { period })).figures.activePeople
  expect([active("week"), active("month")]).toEqual([300, 900])
})
