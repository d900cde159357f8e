// Insights of all seven types as `analysis` decides them over made markets, and a few literals for what the markets don't show.
import { decide } from "../../workers/agents/analysis/decide.ts"
import type { InsightDraft } from "../../shared/domain/insight.ts"
import { DEFAULT_POLICY } from "../../workers/agents/analysis/policy.ts"
import type { StoryFact } from "../../workers/agents/analysis/facts.ts"
import { after, judge, seen } from "../agents/analysis/judge.ts"
import { calm, closeOf, factsOf, HOUR_MS, market, newNoise } from "../agents/analysis/market-fixture.ts"

function moves(): InsightDraft[] {
  const of = (asset: string, price: number, ...steps: number[]) => market(asset, [...calm(720), ...steps], price)
  const singles = [
    of("BTC", 84_400, 2.07),
    of("ETH", 3_012.4, -2.31),
    of("SOL", 141.27, -0.6, -0.6, -0.6, 0.3, -0.2, 1.6),
    of("DOGE", 0.1873, 3.4),
    of("ADA", 0.6412, -4.2),
    of("LINK", 17.33, ...Array.from({ length: 30 }, () => 0.12), -0.25),
    of("AVAX", 27.91, ...calm(24).map((move) => move / 4), 0.35),
    of("XRP", 2.413, ...calm(24).map((move) => move / 4), -0.35),
  ].flatMap((one) => seen(one))
  const volumes = [0.1, -0.17, 1.9].flatMap((move, i) => seen(market("UNI", [...calm(720), { move, volume: 640 + 217 * i }], 8.37)))
  return [...singles, ...volumes]
}

function news(): InsightDraft[] {
  const quiet = after()
  const now = closeOf(quiet)
  const story = (rest: Partial<StoryFact>): StoryFact => ({
    id: "story_1",
    title: "Bitcoin fund is approved, up 400% say 9 analysts",
    assets: ["BTC"],
    polarity: 0.7,
    witnesses: 3,
    firstSeenAt: now - 90 * 60_000,
    ...rest,
  })
  const moved = market("BTC", [...calm(718), 0.5, 0.45], 61_250)
  return [
    ...seen(quiet, { stories: [story({})] }),
    ...seen(quiet, { stories: [story({ polarity: -0.62, witnesses: 5 })] }),
    ...seen(moved, { stories: [story({ witnesses: 1, firstSeenAt: closeOf(moved) - 90 * 60_000 })] }),
  ]
}

function moods(): InsightDraft[] {
  const quiet = after()
  const now = closeOf(quiet)
  const at = (length: number, i: number): number => now - (length - 1 - i) * 24 * HOUR_MS
  const index = (...values: number[]) =>
    seen(quiet, {
      sentiment: [
        { source: "fear-greed", subject: "MARKET", points: values.map((value, i) => ({ at: at(values.length, i), value, count: 1 })) },
      ],
    })
  const points = Array.from({ length: 15 }, (_, i) => ({ at: at(15, i), value: i === 14 ? -0.6 : 0.1 + 0.01 * (i % 3), count: 8 }))
  const pair = [after(), market("ETH", calm(720), 2_987.6)]
  return [
    ...index(60, 62, 59, 61, 60, 63, 61, 62, 60, 38),
    ...index(27, 25, 28, 26, 27, 29, 26, 28, 27, 49),
    ...judge(factsOf(pair, { sentiment: [{ source: "news", subject: "ETH", points }] }), now),
  ]
}

function breaks(): InsightDraft[] {
  const noise = newNoise(5)
  const common = Array.from({ length: 800 }, () => 0.4 * noise.normal())
  const follow = (asset: string, leavesAt: number, price: number) =>
    market(
      asset,
      common.map((move, i) => (i < leavesAt ? move : 0.4 * noise.normal()) + 0.15 * noise.normal()),
      price,
    )
  const policy = { ...DEFAULT_POLICY, moveSigmaMin: 6, extremeSigmaMin: 8, squeezeShareMax: 0.01, rsiExtreme: 95 }
  const markets = [follow("BTC", 800, 84_400), follow("ETH", 800, 3_010), follow("SOL", 752, 141), follow("ADA", 800, 0.64)]
  return decide(factsOf(markets), null, policy, { now: new Date(closeOf(markets[0]!)), random: () => 0.5 })
}

/** Made once: some twenty insights, every type among them. */
export const INSIGHTS: readonly InsightDraft[] = [...moves(), ...news(), ...moods(), ...breaks()]
