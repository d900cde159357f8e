// What does one asset's history say, measured once for all rules? Returns, volatility and scaled moves up to the last hour
// closed at the moment, as typed arrays, and whether the series can be judged at all.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import { addHour, type HourMove, hourFactor, meanHourVariance, newVariances, type Variances } from "../../../shared/domain/volatility.ts"
import type { Series } from "../../../shared/domain/market.ts"
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
  readonly movedFrom: "close" | "open"
  /** The last hour's move over the forecast made before it. */
  readonly moveSigma: number
  /** The last hour's move over the slow volatility of a mean hour: a large move at a busy hour is large all the same. */
  readonly slowSigma: number
  /** Forecast variance of a mean hour, the last one included. */
  readonly hourVariance: number
  /** Slow variance of a mean hour. */
  readonly slowVariance: number
  /** False for a series that is stale, disputed, halted, frozen, just thawed or too short: nothing is said about it. */
  readonly isFit: boolean
  /** True where the last hour's close differs from the one before it. */
  readonly isMoving: boolean
  /** Hours since the price last stood still for hours; infinite where it never did. Rules that read a chart's shape want a whole one. */
  readonly hoursSinceFrozen: number
  readonly market: MarketPart | null
}

type Measured = Omit<AssetView, "market">

/** Measures every series at `now` (milliseconds); rows that close later are not looked at. */
export function viewMarket(all: readonly Series[], now: number): readonly AssetView[] {
  const measured = all.filter((series) => series.openTimes.length > 0).map((series) => measure(series, now))
  // An unfit asset is no part of the market either: its silence would look like everybody else's break with it.
  const fit = measured.filter(({ isFit }) => isFit)
  const parts = measureMarket(fit)
  return measured.map((view) => ({ ...view, market: parts[fit.indexOf(view)] ?? null }))
}

/** Number of rows that closed at or before `now`. */
function knownRows(openTimes: readonly number[], now: number): number {
  let rows = openTimes.length
  while (rows > 0 && (openTimes[rows - 1] ?? 0) + CANDLE_MS > now) rows--
  return rows
}

/** What one pass over the rows leaves behind; the last hour's figures are those of the last row. */
type History = {
  readonly returns: Float64Array
  readonly scaled: Float64Array
  readonly variances: Variances
  /** Forecast and slow variance of a mean hour, as they were before the last hour. */
  forecast: number
  slow: number
  move: number
  movedFrom: "close" | "open"
  /** Closes in a row that equal the one before. */
  unchanged: number
  lastFrozenAt: number | null
}

function readHistory(series: Series, rows: number): History {
  const nothing = () => new Float64Array(rows).fill(Number.NaN)
  const history: History = {
    returns: nothing(),
    scaled: nothing(),
    variances: newVariances(),
    forecast: 0,
    slow: 0,
    move: Number.NaN,
    movedFrom: "close",
    unchanged: 0,
    lastFrozenAt: null,
  }
  for (let row = 0; row < rows; row++) addRow(history, series, row)
  return history
}

/** Takes one row in. Dead hours (no trade, no change) and the jump after a gap or a freeze teach nothing of volatility. */
function addRow(history: History, series: Series, row: number): void {
  const { returns, scaled, variances } = history
  const openTime = series.openTimes[row] ?? 0
  const close = series.close[row] ?? Number.NaN
  const before = row === 0 ? Number.NaN : (series.close[row - 1] ?? Number.NaN)
  const high = series.high[row] ?? Number.NaN
  const low = series.low[row] ?? Number.NaN
  const wasFrozen = history.unchanged >= FROZEN_HOURS
  history.unchanged = close === before ? history.unchanged + 1 : 0
  if (history.unchanged >= FROZEN_HOURS) history.lastFrozenAt = openTime
  history.forecast = meanHourVariance(variances)
  history.slow = variances.slow
  const fromOpen = Math.log(close / (series.open[row] ?? Number.NaN))
  const isNext = row > 0 && openTime - (series.openTimes[row - 1] ?? 0) === CANDLE_MS
  const fromClose = Math.log(close / before)
  const change = wasFrozen ? Number.NaN : isNext ? fromClose : fromOpen
  history.movedFrom = isNext && !(Math.abs(fromOpen) > Math.abs(fromClose)) ? "close" : "open"
  history.move = wasFrozen ? Number.NaN : history.movedFrom === "open" ? fromOpen : fromClose
  const isDead = history.unchanged > 1 || (history.unchanged === 1 && ((series.volume[row] ?? 0) === 0 || high === low))
  if (isDead || !Number.isFinite(change)) return
  const factor = hourFactor(openTime)
  returns[row] = change
  if (history.forecast > 0) scaled[row] = Math.max(-WINSOR, Math.min(WINSOR, change / Math.sqrt(history.forecast * factor)))
  addHour(variances, { move: change, range: Math.log(high / low) || 0, factor })
}

function measure(series: Series, now: number): Measured {
  const rows = knownRows(series.openTimes, now)
  const history = readHistory(series, rows)
  const { variances, forecast, slow, move } = history
  const lastOpen = series.openTimes[rows - 1] ?? 0
  return {
    asset: series.asset,
    series,
    rows,
    close: series.close[rows - 1] ?? 0,
    closedAt: lastOpen + CANDLE_MS,
    returns: history.returns,
    scaled: history.scaled,
    move,
    movedFrom: history.movedFrom,
    moveSigma: forecast > 0 ? move / Math.sqrt(forecast * hourFactor(lastOpen)) : 0,
    slowSigma: slow > 0 ? move / Math.sqrt(slow) : 0,
    hourVariance: meanHourVariance(variances),
    slowVariance: variances.slow,
    isFit: isSound(series, lastOpen, now) && isThawed(history, lastOpen) && isWarm(history) && Number.isFinite(move),
    isMoving: history.unchanged === 0,
    hoursSinceFrozen: history.lastFrozenAt === null ? Number.POSITIVE_INFINITY : (lastOpen - history.lastFrozenAt) / CANDLE_MS,
  }
}

/** Nobody disputes the last candle, the market trades, and the candle is of now. */
const isSound = ({ state, last }: Series, lastOpen: number, now: number): boolean =>
  state === "live" && last.agreement !== "disputed" && now - (lastOpen + CANDLE_MS) < LATEST_LAG_MS

const isThawed = ({ lastFrozenAt }: History, lastOpen: number): boolean =>
  lastFrozenAt === null || lastOpen - lastFrozenAt > THAW_HOURS * CANDLE_MS

const isWarm = ({ variances }: History): boolean => variances.hours > WARM_UP_HOURS && variances.slow > 0

/** The hours that taught something, oldest first. */
export function hoursOf({ series, rows, returns }: AssetView): HourMove[] {
  const hours: HourMove[] = []
  for (let row = 0; row < rows; row++) {
    const move = returns[row] ?? Number.NaN
    if (Number.isNaN(move)) continue
    const range = Math.log((series.high[row] ?? 0) / (series.low[row] ?? 0)) || 0
    hours.push({ move, range, factor: hourFactor(series.openTimes[row] ?? 0) })
  }
  return hours
}
