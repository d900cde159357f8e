// What does one asset's history say, measured once for all rules? Returns, volatility and scaled moves up to the last hour
// closed at the moment, as typed arrays, and whether the series can be judged at all.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import { addHour, hourFactor, meanHourVariance, newVariances } from "../../../shared/domain/volatility.ts"
import type { Series } from "./facts.ts"
import { type MarketPart, measureMarket } from "./market-part.ts"

/** Hours of normal trading before a price is judged at all. */
export const WARM_UP_HOURS = 48
/** So many closes in a row without a change, and the series was frozen ... */
const FROZEN_HOURS = 4
/** ... which bars it for as long as such a run lies within the last so many hours. */
const THAW_HOURS = 24
/** A last candle older than this is not the present. */
const LATEST_LAG_MS = 2 * CANDLE_MS
/** Moves count at most so many sigmas where they are averaged, so that one hour doesn't own a mean. */
const WINSOR = 6

export type AssetView = {
  readonly asset: AssetSymbol
  readonly series: Series
  /** Rows of the series that are known at the moment; the last of them is at `rows - 1`. */
  readonly rows: number
  readonly close: number
  /** When the last known candle closed, milliseconds. */
  readonly closedAt: number
  /** Log return of each hour; NaN where there is none to trust. */
  readonly returns: Float64Array
  /** Each return in units of the volatility forecast before it, within ±6; NaN where unknown. */
  readonly scaled: Float64Array
  /** The last hour's larger move, from the close before or from its own opening, as a log return. */
  readonly move: number
  /** The last hour's move over the forecast made before it. */
  readonly moveSigma: number
  /** The last hour's move over the slow volatility before it. */
  readonly slowSigma: number
  /** Forecast variance of a mean hour, the last one included. */
  readonly hourVariance: number
  /** Slow variance of a mean hour. */
  readonly slowVariance: number
  /** False for a series that is stale, disputed, halted, frozen, just thawed or too short: nothing is said about it. */
  readonly isFit: boolean
  /** True where the last hour's close differs from the one before it. */
  readonly isMoving: boolean
  readonly market: MarketPart | null
}

type Measured = Omit<AssetView, "market">

/** Measures every series at `now` (milliseconds); rows that close later are not looked at. */
export function viewMarket(all: readonly Series[], now: number): readonly AssetView[] {
  const measured = all.filter((series) => series.openTimes.length > 0).map((series) => measure(series, now))
  const parts = measureMarket(measured)
  return measured.map((view, i) => ({ ...view, market: parts[i] ?? null }))
}

/** Number of rows that closed at or before `now`. */
function knownRows(openTimes: readonly number[], now: number): number {
  let rows = openTimes.length
  while (rows > 0 && (openTimes[rows - 1] ?? 0) + CANDLE_MS > now) rows--
  return rows
}

function measure(series: Series, now: number): Measured {
  const { openTimes, open, high, low, close, volume } = series
  const rows = knownRows(openTimes, now)
  const returns = new Float64Array(rows).fill(Number.NaN)
  const scaled = new Float64Array(rows).fill(Number.NaN)
  const variances = newVariances()
  let forecast = 0
  let slow = 0
  let unchanged = 0
  let lastFrozenAt = -1
  let move = 0
  for (let i = 0; i < rows; i++) {
    const openTime = openTimes[i] ?? 0
    const price = close[i] ?? 0
    const before = close[i - 1] ?? 0
    const isNext = i > 0 && openTime - (openTimes[i - 1] ?? 0) === CANDLE_MS
    const wasFrozen = unchanged >= FROZEN_HOURS
    unchanged = i > 0 && price === before ? unchanged + 1 : 0
    if (unchanged >= FROZEN_HOURS) lastFrozenAt = openTime
    forecast = meanHourVariance(variances)
    slow = variances.slow
    const inHour = Math.log(price / (open[i] ?? 0))
    // After a gap or a freeze the jump is the gap's, not this hour's.
    const change = isNext && !wasFrozen ? Math.log(price / before) : wasFrozen ? Number.NaN : inHour
    const isDead = unchanged > 1 || (unchanged === 1 && ((volume[i] ?? 0) === 0 || high[i] === low[i]))
    move = Math.abs(inHour) > Math.abs(change) ? inHour : change
    if (isDead || !Number.isFinite(change)) continue
    const factor = hourFactor(openTime)
    returns[i] = change
    if (forecast > 0) scaled[i] = Math.max(-WINSOR, Math.min(WINSOR, change / Math.sqrt(forecast * factor)))
    addHour(variances, { move: change, range: Math.log((high[i] ?? 0) / (low[i] ?? 0)) || 0, factor })
  }
  const last = rows - 1
  const lastOpen = openTimes[last] ?? 0
  const factor = hourFactor(lastOpen)
  const closedAt = lastOpen + CANDLE_MS
  const isThawed = lastFrozenAt < 0 || lastOpen - lastFrozenAt > THAW_HOURS * CANDLE_MS
  return {
    asset: series.asset,
    series,
    rows,
    close: close[last] ?? 0,
    closedAt,
    returns,
    scaled,
    move,
    moveSigma: forecast > 0 ? move / Math.sqrt(forecast * factor) : 0,
    slowSigma: slow > 0 ? move / Math.sqrt(slow * factor) : 0,
    hourVariance: meanHourVariance(variances),
    slowVariance: variances.slow,
    isFit:
      isThawed &&
      variances.hours > WARM_UP_HOURS &&
      now - closedAt < LATEST_LAG_MS &&
      Number.isFinite(move) &&
      variances.slow > 0 &&
      series.state === "live" &&
      series.last.agreement !== "disputed",
    isMoving: unchanged === 0,
  }
}
