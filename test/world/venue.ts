// How does one exchange see the market's hour? Its own price grid, a few basis points beside the others, its share of the trade, and
// a path through the minutes that touches the hour's open, high, low and close.
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import type { ExchangeName } from "../../shared/domain/market.ts"
import { profileOf } from "./profiles.ts"
import { keyOf, normalAt, smoothNoise, unitAt } from "./random.ts"

/** An hour of one asset on one exchange. Prices in US dollars, volume in units of the asset. */
export type MarketHour = {
  /** Milliseconds since 1970 UTC. */
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly trades: number
}

/** Factor between the exchange's price and Binance's at the end of an hour: 1 at Binance, a few basis points off at Kraken. */
export function skewOf(seed: number, exchange: ExchangeName, asset: AssetSymbol, hour: number): number {
  if (exchange === "binance") return 1
  const key = keyOf(seed, "skew", exchange, asset)
  const basisPoints = 1.5 * normalAt(key, 0) + 2 * smoothNoise(key + 1, hour / 4) + 1.2 * normalAt(key + 2, hour)
  return 1 + basisPoints / 10_000
}

/** Units traded on the exchange for each unit traded on Binance: 1 there, 2 to 12 percent at Kraken. */
export function shareOf(seed: number, exchange: ExchangeName, asset: AssetSymbol, hour: number): number {
  if (exchange === "binance") return 1
  const key = keyOf(seed, "share", exchange, asset)
  return (0.02 + 0.1 * unitAt(key, 0) ** 2) * Math.exp(0.3 * normalAt(key + 1, hour))
}

/**
 * Low and high of an hour that goes from `open` to `close`: the extremes of a Brownian bridge, drawn from their exact law
 * P(max > m) = exp(-2 m (m - r) / s^2) in log prices (Karatzas & Shreve, Brownian Motion and Stochastic Calculus, 4.3.40).
 */
export function reachOf(
  key: number,
  hour: number,
  { open, close, sigma }: { open: number; close: number; sigma: number },
): [low: number, high: number] {
  const change = Math.log(close / open)
  // 0.9: a path of finitely many trades reaches less far than the continuous one.
  const reach = (draw: number): number => Math.sqrt(change ** 2 - 2 * (0.9 * sigma) ** 2 * Math.log(1 - draw))
  const up = (change + reach(unitAt(key, 2 * hour))) / 2
  const down = (change - reach(unitAt(key, 2 * hour + 1))) / 2
  return [open * Math.exp(down), open * Math.exp(up)]
}

/** The hour with its prices on the exchange's grid and the number of trades that so much money makes. */
export function onGrid(hour: Omit<MarketHour, "trades">, exchange: ExchangeName, asset: AssetSymbol): MarketHour {
  const decimals = profileOf(asset).decimals[exchange]
  const [open, close] = [roundTo(hour.open, decimals), roundTo(hour.close, decimals)]
  const dollars = hour.volume * hour.close
  return {
    openTime: hour.openTime,
    open,
    close,
    high: Math.max(roundTo(hour.high, decimals), open, close),
    low: Math.min(roundTo(hour.low, decimals), open, close),
    volume: roundTo(hour.volume, 5),
    trades: hour.volume === 0 ? 0 : Math.max(1, Math.round(dollars / (90 + Math.sqrt(dollars) / 4))),
  }
}

export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** Prices at the starts of the 60 minutes of an hour and at its end: a bridge with noise that stays within the hour and touches its extremes. */
export function minutePath(key: number, hour: MarketHour): readonly number[] {
  const { open, high, low, close } = hour
  if (high === low) return new Array<number>(61).fill(open)
  const walk = walkOf(keyOf(key, hour.openTime), 60)
  const path = walk.map((step, i) => {
    const straight = open + ((close - open) * i) / 60
    return Math.min(high, Math.max(low, straight + (high - low) * 0.09 * (step - (walk[60]! * i) / 60)))
  })
  path[0] = open
  path[60] = close
  touch(path, high, Math.max)
  touch(path, low, Math.min)
  return path
}

function walkOf(key: number, steps: number): number[] {
  const walk = [0]
  for (let i = 1; i <= steps; i += 1) walk.push(walk[i - 1]! + normalAt(key, i))
  return walk
}

/** Moves the outermost of the inner minutes onto the hour's extreme, unless an end is there already. */
function touch(path: number[], extreme: number, outermost: (...values: number[]) => number): void {
  if (path[0] === extreme || path[60] === extreme) return
  const inner = path.slice(1, 60)
  path[1 + inner.indexOf(outermost(...inner))] = extreme
}

/** The price `minute` minutes (0 to 60, fractions too) into the hour. */
export function alongPath(path: readonly number[], minute: number): number {
  const left = Math.min(59, Math.floor(minute))
  return path[left]! + (path[left + 1]! - path[left]!) * (minute - left)
}
