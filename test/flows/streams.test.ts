// Do long answers behave in workerd: streams that tell many of a new row at the cost of one statement, and exports that stop with their reader?
import { afterAll, beforeAll, expect, it } from "vitest"
import { insertInsights } from "../../shared/db/queries/insights.ts"
import { type Cast, draft, NOON, seed } from "../api/cast.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { openWorld, type World } from "../world/world.ts"

let database: TestDatabase
let redis: Redis
let world: World
let cast: Cast

beforeAll(async () => {
  database = await openDatabase()
  cast = await seed(database.db("studio_agents"))
  redis = openRedis({ token: "local-only" })
  const bindings = { api: { LIMITS: "off" } }
  world = await openWorld({ postgres: database.postgres, redis, internet: async () => new Response(null, { status: 503 }), bindings })
}, 120_000)
afterAll(async () => {
  await world?.close()
  await redis.close()
  await database.close()
})

const decoder = new TextDecoder()
const askedFor = (table: string): number => world.statements.filter(({ sql }) => new RegExp(`\\bfrom "?${table}\\b`, "i").test(sql)).length

async function listen() {
  const response = await world.fetch("api", "/api/v1/streams/insights", { headers: { accept: "text/event-stream" } })
  expect(response.status).toBe(200)
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  const read = async (): Promise<string> => decoder.decode((await reader.read()).value)
  expect(await read()).toMatch(/^retry: \d+\n\n$/)
  return { read, leave: () => reader.cancel() }
}

it("50 listeners hear of a new insight, and it costs one statement", async () => {
  const listeners = await Promise.all(Array.from({ length: 50 }, listen))
  const before = askedFor("insights")
  const hearing = listeners.map(({ read }) => read())
  const made = { ...draft(1), madeAt: new Date(NOON.getTime() + 60_000).toISOString() }
  const [id] = await insertInsights(database.db("studio_agents"), [made], cast.runs.analysis)
  await redis.engine.pipeline([["INCR", "epoch:insights"]])
  const texts = await Promise.all(hearing)
  expect(texts.filter((text) => text.startsWith(`id: ${id}\nevent: insight\ndata: {`))).toHaveLength(50)
  expect(askedFor("insights") - before).toBe(1)
  await Promise.all(listeners.map(({ leave }) => leave()))
})

it("an export is whole", async () => {
  const response = await world.fetch("api", "/api/v1/exports/candles")
  const lines = (await response.text()).trimEnd().split("\n")
  const [[count]] = (await database.rows("SELECT count(*) FROM candles")) as [[string]]
  expect(lines.at(-1)).toBe(JSON.stringify({ end: true, rows: Number(count), next: null }))
  expect(lines).toHaveLength(Number(count) + 1)
})

it("an export tells by its last line that Postgres went away meanwhile", async () => {
  // Two kinds of statements take turns, for the next asset and for its rows: the first of a later asset fails.
  let left = 3
  world.faults.statement = ({ sql }) => (/from "?candles/i.test(sql) && (left -= 1) < 0 ? "lose" : null)
  const response = await world.fetch("api", "/api/v1/exports/candles")
  const lines = (await response.text()).trimEnd().split("\n")
  world.faults.statement = null
  const last = JSON.parse(lines.at(-1) ?? "") as { error: { type: string }; next: string }
  expect([response.status, last.error.type]).toEqual([200, "/problems/unavailable"])
  const rest = (await (await world.fetch("api", `/api/v1/exports/candles?cursor=${last.next}`)).text()).trimEnd().split("\n")
  const [[count]] = (await database.rows("SELECT count(*) FROM candles")) as [[string]]
  expect(lines.length - 1 + rest.length - 1).toBe(Number(count))
})

it("an export asks for nothing more once its reader has gone", async () => {
  await database.postgres.exec(`
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement)
    SELECT 'ZZZ', timestamptz '2015-01-01T00:00Z' + n * interval '1 hour', 1, 1, 1, 1, 1, 'binance', timestamptz '2026-01-01T00:00Z', 'single'
    FROM generate_series(1, 100000) AS n`)
  const before = askedFor("candles")
  const response = await world.fetch("api", "/api/v1/exports/candles?asset=ZZZ")
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  await world.drain()
  // Of fifty pages: what fits between the two was on its way.
  const asked = askedFor("candles")
  expect(asked - before).toBeLessThan(50)
  expect((await world.fetch("api", "/api/v1/health")).status).toBe(200)
  await world.drain()
  expect(askedFor("candles")).toBe(asked)
})
