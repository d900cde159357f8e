// What will time prove right or wrong, and how likely is it? Levels and percents a reader can remember, and their probability.
import type { Statement } from "../../../shared/domain/insight.ts"
import { probabilityAbove, probabilityOfMove, type Walk } from "../../../shared/domain/random-walk.ts"
import { forecastUncertainty, sigmaOver } from "../../../shared/domain/volatility.ts"
import type { Claim } from "./finding.ts"
import type { Policy } from "./policy.ts"
import { type AssetView, hoursOf } from "./view.ts"
import { plainDecimal, priceText, timeText } from "./wording.ts"

const HOUR_MS = 3_600_000
/** A model can't be surer than this about a market. */
const LEAST_DOUBT = 0.03

/** Forecast deviation of the log price change over the hours after the last close. */
export const sigmaAhead = (view: AssetView, hours: number): number => sigmaOver(view.hourVariance, view.closedAt, hours)

/** A claim that the close lies on one side of `price`, rounded to a fifth of the forecast deviation or finer. */
export function closeClaim(view: AssetView, kind: "close_above" | "close_below", price: number, horizonHours: number): Claim {
  const finest = (view.close * sigmaAhead(view, horizonHours)) / 5
  const power = Math.floor(Math.log10(finest))
  const digits = Math.max(0, Math.min(18, -power))
  const step = 10 ** power
  // toFixed takes away the binary dust of the multiplication.
  return { kind, level: Number((Math.round(price / step) * step).toFixed(digits)), digits, horizonHours }
}

/** Percents that read well. */
const PERCENTS = [0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50]

/**
 * A claim that the price moves either way by about `sigmas` of the *slow* volatility: a yardstick that doesn't follow the
 * last hours, so that the probability says whether the hours to come are wilder or calmer than usual.
 */
export function moveClaim(view: AssetView, sigmas: number, horizonHours: number): Claim {
  const target = Math.expm1(sigmas * sigmaOver(view.slowVariance, view.closedAt, horizonHours)) * 100
  const nearer = (a: number, b: number) => (Math.abs(Math.log(b / target)) < Math.abs(Math.log(a / target)) ? b : a)
  return { kind: "move_at_least", movePct: PERCENTS.reduce(nearer), horizonHours }
}

/** Probability that the claim comes true, 0.03 to 0.97, to three decimals. */
export function probabilityOf(claim: Claim, view: AssetView, policy: Policy): number {
  const hours = claim.horizonHours
  const walk: Walk = {
    sigma: sigmaAhead(view, hours),
    hours,
    uncertainty: forecastUncertainty(hoursOf(view), policy.volatilityUncertainty),
  }
  const bounded = Math.max(LEAST_DOUBT, Math.min(1 - LEAST_DOUBT, likelihood(claim, view, walk)))
  return Math.round(bounded * 1000) / 1000
}

function likelihood(claim: Claim, view: AssetView, walk: Walk): number {
  if (claim.kind === "move_at_least") return probabilityOfMove(claim.movePct, walk)
  const above = probabilityAbove(Math.log(claim.level / view.close), walk)
  return claim.kind === "close_above" ? above : 1 - above
}

/** The claim in the form that the record resolves, and as a sentence. */
export function stateClaim(
  claim: Claim,
  view: AssetView,
): { readonly statement: Statement; readonly text: string; readonly deadline: string } {
  const { asset } = view
  const at = view.closedAt + claim.horizonHours * HOUR_MS
  const deadline = new Date(at).toISOString()
  if (claim.kind === "move_at_least") {
    const close = view.rows === view.series.openTimes.length ? view.series.last.close : plainDecimal(view.close)
    const text = `By ${timeText(at)}, some hourly close of ${asset} is at least ${claim.movePct}% above or below ${priceText(view.close)} USD.`
    return { statement: { kind: claim.kind, asset, level: close, movePct: plainDecimal(claim.movePct), at: deadline }, text, deadline }
  }
  const side = claim.kind === "close_above" ? "above" : "below"
  const text = `The hourly candle of ${asset} that closes at ${timeText(at)} closes ${side} ${priceText(claim.level, claim.digits)} USD.`
  return { statement: { kind: claim.kind, asset, level: claim.level.toFixed(claim.digits), at: deadline }, text, deadline }
}
