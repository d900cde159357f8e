// Which simulated market to show to somebody who asked for none? One that has something to tell at this hour.
import { ASSETS } from "../../shared/domain/asset.ts"
import { CANDLE_MS, type Series } from "../../shared/domain/market.ts"
import { decide } from "../../workers/agents/analysis/decide.ts"
import { DEFAULT_POLICY } from "../../workers/agents/analysis/policy.ts"
import { type Market, openMarket } from "../../test/world/market.ts"

export const FIRST_SEED = 7
/** About one market in three has an insight in its prices at a given hour. */
const MOST_TRIES = 16
const HISTORY_HOURS = 700

function seriesOf(market: Market, asset: string, until: number): Series {
  const openTimes = Array.from({ length: HISTORY_HOURS }, (_, i) => until - (HISTORY_HOURS - i) * CANDLE_MS)
  const hours = openTimes.map((time) => market.hour("binance", asset, time))
  const column = (name: "open" | "high" | "low" | "close" | "volume") => hours.map((hour) => hour[name])
  const [close, volume] = [column("close"), column("volume")]
  const last = { close: String(close.at(-1)), volume: String(volume.at(-1)), agreement: "agreed" as const, source: "binance" }
  return { asset, openTimes, open: column("open"), high: column("high"), low: column("low"), close, volume, last, state: "live" }
}

/** Whether the studio's own judgement finds an insight in that market's prices at `now`. */
export function isLively(seed: number, now: Date): boolean {
  const market = openMarket({ seed, assets: ASSETS, start: now })
  const until = Math.floor(now.getTime() / CANDLE_MS) * CANDLE_MS
  const series = ASSETS.map(({ symbol }) => seriesOf(market, symbol, until))
  return decide({ series, stories: [], sentiment: [], recent: [] }, null, DEFAULT_POLICY, { now, random: () => 0.5 }).length > 0
}

/** The first seed, from the usual one on, whose market is lively at `now`; the usual one, where none of the next few is. */
export function findLivelySeed(now: Date): number {
  const seeds = Array.from({ length: MOST_TRIES }, (_, i) => FIRST_SEED + i)
  return seeds.find((seed) => isLively(seed, now)) ?? FIRST_SEED
}
