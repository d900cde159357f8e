import { describe, expect, it } from "vitest"
import { PlanDraft, planKey } from "../../../shared/domain/plan-draft.ts"
import { readChannels } from "../../../shared/domain/channels.ts"
import type { Decision } from "../../../workers/agents/content-strategy/decide.ts"
import { everywhere, HOUR_MS, insight, many, MINUTE_MS, NOW, plan, planned } from "./plan-facts.ts"

const channelsOf = ({ plans }: Decision) => plans.map(({ channel }) => channel)
const rulesOf = ({ verdicts }: Decision) => verdicts.flatMap(({ rejected }) => rejected.map(({ rule }) => rule))
const ruleOn = ({ verdicts }: Decision, channel: string) =>
  verdicts.flatMap(({ rejected }) => rejected.filter((each) => each.channel === channel && each.format === null).map(({ rule }) => rule))
const formatOn = ({ plans }: Decision, channel: string) => plans.find((each) => each.channel === channel)?.format

describe("an insight that is worth a post", () => {
  it("gets one plan a channel, each at once, each in a form that the channel takes", () => {
    const found = insight()
    const decision = plan({ insights: [found] })
    expect(decision.plans.map(({ channel, format }) => `${channel} ${format}`)).toEqual([
      "x single",
      "telegram message",
      "discord message",
      "feed long",
    ])
    for (const each of decision.plans) {
      expect(PlanDraft.parse(each)).toEqual(each)
      expect(each.scheduledAt).toBe("2026-11-21T12:01:00.000Z")
      expect(Date.parse(each.expiresAt)).toBeGreaterThan(Date.parse(each.scheduledAt))
      expect(each).toMatchObject({ kind: "insight", insightId: found.id, asset: "BTC", topic: "price", tier: "public" })
    }
    expect(decision.verdicts).toEqual([{ insightId: found.id, planned: 4, rejected: decision.plans[0]?.reasons.rejected }])
  })

  it("says why, and which other forms which rule rejected", () => {
    const [onX] = plan({ insights: [insight({ sigmas: 3.4, reasons: 2 })] }).plans
    expect(onX?.reasons.why).toEqual([
      "Its score is 0.69 (certainty 0.27, size 0.42, freshness 1.00, agreement 1.00, asset 1.00).",
      "One short post says it.",
    ])
    expect(onX?.reasons.rejected.filter(({ channel }) => channel === "x")).toEqual([
      {
        channel: "x",
        format: "thread",
        rule: "enough-to-tell",
        text: "A thread needs a score of 0.65 and 3 reasons; this has 0.69 and 2.",
      },
      { channel: "x", format: "picture", rule: "large-enough-to-see", text: "A picture needs 4 sigmas; this has 3.4." },
    ])
  })

  it("takes its language, voice and disclosure from the channel", () => {
    const channels = readChannels('{"x":{"language":"nl","voice":"educational","disclosure":"uk"}}')
    expect(plan({ insights: [insight()], channels }).plans[0]).toMatchObject({ language: "nl", voice: "educational", disclosure: "uk" })
  })

  it("has an identity that neither the moment nor the run changes", () => {
    const found = insight()
    const keys = [NOW, NOW + HOUR_MS].map((now) => plan({ insights: [found] }, {}, now).plans.map((each) => [planKey(each), each.since]))
    expect(keys[0]).toEqual(keys[1])
    expect(keys[0]?.[0]).toEqual([`insight:${found.id}:x`, new Date(found.madeAt).toISOString()])
  })

  it("goes first where it is worth more", () => {
    const [weak, strong] = [insight({ asset: "DOT", sigmas: 3 }), insight({ asset: "ETH", sigmas: 6 })]
    const { plans } = plan({ insights: [weak, strong] })
    const times = plans.filter(({ channel }) => channel === "x").map(({ asset, scheduledAt }) => `${asset} ${scheduledAt.slice(11, 16)}`)
    expect(times).toEqual(["ETH 12:01", "DOT 12:16"])
    expect(plans[0]?.priority).toBeGreaterThan(plans.at(-1)?.priority ?? 1)
  })
})

