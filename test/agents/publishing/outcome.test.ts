import { describe, expect, it } from "vitest"
import { nextUtcDay } from "../../../shared/domain/egress.ts"
import { Failure, type FailureCode } from "../../../shared/kit/failure.ts"
import { outcomeOf, type Sent } from "../../../workers/agents/publishing/outcome.ts"
import { whenRefused } from "../../../workers/agents/publishing/send.ts"
import { backoffMs, hasTime, settleMs } from "../../../workers/agents/publishing/timing.ts"
import { openVirtualClock } from "../../world/virtual-clock.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const at = (ms: number) => new Date(NOON.getTime() + ms)
const SENT: Sent = { part: 0, tries: 0, now: NOON, settleAt: at(30_000), begun: true }
const note = (code: FailureCode, more: Partial<Sent> = {}, options: ConstructorParameters<typeof Failure>[2] = {}) =>
  outcomeOf(new Failure(code, "x", options), { ...SENT, ...more })

describe("what a failure says about a part", () => {
  it("a 429 is waited out as long as it asks, without speaking against the channel", () => {
    expect(note("rate-limited", {}, { waitMs: 42_000 })).toMatchObject({
      state: "scheduled",
      dueAt: at(42_000),
      tries: 1,
      channelFailure: null,
    })
    expect(note("rate-limited", {}, { waitMs: 0 })).toMatchObject({ dueAt: at(1_000) })
  })

  it("what certainly was not posted is tried again, each time later, until a person has to look", () => {
    const waits = Array.from({ length: 9 }, (_, tries) => note("upstream-unavailable", { tries }).dueAt.getTime() - NOON.getTime())
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900].map((s) => s * 1_000))
    expect([6, 7].map((tries) => note("upstream-unavailable", { tries }).state)).toEqual(["scheduled", "held"])
  })

  it("a refusal is final where nothing is out, and a person's affair in the middle of a thread", () => {
    expect([note("upstream-rejected").state, note("upstream-rejected", { part: 2 }).state]).toEqual(["refused", "held"])
  })

  it("a refusal as a duplicate is asked after: the platform may have this very part", () => {
    expect(
      note("upstream-rejected", {}, { context: { reason: "You are not allowed to create a Tweet with duplicate content." } }).state,
    ).toBe("unknown")
  })

  it.each(["upstream-unknown", "bug", "unavailable", "conflict"] as const)(
    "%s after a request began is unknown, and left alone for a while",
    (code) => {
      expect(note(code)).toMatchObject({ state: "unknown", dueAt: at(30_000), channelFailure: code })
    },
  )

  it.each(["bug", "unavailable", "not-found"] as const)("%s before any request is no more than a failed try", (code) => {
    expect(note(code, { begun: false })).toMatchObject({ state: "scheduled", channelFailure: null })
  })
})

describe("a closed gate", () => {
  it("counts as no try, whatever closed it", () => {
    const verdicts = [
      { answer: "stopped", by: "stop:all" },
      { answer: "dry" },
      { answer: "spent" },
      { answer: "resting", until: at(60_000) },
    ] as const
    expect(verdicts.map((verdict) => whenRefused(verdict, NOON, 3)).every(({ state, tries }) => state === "scheduled" && tries === 3)).toBe(
      true,
    )
    expect(whenRefused({ answer: "spent" }, NOON, 0).dueAt).toEqual(new Date("2026-11-22T00:00:00Z"))
    expect(whenRefused({ answer: "resting", until: at(60_000) }, NOON, 0).dueAt).toEqual(at(60_000))
  })

  it("opens for money at the next midnight in UTC, also at midnight itself", () => {
    expect(nextUtcDay(new Date("2026-12-31T23:59:59.999Z"))).toEqual(new Date("2027-01-01T00:00:00Z"))
    expect(nextUtcDay(new Date("2026-11-21T00:00:00Z"))).toEqual(new Date("2026-11-22T00:00:00Z"))
  })
})

describe("a sender's time", () => {
  it("is over when a request could end after the lease", () => {
    const clock = openVirtualClock(NOON)
    expect([hasTime(clock, at(10_001)), hasTime(clock, at(10_000))]).toEqual([true, false])
  })

  it("is counted in studio time, so that a fast studio waits as long in real time", () => {
    const fast = { ...openVirtualClock(NOON), speed: 60 }
    expect(hasTime(fast, at(599_000))).toBe(false)
    expect(settleMs(fast, 30_000)).toBe(1_200_000)
    expect(settleMs(openVirtualClock(NOON), 30_000)).toBe(30_000)
  })

  it("waits no longer than a quarter of an hour between tries", () => {
    expect(backoffMs(50)).toBe(900_000)
  })
})
