// What did an asset do on one exchange in the hours before a moment? The figures that 24-hour tickers state.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import type { ExchangeName } from "../../../shared/domain/market.ts"
import { DAY_MS } from "../events.ts"
import type { Market } from "../market.ts"
import { HOUR_MS } from "../tides.ts"

/** Prices in US dollars; `volume` in units of the asset, `dollars` what was paid for it. */
export type Window = {
  readonly from: number
  readonly until: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly dollars: number
  readonly trades: number
}

/** The window of `width` milliseconds (24 hours unless told) that ends at `until`. */
export function windowBefore(market: Market, of: { exchange: ExchangeName; asset: AssetSymbol; until: number; width?: number }): Window {
  const { exchange, asset, until, width = DAY_MS } = of
  const from = until - width
  const begin = market.hourSoFar(exchange, asset, from)
  const whole = market.hour(exchange, asset, begin.openTime)
  const window = {
    from,
    until,
    open: begin.close,
    high: begin.close,
    low: begin.close,
    close: begin.close,
    // The part of the first hour that lies before the window doesn't count.
    volume: -begin.volume,
    dollars: -begin.volume * begin.close,
    trades: -begin.trades,
  }
  for (let openTime = whole.openTime; openTime <= until; openTime += HOUR_MS) {
    const hour = openTime + HOUR_MS <= until ? market.hour(exchange, asset, openTime) : market.hourSoFar(exchange, asset, until)
    window.close = hour.close
    window.volume += hour.volume
    window.dollars += (hour.volume * (hour.open + hour.high + hour.low + hour.close)) / 4
    window.trades += hour.trades
    // Of the first hour only its end is known to lie within the window.
    window.high = Math.max(window.high, openTime < from ? hour.close : hour.high)
    window.low = Math.min(window.low, openTime < from ? hour.close : hour.low)
  }
  return { ...window, volume: Math.max(0, window.volume), dollars: Math.max(0, window.dollars), trades: Math.max(0, window.trades) }
}
