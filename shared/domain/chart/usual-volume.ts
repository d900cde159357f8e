// How much usually changes hands at an hour of the day? The median of the same hour over the 30 days before it.
import { median } from "../statistics.ts"
import { CANDLE_MS } from "../market.ts"

const DAY_MS = 24 * CANDLE_MS
const BASE_DAYS = 30
/** Same hours that have to be known. */
const LEAST_HOURS = 10

export type HourVolume = { readonly openTime: number; readonly volume: number }

/**
 * For the hour at `index`, in the volumes' own unit; null where fewer than 10 such hours are known. Hours without a trade, and those
 * that follow a gap, are left out. The geometric mean of the two middle ones where their number is even, as for the stored ratio.
 */
export function usualVolume(hours: readonly HourVolume[], index: number): number | null {
  const at = hours[index]?.openTime ?? 0
  const same = hours.slice(0, Math.max(0, index)).filter(({ openTime, volume }, i) => {
    const age = at - openTime
    return age <= BASE_DAYS * DAY_MS && age % DAY_MS === 0 && volume > 0 && hours[i - 1]?.openTime === openTime - CANDLE_MS
  })
  const middle = same.length < LEAST_HOURS ? null : median(same.map(({ volume }) => Math.log(volume)))
  return middle === null ? null : Math.exp(middle)
}
