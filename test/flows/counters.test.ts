// Do the Workers' counts arrive? Requests in real isolates, and what Prometheus reads of them some seconds later.
import { afterAll, beforeAll, expect, it } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
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

/** A key for Prometheus, from the operator. */
async function newKey(): Promise<string> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${LOCAL_OPERATOR_KEY}` }
  const body = JSON.stringify({ name: "Prometheus", scopes: ["read:operations"] })
  const response = await fetch(`${world.urls.ingest}/api/v1/keys`, { method: "POST", headers, body })
  const { key } = (await response.json()) as { key: string }
  return key
}

it("what each Worker counted is there for Prometheus some seconds later, each request once", async () => {
  const authorization = `Bearer ${await newKey()}`
  for (let i = 0; i < 25; i += 1) await (await fetch(`${world.urls.api}/api/v1/insights?limit=${1 + (i % 3)}`)).text()
  for (let i = 0; i < 3; i += 1) await (await fetch(`${world.urls.ingest}/api/v1/health`)).text()
  await world.cron(NOW)
  await world.drain({ timeoutMs: 60_000 })
  const scrape = async () => (await fetch(`${world.urls.api}/metrics`, { headers: { authorization } })).text()
  const line = (text: string, start: string) => text.split("\n").find((each) => each.startsWith(start))
  const isThere = async () => {
    const text = await scrape()
    return [
      line(text, 'http_requests_total{worker="api",method="GET",route="/api/v1/insights"'),
      line(text, 'http_requests_total{worker="ingest",method="GET",route="/api/v1/health"'),
    ].map((each) => each?.split(" ")[1])
  }
  await expect.poll(isThere, { timeout: 20_000 }).toEqual(["25", "3"])
  const text = await scrape()
  // The first heartbeat of a new studio finds the day's slots past.
  expect(line(text, "heartbeats_total")).toBe('heartbeats_total{outcome="overdue"} 1')
  expect(Number(line(text, 'upstream_requests_total{source="binance",outcome="ok"}')?.split(" ")[1])).toBeGreaterThan(1)
  expect(line(text, 'studio_runs_ended_total{agent="market-scan",state="succeeded"}')).toMatch(/ 1$/)
  expect(text).toMatch(/cache_answers_total\{layer="memory",state="fresh"\} \d+/)
  const known = 'http_requests_total{worker="ingest",method="POST",route="/api/v1/keys",status="'
  expect(line(text, known)).toMatch(/ 1$/)
  expect((await fetch(`${world.urls.api}/metrics`)).status).toBe(401)
})
