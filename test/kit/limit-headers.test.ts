import { expect, it } from "vitest"
import { limitHeaders } from "../../shared/kit/limit-headers.ts"
import type { WindowState } from "../../shared/kit/quota.ts"

const NOON = Date.parse("2026-11-21T12:00:00.000Z")
const windows = (minute: number, day: number) => (): WindowState[] => [
  { name: "minute", limit: 60, seconds: 60, remaining: minute, resetMs: NOON + 11_001 },
  { name: "day", limit: 10_000, seconds: 86_400, remaining: day, resetMs: NOON + 43_200_000 },
]

it("names each window with its quota, what remains of it and when it is whole again, and the tightest by the older names", () => {
  expect(limitHeaders({ windows: windows(59, 9_999), isLocal: false }, NOON)).toEqual([
    ["ratelimit-policy", '"minute";q=60;w=60, "day";q=10000;w=86400'],
    ["ratelimit", '"minute";r=59;t=12, "day";r=9999;t=43200'],
    ["x-ratelimit-limit", "60"],
    ["x-ratelimit-remaining", "59"],
    ["x-ratelimit-reset", String(NOON / 1_000 + 12)],
  ])
})

it("tells by the older names of the day where less of it remains, and that an isolate counts alone", () => {
  const headers = Object.fromEntries(limitHeaders({ windows: windows(59, 3), isLocal: true }, NOON))
  expect(headers).toMatchObject({ "x-ratelimit-limit": "10000", "x-ratelimit-remaining": "3", "x-ratelimit-scope": "isolate" })
})

it("never names a wait below nothing", () => {
  expect(Object.fromEntries(limitHeaders({ windows: windows(1, 1), isLocal: false }, NOON + 20_000))["ratelimit"]).toContain(
    '"minute";r=1;t=0',
  )
})
