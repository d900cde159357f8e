// Does the chart show a textbook pattern? A Bollinger squeeze that breaks, or a relative strength that leaves its extreme.
import { bollingerBands, macdReading, relativeStrength } from "../../../../shared/domain/indicators.ts"
import { closeClaim, moveClaim, sigmaAhead } from "../claim.ts"
import { candleRow, lastClose } from "../evidence.ts"
import type { Finding, Ground, Rule } from "../finding.ts"
import type { Policy } from "../policy.ts"
import type { AssetView } from "../view.ts"
import { priceText, round } from "../wording.ts"

const BAND_HOURS = 20
const BAND_WIDTH = 2
/** Hours among which a squeeze's band must be one of the narrowest. */
const SQUEEZE_HOURS = 240
const RSI_HOURS = 14
const HORIZON_HOURS = 24
const SQUEEZE_MOVE_SIGMAS = 1.4
const REVERSAL_SIGMAS = 0.8
/** Closes that MACD looks at; its exponential averages have forgotten older ones. */
const MACD_HOURS = 150

export const technicalPattern: Rule = {
  type: "technical_pattern",
  find(view, { policy }) {
    if (!view.isMoving || view.hoursSinceFrozen < SQUEEZE_HOURS + BAND_HOURS) return null
    return findSqueeze(view, policy) ?? findExhaustion(view, policy)
  },
}

/** The band of the hour before was one of the narrowest of ten days, and the last close left it. */
function findSqueeze(view: AssetView, policy: Policy): Finding | null {
  // A close that leaves a band two deviations wide moved; asking that first spares the bands of most hours.
  if (Math.abs(view.moveSigma) < 1 || view.rows < SQUEEZE_HOURS + BAND_HOURS) return null
  const closes = view.series.close.slice(view.rows - SQUEEZE_HOURS - BAND_HOURS, view.rows - 1)
  const bands = bollingerBands(closes, BAND_HOURS, BAND_WIDTH).filter((band) => band !== null)
  const band = bands.at(-1)
  if (band === undefined || !(band.upper > band.lower)) return null
  const width = (band.upper - band.lower) / band.middle
  const narrower = bands.filter((other) => (other.upper - other.lower) / other.middle < width).length / bands.length
  const sign = view.close > band.upper ? 1 : view.close < band.lower ? -1 : 0
  if (sign === 0 || narrower > policy.squeezeShareMax) return null
  const side = sign > 0 ? "above" : "below"
  const ground: Ground = {
    measure: "bollinger_width",
    value: round(width * 100, 3),
    unit: "pct",
    text: `Its ${BAND_HOURS}-hour Bollinger band was ${(width * 100).toFixed(2)}% wide, narrower than in ${((1 - narrower) * 100).toFixed(0)}% of ten days.`,
    rows: [lastClose(view), candleRow(view, view.rows - 2, "close")],
  }
  return {
    asset: view.asset,
    type: "technical_pattern",
    direction: sign > 0 ? "up" : "down",
    strength: 2,
    headline: `${view.asset} left a narrow trading band (${(width * 100).toFixed(2)}% wide): it closed ${side} it at ${priceText(view.close)} USD.`,
    claim: moveClaim(view, SQUEEZE_MOVE_SIGMAS, HORIZON_HOURS),
    grounds: [ground, ...momentum(view)],
    isOfMove: true,
    reopens: false,
  }
}

/** Relative strength came back from beyond its extreme in the last hour. */
function findExhaustion(view: AssetView, policy: Policy): Finding | null {
  const rsi = relativeStrength(view.series.close.slice(Math.max(0, view.rows - RSI_HOURS * 10), view.rows), RSI_HOURS)
  if (rsi === null) return null
  const leftHigh = rsi.before >= policy.rsiExtreme && rsi.now < policy.rsiExtreme
  const leftLow = rsi.before <= 100 - policy.rsiExtreme && rsi.now > 100 - policy.rsiExtreme
  if (!leftHigh && !leftLow) return null
  const sign = leftHigh ? -1 : 1
  const state = leftHigh ? "overbought" : "oversold"
  const level = view.close * Math.exp(sign * REVERSAL_SIGMAS * sigmaAhead(view, HORIZON_HOURS))
  const text = `Its ${RSI_HOURS}-hour relative strength index came from ${rsi.before.toFixed(0)} to ${rsi.now.toFixed(0)}.`
  return {
    asset: view.asset,
    type: "technical_pattern",
    direction: sign > 0 ? "up" : "down",
    strength: 1.5,
    headline: `${view.asset} is no longer ${state}: its ${RSI_HOURS}-hour relative strength index went from ${rsi.before.toFixed(0)} to ${rsi.now.toFixed(0)}.`,
    claim: closeClaim(view, sign > 0 ? "close_above" : "close_below", level, HORIZON_HOURS),
    grounds: [
      { measure: "rsi", value: round(rsi.now, 1), unit: "score", text, rows: [lastClose(view), candleRow(view, view.rows - 2, "close")] },
      ...momentum(view),
    ],
    isOfMove: true,
    reopens: false,
  }
}

/** What MACD adds: does momentum point up or down? */
function momentum(view: AssetView): Ground[] {
  const macd = macdReading(view.series.close.slice(Math.max(0, view.rows - MACD_HOURS), view.rows))
  if (macd === null) return []
  const share = (macd.histogram / view.close) * 100
  const text = `The MACD histogram (12, 26, 9 hours) stands at ${share.toFixed(3)}% of the price, ${share >= 0 ? "momentum up" : "momentum down"}.`
  return [{ measure: "macd_histogram", value: round(share, 4), unit: "pct", text, rows: [lastClose(view)] }]
}
