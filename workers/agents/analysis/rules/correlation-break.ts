// Did the asset stop moving with the others? Its correlation with their mean fell far below its own history.
import { correlationOf, fisherScore, pairMoments } from "../../../../shared/domain/statistics.ts"
import { moveClaim } from "../claim.ts"
import { lastClose, marketRows } from "../evidence.ts"
import type { Context, Rule } from "../finding.ts"
import type { Policy } from "../policy.ts"
import type { AssetView } from "../view.ts"
import { round } from "../wording.ts"

const RECENT_HOURS = 48
const HISTORY_HOURS = 672
const LEAST_HISTORY = 336
const LEAST_RECENT = 40
/** Returns have heavy tails and cluster, so each hour counts as so much of an independent one. */
const EFFECTIVE_SHARE = 0.6
const HORIZON_HOURS = 48
const MOVE_SIGMAS = 1.2
const HOUR_MS = 3_600_000

type Break = { readonly before: number; readonly now: number; readonly sigma: number }

/** The fall of one asset's correlation, where it is large and significant. */
function readBreak(view: AssetView, policy: Policy): Break | null {
  if (view.market === null || !view.isMoving || view.hoursSinceFrozen < RECENT_HOURS) return null
  const end = view.rows
  const recent = pairMoments(view.market.others, view.scaled, end - RECENT_HOURS, end)
  const past = pairMoments(view.market.others, view.scaled, end - RECENT_HOURS - HISTORY_HOURS, end - RECENT_HOURS)
  const now = correlationOf(recent)
  const before = correlationOf(past)
  if (now === null || before === null || recent.count < LEAST_RECENT || past.count < LEAST_HISTORY) return null
  const sigma = fisherScore({ r: before, n: past.count * EFFECTIVE_SHARE }, { r: now, n: recent.count * EFFECTIVE_SHARE })
  if (sigma === null || sigma < policy.correlationSigmaMin || before - now < policy.correlationDropMin) return null
  return { before, now, sigma }
}

/** A break shows in everybody's mean: it belongs to the asset that fell most, and not again while another's is fresh. */
function isOwner(view: AssetView, found: Break, { views, policy, facts, now }: Context): boolean {
  const isFresh = facts.recent.some(
    ({ asset, type, madeAt }) =>
      type === "correlation_break" && asset !== view.asset && madeAt < now && now - madeAt < RECENT_HOURS * HOUR_MS,
  )
  return !isFresh && views.every((other) => other === view || (readBreak(other, policy)?.sigma ?? 0) < found.sigma)
}

export const correlationBreak: Rule = {
  type: "correlation_break",
  find(view, context) {
    const found = readBreak(view, context.policy)
    if (found === null || view.market === null || !isOwner(view, found, context)) return null
    const others = view.market.names.length > 3 ? `${view.market.names.length} other assets` : view.market.names.join(" and ")
    const text = `Correlation with ${others} over ${RECENT_HOURS} hours is ${found.now.toFixed(2)}, against ${found.before.toFixed(2)} in the four weeks before.`
    const rows = [lastClose(view), ...marketRows(view, context.views)]
    return {
      asset: view.asset,
      type: "correlation_break",
      direction: "none",
      strength: found.sigma / 2,
      headline: `${view.asset} stopped moving with ${others}: their hourly correlation fell from ${found.before.toFixed(2)} to ${found.now.toFixed(2)}.`,
      claim: moveClaim(view, MOVE_SIGMAS, HORIZON_HOURS),
      grounds: [
        { measure: "correlation", value: round(found.now, 3), unit: "ratio", text, rows },
        {
          measure: "correlation_fall_sigma",
          value: round(found.sigma, 2),
          unit: "sigma",
          text: `The fall is ${found.sigma.toFixed(1)} standard errors by Fisher's z.`,
          rows,
        },
      ],
      isOfMove: true,
      reopens: false,
    }
  },
}
