import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  JITTER,
  LONGEST_ASKED_MS,
  MOST_ATTEMPTS,
  renderMessage,
  RETRY_WAITS_MS,
  retryWaitMs,
  settleAttempt,
  WebhookPayload,
} from "../../shared/domain/webhook.ts"

const NOW = new Date("2026-11-21T12:00:00.000Z")
const outcome = (status: number | null, askedMs: number | null = null) => ({
  status,
  failure: status !== null && status >= 200 && status < 300 ? null : "x",
  askedMs,
})

describe("the schedule of attempts", () => {
  it("is the specification's: ten attempts in 75 h 35 min 5 s", () => {
    const starts = RETRY_WAITS_MS.reduce<number[]>((all, wait) => [...all, (all.at(-1) ?? 0) + wait], [0])
    expect(MOST_ATTEMPTS).toBe(10)
    expect(starts.map((ms) => ms / 1_000)).toEqual([0, 5, 305, 2_105, 9_305, 27_305, 63_305, 113_705, 185_705, 272_105])
  })

  it("waits at least as long as it says and as it was asked to, and never longer than a day and a tenth", () => {
    const asked = fc.option(fc.integer({ min: 0, max: 1e12 }))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), asked, (failed, random, askedMs) => {
        const wait = retryWaitMs(failed, random, askedMs)
        const own = RETRY_WAITS_MS[failed - 1]
        const least = own === undefined ? 0 : Math.max(own, Math.min(askedMs ?? 0, LONGEST_ASKED_MS))
        expect(wait === null).toBe(own === undefined)
        expect(wait ?? 0).toBeGreaterThanOrEqual(least)
        expect(wait ?? 0).toBeLessThanOrEqual(Math.ceil(LONGEST_ASKED_MS * (1 + JITTER)))
      }),
    )
  })
})

describe("an attempt", () => {
  it("ends the message where it was delivered, and only then", () => {
    const status = fc.option(fc.integer({ min: 100, max: 599 }))
    fc.assert(
      fc.property(status, fc.integer({ min: 0, max: 12 }), (code, attempts) => {
        const isFine = code !== null && code >= 200 && code < 300
        const { state, dueAt, isGone } = settleAttempt(outcome(code), { attempts, now: NOW, random: 0.5 })
        expect(state).toBe(isFine ? "delivered" : attempts + 1 >= MOST_ATTEMPTS ? "failed" : "waiting")
        expect(dueAt === null).toBe(state !== "waiting")
        expect(isGone).toBe(code === 410)
        expect(dueAt?.getTime() ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(NOW.getTime() + 5_000)
      }),
    )
  })

  it("rests as long as the receiver asks for", () => {
    const asked = settleAttempt(outcome(429, 90_000), { attempts: 0, now: NOW, random: 0 })
    expect(asked.dueAt).toEqual(new Date(NOW.getTime() + 90_000))
  })
})

describe("what is sent", () => {
  const data = { id: "ins_01jd8z3k9q4m7x2c5v8b", asset: "BTC", type: "breakout", headline: "<b>from outside</b>" }
  const message = { type: "insight.created", occurredAt: NOW, data }

  it("is thin: what happened, when, to which row, and where that is read", () => {
    expect(JSON.parse(renderMessage(message, "https://studio.example.com/"))).toEqual({
      type: "insight.created",
      timestamp: NOW.toISOString(),
      data: { id: data.id, asset: "BTC", type: "breakout", url: `https://studio.example.com/api/v1/insights/${data.id}` },
    })
  })

  it("is the same text for every attempt, in whatever order the row's fields come", () => {
    const turned = { ...message, data: Object.fromEntries(Object.entries(data).toReversed()) }
    expect(renderMessage(turned, null)).toBe(renderMessage(message, null))
  })

  it("names a path where the studio doesn't know its own address", () => {
    const post = { type: "post.published", occurredAt: NOW, data: { id: "post_01jd8z3k9q4m7x2c5v8b", channel: "x" } }
    expect(WebhookPayload.parse(JSON.parse(renderMessage(post, null))).data).toMatchObject({
      url: "/api/v1/posts/post_01jd8z3k9q4m7x2c5v8b",
    })
  })

  it("is nothing where the event is none of these", () => {
    expect(() => renderMessage({ ...message, type: "person.deletion-requested" }, null)).toThrow("Invalid")
  })
})
