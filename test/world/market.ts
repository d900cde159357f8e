// What does each exchange of the fake market say about an asset at any moment? Everything follows from the seed alone, so the same
// seed gives the same prices whenever and in whatever order they are asked; `start` only says how far back the exchanges remember.
//
// Three things go wrong on purpose, and can be looked up: one asset halts for two to four days in every 96 (its price stands still,
// it trades nothing, its 24-hour window ends when it halted); rarely one exchange is several percent off for an hour (`disputeOf`);
// now and then an asset leaves the market's lead for a day or two (`breaks`).
import type { Asset, AssetSymbol } from "../../shared/domain/asset.ts"
import type { ExchangeName } from "../../shared/domain/market.ts"
import { DAY_MS, type WorldEvent } from "./events.ts"
import { profileOf } from "./profiles.ts"
import { keyOf, memoise, openStream, unitAt } from "./random.ts"
import { BLOCK, HOUR_MS, openTides, type CorrelationBreak, type Regime } from "./tides.ts"
import { alongPath, minutePath, onGrid, reachOf, roundTo, shareOf, skewOf, type MarketHour } from "./venue.ts"

/** Milliseconds since 1970 UTC; `until` is when trading goes on. */
export type Halt = { readonly asset: AssetSymbol; readonly from: number; readonly until: number }
/** The exchange's prices of that hour are the true ones times `factor`. */
export type Dispute = { readonly exchange: ExchangeName; readonly factor: number }

export type Market = {
  readonly seed: number
  readonly start: Date
  readonly assets: readonly Asset[]
  /** The exchanges remember no hour that opened before this: `start` minus 400 days. */
  readonly firstHour: number
  /** The whole hour that opens at `openTime`, even one still to come: who speaks to the studio must not tell it early. */
  hour(exchange: ExchangeName, asset: AssetSymbol, openTime: number): MarketHour
  /** The hour of the moment `at`, as far as it has come. */
  hourSoFar(exchange: ExchangeName, asset: AssetSymbol, at: number): MarketHour
  haltAt(asset: AssetSymbol, at: number): Halt | null
  disputeOf(asset: AssetSymbol, openTime: number): Dispute | null
  regimeAt(at: number): Regime
  /** What happens from `from` until just before `until`, oldest first. */
  events(from: number, until: number): readonly WorldEvent[]
  /** The halts and the correlation breaks that touch the time from `from` until `until`. */
  halts(from: number, until: number): readonly Halt[]
  breaks(from: number, until: number): readonly CorrelationBreak[]
}

const HISTORY_MS = 400 * DAY_MS
const HALT_PERIOD_MS = 96 * DAY_MS
const DISPUTE_CHANCE = 1 / 2_500

