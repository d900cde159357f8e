// How much of an asset's move is the market's? Beta and correlation of its scaled returns against the mean of all others.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import { correlationOf, pairMoments } from "../../../shared/domain/statistics.ts"

/** Common hours needed before a beta is stated. */
const LEAST_HOURS = 168
/** Hours that the beta looks back. */
const BETA_HOURS = 720

export type MarketPart = {
  /** Mean scaled return of the other assets at each row; NaN where none traded. */
  readonly others: Float64Array
  /** Slope of the asset's scaled return on the others' mean, over 30 days before the last hour. */
  readonly beta: number
  readonly correlation: number
  /** The others' mean in the last hour, in sigmas. */
  readonly moveSigma: number
  /** The last hour's move without the market's part, in standard deviations of that remainder. */
  readonly ownSigma: number
  readonly names: readonly AssetSymbol[]
}

type Scaled = {
  readonly asset: AssetSymbol
  readonly series: { readonly openTimes: readonly number[] }
  readonly rows: number
  readonly scaled: Float64Array
  readonly moveSigma: number
}

/** For each asset its market part; null with one asset alone, or where the last hour or the history has no others. */
export function measureMarket(assets: readonly Scaled[]): readonly (MarketPart | null)[] {
  if (assets.length < 2) return assets.map(() => null)
  const start = Math.min(...assets.map(({ series }) => series.openTimes[0] ?? 0))
  const end = Math.max(...assets.map(({ series, rows }) => series.openTimes[rows - 1] ?? 0))
  const hours = Math.floor((end - start) / CANDLE_MS) + 1
  if (!(hours > 0)) return assets.map(() => null)
  const sums = new Float64Array(hours)
  const counts = new Float64Array(hours)
  for (const { series, rows, scaled } of assets) {
    for (let i = 0; i < rows; i++) {
      const value = scaled[i] ?? Number.NaN
      if (Number.isNaN(value)) continue
      const hour = Math.floor(((series.openTimes[i] ?? 0) - start) / CANDLE_MS)
      sums[hour] = (sums[hour] ?? 0) + value
      counts[hour] = (counts[hour] ?? 0) + 1
    }
  }
  return assets.map((asset) => {
    const names = assets.filter((other) => other.asset !== asset.asset).map((other) => other.asset)
    return part(asset, othersOf(asset, { sums, counts, start }), names)
  })
}

/** Mean of the others at each row of the asset: the total without the asset's own share. */
function othersOf(asset: Scaled, total: { sums: Float64Array; counts: Float64Array; start: number }): Float64Array {
  const others = new Float64Array(asset.rows)
  for (let i = 0; i < asset.rows; i++) {
    const hour = Math.floor(((asset.series.openTimes[i] ?? 0) - total.start) / CANDLE_MS)
    const own = asset.scaled[i] ?? Number.NaN
    const isOwn = !Number.isNaN(own)
    const count = (total.counts[hour] ?? 0) - (isOwn ? 1 : 0)
    others[i] = count > 0 ? ((total.sums[hour] ?? 0) - (isOwn ? own : 0)) / count : Number.NaN
  }
  return others
}

function part(asset: Scaled, others: Float64Array, names: readonly AssetSymbol[]): MarketPart | null {
  const last = asset.rows - 1
  const moveSigma = others[last] ?? Number.NaN
  const moments = pairMoments(others, asset.scaled, last - BETA_HOURS, last)
  const correlation = correlationOf(moments)
  if (Number.isNaN(moveSigma) || moments.count < LEAST_HOURS || correlation === null) return null
  const beta = moments.covariance / moments.varianceX
  const spread = Math.sqrt(moments.varianceY * Math.max(0.05, 1 - correlation * correlation))
  return { others, beta, correlation, moveSigma, ownSigma: (asset.moveSigma - beta * moveSigma) / spread, names }
}
