// What does a market scan cost against its slowest source alone? Both in this process, with the real integrations and a fake internet.
import { ASSETS } from "../../shared/domain/asset.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import { openBreakers } from "../../shared/kit/breaker.ts"
import { openClock } from "../../shared/kit/clock.ts"
import { BREAKER_DEFAULTS, openCall } from "../../shared/kit/http.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { openKraken } from "../../shared/integrations/kraken.ts"
import { openInternet } from "../../test/world/internet.ts"
import { openMarket } from "../../test/world/market.ts"
import type { AgentsConfig } from "../../workers/agents/env.ts"
import { marketScan } from "../../workers/agents/market-scan/agent.ts"
import { openPorts } from "../../workers/agents/ports.ts"
import type { Cell } from "./report.ts"
import type { Section } from "./section.ts"

const DELAY_MS = 800
const START = new Date("2026-11-21T12:00:20Z")
const HOUR_MS = 3_600_000
const AT_ONCE = 5

type World = { now: Date; readonly reach: typeof fetch }

/** What the slow source alone takes to answer the same questions, five at once. */
async function slowSourceAlone({ now, reach }: World, hours: number): Promise<number> {
  const call = openCall({
    fetch: reach,
    clock: { ...openClock(null), now: () => now },
    meter: new Meter(),
    random: Math.random,
    timeoutMs: 1e4,
    maxBytes: 4e6,
    concurrency: AT_ONCE,
    attempts: 1,
    backoff: { baseMs: 1, capMs: 1 },
    breakers: openBreakers(BREAKER_DEFAULTS),
  })
  const kraken = openKraken(call)
  const until = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const span = { since: new Date(until.getTime() - hours * HOUR_MS), until }
  const started = performance.now()
  await Promise.all([kraken.quotes(ASSETS), ...(hours === 0 ? [] : ASSETS.map((asset) => kraken.candles(asset, span)))])
  return performance.now() - started
}

export const marketScanCost: Section = async ({ stand, tell }) => {
  const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
  const world: World = { now: START, reach: (input, init) => internet.fetch(new Request(input, init)) }
  const internet = openInternet({ market, now: () => world.now })
  const clock = { ...openClock(null), now: () => world.now }
  const database = { url: stand.roleUrl("studio_agents"), endpoint: stand.endpoint, timeoutMs: 10_000 }
  const config = { database, watch: ASSETS, feeds: [] } as unknown as AgentsConfig

  async function scan(): Promise<{ wallMs: number; statements: number; calls: number }> {
    const { now } = world
    const key = `bench:${now.toISOString()}`
    const wanted = { agent: "market-scan", key, slot: null, trigger: "manual", input: {}, now, leaseMs: 1, maxAttempts: 1 } as const
    const claim = await claimRun(stand.db(), wanted)
    const meter = new Meter()
    const ports = openPorts(marketScan.needs, { config, meter, clock, fetch: world.reach })
    const started = performance.now()
    const at = { now, runId: claim.answer === "claimed" ? claim.id : "", random: Math.random }
    await marketScan.run(ports, { slot: now.toISOString() }, at, new AbortController().signal)
    return { wallMs: performance.now() - started, statements: meter.usage.statements, calls: meter.usage.calls }
  }

  tell("market scan: two slots")
  await scan()
  internet.faults.set("api.kraken.com", { delayMs: DELAY_MS })
  const rows: Cell[][] = []
  for (const [name, advanceMs, hours] of [
    ["an hour has closed", HOUR_MS, 1],
    ["within the hour", HOUR_MS / 2, 0],
  ] as const) {
    world.now = new Date(world.now.getTime() + advanceMs)
    const alone = await slowSourceAlone(world, hours)
    const { wallMs, statements, calls } = await scan()
    rows.push([name, calls, statements, wallMs, alone, wallMs / alone])
  }
  return {
    title: "Market scan",
    tables: [
      {
        title: `${ASSETS.length} assets from two sources`,
        columns: ["slot", "requests", "statements", "wall ms", "slow source alone ms", "ratio"],
        rows,
      },
    ],
    bars: [],
    notes: [
      `One of the two sources takes ${DELAY_MS} ms for each answer; ${AT_ONCE} requests at once.`,
      "Statements are the agent's own; the runner adds the claim, the end of the run, and the question of whose turn is next.",
    ],
  }
}