export function openMarket(options: { readonly seed: number; readonly assets: readonly Asset[]; readonly start: Date }): Market {
  const { seed, assets, start } = options
  const symbols = assets.map((asset) => asset.symbol)
  const tides = openTides(seed, symbols)
  const haltIn = memoise(100, (period) => drawHalt(seed, symbols, period))

  function haltAt(asset: AssetSymbol, at: number): Halt | null {
    const halt = haltIn(Math.floor(at / HALT_PERIOD_MS))
    return halt.asset === asset && at >= halt.from && at < halt.until ? halt : null
  }

  /** The exchange's price at the end of an hour, counted from 1970: in a halt, the last one before it. */
  function closeOf(exchange: ExchangeName, asset: AssetSymbol, index: number): number {
    const halt = haltAt(asset, index * HOUR_MS)
    const told = halt === null ? index : halt.from / HOUR_MS - 1
    const block = Math.floor(told / BLOCK)
    return Math.exp(tides.asset(asset, block).logClose[told - block * BLOCK]!) * skewOf(seed, exchange, asset, told)
  }

  function hour(exchange: ExchangeName, asset: AssetSymbol, openTime: number): MarketHour {
    const index = openTime / HOUR_MS
    const open = closeOf(exchange, asset, index - 1)
    const close = closeOf(exchange, asset, index)
    if (haltAt(asset, openTime) !== null) return onGrid({ openTime, open, high: open, low: open, close: open, volume: 0 }, exchange, asset)
    const block = Math.floor(index / BLOCK)
    const tide = tides.asset(asset, block)
    const sigma = tide.sigma[index - block * BLOCK]!
    const [low, high] = reachOf(keyOf(seed, "reach", asset), index, { open, close, sigma })
    const volume = tide.volume[index - block * BLOCK]! * shareOf(seed, exchange, asset, index)
    const dispute = drawDispute(seed, asset, openTime)
    const bend = dispute?.exchange === exchange ? dispute.factor : 1
    return onGrid({ openTime, open: open * bend, high: high * bend, low: low * bend, close: close * bend, volume }, exchange, asset)
  }

  return {
    seed,
    start,
    assets,
    firstHour: Math.ceil((start.getTime() - HISTORY_MS) / HOUR_MS) * HOUR_MS,
    hour,
    haltAt,
    hourSoFar: (exchange, asset, at) => partOf(hour(exchange, asset, Math.floor(at / HOUR_MS) * HOUR_MS), at, { seed, exchange, asset }),
    disputeOf: (asset, openTime) => (haltAt(asset, openTime) === null ? drawDispute(seed, asset, openTime) : null),
    regimeAt: (at) => tides.regime(Math.floor(at / HOUR_MS)),
    events: (from, until) =>
      stepsOf(from, until, DAY_MS)
        .flatMap((day) => tides.events(day))
        .filter((event) => event.at >= from && event.at < until),
    halts: (from, until) =>
      stepsOf(from, until, HALT_PERIOD_MS)
        .map(haltIn)
        .filter((halt) => halt.from < until && halt.until > from),
    breaks: (from, until) =>
      stepsOf(from, until, BLOCK * HOUR_MS)
        .flatMap((block) => symbols.flatMap((symbol) => tides.breaks(symbol, block)))
        .filter((one) => one.from * HOUR_MS < until && one.until * HOUR_MS > from),
  }
}

/** The part of an hour that is over at the moment `at`. */
function partOf(
  whole: MarketHour,
  at: number,
  of: { readonly seed: number; readonly exchange: ExchangeName; readonly asset: AssetSymbol },
): MarketHour {
  const minute = (at - whole.openTime) / 60_000
  const path = minutePath(keyOf(of.seed, "minutes", of.asset), whole)
  const close = roundTo(alongPath(path, minute), profileOf(of.asset).decimals[of.exchange])
  const seen = [...path.slice(0, Math.floor(minute) + 1).map((price) => roundTo(price, profileOf(of.asset).decimals[of.exchange])), close]
  return {
    ...whole,
    close,
    high: Math.max(...seen),
    low: Math.min(...seen),
    volume: roundTo((whole.volume * minute) / 60, 5),
    trades: Math.floor((whole.trades * minute) / 60),
  }
}

/** The whole periods of `width` that touch the time from `from` until just before `until`, counted from 1970. */
function stepsOf(from: number, until: number, width: number): number[] {
  const first = Math.floor(from / width)
  return Array.from({ length: Math.max(0, Math.ceil(until / width) - first) }, (_, i) => first + i)
}

/** One of the smaller assets, for 48 to 96 hours somewhere in the period. */
function drawHalt(seed: number, symbols: readonly AssetSymbol[], period: number): Halt {
  const stream = openStream(seed, "halt", period)
  const asset = stream.pick(symbols.length > 4 ? symbols.slice(4) : symbols)
  const hours = stream.int(48, 96)
  const from = period * HALT_PERIOD_MS + stream.int(0, HALT_PERIOD_MS / HOUR_MS - hours - 1) * HOUR_MS
  return { asset, from, until: from + hours * HOUR_MS }
}

function drawDispute(seed: number, asset: AssetSymbol, openTime: number): Dispute | null {
  if (unitAt(keyOf(seed, "dispute", asset), openTime / HOUR_MS) >= DISPUTE_CHANCE) return null
  const stream = openStream(seed, "dispute", asset, openTime / HOUR_MS)
  const size = 0.02 + 0.05 * stream.unit()
  return { exchange: stream.chance(0.75) ? "kraken" : "binance", factor: stream.chance(0.5) ? 1 + size : 1 - size }
}