describe("the form", () => {
  it.each([
    ["a thread for much that is strong", { sigmas: 5, reasons: 4 }, "thread"],
    ["a picture for a large move with little to tell", { sigmas: 5, reasons: 2 }, "picture"],
    ["a single post for the rest", { sigmas: null, reasons: 4, asset: "DOT" }, "single"],
  ])("on X is %s", (_name, rest, format) => {
    expect(formatOn(plan({ insights: [insight(rest)] }), "x")).toBe(format)
  })

  it("of members' channels is a message, or a picture that shows the move", () => {
    expect(formatOn(plan({ insights: [insight({ sigmas: 3 })] }), "telegram")).toBe("message")
    expect(formatOn(plan({ insights: [insight({ sigmas: 6 })] }), "telegram")).toBe("picture")
  })

  it("is no picture after two of them", () => {
    const pictures = [1, 2].map((i) => planned({ channel: "telegram", format: "picture", asset: "ETH", scheduledAt: NOW - i * HOUR_MS }))
    const decision = plan({ insights: [insight({ sigmas: 6 })], planned: pictures })
    expect(formatOn(decision, "telegram")).toBe("message")
    expect(rulesOf(decision)).toContain("picture-mix")
  })

  it("is none where the channel takes only what the insight does not carry", () => {
    const decision = plan({ insights: [insight({ sigmas: 3 })], channels: everywhere({ formats: ["picture"] }) })
    expect(decision.plans).toEqual([])
    expect(decision.verdicts[0]).toMatchObject({ planned: 0 })
    expect(new Set(rulesOf(decision))).toEqual(new Set(["large-enough-to-see"]))
  })
})

describe("an insight that is worth none", () => {
  it.each([
    ["stale", { madeAt: NOW - 7.6 * HOUR_MS }],
    ["deadline-near", { deadline: NOW + 3 * HOUR_MS }],
    ["disputed-price", { agreement: "disputed" }],
    ["single-source", { agreement: "single", madeAt: NOW - 1.1 * HOUR_MS }],
    ["too-weak", { asset: "DOT", agreement: null, sigmas: 1, probability: 0.5, madeAt: NOW - 4 * HOUR_MS }],
  ] as const)("is recorded as %s", (rule, rest) => {
    const decision = plan({ insights: [insight(rest)] })
    expect(decision.plans).toEqual([])
    expect(decision.verdicts).toHaveLength(1)
    expect(rulesOf(decision)).toEqual([rule])
    expect(decision.verdicts[0]?.rejected[0]?.text).toMatch(/^[A-Z].+\.$/)
  })

  it("says every rule that speaks against it", () => {
    expect(rulesOf(plan({ insights: [insight({ agreement: "disputed", madeAt: NOW - 9 * HOUR_MS })] }))).toEqual([
      "stale",
      "disputed-price",
      "too-weak",
    ])
  })

  it("waits an hour for the second source of its price, undecided", () => {
    const single = insight({ agreement: "single" })
    expect(plan({ insights: [single] })).toEqual({ plans: [], verdicts: [] })
    expect(plan({ insights: [single] }, { secondSourceHours: 0 }).verdicts).toHaveLength(1)
  })

  it("is the older of two that point in opposite directions", () => {
    const older = insight({ madeAt: NOW - HOUR_MS })
    const newer = insight({ type: "breakdown", direction: "down", madeAt: NOW - MINUTE_MS })
    const decision = plan({ insights: [older, newer] })
    expect(new Set(decision.plans.map(({ insightId }) => insightId))).toEqual(new Set([newer.id]))
    expect(decision.verdicts.find(({ insightId }) => insightId === older.id)?.rejected[0]?.rule).toBe("superseded")
  })
})

