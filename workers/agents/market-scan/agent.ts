// Watches all assets on all exchanges at once.
import * as z from "zod"
import { insertMarketScan, listMarketHistory, type MarketHistory } from "../../../shared/db/queries/market.ts"
import type { Asset } from "../../../shared/domain/asset.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Slot } from "../../../shared/domain/run.ts"
import type { Exchange } from "../../../shared/integrations/sources.ts"
import { defineAgent } from "../contract.ts"
import { tolerated } from "../tolerate.ts"
import { decide, type SourceFacts, TUNABLES } from "./decide.ts"

/** History fetched for an asset that has none: what the analysis looks at, and no more than one answer of any source holds. */
const BACKFILL_HOURS = 700

/** The hours to ask for: from the oldest that a second source hasn't confirmed, or the first that is missing, to the last that closed. */
function windowOf(known: MarketHistory | undefined, now: Date): { since: Date; until: Date } | null {
  const until = Math.floor(now.getTime() / CANDLE_MS) * CANDLE_MS
  const missing = known?.lastOpenTime ? known.lastOpenTime.getTime() + CANDLE_MS : until - BACKFILL_HOURS * CANDLE_MS
  const since = Math.max(until - BACKFILL_HOURS * CANDLE_MS, Math.min(missing, known?.singles[0]?.getTime() ?? missing))
  return since < until ? { since: new Date(since), until: new Date(until) } : null
}

/** Everything one exchange says. One request that fails loses only its own answer. */
async function ask(exchange: Exchange, watch: readonly Asset[], history: readonly MarketHistory[], now: Date): Promise<SourceFacts> {
  const known = new Map(history.map((row) => [row.asset, row]))
  const wanted = watch.flatMap((asset) => {
    const window = windowOf(known.get(asset.symbol), now)
    return window === null ? [] : [{ asset, window }]
  })
  const [quotes, ...candles] = await Promise.allSettled([
    exchange.quotes(watch),
    ...wanted.map(({ asset, window }) => exchange.candles(asset, window)),
  ] as const)
  const failures = [quotes, ...candles].flatMap((answer) => (answer.status === "rejected" ? [tolerated(answer.reason)] : []))
  return {
    source: exchange.name,
    quotes: quotes.status === "fulfilled" ? quotes.value : [],
    candles: candles.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : [])),
    failure: failures[0] ?? null,
  }
}

export const marketScan = defineAgent({
  ...profileOf("market-scan"),
  emits: [],
  needs: ["db", "exchanges", "watch"],
  tunables: TUNABLES,
  input: z.object({ slot: Slot }),
  output: z.object({ candles: z.int(), checked: z.int(), quotes: z.int(), disputed: z.int(), failedSources: z.array(z.string()) }),
  key: ({ slot }) => `market-scan:${slot}`,
  async gather({ db, exchanges, watch }, _input, at) {
    const history = await listMarketHistory(
      db,
      watch.map((asset) => asset.symbol),
      at.now,
    )
    const sources = await Promise.all(exchanges.map((exchange) => ask(exchange, watch, history, at.now)))
    return { sources, history }
  },
  decide,
  async act({ db }, decision, at) {
    const sources = decision.sources.map((row) => ({ ...row, etag: null, lastModified: null }))
    const counts = await insertMarketScan(db, { candles: decision.candles, quotes: decision.quotes, sources }, at.now)
    const disputed = [...decision.candles, ...decision.quotes].filter((row) => row.agreement === "disputed").length
    return {
      output: { ...counts, disputed, failedSources: sources.flatMap((row) => (row.failure === null ? [] : [row.source])) },
      emits: [],
    }
  },
})
