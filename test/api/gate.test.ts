// Who is let in to the API, by what he shows? The gate alone, over a real Postgres under the api Worker's own role, and a Redis in this process.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { hashOfApiKey, REMEMBERED_MS } from "../../shared/domain/api-key.ts"
import { PLANS, type Plans } from "../../shared/domain/api-plan.ts"
import type { Asked } from "../../shared/kit/admission.ts"
import { newCounters } from "../../shared/kit/counters.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { joinCommands } from "../../shared/kit/redis-join.ts"
import { type GateMemory, newGateMemory, openGate } from "../../workers/api/gate.ts"
import { sessionCookieOf } from "../../workers/api/session.ts"
import { KEY, openFront, type Front } from "../ingest/front.ts"
import { openClient } from "../world/redis-client.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { type Serving, serve } from "../world/serve.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const READER = `cck_${"r".repeat(43)}`
const ANYONE: Asked = { scope: null, cost: 1 }

let front: Front
let redis: Redis
let serving: Serving
let memory: GateMemory
let meter: Meter
let plans: Plans | null
let trips = 0
let down = false

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
  redis = openRedis({ token: "secret", now: () => front.clock.now().getTime() })
  serving = await serve(async (request) => {
    trips += 1
    return down ? new Response("away", { status: 500 }) : redis.fetch(request)
  })
}, 60_000)
afterAll(async () => {
  await serving.close()
  await redis.close()
  await front.close()
})
beforeEach(async () => {
  vi.spyOn(Date, "now").mockImplementation(() => front.clock.now().getTime())
  front.clock.set(NOON)
  await redis.engine.pipeline([["FLUSHALL"]])
  await front.database.postgres.exec("TRUNCATE api_keys, sessions CASCADE")
  await insertKey("key_0000000001", READER, "{read:insights}", "free")
  memory = newGateMemory()
  plans = PLANS
  down = false
})
afterEach(() => vi.mocked(Date.now).mockRestore())

const insertKey = async (id: string, key: string, scopes: string, plan: string, more = "NULL, NULL") =>
  front.database
    .rows(`INSERT INTO api_keys (id, name, secret_hash, scopes, plan, source, events_per_minute, created_at, expires_at, revoked_at)
    VALUES ('${id}', 'x', '${await hashOfApiKey(key)}', '${scopes}', '${plan}', 'forum', 60, '2026-11-01T00:00Z', ${more})`)

/** The gate of one isolate, with a client of its own. */
function gateOf(from = memory) {
  meter = new Meter()
  trips = 0
  return openGate({
    services: { db: front.database.db("studio_api", meter), clock: front.clock, sessionCookie: sessionCookieOf("production"), plans },
    machine: front.clock,
    redis: joinCommands(openClient({ url: serving.url, token: "secret" })),
    memory: from,
    counters: newCounters(),
  })
}
const requestOf = (headers: Record<string, string>) =>
  new Request("https://studio.example/api/v1/insights", { headers: { "cf-connecting-ip": "203.0.113.7", ...headers } })
const admit = async (headers: Record<string, string> = {}, asked = ANYONE, from = memory) => gateOf(from).admit(requestOf(headers), asked)
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const failure = async (task: Promise<unknown>): Promise<Failure> =>
  task.then(
    () => expect.fail("was let in"),
    (thrown: unknown) => (thrown instanceof Failure ? thrown : expect.fail(String(thrown))),
  )
const codeOf = (task: Promise<unknown>) => failure(task).then(({ code }) => code)
const quotaOf = async (task: ReturnType<typeof admit>) => Object.fromEntries((await task).headers())["ratelimit-policy"]

