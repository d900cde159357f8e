import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { marketScan } from "../../workers/agents/market-scan/agent.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { type Internet, openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:20Z")
const market = openMarket({ seed: 3, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })

let database: TestDatabase
let clock: VirtualClock
let internet: Internet
/** Most requests that were open at once. */
let open = { now: 0, most: 0 }

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, events, candles, quotes, source_states CASCADE")
  clock = openVirtualClock(NOON)
  internet = openInternet({ market, now: () => clock.now() })
  open = { now: 0, most: 0 }
})

async function fetchCounted(request: Request): Promise<Response> {
  open = { now: open.now + 1, most: Math.max(open.most, open.now + 1) }
  try {
    return await internet.fetch(request)
  } finally {
    open.now -= 1
  }
}

function deskFor(count: number): Desk {
  const options = { database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents: [marketScan] }
  return openDesk({ ...options, fetch: fetchCounted, watch: ASSETS.slice(0, count) })
}

async function scan(count: number): Promise<number> {
  const before = database.statements.length
  const desk = deskFor(count)
  desk.send({
    kind: "run",
    agent: "market-scan",
    trigger: "schedule",
    input: { slot: new Date(Math.floor(clock.now().getTime() / 1_800_000) * 1_800_000).toISOString() },
  })
  await desk.drain(clock.now())
  return database.statements.length - before
}

it("sends at most five statements for twenty assets, as many as for two, and the ledger says how many", async () => {
  const many = await scan(20)
  expect(many).toBeLessThanOrEqual(5)
  expect(await database.rows("SELECT state, statements FROM runs")).toEqual([["succeeded", String(many)]])
  await database.postgres.exec("TRUNCATE runs, candles, quotes CASCADE")
  expect(await scan(2)).toBe(many)
})

it("has five requests open at a time and never more, over both exchanges", async () => {
  await scan(20)
  expect(open.most).toBe(5)
  expect(new Set(internet.requests.map((request) => request.host)).size).toBe(2)
})

it("asks for a candle once: within the hour only the quotes are read again", async () => {
  await scan(20)
  const candleCalls = () => internet.requests.filter(({ path }) => /klines|OHLC/.test(path)).length
  // Assets that one exchange alone lists stay unconfirmed and are asked for again for some hours.
  const unconfirmed = new Set(
    (await database.rows("SELECT DISTINCT asset FROM candles WHERE agreement = 'single'")).map(([asset]) => asset),
  ).size
  const before = candleCalls()
  clock.advance(1_800_000)
  await scan(20)
  expect(candleCalls() - before).toBeLessThanOrEqual(2 * unconfirmed)
  expect(await database.rows("SELECT count(DISTINCT observed_at) FROM quotes")).toEqual([["2"]])
})

it("fills the hours that were missed while nobody looked", async () => {
  await scan(3)
  clock.advance(26 * 3_600_000)
  await scan(3)
  const [[hours, span] = []] = await database.rows(
    "SELECT count(*), extract(epoch FROM max(open_time) - min(open_time)) / 3600 + 1 FROM candles WHERE asset = 'BTC'",
  )
  expect(Number(hours)).toBe(Number(span))
  expect(await database.rows("SELECT max(open_time)::text FROM candles")).toEqual([["2026-11-22 13:00:00+00"]])
})
