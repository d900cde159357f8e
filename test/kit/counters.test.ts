import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { type Counters, type CounterStore, newCounters, openCounterStore } from "../../shared/kit/counters.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { type Serving, serve } from "../world/serve.ts"

const NOW = new Date("2026-11-22T12:00:00.000Z")
const REQUEST = { worker: "api", method: "GET", route: "/api/v1/insights/{id}", status: "200" } as const
const SERIES = "http_requests_total\tapi\tGET\t/api/v1/insights/{id}\t200"

let redis: Redis
let serving: Serving
let answer: "well" | "down" | "lost"
let trips = 0

beforeAll(async () => {
  redis = openRedis()
  serving = await serve(async (request) => {
    trips += 1
    if (answer === "down") return new Response("away", { status: 500 })
    const given = await redis.fetch(request)
    return answer === "lost" ? new Response("cut off", { status: 500 }) : given
  })
})
afterAll(async () => {
  await serving.close()
  await redis.close()
})
beforeEach(async () => {
  await redis.engine.pipeline([["FLUSHALL"]])
  answer = "well"
  trips = 0
})
afterEach(() => void vi.restoreAllMocks())

const store = (): CounterStore => openCounterStore({ url: serving.url, token: "t" })
const flush = (counters: Counters, now = NOW) => counters.flush({ open: store, wait: async () => undefined, now })
const read = async () => Object.fromEntries(await store().read())

describe("counters", () => {
  it("of several isolates add up", async () => {
    const isolates = [newCounters(), newCounters(), newCounters()]
    for (const counters of isolates) {
      counters.add("http_requests_total", REQUEST)
      counters.add("http_requests_total", REQUEST, 2)
      counters.add("heartbeats_total", { outcome: "ok" })
    }
    for (const counters of isolates) await flush(counters)
    expect(await read()).toEqual({ [SERIES]: 9, "heartbeats_total\tok": 3 })
  })

  it("cost one round trip for all that was counted, and none where nothing was", async () => {
    const counters = newCounters()
    for (let status = 200; status < 300; status += 1) counters.add("http_requests_total", { ...REQUEST, status: String(status) })
    await flush(counters)
    expect(trips).toBe(1)
    expect(flush(counters)).toBeNull()
    expect(trips).toBe(1)
  })

  it("put a duration into its bucket and add it up in microseconds", async () => {
    const counters = newCounters()
    const labels = { worker: "api", route: "/x", status: "200" }
    for (const seconds of [0, 0.001, 0.0011, 0.3, 11]) counters.observe("http_request_duration_seconds", labels, seconds)
    await flush(counters)
    const series = "http_request_duration_seconds\tapi\t/x\t200"
    expect(await read()).toEqual({
      [`${series}\t0.001`]: 2,
      [`${series}\t0.0025`]: 1,
      [`${series}\t0.5`]: 1,
      [`${series}\t+Inf`]: 1,
      [`${series}\tmicros`]: 11_302_100,
    })
  })

  it("are sent by one request at a time, which takes along what others count meanwhile", async () => {
    const counters = newCounters()
    let go: () => void = () => undefined
    const waiting = new Promise<void>((resolve) => (go = resolve))
    counters.add("http_requests_total", REQUEST)
    const first = counters.flush({ open: store, wait: () => waiting, now: NOW })
    counters.add("http_requests_total", REQUEST)
    expect(flush(counters)).toBeNull()
    go()
    await first
    expect(await read()).toEqual({ [SERIES]: 2 })
  })

  it("are sent by a later request where the first was cut off", async () => {
    const counters = newCounters()
    counters.add("http_requests_total", REQUEST)
    const cutOff = counters.flush({ open: store, wait: () => new Promise<void>(() => undefined), now: NOW })
    expect(cutOff).not.toBeNull()
    expect(flush(counters, new Date(NOW.getTime() + 29_999))).toBeNull()
    await flush(counters, new Date(NOW.getTime() + 30_000))
    expect(await read()).toEqual({ [SERIES]: 1 })
  })

  it("keep what Redis did not take, and say so once", async () => {
    const lines: string[] = []
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line))
    const counters = newCounters()
    answer = "down"
    for (let i = 0; i < 3; i += 1) {
      counters.add("http_requests_total", REQUEST)
      await flush(counters, new Date(NOW.getTime() + i * 10_000))
    }
    answer = "well"
    trips = 0
    expect(flush(counters, new Date(NOW.getTime() + 29_999))).toBeNull()
    await flush(counters, new Date(NOW.getTime() + 30_000))
    expect(await read()).toEqual({ [SERIES]: 3 })
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["counters.unavailable"])
  })

  it("count once what arrived although the answer was lost", async () => {
    vi.spyOn(console, "error").mockReturnValue()
    const counters = newCounters()
    answer = "lost"
    counters.add("http_requests_total", REQUEST)
    await flush(counters)
    answer = "well"
    counters.add("http_requests_total", REQUEST)
    await flush(counters, new Date(NOW.getTime() + 10_000))
    expect(await read()).toEqual({ [SERIES]: 2 })
  })

  it("keep so many series and no more, and count what they drop", async () => {
    const counters = newCounters()
    for (let i = 0; i < 3_010; i += 1) counters.add("upstream_requests_total", { source: `s${i}`, outcome: "ok" })
    counters.add("upstream_requests_total", { source: "s1", outcome: "ok" })
    await flush(counters)
    const sums = await read()
    expect(sums["counters_dropped_total\tupstream_requests_total"]).toBe(10)
    expect(sums["upstream_requests_total\ts1\tok"]).toBe(2)
  })
})
