// Do the Workers' counts arrive? Requests in real isolates, and what Redis has of them some seconds later.
import { afterAll, beforeAll, expect, it } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openRedis, type Redis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

const NOW = new Date("2026-11-21T12:00:20Z")

let postgres: Postgres
let redis: Redis
let world: World
beforeAll(async () => {
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  redis = openRedis({ token: "local-only" })
  const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
  const internet = openInternet({ market, now: () => NOW })
  world = await openWorld({ postgres, redis, internet: (request) => internet.fetch(request), clock: `${Date.now()}:${NOW.getTime()}:1` })
}, 120_000)
afterAll(async () => {
  await world.close()
  await redis.close()
  await postgres.close()
})

async function counted(series: string): Promise<number> {
  const [reply] = await redis.engine.pipeline([["HGET", "counters", series]])
  return Number((reply as { result?: unknown } | undefined)?.result ?? reply ?? 0)
}

it("what each Worker counted is in Redis some seconds later, each request once", async () => {
  for (let i = 0; i < 25; i += 1) await (await fetch(`${world.urls.api}/api/v1/agents?limit=${1 + (i % 3)}`)).text()
  for (let i = 0; i < 3; i += 1) await (await fetch(`${world.urls.ingest}/api/v1/health`)).text()
  await world.cron(NOW)
  await world.drain({ timeoutMs: 60_000 })
  const of = (status: string) => counted(`http_requests_total\tapi\tGET\t/api/v1/agents\t${status}`)
  await expect.poll(async () => (await of("200")) + (await of("400")), { timeout: 15_000 }).toBe(25)
  await expect.poll(() => counted("http_requests_total\tingest\tGET\t/api/v1/health\t200"), { timeout: 15_000 }).toBe(3)
  // The first one of a new studio finds the day's slots past.
  expect(await counted("heartbeats_total\toverdue")).toBe(1)
  expect(await counted("upstream_requests_total\tbinance\tok")).toBeGreaterThan(1)
})
