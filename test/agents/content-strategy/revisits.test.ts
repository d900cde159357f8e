import { describe, expect, it } from "vitest"
import { PlanDraft, planKey } from "../../../shared/domain/plan-draft.ts"
import { readChannels } from "../../../shared/domain/channels.ts"
import { everywhere, HOUR_MS, insight, MINUTE_MS, NOW, plan, planned, revised, success } from "./plan-facts.ts"

describe("a post that is no longer true", () => {
  it("is corrected on its own channel at once, whatever gap, cap, window and cool-down say", () => {
    const channels = everywhere({ dailyCap: 0, gapMinutes: 600, windows: [{ days: ["mon"], from: "03:00", until: "03:01" }] })
    const { plans } = plan({ revised: [revised()], channels, planned: [planned({ asset: "SOL", scheduledAt: NOW })] })
    expect(plans).toHaveLength(1)
    expect(plans[0]).toMatchObject({ kind: "correction", aboutPostId: "post_revised000", channel: "x", format: "single", priority: 1 })
    expect(plans[0]?.scheduledAt).toBe("2026-11-21T12:02:00.000Z")
    expect(plans[0]?.reasons.why).toEqual(revised().changes)
    expect(PlanDraft.parse(plans[0])).toEqual(plans[0])
  })

  it("has one minute of its own beside other corrections, and insights keep their distance from it", () => {
    const { plans } = plan({ revised: [revised({ id: "post_b000000000" }), revised({ id: "post_a000000000" })], insights: [insight()] })
    const onX = plans.filter(({ channel }) => channel === "x")
    expect(onX.map(({ kind, aboutPostId, scheduledAt }) => [kind, aboutPostId, scheduledAt.slice(11, 16)])).toEqual([
      ["correction", "post_a000000000", "12:01"],
      ["correction", "post_b000000000", "12:02"],
      ["insight", null, "12:17"],
    ])
    expect(new Set(plans.map(planKey)).size).toBe(plans.length)
  })

  it("stays exclusive where it was, and is left where its channel is no longer used", () => {
    expect(plan({ revised: [revised({ channel: "telegram", tier: "members" })] }).plans[0]).toMatchObject({
      tier: "members",
      format: "message",
    })
    expect(plan({ revised: [revised()], channels: readChannels('{"x":null}') }).plans).toEqual([])
  })
})

describe("a post that did well", () => {
  const again = (...args: Parameters<typeof plan>) => plan(...args).plans.filter(({ kind }) => kind === "repurpose")

  it("is taken up again in the feed, with what it did and that its facts stand", () => {
    const [found, ...more] = again({ successes: [success()] })
    expect(more).toEqual([])
    expect(PlanDraft.parse(found)).toEqual(found)
    expect(found).toMatchObject({ channel: "feed", format: "long", aboutPostId: "post_success000", tier: "public" })
    expect(found?.reasons.why).toEqual([
      "Its post on x did 3.0 times as well as the median of 40 posts at 168 hours.",
      "Every row that it cites is the same today, and undisputed.",
    ])
  })

  it.each([
    ["facts-changed", { isVerified: false }],
    ["not-settled", { deadline: NOW + HOUR_MS }],
    ["too-few-compared", { compared: 9 }],
    ["no-success", { lift: 1.9 }],
    ["members-only", { tier: "members" as const }],
  ])("is not where the rule %s speaks against it", (rule, rest) => {
    const best = success({ id: "post_best000000", insightId: "ins_best000000", lift: 4 })
    expect(again({ successes: [success(rest)] })).toEqual([])
    expect(again({ successes: [success(rest), best] })[0]?.reasons.rejected.map((each) => each.rule)).toEqual([rule])
  })

  it("is taken up once, the best of a day, and not on two channels' account", () => {
    const twice = [success({ id: "post_tg00000000", channel: "telegram", lift: 5 }), success()]
    expect(again({ successes: twice }, { repurposesPerDay: 5 }).map(({ aboutPostId }) => aboutPostId)).toEqual(["post_tg00000000"])
    const two = [success(), success({ id: "post_2000000000", insightId: "ins_2000000000", lift: 9 })]
    expect(again({ successes: two }).map(({ aboutPostId }) => aboutPostId)).toEqual(["post_2000000000"])
    const before = planned({ kind: "repurpose", channel: "feed", insightId: "ins_published0", scheduledAt: NOW - 40 * HOUR_MS })
    expect(again({ successes: [success()], planned: [before] })).toEqual([])
    const today = planned({ kind: "repurpose", channel: "feed", insightId: "ins_other00000", scheduledAt: NOW - HOUR_MS })
    expect(again({ successes: [success()], planned: [today] })).toEqual([])
  })

  it("waits behind what is new, and for nothing where there is no feed for it", () => {
    const { plans } = plan({ insights: [insight()], successes: [success()] })
    const feed = plans.filter(({ channel }) => channel === "feed").map(({ kind, scheduledAt }) => [kind, Date.parse(scheduledAt)] as const)
    expect(feed.map(([kind]) => kind)).toEqual(["insight", "repurpose"])
    expect(feed[1]![1] - feed[0]![1]).toBe(5 * MINUTE_MS)
    expect(again({ successes: [success()], channels: readChannels('{"feed":null}') })).toEqual([])
    expect(again({ successes: [success()], channels: readChannels('{"feed":{"formats":["single"]}}') })).toEqual([])
  })
})
