import fc from "fast-check"
import { expect, it } from "vitest"
import { ASSETS } from "../../../shared/domain/asset.ts"
import { InsightType } from "../../../shared/domain/insight.ts"
import { PlanDraft, planKey } from "../../../shared/domain/plan-draft.ts"
import { ChannelName, PostFormat } from "../../../shared/domain/post.ts"
import { STRATEGY_TUNABLES } from "../../../shared/domain/strategy-tunables.ts"
import { decide } from "../../../workers/agents/content-strategy/decide.ts"
import type { Facts, InsightFact } from "../../../workers/agents/content-strategy/facts.ts"
import { DEFAULT_POLICY } from "../../../workers/agents/content-strategy/policy.ts"
import { everywhere, facts, HOUR_MS, many, NOW, plan, planned, revised, success } from "./plan-facts.ts"

const SEED = 20_261_121
const assets = fc.constantFrom(...ASSETS.slice(0, 6).map(({ symbol }) => symbol))

const insights = fc
  .array(
    fc.record({
      asset: assets,
      type: fc.constantFrom(...InsightType.options),
      direction: fc.constantFrom("up" as const, "down" as const, "none" as const),
      probability: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      madeAt: fc.integer({ min: NOW - 24 * HOUR_MS, max: NOW }),
      hours: fc.integer({ min: 1, max: 72 }),
      sigmas: fc.option(fc.double({ min: 0, max: 12, noNaN: true })),
      reasons: fc.integer({ min: 1, max: 8 }),
      agreement: fc.constantFrom("agreed" as const, "single" as const, "disputed" as const, null),
    }),
    { maxLength: 25 },
  )
  .map((list) =>
    list.map(({ hours, ...rest }, i): InsightFact => ({
      ...rest,
      id: `ins_${String(i).padStart(10, "0")}`,
      deadline: rest.madeAt + hours * HOUR_MS,
    })),
  )

const earlier = fc.array(
  fc
    .record({
      asset: assets,
      channel: fc.constantFrom(...ChannelName.options),
      format: fc.constantFrom(...PostFormat.options),
      minutes: fc.integer({ min: -2_000, max: 2_000 }),
    })
    .map(({ minutes, ...rest }) => planned({ ...rest, scheduledAt: Math.floor(NOW / 60_000) * 60_000 + minutes * 60_000 })),
  { maxLength: 20 },
)

const worlds: fc.Arbitrary<Facts> = fc
  .record({
    insights,
    planned: earlier,
    members: fc.subarray([...ChannelName.options]),
    timeZone: fc.constantFrom("UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata"),
    cap: fc.integer({ min: 0, max: 12 }),
    posts: fc.subarray([...ChannelName.options]),
  })
  .map(({ members, cap, posts, ...rest }) =>
    facts({
      ...rest,
      channels: everywhere({ dailyCap: cap }).map((row) => (members.includes(row.channel) ? { ...row, tier: "members" } : row)),
      revised: posts.map((channel, i) => revised({ id: `post_r00000000${i}`, channel })),
      successes: posts.map((channel, i) => success({ id: `post_s00000000${i}`, channel })),
    }),
  )

it("nothing for members goes to a public channel, slots are distinct, and every insight has one verdict or waits", () => {
  fc.assert(
    fc.property(worlds, fc.double({ min: 0.3, max: 0.9, noNaN: true }), (world, exclusiveScoreMin) => {
      const { plans, verdicts } = decide(world, null, { ...DEFAULT_POLICY, exclusiveScoreMin }, { now: new Date(NOW) })
      const settings = new Map(world.channels.map((row) => [row.channel, row]))
      for (const each of plans) {
        expect(PlanDraft.safeParse(each).success).toBe(true)
        expect(each.kind !== "correction" && each.tier === "members" && settings.get(each.channel)?.tier !== "members").toBe(false)
        expect(settings.get(each.channel)?.formats).toContain(each.format)
        expect(Date.parse(each.scheduledAt)).toBeGreaterThanOrEqual(NOW)
        expect(each.scheduledAt.slice(16)).toBe(":00.000Z")
        expect(Date.parse(each.expiresAt)).toBeGreaterThan(Date.parse(each.scheduledAt))
      }
      const slots = [...plans, ...world.planned.map((each) => ({ ...each, scheduledAt: new Date(each.scheduledAt).toISOString() }))]
      const given = plans.map(({ channel, scheduledAt }) => `${channel} ${scheduledAt}`)
      expect(given.filter((slot) => slots.filter(({ channel, scheduledAt }) => `${channel} ${scheduledAt}` === slot).length > 1)).toEqual(
        [],
      )
      expect(new Set(plans.map(planKey)).size).toBe(plans.length)
      expect(new Set(verdicts.map(({ insightId }) => insightId)).size).toBe(verdicts.length)
      const ofInsights = plans.filter(({ kind }) => kind === "insight")
      expect(verdicts.reduce((sum, verdict) => sum + verdict.planned, 0)).toBe(ofInsights.length)
      const undecided = world.insights.filter(({ id }) => !verdicts.some(({ insightId }) => insightId === id))
      expect(undecided.filter(({ agreement }) => agreement !== "single")).toEqual([])
      expect(verdicts.filter((verdict) => verdict.planned < world.channels.length && verdict.rejected.length === 0)).toEqual([])
    }),
    { numRuns: 300, seed: SEED },
  )
})

it("the same facts in any order give the same plans", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const sorted = (each: Facts) => {
        const { plans, verdicts } = decide(each, null, DEFAULT_POLICY, { now: new Date(NOW) })
        return [
          plans.toSorted((a, b) => (planKey(a) < planKey(b) ? -1 : 1)),
          verdicts.toSorted((a, b) => (a.insightId < b.insightId ? -1 : 1)),
        ]
      }
      const turned = {
        ...world,
        insights: world.insights.toReversed(),
        successes: world.successes.toReversed(),
        revised: world.revised.toReversed(),
      }
      expect(sorted(turned)).toEqual(sorted(world))
    }),
    { numRuns: 150, seed: SEED },
  )
})

it("a thousand plans in one run take no more than two seconds", () => {
  const wide = { assetCoolDownHours: 0, topicCoolDownHours: 0, assetRunMax: 1_000, topicRunMax: 1_000, scoreMin: 0.1 }
  const channels = everywhere({
    gapMinutes: 1,
    dailyCap: 1_440,
    windows: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", until: "24:00" }],
  })
  const insightsOfDay = many(250, (i) => ({ probability: 0.3 + (i % 60) / 100, direction: "up" }))
  plan({ insights: insightsOfDay.slice(0, 5), channels }, wide)
  const started = performance.now()
  const { plans } = plan({ insights: insightsOfDay, channels }, wide)
  const spent = performance.now() - started
  console.log(`${plans.length} plans in ${spent.toFixed(0)} ms`)
  expect(plans).toHaveLength(1_000)
  expect(new Set(plans.map(({ channel, scheduledAt }) => `${channel} ${scheduledAt}`)).size).toBe(1_000)
  expect(spent).toBeLessThan(2_000)
})

it("the wide policy of the test lies within the tunables' bounds, as every default does", () => {
  for (const { default: value, min, max } of Object.values(STRATEGY_TUNABLES)) expect(value >= min && value <= max).toBe(true)
  expect([STRATEGY_TUNABLES.assetCoolDownHours.min, STRATEGY_TUNABLES.topicCoolDownHours.min, STRATEGY_TUNABLES.scoreMin.min]).toEqual([
    0, 0, 0.1,
  ])
})
