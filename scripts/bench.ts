// `npm run bench`: what costs how much, in ratios measured side by side in this run.
import { ASSETS } from "../shared/domain/asset.ts"
import { Meter } from "../shared/kit/meter.ts"
import { openBreakers } from "../shared/kit/breaker.ts"
import { BREAKER_DEFAULTS, openCall } from "../shared/kit/http.ts"
import { openClock } from "../shared/kit/clock.ts"
import { openKraken } from "../shared/integrations/kraken.ts"
import { marketScan } from "../workers/agents/market-scan/agent.ts"
import { openPorts } from "../workers/agents/ports.ts"
import type { AgentsConfig } from "../workers/agents/env.ts"
import { openDatabase } from "../test/db/database.ts"
import { openInternet } from "../test/world/internet.ts"
import { openMarket } from "../test/world/market.ts"
import { claimRun } from "../shared/db/queries/runs.ts"

const DELAY_MS = 800
const NOW = new Date("2026-11-21T12:00:20Z")
const HOUR_MS = 3_600_000
const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
let now = NOW
const internet = openInternet({ market, now: () => now })
const reach = ((input: RequestInfo | URL, init?: RequestInit) => internet.fetch(new Request(input, init))) as typeof fetch
const clock = { ...openClock(null), now: () => now }

/** What the slow source alone takes to answer the same questions, five at once. */
async function slowSourceAlone(hours: number): Promise<number> {
  const call = openCall({
    fetch: reach,
    clock,
    meter: new Meter(),
    random: Math.random,
    timeoutMs: 1e4,
    maxBytes: 4e6,
    concurrency: 5,
    attempts: 1,
    backoff: {
      baseMs: 1,
      capMs: 1,
    },
    breakers: openBreakers(BREAKER_DEFAULTS),
  })
  const kraken = openKraken(call)
  const until = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const started = performance.now()
  await Promise.all([
    kraken.quotes(ASSETS),
    ...(hours === 0 ? [] : ASSETS.map((asset) => kraken.candles(asset, { since: new Date(until.getTime() - hours * HOUR_MS), until }))),
  ])
  return performance.now() - started
}

const database = await openDatabase()
const config = {
  database: { url: database.url("studio_agents"), endpoint: database.endpoint, timeoutMs: 10_000 },
  watch: ASSETS,
  feeds: [],
} as unknown as AgentsConfig

async function scan(): Promise<{ wallMs: number; statements: number; calls: number }> {
  const claim = await claimRun(database.db(), {
    agent: "market-scan",
    key: `bench:${now.toISOString()}`,
    slot: null,
    trigger: "manual",
    input: {},
    now,
    leaseMs: 1,
    maxAttempts: 1,
  })
  const meter = new Meter()
  const ports = openPorts(marketScan.needs, { config, meter, clock, fetch: reach })
  const started = performance.now()
  const at = { now, runId: claim.answer === "claimed" ? claim.id : "", random: Math.random }
  await marketScan.run(ports, { slot: now.toISOString() }, at, new AbortController().signal)
  return { wallMs: performance.now() - started, statements: meter.usage.statements, calls: meter.usage.calls }
}

await scan()
internet.faults.set("api.kraken.com", { delayMs: DELAY_MS })
console.log(
  `market-scan of ${ASSETS.length} assets from two sources, one of which takes ${DELAY_MS} ms for each answer; five requests at once\n`,
)
console.log("slot                     requests  statements  wall ms  slow source alone ms  ratio")
for (const [name, advanceMs, hours] of [
  ["an hour has closed", HOUR_MS, 1],
  ["within the hour", HOUR_MS / 2, 0],
] as const) {
  now = new Date(now.getTime() + advanceMs)
  const alone = await slowSourceAlone(hours)
  const { wallMs, statements, calls } = await scan()
  const cells = [
    String(calls).padStart(8),
    String(statements).padStart(10),
    wallMs.toFixed(0).padStart(7),
    alone.toFixed(0).padStart(20),
    (wallMs / alone).toFixed(2).padStart(5),
  ]
  console.log(`${name.padEnd(23)}  ${cells.join("  ")}`)
}
console.log("\nstatements are the agent's own; the runner adds the claim, the end of the run, and the question of whose turn is next")
await database.close()
