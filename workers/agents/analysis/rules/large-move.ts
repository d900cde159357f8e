// Did the last hour move far enough in one direction to be an insight? The common part of breakout (up) and breakdown (down).
import { donchianChannel } from "../../../../shared/domain/indicators.ts"
import { closeClaim, moveClaim, sigmaAhead } from "../claim.ts"
import { candleRow, lastClose, marketRows, moveRows } from "../evidence.ts"
import type { Claim, Context, Finding, Ground } from "../finding.ts"
import type { Policy } from "../policy.ts"
import type { AssetView } from "../view.ts"
import { percentText, priceDigits, priceText, round, spanText, timesText, toPct } from "../wording.ts"

const HORIZON_HOURS = 24
/** A level to hold lies this near and this far from the price, in forecast deviations: nearer is a coin's toss, farther says nothing. */
const NEAREST_SIGMAS = 0.5
const FARTHEST_SIGMAS = 1.3
/** An extreme hour that breaks no channel is asked to go on by so many forecast deviations. */
const EXTENSION_SIGMAS = 0.8
/** A move that is the market's says little of the asset's direction: it is asked to move on either way, this many slow deviations. */
const MARKET_MOVE_SIGMAS = 2

/** A share of fewer past hours than this would be coarse: the second largest hour of three days is no less extreme. */
const LEAST_PAST_HOURS = 300

/** Times the extreme threshold at which an hour needn't be rare. */
const BEYOND_DOUBT = 1.4

type Channel = { readonly level: number; readonly row: number }

/** `sign` is 1 for up, -1 for down. */
export function findLargeMove(view: AssetView, context: Context, sign: 1 | -1): Finding | null {
  const { policy } = context
  if (!view.isMoving || view.move * sign <= 0) return null
  const isExtreme = isExtremeHour(view, policy)
  const own = view.market === null ? view.moveSigma : view.market.ownSigma
  const channel = brokenChannel(view, policy.channelHours, sign)
  const isBreak = channel !== null && own * sign >= policy.moveSigmaMin && view.moveSigma * sign >= policy.moveSigmaMin / 2
  if (!isExtreme && !isBreak) return null
  return {
    asset: view.asset,
    type: sign > 0 ? "breakout" : "breakdown",
    direction: sign > 0 ? "up" : "down",
    strength: Math.max(Math.abs(view.moveSigma), Math.abs(view.slowSigma)),
    headline: headline(view, { channel, hours: policy.channelHours, sign }),
    claim:
      isBreak || channel === null || view.market === null
        ? holdOrExtend(view, channel, sign)
        : moveClaim(view, MARKET_MOVE_SIGMAS, HORIZON_HOURS),
    grounds: grounds(view, channel, context),
    isOfMove: true,
    reopens: isExtreme,
  }
}

/** Large against the slow volatility, and rare; or so large that it counts even amid a crash, where large hours aren't rare. */
function isExtremeHour(view: AssetView, policy: Policy): boolean {
  const sigmas = Math.abs(view.slowSigma) / policy.extremeSigmaMin
  return sigmas >= BEYOND_DOUBT || (sigmas >= 1 && shareAsLarge(view) <= policy.extremeShareMax)
}

/** Share of the past hours that moved at least as much as the last one. */
function shareAsLarge(view: AssetView): number {
  const size = Math.abs(view.move)
  let known = 0
  let asLarge = 0
  for (let i = 0; i < view.rows - 1; i++) {
    const value = view.returns[i] ?? Number.NaN
    if (Number.isNaN(value)) continue
    known++
    if (Math.abs(value) >= size) asLarge++
  }
  return asLarge / Math.max(known, LEAST_PAST_HOURS)
}

/** The highest (lowest) close of the hours before the last one, where the last close lies beyond it. */
function brokenChannel(view: AssetView, hours: number, sign: 1 | -1): Channel | null {
  const last = view.rows - 1
  const channel = donchianChannel(view.series.close, last - hours, last)
  if (channel === null) return null
  const [level, row] = sign > 0 ? [channel.high, channel.highAt] : [channel.low, channel.lowAt]
  return (view.close - level) * sign > 0 ? { level, row } : null
}

/** A broken channel is asked to hold; a large move inside it is asked to go on. */
function holdOrExtend(view: AssetView, channel: Channel | null, sign: 1 | -1): Claim {
  const kind = sign > 0 ? "close_above" : "close_below"
  const sigma = sigmaAhead(view, HORIZON_HOURS)
  if (channel === null) return closeClaim(view, kind, view.close * Math.exp(sign * EXTENSION_SIGMAS * sigma), HORIZON_HOURS)
  const distance = (Math.log(view.close / channel.level) * sign) / sigma
  const bounded = Math.max(NEAREST_SIGMAS, Math.min(FARTHEST_SIGMAS, distance))
  return closeClaim(view, kind, view.close * Math.exp(-sign * bounded * sigma), HORIZON_HOURS)
}

function headline(view: AssetView, { channel, hours, sign }: { channel: Channel | null; hours: number; sign: 1 | -1 }): string {
  const digits = priceDigits(view.close)
  const size = `${percentText(view.move)} in one hour, ${timesText(Math.abs(view.moveSigma))} its usual hourly move`
  if (channel === null) return `${view.asset} ${sign > 0 ? "rose" : "fell"} ${size}, to ${priceText(view.close, digits)} USD.`
  const side = sign > 0 ? "above its highest" : "below its lowest"
  const level = priceText(channel.level, digits)
  return `${view.asset} closed at ${priceText(view.close, digits)} USD, ${side} ${spanText(hours)} close of ${level}, after moving ${size}.`
}

function grounds(view: AssetView, channel: Channel | null, { policy, views }: Context): Ground[] {
  const rows = moveRows(view)
  const list: Ground[] = [
    { measure: "hour_return", value: toPct(view.move), unit: "pct", text: `The hour's move was ${toPct(view.move).toFixed(2)}%.`, rows },
    {
      measure: "hour_return_sigma",
      value: round(view.moveSigma, 2),
      unit: "sigma",
      text: `That is ${timesText(Math.abs(view.moveSigma))} the move its volatility led one to expect.`,
      rows,
    },
  ]
  if (channel !== null) {
    const text = `The close lies beyond every close of the ${policy.channelHours} hours before; the nearest was ${priceText(channel.level, priceDigits(view.close))} USD.`
    list.push({
      measure: "channel_level",
      value: Number(channel.level.toPrecision(8)),
      unit: "usd",
      text,
      rows: [candleRow(view, channel.row, "close"), lastClose(view)],
    })
  }
  if (view.market !== null) {
    const own = round(view.market.ownSigma, 2)
    const text = `Without the part that ${view.market.names.join(", ").slice(0, 120)} explain, the move is ${own} deviations of its own.`
    list.push({ measure: "own_return_sigma", value: own, unit: "sigma", text, rows: [lastClose(view), ...marketRows(view, views)] })
  }
  return list
}
