import { describe, expect, it } from "vitest"
import { readApprovalRules } from "../../../shared/domain/approval-rules.ts"
import type { Claim } from "../../../shared/domain/post.ts"
import type { Review } from "../../../shared/domain/review.ts"
import { decide } from "../../../workers/agents/approval/decide.ts"
import { reviewMessage } from "../../../workers/agents/approval/message.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
const AT = "2026-11-21T11:00:00.000Z"

const claim: Claim = { measure: "close", asset: "BTC", value: "83508.57", unit: "usd", at: AT, evidence: 0, asOf: AT, agreement: "agreed" }
const review: Review = {
  draftId: "draft_0000000001",
  planId: "plan_0000000001",
  version: 1,
  current: 1,
  state: "waiting",
  kind: "insight",
  asset: "BTC",
  tier: "public",
  priority: 0.5,
  author: "studio",
  channel: "telegram",
  format: "message",
  language: "en",
  title: null,
  parts: ["BTC closed at $83,508.57 at 11:00 UTC."],
  alt: null,
  claims: [claim],
  guards: [
    { name: "figures", pass: true },
    { name: "links", pass: true },
  ],
  hash: "ab".repeat(32),
  scheduledAt: new Date("2026-11-21T14:00:00Z"),
  expiresAt: new Date("2026-11-21T20:00:00Z"),
  evidence: [{ label: "BTC close 11:00 UTC", source: "binance+kraken", observedAt: "2026-11-21T11:00:00+00:00" }],
  approvedBy: null,
  byRules: {},
}
const rules = readApprovalRules('[{"name":"calm","maxPerDay":2}]')
const decided = (over: Partial<Review>, by = rules) => decide({ kind: "version", review: { ...review, ...over }, rules: by, now: NOW })

describe("a version that waits", () => {
  it("is asked about where no rule lets it go, which is so unless somebody sets one", () => {
    expect(decided({}, [])).toMatchObject({ kind: "ask" })
  })

  it("is approved by the rule that lets it go, as its next of the day", () => {
    expect(decided({ byRules: { calm: 1 } })).toMatchObject({ kind: "approve", rule: "calm", number: 2, again: false })
    expect(decided({ byRules: { calm: 2 } })).toMatchObject({ kind: "ask" })
  })

  it("is told of again where an attempt before this one has approved it", () => {
    expect(decided({ state: "approved", approvedBy: "rule:calm" })).toMatchObject({ kind: "approve", rule: "calm", again: true })
  })

  it.each([
    { state: "approved", approvedBy: "operator" },
    { state: "checking" },
    { state: "blocked" },
    { state: "rejected" },
    { state: "released" },
    { current: 2 },
    { hash: null },
    { expiresAt: NOW },
    { guards: [{ name: "figures", pass: false }] },
  ] as Partial<Review>[])("needs nothing where it is no more what it was (%j)", (over) => {
    expect(decided(over)).toEqual({ kind: "nothing" })
  })

  it("that nobody knows needs nothing", () => {
    expect(decide({ kind: "version", review: null, rules, now: NOW })).toEqual({ kind: "nothing" })
  })
})

describe("the message to a reviewer", () => {
  it("holds the text as it will appear, each figure with its row, the guards and the hash", () => {
    const message = reviewMessage(review)
    expect(message.split("\n").slice(0, 5)).toEqual([
      "For telegram: message, en, public. Version 1 by studio, hash abababababab.",
      "Goes out 2026-11-21 14:00 UTC if approved, and not after 2026-11-21 20:00 UTC.",
      "",
      "BTC closed at $83,508.57 at 11:00 UTC.",
      "",
    ])
    expect(message).toContain("\n$83,508.57: BTC close 11:00 UTC, binance+kraken, 2026-11-21 11:00 UTC\n")
    expect(message).toMatch(/\n\nGuards: all 2 pass\.$/)
  })

  it("numbers the parts of a thread, and names title and picture", () => {
    const text = reviewMessage({ ...review, title: "A title", parts: ["One.", "Two."], alt: "A chart." })
    expect(text).toContain("Title: A title\n\n[1 of 2]\nOne.\n\n[2 of 2]\nTwo.\n\nPicture: A chart.")
  })

  it.each([5_000, 20_000, 4_096])(
    "of a text of %i characters is cut where it has to be, says so, and keeps figures and guards",
    (length) => {
      const text = reviewMessage({ ...review, parts: ["📈".repeat(length / 2)] })
      expect(text.length).toBeLessThanOrEqual(4_096)
      expect(text.isWellFormed()).toBe(true)
      expect(text).toContain("[cut here: the whole text is on the dashboard]\n\nFigures:")
      expect(text).toMatch(/Guards: all 2 pass\.$/)
    },
  )

  it("of a text with many figures stays within what Telegram takes", () => {
    const evidence = [{ label: "x".repeat(300), source: "y".repeat(100), observedAt: AT }]
    const parts = Array.from({ length: 25 }, (_, i) => `BTC closed at $83,508.57 at ${i} UTC. ${"z".repeat(200)}`)
    expect(reviewMessage({ ...review, parts, evidence }).length).toBeLessThanOrEqual(4_096)
  })
})
