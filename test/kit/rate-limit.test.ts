import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { newRateLimitMemory, openRateLimit, type RateLimitMemory } from "../../shared/kit/rate-limit.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { type Serving, serve } from "../world/serve.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
/** A minute's tokens are so few that none comes back while a test runs. */
const PACE = { who: "key_1", weight: 1, perMinute: 6 }

let redis: Redis
let serving: Serving
let down = false
let asked = 0
let memory: RateLimitMemory
const clock = openVirtualClock(NOON)
const lines: string[] = []

beforeAll(async () => {
  redis = openRedis({ token: "secret" })
  serving = await serve(async (request) => {
    asked += 1
    return down ? new Response("away", { status: 500 }) : redis.fetch(request)
  })
})
afterAll(async () => {
  await serving.close()
  await redis.close()
})
beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line))
  await redis.engine.pipeline([["FLUSHALL"]])
  clock.set(NOON)
  memory = newRateLimitMemory()
  down = false
  asked = 0
  lines.length = 0
})
afterEach(() => void vi.restoreAllMocks())

const open = (name = "events") => openRateLimit({ url: serving.url, token: "secret" }, name, clock, memory)

describe("a limit", () => {
  it("lets as much through as there are tokens, and says what is left", async () => {
    expect(await open().take({ ...PACE, weight: 4 })).toEqual({ isAllowed: true, remaining: 2, waitMs: 0 })
    expect(await open().take({ ...PACE, weight: 2 })).toEqual({ isAllowed: true, remaining: 0, waitMs: 0 })
  })

  it("refuses what is more than is left, takes nothing for it, and says after how long it surely fits", async () => {
    await open().take({ ...PACE, weight: 4 })
    expect(await open().take({ ...PACE, weight: 3 })).toEqual({ isAllowed: false, remaining: null, waitMs: 30_000 })
    expect(await open().take({ ...PACE, weight: 2 })).toEqual({ isAllowed: true, remaining: 0, waitMs: 0 })
  })

  it("names a wait of a second at least", async () => {
    const pace = { who: "key_1", weight: 600, perMinute: 600_000 }
    vi.spyOn(Date, "now").mockReturnValue(NOON.getTime())
    await open().take({ ...pace, weight: 600_000 })
    expect(await open().take(pace)).toMatchObject({ isAllowed: false, waitMs: 1_000 })
  })

  it("gives tokens back as time goes by", async () => {
    const now = vi.spyOn(Date, "now").mockReturnValue(NOON.getTime())
    await open().take({ ...PACE, weight: 6 })
    now.mockReturnValue(NOON.getTime() + 20_000)
    expect(await open().take({ ...PACE, weight: 3 })).toMatchObject({ isAllowed: false })
    expect(await open().take({ ...PACE, weight: 2 })).toMatchObject({ isAllowed: true, remaining: 0 })
  })

  it("counts each one's tokens, and each limit's, apart", async () => {
    await open().take({ ...PACE, weight: 6 })
    expect(await open().take({ ...PACE, who: "key_2" })).toMatchObject({ isAllowed: true, remaining: 5 })
    expect(await open("reads").take(PACE)).toMatchObject({ isAllowed: true, remaining: 5 })
  })

  it("answers requests of the same moment each by itself", async () => {
    await open().take({ ...PACE, who: "key_2" })
    asked = 0
    const answers = await Promise.all([1, 2, 3].map(() => open().take({ ...PACE, weight: 3 })))
    expect(answers.filter(({ isAllowed }) => isAllowed)).toHaveLength(2)
    expect(asked).toBe(3)
  })

  it("costs one round trip once the script is known", async () => {
    await open().take(PACE)
    asked = 0
    await open().take(PACE)
    expect(asked).toBe(1)
  })
})

describe("where Redis is gone", () => {
  it("everybody is let through, and the log says so once a minute", async () => {
    down = true
    const answers = []
    for (let s = 0; s < 90; s += 1) {
      answers.push(await open().take({ ...PACE, weight: 6 }))
      clock.set(new Date(NOON.getTime() + (s + 1) * 1_000))
    }
    expect(answers).toEqual(Array.from({ length: 90 }, () => ({ isAllowed: true, remaining: null, waitMs: 0 })))
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(["rate-limit.unavailable", "rate-limit.unavailable"])
    expect(lines.join()).not.toContain("secret")
  })

  it("the limit rests ten seconds before it is asked again, and counts again then", async () => {
    down = true
    await open().take({ ...PACE, weight: 6 })
    down = false
    asked = 0
    clock.set(new Date(NOON.getTime() + 9_999))
    expect(await open().take({ ...PACE, weight: 6 })).toMatchObject({ remaining: null })
    expect(asked).toBe(0)
    clock.set(new Date(NOON.getTime() + 10_000))
    expect(await open().take({ ...PACE, weight: 6 })).toMatchObject({ isAllowed: true, remaining: 0 })
    expect(await open().take(PACE)).toMatchObject({ isAllowed: false })
  })
})
