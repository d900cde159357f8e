// Does the API keep its promises in workerd, with several isolates over one Redis and one Postgres, and where one of these is away?
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { seed } from "../api/cast.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { openWorld, type World } from "../world/world.ts"

let database: TestDatabase
let redis: Redis
let worlds: readonly World[]
/** Bodies of the requests that Redis got, oldest first. */
const asked: string[] = []

/** Two processes of workerd, an isolate of the API in each, over the same Redis and the same Postgres. */
beforeAll(async () => {
  database = await openDatabase()
  await seed(database.db("studio_agents"))
  redis = openRedis({ token: "local-only" })
  const noting: Redis = {
    ...redis,
    async fetch(request) {
      asked.push(await request.clone().text())
      return redis.fetch(request)
    },
  }
  const open = () => openWorld({ postgres: database.postgres, redis: noting, internet: async () => new Response(null, { status: 503 }) })
  worlds = [await open(), await open()]
}, 120_000)
afterAll(async () => {
  for (const world of worlds ?? []) await world.close()
  await redis.close()
  await database.close()
})
beforeEach(() => {
  for (const { faults } of worlds) Object.assign(faults, { postgres: null, redis: null })
})

const get = async (path: string, isolate = 0) => {
  const response = await (worlds[isolate] as World).fetch("api", path)
  return { status: response.status, from: response.headers.get("x-cache"), headers: response.headers, body: await response.text() }
}
/** Statements that the API sent so far. */
const statements = (): number => worlds.flatMap((world) => world.statements.filter(({ role }) => role === "studio_api")).length

it("200 readers of a cold answer, at two isolates, cost one statement and get the same bytes", async () => {
  const before = statements()
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => get("/api/v1/insights?limit=7", i % 2)))
  expect(statements() - before).toBe(1)
  expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get("etag")}`)).size).toBe(1)
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
})

it("an answer costs Redis one look and one write, and another isolate one request in all", async () => {
  const of = (path: string) => asked.filter((body) => body.includes("answer:posts") && body.includes(path))
  await get("/api/v1/posts?limit=3")
  await expect.poll(() => of('\\"limit\\":3').length).toBe(2)
  const before = asked.length
  expect((await get("/api/v1/posts?limit=3", 1)).from).toBe("hit")
  expect(of('\\"limit\\":3')).toHaveLength(3)
  // Counts of requests travel by themselves, some seconds later.
  expect(asked.slice(before).filter((body) => !body.includes("counters"))).toHaveLength(1)
})

it("the commonest answers are warm after a heartbeat, before anybody has asked", async () => {
  await redis.engine.pipeline([["FLUSHALL"]])
  await worlds[1]?.cron()
  const kept = await redis.engine.pipeline(["insights", "posts", "news"].map((name) => ["KEYS", `answer:${name}:*`]))
  expect(kept.map((keys) => (keys as unknown[]).length)).toEqual([1, 1, 1])
})

it("nobody reads the old list a second after the epoch was raised", async () => {
  const path = "/api/v1/insights?limit=2"
  const first = async (isolate: number) =>
    (JSON.parse((await get(path, isolate)).body) as { data: { probability: number }[] }).data[0]?.probability
  expect([await first(0), await first(1)]).not.toContain(0.515)
  await database.rows("UPDATE insights SET probability = 0.515")
  await redis.engine.pipeline([["INCR", "epoch:insights"]])
  const raised = performance.now()
  await expect.poll(async () => Promise.all([first(0), first(1)]), { interval: 20, timeout: 5_000 }).toEqual([0.515, 0.515])
  // A second of trust, and what a busy machine adds to it.
  expect(performance.now() - raised).toBeLessThan(2_500)
})

it("without Postgres what is known goes on and says that it is old, what nobody knows is 503, and it is soon well again", async () => {
  const path = "/api/v1/news?limit=4"
  expect((await get(path)).status).toBe(200)
  for (const { faults } of worlds) faults.postgres = "down"
  await redis.engine.pipeline([["INCR", "epoch:news"]])
  await expect.poll(async () => (await get(path)).from, { timeout: 5_000 }).toBe("stale-error")
  const [known, unknown] = [await get(path, 1), await get("/api/v1/news?limit=9")]
  expect([known.status, known.headers.get("x-stale-reason"), known.headers.get("as-of")]).toEqual([200, "database", expect.any(String)])
  expect([unknown.status, unknown.headers.get("content-type"), unknown.headers.get("retry-after")]).toEqual([
    503,
    "application/problem+json",
    "5",
  ])
  for (const { faults } of worlds) faults.postgres = null
  const back = performance.now()
  await expect.poll(async () => (await get(path)).headers.get("x-stale-reason"), { timeout: 5_000 }).toBeNull()
  expect(performance.now() - back).toBeLessThan(5_000)
})

it("without Redis every answer comes, the first a little later", async () => {
  for (const { faults } of worlds) faults.redis = "down"
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => get(`/api/v1/sentiment?limit=${1 + (i % 10)}`, i % 2)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})
