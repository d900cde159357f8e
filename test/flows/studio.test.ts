// The three Workers as they are deployed, in workerd: from the heartbeat to the API, and through bad weather.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { type Internet, openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { signIn } from "../world/operator.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

/** A moment at which the seeded market has something to tell. */
const NOW = new Date("2026-11-21T12:00:20Z")
const SPEED = 600

let postgres: Postgres
let world: World
let internet: Internet
/** Where the Workers' clock stood when this one started. */
const startedAt = Date.now()
const now = (): Date => new Date(NOW.getTime() + (Date.now() - startedAt) * SPEED)

beforeAll(async () => {
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  internet = openInternet({ market: openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") }), now })
  world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: (request) => internet.fetch(request),
    clock: `${startedAt}:${NOW.getTime()}:${SPEED}`,
  })
}, 120_000)
afterAll(async () => {
  await world.close()
  await postgres.close()
})
beforeEach(async () => {
  Object.assign(world.faults, { postgres: null, redis: null, queues: null, statement: null })
  internet.faults.clear()
  await postgres.exec(
    "TRUNCATE runs, events, audit_log, candles, quotes, news_stories, news_articles, sentiment_readings, insights, evidence, source_states CASCADE",
  )
})

/** The agents that have a run in every slot of half an hour; what they find sets others to work. */
const CYCLE = ["analysis", "content-strategy", "market-scan", "news-scan", "sentiment-scan"]

const rows = async (sql: string) => (await postgres.query(sql, [])).rows
const ledger = () => rows("SELECT agent, state, attempt FROM runs ORDER BY agent, id")
const read = async <T>(path: string): Promise<T> => {
  const headers = await signIn(world.urls.ingest)
  return (await (await world.fetch("api", `/api/v1${path}`, { headers })).json()) as T
}
const command = (body: unknown, key = LOCAL_OPERATOR_KEY) =>
  world.fetch("ingest", "/api/v1/commands", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  })
async function cycle(): Promise<void> {
  await world.cron(now())
  await world.drain({ delayed: true, timeoutMs: 60_000 })
}

describe("a cycle", () => {
  it("goes from the heartbeat to insights on the API, whose evidence is the market's own", async () => {
    await cycle()
    const ran = (await ledger()).filter(([agent]) => CYCLE.includes(agent ?? ""))
    expect(ran.map(([agent, state]) => `${agent} ${state}`)).toEqual(CYCLE.map((agent) => `${agent} succeeded`))
    const { data } = await read<{ data: { id: string; asset: string }[] }>("/insights")
    expect(data.length).toBeGreaterThan(0)
    const insight = await read<{ evidence: { kind: string; ref: string; value: string; label: string }[] }>(`/insights/${data[0]?.id}`)
    const cited = insight.evidence.filter((row) => row.kind === "candle")
    expect(cited.length).toBeGreaterThan(0)
    for (const { ref, value } of cited) {
      const [asset, time] = ref.split("/")
      const [stored] = await rows(`SELECT open, high, low, close, volume FROM candles WHERE asset = '${asset}' AND open_time = '${time}'`)
      expect(stored?.map(Number)).toContainEqual(Number(value))
    }
    expect(internet.strangers).toEqual([])
  })

  it("shows the same insight on the dashboard's pages", async () => {
    await cycle()
    const { data } = await read<{ data: { id: string; headline: string }[] }>("/insights")
    const page = await (await world.fetch("api", "/")).text()
    const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll('"', "&quot;")
    expect(page).toContain(escaped(data[0]?.headline ?? "none"))
    const own = await world.fetch("api", `/insights/${data[0]?.id}`)
    expect(own.status).toBe(200)
    expect(await own.text()).toContain("<svg")
  })

  it("is one however often its messages are delivered", async () => {
    await world.cron(now())
    const slot = new Date(Math.floor(now().getTime() / 1_800_000) * 1_800_000).toISOString()
    await Promise.all(CYCLE.map((agent) => command({ command: "run-now", agent })))
    await world.drain({ delayed: true, timeoutMs: 60_000 })
    await world.cron(now())
    await world.drain({ delayed: true, timeoutMs: 60_000 })
    const ofSlot = await rows(
      `SELECT agent, count(*) FROM runs WHERE slot = '${slot}' AND agent IN ('${CYCLE.join("', '")}') GROUP BY agent ORDER BY agent`,
    )
    expect(ofSlot).toEqual(CYCLE.map((agent) => [agent, "1"]))
  })
})

