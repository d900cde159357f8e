// The studio on a virtual clock: the real agents, their real SQL on an embedded Postgres, an exchange that plays a recording.
import { ASSETS, type Asset, type AssetSymbol, findAsset } from "../../shared/domain/asset.ts"
import { CANDLE_MS, type Candle, type ExchangeName } from "../../shared/domain/market.ts"
import { type Db, openDb } from "../../shared/db/client.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import { listInsightsForReplay } from "../../shared/db/queries/insights.ts"
import type { Exchange } from "../../shared/integrations/sources.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import type { Agent } from "../../workers/agents/contract.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { AGENTS } from "../../workers/agents/registry.ts"
import { migrate } from "../migrations.ts"
import { neonProxy } from "../../test/world/neon-proxy.ts"
import { openTestDatabase } from "../../test/world/test-database.ts"
import { openRememberingHistory } from "./memory.ts"
import type { Recording } from "./recording.ts"

/** How long after an hour has closed the studio looks at it. */
const DELAY_MS = 10_000
const ANALYZE_AT = new Set([50, 200, 1_000, 4_000])

/** Position of the first candle that opens at or after `time`. */
function firstAt(candles: readonly Candle[], time: number): number {
  let [low, high] = [0, candles.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((candles[middle]?.openTime.getTime() ?? 0) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Candles of one asset from all files, oldest first; of an hour that two files have, the first file's. */
function joinCandles(recordings: readonly Recording[]): readonly Candle[] {
  const hours = new Map<number, Candle>()
  for (const candle of recordings.flatMap(({ candles }) => candles)) {
    if (!hours.has(candle.openTime.getTime())) hours.set(candle.openTime.getTime(), candle)
  }
  return [...hours].toSorted(([a], [b]) => a - b).map(([, candle]) => candle)
}

/** One exchange for each source, in the studio's order of preference. */
function openPlaybacks(recordings: readonly Recording[], now: () => number): Exchange[] {
  const groups = Object.entries(Object.groupBy(recordings, ({ source }) => source)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return groups.map(([source, files]) => openPlayback(source as ExchangeName, files ?? [], now))
}

/** An exchange that says of each moment what the recordings had by then: no candle that has not closed. */
function openPlayback(name: ExchangeName, recordings: readonly Recording[], now: () => number): Exchange {
  const groups = Map.groupBy(recordings, ({ asset }) => asset)
  const bySymbol = new Map<AssetSymbol, readonly Candle[]>([...groups].map(([asset, files]) => [asset, joinCandles(files)]))
  const closedBefore = (candles: readonly Candle[]): number => firstAt(candles, now() - CANDLE_MS + 1)
  return {
    name,
    async candles(asset, { since, until }) {
      const candles = bySymbol.get(asset.symbol) ?? []
      const end = Math.min(closedBefore(candles), firstAt(candles, until.getTime() - CANDLE_MS + 1))
      return candles.slice(firstAt(candles, since.getTime()), end)
    },
    async quotes(assets) {
      return assets.flatMap(({ symbol }) => {
        const candles = bySymbol.get(symbol) ?? []
        const end = closedBefore(candles)
        const last = candles[end - 1]
        if (!last) return []
        const day = candles.slice(Math.max(0, end - 24), end)
        const volume24h = day.reduce((sum, candle) => sum + Number(candle.volume), 0).toFixed(8)
        return [
          { asset: symbol, price: last.close, volume24h, changePct24h: null, closedAt: new Date(last.openTime.getTime() + CANDLE_MS) },
        ]
      })
    },
  }
}

export type ReplayedInsight = Awaited<ReturnType<typeof listInsightsForReplay>>[number]
export type Progress = (done: number, total: number) => void

/** Runs the studio hour by hour over the whole of the recordings and gives every insight it made, in their order. */
export async function replay(
  recordings: readonly Recording[],
  progress: Progress = () => {},
): Promise<{ insights: ReplayedInsight[]; hours: number; statements: number }> {
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  const proxy = neonProxy(postgres)
  const meter = new Meter()
  const reach = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => proxy(new Request(input, init))
  const db = openDb(
    { url: "postgresql://studio_agents:local-only@db.local/studio", endpoint: "http://db.local/sql", timeoutMs: 60_000, fetch: reach },
    meter,
  )
  try {
    const hours = hoursOf(recordings)
    const runId = await openRun(db)
    let now = 0
    const ports: ReplayPorts = {
      db,
      history: openRememberingHistory(db),
      exchanges: openPlaybacks(recordings, () => now),
      watch: watchOf(recordings),
      feeds: { list: [], reader: { read: async () => ({ changed: false }) } },
      fearGreed: { readings: async () => [] },
      channels: { list: [], timeZone: "UTC" },
    }
    const agents = AGENTS.filter((agent) => agent.name === "market-scan" || agent.name === "analysis")
    for (const [i, hour] of hours.entries()) {
      now = hour + DELAY_MS
      // A server's autovacuum would keep the planner's statistics; the embedded Postgres has none.
      if (ANALYZE_AT.has(i)) await postgres.exec("ANALYZE")
      for (const agent of agents) await runAt(agent, ports, runId, new Date(hour), new Date(now))
      progress(i + 1, hours.length)
    }
    return { insights: await listInsightsForReplay(db), hours: hours.length, statements: meter.usage.statements }
  } finally {
    await postgres.close()
  }
}

/** Every full hour that lies within a recording, from its first close to its last; what lies between recordings is skipped. */
function hoursOf(recordings: readonly Recording[]): number[] {
  const hours = recordings.flatMap(({ candles }) => {
    const [first, last] = [candles[0]?.openTime.getTime(), candles.at(-1)?.openTime.getTime()]
    if (first === undefined || last === undefined) return []
    return Array.from({ length: (last - first) / CANDLE_MS + 1 }, (_, i) => first + (i + 1) * CANDLE_MS)
  })
  return [...new Set(hours)].toSorted((a, b) => a - b)
}

/** The recorded assets in the studio's own order. */
function watchOf(recordings: readonly Recording[]): Asset[] {
  const symbols = new Set(recordings.map((recording) => recording.asset))
  const known = ASSETS.filter((asset) => symbols.delete(asset.symbol))
  return [...known, ...[...symbols].toSorted().map(findAsset)]
}

/** The run that the ledger has for the whole replay: what it would say of each hour is of no interest here. */
async function openRun(db: Db): Promise<string> {
  const claim = await claimRun(db, {
    agent: "replay",
    key: "replay:1",
    slot: null,
    trigger: "manual" as const,
    input: {},
    now: new Date(0),
    leaseMs: 1,
    maxAttempts: 1,
  })
  if (claim.answer !== "claimed") throw new Error("the replay's database is not a fresh one")
  return claim.id
}

/** One agent's work at that moment: gather, decide and act as in any run. */
/** What the agents of a replay need. */
type ReplayPorts = Pick<Ports, "db" | "history" | "exchanges" | "watch" | "feeds" | "fearGreed" | "channels">

async function runAt(agent: Agent, ports: ReplayPorts, runId: string, slot: Date, now: Date): Promise<void> {
  const input = { slot: slot.toISOString() }
  await agent.run(ports as Ports, input, { now, runId, random: seededRandom(agent.key(input)) }, new AbortController().signal)
}
