// Is a finding news, or the same condition again? Own insights of the last days silence it, unless it is much larger.
import type { InsightType } from "../../../shared/domain/insight.ts"
import type { RecentInsight } from "./facts.ts"
import type { Context, Finding } from "./finding.ts"
import type { Policy, PolicyName } from "./policy.ts"
import type { AssetView } from "./view.ts"

/** How long one type stays silent about one asset and direction. */
const COOL_DOWN = {
  breakout: "moveCoolDownHours",
  breakdown: "moveCoolDownHours",
  volume_spike: "volumeCoolDownHours",
  technical_pattern: "patternCoolDownHours",
  correlation_break: "correlationCoolDownHours",
  sentiment_shift: "sentimentCoolDownHours",
  news_impact: "newsCoolDownHours",
} as const satisfies Record<InsightType, PolicyName>

/** Types that speak of the price's own doing: within hours of each other, and not in opposite directions, they are the same move. */
const OF_A_MOVE: readonly InsightType[] = ["breakout", "breakdown", "volume_spike", "technical_pattern", "correlation_break", "news_impact"]

const HOUR_MS = 3_600_000
/** A move this much larger than any since the earlier insight is another one. */
const MUCH_LARGER = 1.5

/** Does an own insight of the last days already say this? */
export function isCoolingDown(finding: Finding, view: AssetView, { facts, policy, now }: Context): boolean {
  const own = facts.recent.filter((past) => past.asset === finding.asset && past.madeAt < now)
  const silencing = own.filter((past) => isSame(past, finding, policy, now) || (finding.isOfMove && isSameMove(past, finding, policy, now)))
  if (silencing.length === 0) return false
  const latest = Math.max(...silencing.map((past) => past.madeAt))
  // This very candle has been judged: looking at it again, a few minutes later, finds nothing new.
  if (latest >= view.closedAt || !isLargeMove(finding)) return true
  return !finding.reopens && !isMuchLarger(view, latest)
}

const isLargeMove = ({ type }: Finding): boolean => type === "breakout" || type === "breakdown"

const isSame = (past: RecentInsight, finding: Finding, policy: Policy, now: number): boolean =>
  past.type === finding.type && past.direction === finding.direction && now - past.madeAt < policy[COOL_DOWN[finding.type]] * HOUR_MS

function isSameMove(past: RecentInsight, finding: Finding, policy: Policy, now: number): boolean {
  const isOpposite = past.direction !== "none" && finding.direction !== "none" && past.direction !== finding.direction
  return OF_A_MOVE.includes(past.type) && !isOpposite && now - past.madeAt < policy.sameMoveHours * HOUR_MS
}

/** Is the last hour's move much larger than each since the candle that `madeAt` judged? */
function isMuchLarger(view: AssetView, madeAt: number): boolean {
  let largest = 0
  for (let i = view.rows - 2; i >= 0 && (view.series.openTimes[i] ?? 0) + 2 * HOUR_MS > madeAt; i--) {
    largest = Math.max(largest, Math.abs(view.returns[i] ?? 0) || 0)
  }
  return Math.abs(view.move) > MUCH_LARGER * largest
}