describe("bad weather", () => {
  it("one exchange down costs its own word only", async () => {
    internet.faults.set("api.kraken.com", { status: 503 })
    await cycle()
    expect((await ledger()).every(([, state]) => state === "succeeded")).toBe(true)
    expect(await rows("SELECT DISTINCT agreement FROM candles")).toEqual([["single"]])
    expect(await rows("SELECT failure_code FROM source_states WHERE source = 'kraken'")).toEqual([["upstream-unavailable"]])
    expect(Number((await rows("SELECT count(*) FROM candles"))[0]?.[0])).toBeGreaterThan(1_000)
  })

  it("a feed that sends rubbish costs its own news only", async () => {
    internet.faults.set("decrypt.co", { body: "<rss><channel><item><title>broken" })
    await cycle()
    expect(await rows("SELECT DISTINCT source FROM news_articles ORDER BY 1")).not.toContainEqual(["decrypt"])
    expect(Number((await rows("SELECT count(DISTINCT source) FROM news_articles"))[0]?.[0])).toBe(3)
  })

  it("without Redis the studio works and the API answers", async () => {
    world.faults.redis = "down"
    await cycle()
    expect((await ledger()).every(([, state]) => state === "succeeded")).toBe(true)
    const answer = await world.fetch("api", "/api/v1/insights")
    expect([answer.status, answer.headers.get("X-Cache")]).toEqual([200, "off"])
  })

  it("without Postgres the API says so and when to come back; afterwards the work is made up", async () => {
    world.faults.postgres = "down"
    await world.cron(now()).catch(() => {})
    const answer = await world.fetch("api", "/api/v1/agents")
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([503, "application/problem+json"])
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0)
    expect(await answer.text()).not.toMatch(/neon|fetch|postgres/i)
    world.faults.postgres = null
    await cycle()
    const made = await ledger()
    expect(made.filter(([agent]) => CYCLE.includes(agent ?? "")).map(([agent]) => agent)).toEqual(CYCLE)
    expect(made.filter(([, state]) => state !== "succeeded")).toEqual([])
  })

  it("a crash of workerd in the middle of a cycle loses nothing and doubles nothing", async () => {
    await world.cron(now())
    await world.crash()
    await world.drain({ delayed: true, timeoutMs: 60_000 })
    // Past every lease: the studio's clock runs fast, so this is a matter of a heartbeat.
    for (let beats = 0; beats < 30; beats += 1) {
      const open = await rows("SELECT lease_until FROM runs WHERE state = 'running'")
      if (open.length === 0 && (await ledger()).some(([agent]) => agent === CYCLE[1])) break
      await cycle()
    }
    const doubled = await rows("SELECT agent, slot FROM runs WHERE slot IS NOT NULL GROUP BY agent, slot HAVING count(*) > 1")
    expect(doubled).toEqual([])
    expect([...new Set((await ledger()).map(([agent]) => agent))]).toEqual(expect.arrayContaining(CYCLE))
    expect((await rows("SELECT key FROM insights GROUP BY key HAVING count(*) > 1")).length).toBe(0)
  })
})

describe("a dead run", () => {
  it("stays visible with its last failure, and works when the operator replays it", async () => {
    world.faults.statement = ({ sql }) => (sql.includes("INSERT INTO sentiment_readings") ? "refuse" : null)
    await cycle()
    const dead = await read<{ data: { id: string; agent: string; state: string; error: unknown }[] }>("/runs?state=dead")
    expect(dead.data.map((run) => run.agent)).toEqual(["sentiment-scan"])
    world.faults.statement = null
    const answer = await command({ command: "replay-run", runId: dead.data[0]?.id })
    expect(answer.status).toBe(202)
    await world.drain({ delayed: true, timeoutMs: 60_000 })
    expect(await rows("SELECT state FROM runs WHERE agent = 'sentiment-scan' ORDER BY id LIMIT 1")).toEqual([["succeeded"]])
    expect(await rows("SELECT action FROM audit_log WHERE action <> 'sign-in'")).toEqual([["command.replay-run"]])
  })
})

it("no request left for a host that is not of this world", () => {
  expect(internet.strangers).toEqual([])
})