describe("a channel", () => {
  it("stays silent about an asset, and longer about the same of it", () => {
    const other = insight({ type: "news_impact" })
    expect(ruleOn(plan({ insights: [insight()], planned: [planned()] }), "x")).toEqual(["asset-cool-down", "topic-cool-down"])
    expect(ruleOn(plan({ insights: [other], planned: [planned()] }), "x")).toEqual(["asset-cool-down"])
    const earlier = planned({ scheduledAt: NOW - 4 * HOUR_MS })
    expect(ruleOn(plan({ insights: [insight()], planned: [earlier] }), "x")).toEqual(["topic-cool-down"])
    expect(channelsOf(plan({ insights: [other], planned: [earlier] }))).toContain("x")
    expect(channelsOf(plan({ insights: [insight()], planned: [planned()] }))).toEqual(["telegram", "discord", "feed"])
  })

  it("tells of one move once, in the strongest words", () => {
    const [weak, strong] = [insight({ sigmas: 3 }), insight({ sigmas: 5 })]
    const decision = plan({ insights: [weak, strong] })
    expect(new Set(decision.plans.map(({ insightId }) => insightId))).toEqual(new Set([strong.id]))
    expect(decision.verdicts.find(({ insightId }) => insightId === weak.id)).toMatchObject({ planned: 0 })
  })

  it("has no more than so many posts in a row about one asset or topic", () => {
    const row = (n: number, rest: object) =>
      Array.from({ length: n }, (_, i) => planned({ scheduledAt: NOW - (12 + i) * HOUR_MS, ...rest }))
    expect(ruleOn(plan({ insights: [insight()], planned: row(2, {}) }), "x")).toEqual(["asset-mix"])
    expect(ruleOn(plan({ insights: [insight()], planned: row(5, { asset: "ETH" }) }), "x")).toEqual(["topic-mix"])
    const broken = [...row(2, {}), planned({ asset: "ETH", topic: "news", scheduledAt: NOW - 11 * HOUR_MS })]
    expect(ruleOn(plan({ insights: [insight()], planned: broken }), "x")).toEqual([])
  })

  it("ends at its cap of the local day, what is planned already included", () => {
    const channels = everywhere({ dailyCap: 2, gapMinutes: 5 })
    const one = planned({ asset: "ADA", scheduledAt: NOW - HOUR_MS })
    const decision = plan({ insights: many(4), channels, planned: [one] })
    const days = (channel: string) =>
      decision.plans.filter((each) => each.channel === channel).map(({ scheduledAt }) => scheduledAt.slice(0, 10))
    expect(days("x")).toEqual(["2026-11-21"])
    expect(days("telegram")).toEqual(["2026-11-21", "2026-11-21"])
    expect(ruleOn(decision, "x")).toEqual(["no-slot-in-time", "no-slot-in-time", "no-slot-in-time"])
    expect(ruleOn(plan({ insights: [insight()], channels: everywhere({ dailyCap: 0 }) }), "x")).toEqual(["daily-cap"])
  })

  it("posts at night only where its windows say so", () => {
    const night = Date.parse("2026-11-21T23:00:00Z")
    const decision = plan({ insights: [insight({ madeAt: night - MINUTE_MS, deadline: night + 24 * HOUR_MS })] }, {}, night)
    expect(decision.plans.map(({ channel, scheduledAt }) => `${channel} ${scheduledAt.slice(8, 16)}`)).toEqual([
      "x 22T06:00",
      "telegram 21T23:00",
      "discord 21T23:00",
      "feed 21T23:00",
    ])
  })

  it("does not plan an insight again", () => {
    const found = insight()
    expect(ruleOn(plan({ insights: [found], planned: [planned({ insightId: found.id, asset: "ETH", topic: "news" })] }), "x")).toEqual([
      "planned-before",
    ])
  })
})

describe("an exclusive insight", () => {
  const strong = () => insight({ sigmas: 8, probability: 0.9 })

  it("goes to members, and public channels say so", () => {
    const channels = readChannels('{"telegram":{"tier":"members"}}')
    const decision = plan({ insights: [strong()], channels })
    expect(decision.plans.map(({ channel, tier }) => `${channel} ${tier}`)).toEqual(["telegram members"])
    expect(ruleOn(decision, "x")).toEqual(["members-only"])
  })

  it("is free where no channel serves members", () => {
    expect(plan({ insights: [strong()] }).plans.map(({ tier }) => tier)).toEqual(["public", "public", "public", "public"])
  })
})
