// Does the Redis in this process answer as redis-server does, and does Upstash's own client find it over HTTP?
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ratelimit } from "@upstash/ratelimit"
import { Redis as Client } from "@upstash/redis"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { openCore, openRedis, type Redis } from "./redis.ts"
import { formatNumber, type Reply } from "./redis-reply.ts"
import { type Serving, serve } from "./serve.ts"

const url = process.env["TEST_REDIS_URL"]
const backends = [
  { name: "the Redis in this process", options: {} },
  ...(url === undefined ? [] : [{ name: "redis-server", options: { url } }]),
]

/** Commands in order and what redis-server 7.0.15 answered to each, starting from nothing. */
const RECORDED = readFileSync(join(import.meta.dirname, "redis-answers.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as readonly [string[], Reply])

afterEach(() => void vi.restoreAllMocks())

describe.each(backends)("$name", ({ options }) => {
  let redis: Redis
  let serving: Serving
  let client: Client
  beforeAll(async () => {
    redis = openRedis({ ...options, token: "secret" })
    serving = await serve(redis.fetch)
    client = new Client({ url: serving.url, token: "secret", retry: false, enableTelemetry: false })
  })
  afterAll(async () => {
    await serving.close()
    await redis.close()
  })

  test("answers every recorded command as redis-server 7 did", async () => {
    await redis.engine.pipeline([["FLUSHALL"]])
    const replies = await redis.engine.pipeline(RECORDED.map(([command]) => command))
    expect(replies.map((reply, i) => [RECORDED[i]?.[0], reply])).toEqual(RECORDED)
  })

  test("serves Upstash's client: values, numbers, text of any language, nothing, lists", async () => {
    await client.flushall()
    const value = { name: "snow \u2603 \u{1f4c8}", list: [1, null], ok: "OK" }
    expect(await client.set("value", value)).toBe("OK")
    expect(await client.get("value")).toEqual(value)
    await client.set("ok", "OK")
    expect(await client.get("ok")).toBe("OK")
    expect(await client.get("missing")).toBeNull()
    expect(await client.incrby("count", 41)).toBe(41)
    expect(await client.mget("ok", "missing", "count")).toEqual(["OK", null, 41])
    expect(await client.hset("hash", { a: 1, b: "OK" })).toBe(2)
    expect(await client.hgetall("hash")).toEqual({ a: 1, b: "OK" })
    expect(await client.ping()).toBe("PONG")
    expect(await client.eval("return {ARGV[1], {1, 'OK'}}", [], ["x"])).toEqual(["x", [1, "OK"]])
  })

  test("gives each command of a pipeline its own answer or error", async () => {
    await client.flushall()
    const pipeline = client.pipeline()
    pipeline.set("text", "x")
    pipeline.incr("text")
    pipeline.get("text")
    const answers = await pipeline.exec({ keepErrors: true })
    expect(answers).toMatchObject([{ result: "OK" }, { error: "ERR value is not an integer or out of range" }, { result: "x" }])
  })

  test("runs all of a transaction, or nothing where a command can't be queued", async () => {
    await client.flushall()
    expect(await client.multi().set("a", 1).incr("a").exec()).toEqual(["OK", 2])
    const answer = await fetch(`${serving.url}/multi-exec`, {
      method: "POST",
      headers: { authorization: "Bearer secret" },
      body: JSON.stringify([["SET", "b", 1], ["NOPE"]]),
    })
    expect([answer.status, await answer.json()]).toEqual([400, { error: "EXECABORT Transaction discarded because of previous errors." }])
    expect(await client.exists("b")).toBe(0)
  })

  test("refuses a wrong token, a wrong body and a wrong path", async () => {
    const post = (path: string, body: string, token = "secret") =>
      fetch(serving.url + path, { method: "POST", body, headers: { authorization: `Bearer ${token}` } })
    expect((await post("/", `["PING"]`, "guess")).status).toBe(401)
    expect((await fetch(serving.url, { method: "POST", body: `["PING"]` })).status).toBe(401)
    expect((await post("/", "{")).status).toBe(400)
    expect((await post("/", "[]")).status).toBe(400)
    expect((await post("/", `["GET", {"a": 1}]`)).status).toBe(400)
    expect((await post("/other", `[["PING"]]`)).status).toBe(404)
    expect((await fetch(serving.url, { headers: { authorization: "Bearer secret" } })).status).toBe(405)
    const plain = await post("/", `["SET", "k", "v"]`)
    expect(await plain.json()).toEqual({ result: "OK" })
    expect(await (await post("/", `["INCR", "k"]`)).json()).toEqual({ error: "ERR value is not an integer or out of range" })
  })

  const WINDOW = 10_000
  const LIMIT = 5
  /** Milliseconds between calls: bursts, pauses, a window's edge, a long silence. */
  const STEPS = [
    0, 1, 2, 3, 4, 5, 3000, 1, 1, 1, 4000, 2500, 10, 10, 10, 10, 10, 9000, 5, 5, 900, 31_000, 1, 1, 1, 1, 1, 1, 4999, 5001, 2, 2,
  ]
  const start = Math.ceil(Date.now() / WINDOW) * WINDOW + 1234

  async function verdicts(limiter: Ratelimit["limit"], key: string) {
    let now = start
    vi.spyOn(Date, "now").mockImplementation(() => now)
    const found: { now: number; success: boolean; remaining: number }[] = []
    for (const step of STEPS) {
      now += step
      const { success, remaining } = await limiter(key)
      found.push({ now, success, remaining })
    }
    return found
  }
  const limiterOf = (algorithm: ReturnType<typeof Ratelimit.fixedWindow>) =>
    new Ratelimit({ redis: client, limiter: algorithm, ephemeralCache: false, prefix: `limit-${Math.random()}`, timeout: 0 })

  test("counts a fixed window as its formula says", async () => {
    const limiter = limiterOf(Ratelimit.fixedWindow(LIMIT, `${WINDOW} ms`))
    const used = new Map<number, number>()
    for (const { now, success, remaining } of await verdicts((key) => limiter.limit(key), "someone")) {
      const window = Math.floor(now / WINDOW)
      used.set(window, (used.get(window) ?? 0) + 1)
      const left = LIMIT - (used.get(window) ?? 0)
      expect({ now, success, remaining }).toEqual({ now, success: left >= 0, remaining: Math.max(0, left) })
    }
  })

  test("weighs a sliding window as its formula says", async () => {
    const limiter = limiterOf(Ratelimit.slidingWindow(LIMIT, `${WINDOW} ms`))
    const used = new Map<number, number>()
    for (const { now, success, remaining } of await verdicts((key) => limiter.limit(key), "someone")) {
      const window = Math.floor(now / WINDOW)
      const before = Math.floor((1 - (now % WINDOW) / WINDOW) * (used.get(window - 1) ?? 0))
      const present = used.get(window) ?? 0
      const allowed = before + present < LIMIT
      if (allowed) used.set(window, present + 1)
      expect({ now, success, remaining }).toEqual({ now, success: allowed, remaining: allowed ? LIMIT - (before + present + 1) : 0 })
    }
  })

  test("refills a token bucket as its formula says", async () => {
    const limiter = limiterOf(Ratelimit.tokenBucket(2, `${WINDOW} ms`, LIMIT))
    let tokens = LIMIT
    let refilledAt: number | null = null
    for (const { now, success, remaining } of await verdicts((key) => limiter.limit(key), "someone")) {
      refilledAt ??= now
      const refills = Math.floor((now - refilledAt) / WINDOW)
      tokens = Math.min(LIMIT, tokens + refills * 2)
      refilledAt += refills * WINDOW
      const allowed = tokens > 0
      if (allowed) tokens -= 1
      expect({ now, success, remaining }).toEqual({ now, success: allowed, remaining: allowed ? tokens : 0 })
    }
  })

  const algorithms = [
    ["fixed window", () => Ratelimit.fixedWindow(LIMIT, "1 h")],
    ["sliding window", () => Ratelimit.slidingWindow(LIMIT, "1 h")],
    ["token bucket", () => Ratelimit.tokenBucket(1, "1 h", LIMIT)],
  ] as const

  test.each(algorithms)("lets exactly the limit through of thirty calls at once: %s", async (_name, algorithm) => {
    const limiter = limiterOf(algorithm())
    const answers = await Promise.all(Array.from({ length: 30 }, () => limiter.limit("crowd")))
    expect(answers.filter(({ success }) => success)).toHaveLength(LIMIT)
  })
})

test("forgets a key at its moment, by the clock it was given", async () => {
  let now = 1_000_000
  const core = openCore(() => now)
  const run = async (...command: string[]) => (await core.pipeline([command]))[0]
  await run("SET", "a", "1", "PX", "1500")
  await run("HSET", "h", "f", "v")
  await run("EXPIRE", "h", "2")
  now += 1499
  expect([await run("GET", "a"), await run("PTTL", "a"), await run("TTL", "a")]).toEqual(["1", 1, 0])
  now += 1
  expect([await run("GET", "a"), await run("PTTL", "a"), await run("DBSIZE")]).toEqual([null, -2, 1])
  expect(await run("SET", "a", "2", "NX")).toEqual({ ok: "OK" })
  now += 500
  expect([await run("HGETALL", "h"), await run("TYPE", "h"), await run("KEYS", "*")]).toEqual([[], { ok: "none" }, ["a"]])
  expect(await run("TIME")).toEqual(["1002", "0"])
})

test("keeps a key's value bytes apart from its script's: scripts see and store any text", async () => {
  const core = openCore(Date.now)
  const text = "snow \u2603 \u{1f4c8} \0 end"
  const [stored, read] = await core.pipeline([
    ["EVAL", "return redis.call('SET', KEYS[1], ARGV[1])", "1", "k", text],
    ["EVAL", "return {redis.call('GET', KEYS[1]), #redis.call('GET', KEYS[1])}", "1", "k"],
  ])
  expect([stored, read]).toEqual([{ ok: "OK" }, [text, Buffer.byteLength(text)]])
})

test.each([
  [0.1, 17, "0.10000000000000001"],
  [0.1, 14, "0.1"],
  [1e20, 17, "1e+20"],
  [-2.5e-7, 14, "-2.5e-07"],
  [1_700_000_000_000, 14, "1700000000000"],
  [123_456_789_012_347, 14, "1.2345678901235e+14"],
  [100, 17, "100"],
  [0, 17, "0"],
  [Infinity, 17, "inf"],
])("writes %d with %i digits as C does", (value, precision, text) => {
  expect(formatNumber(value, precision)).toBe(text)
})
