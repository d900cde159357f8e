import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ApprovalRule, type Candidate, mayGoAlone, readApprovalRules } from "../../shared/domain/approval-rules.ts"

const version: Candidate = {
  kind: "insight",
  channel: "feed",
  format: "long",
  language: "en",
  tier: "public",
  asset: "BTC",
  priority: 0.6,
  author: "studio",
}
const rules = (...list: object[]): readonly ApprovalRule[] => readApprovalRules(JSON.stringify(list))
const [open] = rules({ name: "open", maxPerDay: 5 })
const allowed = (over: Partial<Candidate>, rule: object, counts: Record<string, number> = {}) =>
  mayGoAlone({ ...version, ...over }, rules({ name: "rule", maxPerDay: 5, ...rule }), counts)?.name ?? null

describe("what may go alone", () => {
  it("is nothing without a rule", () => {
    expect(readApprovalRules("")).toEqual([])
    expect(mayGoAlone(version, readApprovalRules(" "), {})).toBeNull()
  })

  it("is what a rule names, and of what it doesn't name anything", () => {
    expect(allowed({}, {})).toBe("rule")
    expect(
      allowed({}, { channels: ["feed"], formats: ["long"], languages: ["en"], tiers: ["public"], assets: ["BTC"], minPriority: 0.6 }),
    ).toBe("rule")
  })

  it.each([
    [{ channels: ["x"] }],
    [{ formats: ["single"] }],
    [{ languages: ["nl"] }],
    [{ tiers: ["members"] }],
    [{ assets: ["ETH"] }],
    [{ kinds: ["correction"] }],
    [{ minPriority: 0.61 }],
  ])("is not what lies outside %j", (rule) => {
    expect(allowed({}, rule)).toBeNull()
  })

  it("is never what a person wrote, and a model's text only where the rule says so", () => {
    expect(allowed({ author: "operator" }, { onlyStudioWriter: false })).toBeNull()
    expect(allowed({ author: "model:a/b" }, {})).toBeNull()
    expect(allowed({ author: "model:a/b" }, { onlyStudioWriter: false })).toBe("rule")
  })

  it("is a correction or a repeat only by name", () => {
    expect([allowed({ kind: "correction" }, {}), allowed({ kind: "repurpose" }, {})]).toEqual([null, null])
    expect(allowed({ kind: "correction" }, { kinds: ["correction"] })).toBe("rule")
  })

  it("ends with the day's number of a rule, and the next rule that fits takes over", () => {
    expect([allowed({}, {}, { rule: 4 }), allowed({}, {}, { rule: 5 })]).toEqual(["rule", null])
    const two = rules({ name: "first", maxPerDay: 1 }, { name: "second", maxPerDay: 1 })
    expect([{}, { first: 1 }, { first: 1, second: 1 }].map((counts) => mayGoAlone(version, two, counts)?.name ?? null)).toEqual([
      "first",
      "second",
      null,
    ])
  })

  it("never passes a rule's number, whatever comes (seeded)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("studio", "operator", "model:a/b"), { maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        (authors, maxPerDay) => {
          const counts: Record<string, number> = {}
          for (const author of authors) {
            const rule = mayGoAlone({ ...version, author }, rules({ name: "some", maxPerDay }), counts)
            if (rule !== null) counts[rule.name] = (counts[rule.name] ?? 0) + 1
          }
          return (counts["some"] ?? 0) === Math.min(maxPerDay, authors.filter((author) => author === "studio").length)
        },
      ),
      { seed: 20261121, verbose: 1 },
    )
  })
})

describe("the operator's rules", () => {
  it("stand as he wrote them, with the careful default for the rest", () => {
    expect(open).toEqual({ name: "open", kinds: ["insight"], minPriority: 0, maxPerDay: 5, onlyStudioWriter: true })
  })

  it.each([
    ["{", "(whole): is no JSON"],
    ["{}", "(whole): "],
    ['[{"name":"x y","maxPerDay":1}]', "0.name: lower case letters"],
    ['[{"name":"endless"}]', "0.maxPerDay: "],
    ['[{"name":"none","maxPerDay":0}]', "0.maxPerDay: "],
    ['[{"name":"odd","maxPerDay":1,"chanels":["x"]}]', "chanels"],
    ['[{"name":"odd","maxPerDay":1,"channels":["mastodon"]}]', "0.channels.0: "],
    ['[{"name":"one","maxPerDay":1},{"name":"one","maxPerDay":2}]', "two rules are called one"],
  ])("are refused as a whole where something is wrong: %s", (json, fault) => {
    expect(() => readApprovalRules(json)).toThrow(fault)
  })
})