describe("without a key", () => {
  it("anyone reads what is public, counted by address, for one round trip and no statement", async () => {
    const { caller } = await admit()
    expect(caller).toEqual({ id: "anonymous", scopes: [] })
    expect(await quotaOf(admit())).toBe('"minute";q=30;w=60, "day";q=1000;w=86400')
    expect([trips, meter.usage.statements]).toEqual([1, 0])
  })

  it("an address has its own limit, and a network of IPv6 one together", async () => {
    plans = { ...PLANS, keyless: { perMinute: 1, perDay: 10 } }
    await admit()
    expect(await codeOf(admit())).toBe("rate-limited")
    await admit({ "cf-connecting-ip": "2001:db8::1" })
    expect(await codeOf(admit({ "cf-connecting-ip": "2001:db8::2" }))).toBe("rate-limited")
    await admit({ "cf-connecting-ip": "2001:db8:0:1::1" })
  })

  it("what needs a scope is refused before anything is counted", async () => {
    expect(await codeOf(admit({}, { scope: "read:operations", cost: 1 }))).toBe("unauthenticated")
    expect(trips).toBe(0)
  })

  it("a refusal says the limits and when to come back", async () => {
    plans = { ...PLANS, keyless: { perMinute: 1, perDay: 10 } }
    await admit()
    const { detail, waitMs, headers } = await failure(admit())
    expect(detail).toBe("Without a key an address may make 1 requests a minute and 10 a day. Wait, or ask the studio's operator for a key.")
    expect([waitMs, headers["ratelimit"], headers["x-ratelimit-remaining"]]).toEqual([60_001, '"minute";r=0;t=61, "day";r=9;t=43200', "0"])
  })

  it("pages have a pace of their own, whatever is shown", async () => {
    plans = { ...PLANS, keyless: { perMinute: 1, perDay: 1 }, pages: { perMinute: 2, perDay: 10 } }
    const page: Asked = { ...ANYONE, isPage: true }
    await admit()
    await admit({ authorization: "Bearer nonsense" }, page)
    await admit({}, page)
    expect(await codeOf(admit({}, page))).toBe("rate-limited")
  })
})

describe("a key", () => {
  it("is counted by itself, by its plan, wherever it comes from", async () => {
    expect((await admit(bearer(READER))).caller).toEqual({ id: "key_0000000001", scopes: ["read:insights"] })
    expect(await quotaOf(admit({ ...bearer(READER), "cf-connecting-ip": "198.51.100.1" }))).toBe(
      '"minute";q=60;w=60, "day";q=10000;w=86400',
    )
  })

  it("is looked up once, and costs one round trip and no statement while it is remembered", async () => {
    await admit(bearer(READER))
    expect(meter.usage.statements).toBe(1)
    await admit(bearer(READER))
    expect([trips, meter.usage.statements]).toEqual([1, 0])
    front.clock.advance(REMEMBERED_MS)
    await admit(bearer(READER))
    expect(meter.usage.statements).toBe(1)
  })

  it("that is unknown, revoked or over opens nothing", async () => {
    const [revoked, over] = [`cck_${"v".repeat(43)}`, `cck_${"o".repeat(43)}`]
    await insertKey("key_0000000002", revoked, "{read:insights}", "free", "NULL, '2026-11-20T00:00Z'")
    await insertKey("key_0000000003", over, "{read:insights}", "free", "'2026-11-21T12:00Z', NULL")
    for (const key of [revoked, over, `cck_${"u".repeat(43)}`]) expect(await codeOf(admit(bearer(key)))).toBe("unauthenticated")
    for (const shown of ["Basic eDp5", "Bearer nonsense", "Bearer", READER]) {
      expect(await codeOf(admit({ authorization: shown }))).toBe("unauthenticated")
      expect([trips, meter.usage.statements]).toEqual([0, 0])
    }
  })

  it("ends to the millisecond, though it is remembered", async () => {
    const short = `cck_${"s".repeat(43)}`
    await insertKey("key_0000000002", short, "{read:insights}", "free", "'2026-11-21T12:00:10Z', NULL")
    await admit(bearer(short))
    front.clock.advance(9_999)
    await admit(bearer(short))
    front.clock.advance(1)
    expect(await codeOf(admit(bearer(short)))).toBe("unauthenticated")
  })

  it("is refused what its scopes don't hold, also what anyone may read where it only reports", async () => {
    const reporter = `cck_${"p".repeat(43)}`
    await insertKey("key_0000000002", reporter, "{write:events}", "free")
    expect(await codeOf(admit(bearer(reporter)))).toBe("forbidden")
    const { detail } = await failure(admit(bearer(READER), { scope: "read:operations", cost: 1 }))
    expect(detail).toBe("This key lacks the scope read:operations; it has read:insights.")
  })

  it("is never told apart from another by what is logged or said", async () => {
    const { detail, context } = await failure(admit(bearer(`cck_${"u".repeat(43)}`)))
    expect(JSON.stringify([detail, context])).not.toContain("uuuu")
  })
})

