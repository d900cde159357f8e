// Do limits let through exactly what they say, whoever asks at the same time, and at what price in round trips?
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { openClock } from "../../shared/kit/clock.ts"
import { type Limits, newQuotaMemory, openQuota, type QuotaMemory, type Taken } from "../../shared/kit/quota.ts"
import { joinCommands } from "../../shared/kit/redis-join.ts"
import { openClient } from "../world/redis-client.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { type Serving, serve } from "../world/serve.ts"

const MINUTE = Date.parse("2026-11-21T12:00:00.000Z")
const MIDNIGHT = Date.parse("2026-11-22T00:00:00.000Z")
const TWO: Limits = { perMinute: 2, perDay: 1_000 }

const url = process.env["TEST_REDIS_URL"]
const backends = [
  { name: "the Redis in this process", options: {} },
  ...(url === undefined ? [] : [{ name: "redis-server", options: { url } }]),
]

afterEach(() => void vi.restoreAllMocks())

describe.each(backends)("with $name", ({ options }) => {
  let redis: Redis
  let serving: Serving
  let down = false
  let trips = 0
  let now = MINUTE
  const lines: string[] = []

  beforeAll(async () => {
    redis = openRedis({ ...options, token: "secret" })
    serving = await serve(async (request) => {
      trips += 1
      return down ? new Response("away", { status: 500 }) : redis.fetch(request)
    })
  })
  afterAll(async () => {
    await serving.close()
    await redis.close()
  })
  beforeEach(async () => {
    vi.spyOn(Date, "now").mockImplementation(() => now)
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line))
    await redis.engine.pipeline([["FLUSHALL"]])
    now = MINUTE
    down = false
    lines.length = 0
    // Both scripts are known from here on.
    await taker(newQuotaMemory())("warm", { perMinute: 1, perDay: 1 })
    trips = 0
  })

  /** One isolate: each call is a request with a client of its own, over the isolate's memory. */
  const taker = (memory: QuotaMemory) => (who: string, limits: Limits, cost?: number) =>
    openQuota(joinCommands(openClient({ url: serving.url, token: "secret" })), "api", openClock(null), memory).take(who, limits, cost ?? 1)
  const passed = (answers: readonly Taken[]) => answers.filter(({ isAllowed }) => isAllowed).length
  const times = <T>(count: number, make: (i: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, i) => make(i)))
  const remaining = ({ windows }: Taken) => windows().map(({ name, remaining: left }) => [name, left])

  it("lets 2 of 10 calls at once through at a limit of 2, and the same 2 of 10 one after another", async () => {
    const take = taker(newQuotaMemory())
    expect(passed(await times(10, () => take("a", TWO)))).toBe(2)
    const answers: Taken[] = []
    for (let i = 0; i < 10; i += 1) answers.push(await take("b", TWO))
    expect(answers.map(({ isAllowed }) => isAllowed)).toEqual([true, true, ...Array.from({ length: 8 }, () => false)])
  })

  it("lets exactly the limit through where 50 ask at once from five isolates", async () => {
    const isolates = Array.from({ length: 5 }, () => taker(newQuotaMemory()))
    expect(passed(await times(50, (i) => isolates[i % 5]!("a", { perMinute: 20, perDay: 1_000 })))).toBe(20)
    expect(passed(await times(50, (i) => isolates[i % 5]!("b", { perMinute: 1_000, perDay: 7 })))).toBe(7)
  })

  it("says what is left of the minute and of the day, and when they are whole again", async () => {
    now = MINUTE + 12_000
    const taken = await taker(newQuotaMemory())("a", { perMinute: 60, perDay: 10_000 })
    expect(taken.windows()).toEqual([
      { name: "minute", limit: 60, seconds: 60, remaining: 59, resetMs: MINUTE + 60_000 },
      { name: "day", limit: 10_000, seconds: 86_400, remaining: 9_999, resetMs: MIDNIGHT },
    ])
    expect([taken.waitMs, taken.isLocal]).toEqual([0, false])
  })

  it("costs one round trip, for both windows together", async () => {
    await taker(newQuotaMemory())("a", TWO)
    expect(trips).toBe(1)
  })

  it("says after how long another call passes, keeps its word, and asks nobody until then", async () => {
    const take = taker(newQuotaMemory())
    await take("a", TWO)
    await take("a", TWO)
    const { waitMs } = await take("a", TWO)
    expect(waitMs).toBe(60_001)
    trips = 0
    now = MINUTE + waitMs - 1
    expect((await take("a", TWO)).isAllowed).toBe(false)
    now = MINUTE + waitMs
    expect((await take("a", TWO)).isAllowed).toBe(true)
    // The minute before still weighs: it is half forgotten when the next one passes.
    const again = await take("a", TWO)
    expect([again.isAllowed, again.waitMs]).toEqual([false, 30_000])
    now += again.waitMs
    expect((await take("a", TWO)).isAllowed).toBe(true)
  })

  it("does not let a second burst through right after the border of two minutes", async () => {
    const take = taker(newQuotaMemory())
    const limits = { perMinute: 10, perDay: 1_000 }
    now = MINUTE + 59_000
    const before = await times(15, () => take("a", limits))
    now = MINUTE + 61_000
    const after = await times(15, () => take("a", limits))
    expect([passed(before), passed(after)]).toEqual([10, 1])
  })

  it("counts the UTC day, and begins anew at midnight", async () => {
    const take = taker(newQuotaMemory())
    const limits = { perMinute: 100, perDay: 3 }
    now = MIDNIGHT - 1
    expect(passed(await times(5, () => take("a", limits)))).toBe(3)
    const refused = await take("a", limits)
    expect([refused.isAllowed, refused.waitMs, remaining(refused)[1]]).toEqual([false, 1, ["day", 0]])
    now = MIDNIGHT
    expect(passed(await times(5, () => take("a", limits)))).toBe(3)
  })

  it("takes nothing from the day for what the minute refuses", async () => {
    const take = taker(newQuotaMemory())
    for (let i = 0; i < 30; i += 1) await take("a", { perMinute: 2, perDay: 5 })
    now = MINUTE + 180_000
    expect(passed(await times(5, () => take("a", { perMinute: 5, perDay: 5 })))).toBe(3)
  })

  it("takes as many tokens as an answer costs, all or none", async () => {
    const take = taker(newQuotaMemory())
    const limits = { perMinute: 1_000, perDay: 25 }
    expect([(await take("a", limits, 10)).isAllowed, (await take("a", limits, 10)).isAllowed]).toEqual([true, true])
    expect((await take("a", limits, 10)).isAllowed).toBe(false)
    expect((await taker(newQuotaMemory())("a", limits, 5)).isAllowed).toBe(true)
  })

  it("gives back what an answer did not cost, to the next request of this isolate, within the window", async () => {
    const take = taker(newQuotaMemory())
    for (let i = 0; i < 10; i += 1) (await take("a", TWO)).giveBack()
    expect(trips).toBe(1)
    const taken = await take("a", TWO)
    expect(remaining(taken)).toEqual([
      ["minute", 1],
      ["day", 999],
    ])
    now = MINUTE + 120_000
    taken.giveBack()
    expect(passed(await times(10, () => take("a", TWO)))).toBe(2)
  })

  it("fetches the next block before the last is used up, so that of many at once only one waits", async () => {
    const take = taker(newQuotaMemory())
    const scale: Limits = { perMinute: 60_000, perDay: 50_000_000 }
    const ask = async (lots: number): Promise<number> => {
      let allowed = 0
      for (let lot = 0; lot < lots; lot += 1) allowed += passed(await times(19, () => take("a", scale)))
      return allowed
    }
    // Blocks double up to a second's worth.
    await ask(50)
    trips = 0
    expect(await ask(400)).toBe(7_600)
    expect(trips).toBeLessThanOrEqual(9)
  })

  it("fetches tokens of a large limit in blocks: 0.2 round trips a request at most, and never more than the limit", async () => {
    const limits = { perMinute: 600, perDay: 100_000 }
    const isolates = Array.from({ length: 3 }, () => taker(newQuotaMemory()))
    let alone = 0
    for (let i = 0; i < 700; i += 1) {
      now = MINUTE + i * 80
      if ((await isolates[0]!("a", limits)).isAllowed) alone += 1
    }
    expect(alone).toBe(600)
    expect(trips / 700).toBeLessThanOrEqual(0.2)
    now = MINUTE + 300_000
    let together = 0
    for (let round = 0; round < 60; round += 1) together += passed(await times(15, (i) => isolates[i % 3]!("b", limits)))
    expect(together).toBeLessThanOrEqual(600)
    expect(together).toBeGreaterThanOrEqual(560)
  })

  it("fetches blocks again after a request that was cut off while it fetched one, and never came back", async () => {
    const memory = newQuotaMemory()
    const scale: Limits = { perMinute: 60_000, perDay: 50_000_000 }
    const never = () => Promise.race<never>([])
    const silent = { mget: never, set: never, incr: never, eval: never, evalsha: never }
    const cutOff = openQuota(silent, "api", openClock(null), memory).take("a", scale, 1)
    expect(await Promise.race([cutOff, Promise.resolve("nothing")])).toBe("nothing")
    now = MINUTE + 5_000
    for (let i = 0; i < 100; i += 1) await taker(memory)("a", scale)
    expect(trips).toBeLessThan(15)
  })

  it("fetches no more than it needs for a caller who comes seldom", async () => {
    const limits = { perMinute: 600, perDay: 100_000 }
    await taker(newQuotaMemory())("a", limits)
    expect(remaining(await taker(newQuotaMemory())("a", limits))).toEqual([
      ["minute", 598],
      ["day", 99_998],
    ])
  })

  it("counts in the isolate where Redis is gone, says so, and is never open", async () => {
    const take = taker(newQuotaMemory())
    await take("a", { perMinute: 5, perDay: 100 })
    down = true
    const answers: Taken[] = []
    for (let i = 0; i < 20; i += 1) answers.push(await take("a", { perMinute: 5, perDay: 100 }))
    expect(passed(answers)).toBe(4)
    expect(answers.every(({ isLocal }) => isLocal)).toBe(true)
    expect(answers.at(-1)?.waitMs).toBe(60_000)
    expect(passed(await times(20, () => take("b", TWO)))).toBe(2)
    now = MINUTE + 60_000
    expect(passed(await times(20, () => take("b", TWO)))).toBe(0)
    now = MINUTE + 120_000
    expect(passed(await times(20, () => take("b", TWO)))).toBe(2)
    expect(lines.filter((line) => line.includes("rate-limit.unavailable")).length).toBeLessThanOrEqual(3)
    expect(lines.join()).not.toContain("secret")
  })

  it("leaves a Redis that failed in peace for ten seconds, and counts there again then", async () => {
    const take = taker(newQuotaMemory())
    down = true
    await take("a", TWO)
    down = false
    trips = 0
    now = MINUTE + 9_999
    expect((await take("a", TWO)).isLocal).toBe(true)
    expect(trips).toBe(0)
    now = MINUTE + 10_000
    expect((await take("c", TWO)).isLocal).toBe(false)
  })

  it("forgets whoever came longest ago, and holds no more callers than it may", async () => {
    const memory = newQuotaMemory()
    down = true
    for (let i = 0; i < 20_100; i += 1) await taker(memory)(`address ${i}`, TWO)
    expect(memory.held.size).toBe(20_000)
  })
})
