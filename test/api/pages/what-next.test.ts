import { describe, expect, it } from "vitest"
import { departureText } from "../../../workers/api/pages/what-next.ts"

const now = new Date("2026-11-21T23:56:00Z")
const leaving = {
  channel: "telegram",
  scheduledAt: new Date("2026-11-21T23:58:00Z"),
  expiresAt: new Date("2026-11-22T05:58:00Z"),
  switches: ["live:telegram"],
  now,
} as const

describe("what becomes of an approved post", () => {
  it.each([
    ["goes out at its time", {}, "It goes out on Telegram at 23:58 UTC, in 2 min."],
    ["goes out at once where its time has come", { scheduledAt: now }, "It goes out on Telegram at once."],
    [
      "is only rehearsed where the channel is not turned on",
      { switches: ["live:x"] },
      "Telegram is not turned on: it will be rehearsed at 23:58 UTC, in 2 min, nothing is sent.",
    ],
    [
      "waits while its channel is stopped",
      { switches: ["live:telegram", "stop:channel:telegram"] },
      "Telegram is stopped: it waits until that ends, and is dropped if that is after 22 Nov, 05:58 UTC.",
    ],
    [
      "waits while everything is stopped",
      { switches: ["live:telegram", "stop:all"] },
      "Everything is stopped: it waits until that ends, and is dropped if that is after 22 Nov, 05:58 UTC.",
    ],
    [
      "is not held by another channel's stop",
      { switches: ["live:telegram", "stop:channel:x"] },
      "It goes out on Telegram at 23:58 UTC, in 2 min.",
    ],
    ["goes out on the feed", { channel: "feed", switches: ["live:feed"] }, "It goes out on the feed at 23:58 UTC, in 2 min."],
  ] as const)("%s", (_name, over, text) => {
    expect(departureText({ ...leaving, ...over })).toBe(text)
  })
})
