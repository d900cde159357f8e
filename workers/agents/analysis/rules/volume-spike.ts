// Did far more change hands than at this hour of the day in the last 30 days?
import type { Direction } from "../../../../shared/domain/insight.ts"
import { describeRobustly } from "../../../../shared/domain/statistics.ts"
import { moveClaim } from "../claim.ts"
import { candleRow, lastClose } from "../evidence.ts"
import type { Ground, Rule } from "../finding.ts"
import type { AssetView } from "../view.ts"
import { percentText, round, timesText, toPct } from "../wording.ts"

const HOUR_MS = 3_600_000
const BASE_DAYS = 30
/** Same hours needed before anything is called unusual. */
const LEAST_HOURS = 10
/** Log volume never counts as steadier than this: a third more or less is nothing. */
const LEAST_SPREAD = 0.3
const HORIZON_HOURS = 24
const MOVE_SIGMAS = 0.7

export type VolumeReading = { readonly ratio: number; readonly sigma: number }

/** The last hour's volume against the same hour of earlier days; null with too few of them or without volume. */
export function readVolume(view: AssetView): VolumeReading | null {
  const { openTimes, volume } = view.series
  const last = view.rows - 1
  const lastOpen = openTimes[last] ?? 0
  const now = volume[last] ?? 0
  const same: number[] = []
  for (let i = last - 1; i >= 0 && lastOpen - (openTimes[i] ?? 0) <= BASE_DAYS * 24 * HOUR_MS; i--) {
    const isSameHour = (lastOpen - (openTimes[i] ?? 0)) % (24 * HOUR_MS) === 0
    const value = volume[i] ?? 0
    if (isSameHour && value > 0 && !Number.isNaN(view.returns[i] ?? Number.NaN)) same.push(Math.log(value))
  }
  const base = same.length < LEAST_HOURS ? null : describeRobustly(same)
  if (base === null || !(now > 0)) return null
  const sigma = (Math.log(now) - base.center) / Math.max(base.spread, LEAST_SPREAD)
  return { ratio: now / Math.exp(base.center), sigma }
}

export const volumeSpike: Rule = {
  type: "volume_spike",
  find(view, { policy }) {
    if (!view.isMoving) return null
    const reading = readVolume(view)
    if (reading === null || reading.sigma < policy.volumeSigmaMin || reading.ratio < policy.volumeRatioMin) return null
    return {
      asset: view.asset,
      type: "volume_spike",
      direction: direction(view),
      strength: reading.sigma / 2,
      headline: headline(view, reading),
      claim: moveClaim(view, MOVE_SIGMAS, HORIZON_HOURS),
      grounds: grounds(view, reading),
      isOfMove: true,
      reopens: false,
    }
  },
}

const direction = (view: AssetView): Direction => (Math.abs(view.moveSigma) < 1 ? "none" : view.moveSigma > 0 ? "up" : "down")

function headline(view: AssetView, { ratio }: VolumeReading): string {
  const hour = new Date(view.series.openTimes[view.rows - 1] ?? 0).toISOString().slice(11, 16)
  const moved = `while the price ${view.move >= 0 ? "rose" : "fell"} ${percentText(view.move)}`
  return `${view.asset} traded ${timesText(ratio)} its usual volume of the hour from ${hour} UTC, ${moved}.`
}

function grounds(view: AssetView, { ratio, sigma }: VolumeReading): Ground[] {
  const volume = candleRow(view, view.rows - 1, "volume")
  const text = `Volume was ${timesText(ratio)} the median of the same hour over the last ${BASE_DAYS} days.`
  return [
    { measure: "volume_ratio", value: round(ratio, 2), unit: "ratio", text, rows: [volume] },
    {
      measure: "volume_sigma",
      value: round(sigma, 2),
      unit: "sigma",
      text: `That is ${sigma.toFixed(1)} robust deviations above the usual volume.`,
      rows: [volume],
    },
    {
      measure: "hour_return",
      value: toPct(view.move),
      unit: "pct",
      text: `The hour's move was ${toPct(view.move).toFixed(2)}%.`,
      rows: [lastClose(view)],
    },
  ]
}
