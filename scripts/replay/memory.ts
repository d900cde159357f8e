// A history that asks the database only for what is new since it was last asked. For a clock that only goes forward, and for
// candles that come in the order of their hours: then it gives the same as asking for everything, in a fraction of the time.
import type { Db } from "../../shared/db/client.ts"
import { listSeries, type SeriesRow } from "../../shared/db/queries/market.ts"
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import { CANDLE_MS } from "../../shared/domain/market.ts"
import type { History } from "../../workers/agents/ports.ts"

const COLUMNS = ["openTimes", "open", "high", "low", "close", "volume"] as const

/** `known` up to `asked`, from where on `news` says all there is, without what opens before `since`. */
function join(known: SeriesRow, news: SeriesRow, since: number, asked: number): SeriesRow {
  const keep = known.openTimes.findLastIndex((time) => time < asked) + 1
  const from = Math.max(
    0,
    known.openTimes.findIndex((time) => time >= since),
  )
  const columns = COLUMNS.map((name) => [name, [...known[name].slice(from, keep), ...news[name]]])
  return { ...news, ...(Object.fromEntries(columns) as Pick<SeriesRow, (typeof COLUMNS)[number]>) }
}

export function openRememberingHistory(db: Db): History {
  const memory = new Map<AssetSymbol, SeriesRow>()
  let askedAt: number | null = null
  return {
    async read(assets, now, hours) {
      const since = now.getTime() - hours * CANDLE_MS
      // From the oldest "newest candle": so the answer holds at least one row of every asset, with its present state.
      const newest = [...memory.values()].map((row) => row.openTimes.at(-1) ?? 0)
      const oldest = Math.min(askedAt ?? 0, ...newest)
      const span = Math.min(hours, Math.ceil((now.getTime() - oldest) / CANDLE_MS) + 1)
      const asked = now.getTime() - span * CANDLE_MS
      for (const news of await listSeries(db, assets, now, span)) {
        const known = memory.get(news.asset)
        memory.set(news.asset, known ? join(known, news, since, asked) : news)
      }
      askedAt = now.getTime()
      for (const [asset, row] of memory) if ((row.openTimes.at(-1) ?? 0) < since) memory.delete(asset)
      return [...memory.values()].toSorted((a, b) => (a.asset < b.asset ? -1 : 1))
    },
  }
}