describe("the operator's session", () => {
  it("may read everything and is not counted", async () => {
    const session = await front.ask("/api/v1/sessions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key: KEY }),
    })
    const { token } = await session.json<{ token: string }>()
    const { caller, headers } = await admit({ cookie: `__Host-session=${token}` }, { scope: "read:operations", cost: 1 })
    expect(caller).toEqual({ id: "operator", scopes: ["read:insights", "read:premium", "read:operations"] })
    expect([[...headers()], trips]).toEqual([[], 0])
  })

  it("that is none counts as nobody", async () => {
    expect((await admit({ cookie: `__Host-session=${"x".repeat(43)}` })).caller.id).toBe("anonymous")
    expect(await codeOf(admit({ cookie: "theme=dark" }, { scope: "read:operations", cost: 1 }))).toBe("unauthenticated")
  })
})

describe("guessing keys", () => {
  const guess = (i: number, from = memory, address = "203.0.113.7") =>
    codeOf(admit({ ...bearer(`cck_${String(i).padStart(43, "0")}`), "cf-connecting-ip": address }, ANYONE, from))

  it("ends after ten wrong ones a minute of an address, before the database is asked, also from other isolates", async () => {
    for (let i = 0; i < 10; i += 1) expect(await guess(i)).toBe("unauthenticated")
    expect(await guess(10)).toBe("rate-limited")
    expect([trips, meter.usage.statements]).toEqual([0, 0])
    expect(await guess(11, newGateMemory())).toBe("rate-limited")
    expect([trips, meter.usage.statements]).toEqual([1, 0])
    expect(await guess(12, memory, "198.51.100.1")).toBe("unauthenticated")
    front.clock.advance(120_000)
    expect(await guess(13)).toBe("unauthenticated")
  })

  it("all at once asks the database no oftener", async () => {
    const codes = await Promise.all(Array.from({ length: 50 }, (_, i) => guess(i)))
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10)
  })

  it("is counted by the isolate where Redis is gone", async () => {
    down = true
    const codes = []
    for (let i = 0; i < 15; i += 1) codes.push(await guess(i))
    expect(codes.filter((code) => code === "rate-limited")).toHaveLength(5)
  })

  it("leaves alone who shows one good key fifty times at once, in one isolate or in many", async () => {
    const admitted = await Promise.all(Array.from({ length: 50 }, () => admit(bearer(READER))))
    expect(admitted).toHaveLength(50)
    const isolates = Array.from({ length: 10 }, newGateMemory)
    expect(await Promise.all(isolates.map((isolate) => admit(bearer(READER), ANYONE, isolate)))).toHaveLength(10)
  })
})

describe("where nobody is counted", () => {
  it("keys and scopes hold all the same", async () => {
    plans = null
    for (let i = 0; i < 100; i += 1) expect([...(await admit()).headers()]).toEqual([])
    expect(await codeOf(admit(bearer(`cck_${"u".repeat(43)}`)))).toBe("unauthenticated")
    expect(await codeOf(admit({}, { scope: "read:operations", cost: 1 }))).toBe("unauthenticated")
  })

  it("who shows nothing and asks for nothing special is let in at once, and nobody else", () => {
    const atOnce = (headers: Record<string, string>, asked = ANYONE) => gateOf().admitAtOnce?.(requestOf(headers), asked) ?? null
    expect(atOnce({})).toBeNull()
    plans = null
    expect(atOnce({})).toMatchObject({ caller: { id: "anonymous", scopes: [] } })
    for (const headers of [bearer(READER), { cookie: "a=b" }]) expect(atOnce(headers)).toBeNull()
    expect(atOnce({}, { scope: "read:operations", cost: 1 })).toBeNull()
  })
})

it("knows at once what a key may that it has seen, and of nobody else", async () => {
  const scopesOf = (headers: Record<string, string>) => gateOf().scopesAtOnce?.(requestOf(headers)) ?? null
  expect(scopesOf(bearer(READER))).toBeNull()
  const { caller } = await admit(bearer(READER))
  expect(scopesOf(bearer(READER))).toEqual(caller.scopes)
  for (const headers of [{}, { cookie: "a=b" }, bearer(`cck_${"u".repeat(43)}`)]) expect(scopesOf(headers)).toBeNull()
})

it("counts callers exactly, whichever isolate they meet", async () => {
  const isolates = Array.from({ length: 5 }, newGateMemory)
  plans = { ...PLANS, free: { perMinute: 20, perDay: 100 } }
  const asked = Array.from({ length: 50 }, (_, i) => admit(bearer(READER), ANYONE, isolates[i % 5]))
  const settled = await Promise.allSettled(asked)
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(20)
})
