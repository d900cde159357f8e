// Which of the facts make an insight, and how sure is it? Rules look, cool-downs silence what was said, findings about one move
// become one insight, and each gets a probability for a statement that candles can settle.
import type { Evidence, InsightDraft, Reason } from "../../../shared/domain/insight.ts"
import { probabilityOf, stateClaim } from "./claim.ts"
import { isCoolingDown } from "./cool-down.ts"
import type { Facts } from "./facts.ts"
import type { Context, Finding, Ground, Rule } from "./finding.ts"
import type { Policy } from "./policy.ts"
import { breakdown } from "./rules/breakdown.ts"
import { breakout } from "./rules/breakout.ts"
import { correlationBreak } from "./rules/correlation-break.ts"
import { newsImpact } from "./rules/news-impact.ts"
import { sentimentShift } from "./rules/sentiment-shift.ts"
import { technicalPattern } from "./rules/technical-pattern.ts"
import { volumeSpike } from "./rules/volume-spike.ts"
import { type AssetView, viewMarket } from "./view.ts"

export const RULES: readonly Rule[] = [breakout, breakdown, volumeSpike, technicalPattern, correlationBreak, newsImpact, sentimentShift]

/** An insight stores at most so many reasons. */
const MOST_REASONS = 8

/**
 * The insights that the facts support at `at.now`, in the order of the series. Pure and deterministic: the same facts, policy
 * and moment give the same drafts, and nothing later than the moment is looked at.
 */
export function decide(
  facts: Facts,
  _reply: null,
  policy: Policy,
  at: { readonly now: Date; readonly random: () => number },
): InsightDraft[] {
  const now = at.now.getTime()
  const views = viewMarket(facts.series, now)
  const context: Context = { facts, policy, views, now }
  return views.filter((view) => view.isFit).flatMap((view) => judge(view, context).map((finding) => toDraft(finding, view, context)))
}

/** What is to be said of one asset: at most one finding about its move, and one of each other kind. */
function judge(view: AssetView, context: Context): Finding[] {
  const findings = RULES.map((rule) => rule.find(view, context)).filter((finding) => finding !== null)
  const fresh = findings.filter((finding) => !isCoolingDown(finding, view, context))
  return [...merge(fresh.filter(({ isOfMove }) => isOfMove)), ...fresh.filter(({ isOfMove }) => !isOfMove)]
}

/** The strongest finding speaks; the others' grounds become reasons inside it. */
function merge(findings: readonly Finding[]): Finding[] {
  const [strongest, ...rest] = findings.toSorted((a, b) => b.strength - a.strength)
  if (strongest === undefined) return []
  return [{ ...strongest, grounds: [...strongest.grounds, ...rest.flatMap(({ grounds }) => grounds)] }]
}

function toDraft(finding: Finding, view: AssetView, { policy, now }: Context): InsightDraft {
  const { statement, text, deadline } = stateClaim(finding.claim, view)
  return {
    asset: finding.asset,
    type: finding.type,
    direction: finding.direction,
    headline: finding.headline,
    madeAt: new Date(now).toISOString(),
    probability: probabilityOf(finding.claim, view, policy),
    horizonHours: finding.claim.horizonHours,
    deadline,
    statement,
    statementText: text,
    ...cite(finding.grounds.slice(0, MOST_REASONS)),
  }
}

/** Lists each row once and points the reasons at the places; a measure said twice is kept once. */
function cite(grounds: readonly Ground[]): { reasons: Reason[]; evidence: Evidence[] } {
  const evidence: Evidence[] = []
  const places = new Map<string, number>()
  const place = (row: Evidence): number => {
    const key = `${row.ref} ${row.label}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, evidence.length)
    return evidence.push(row) - 1
  }
  const once = grounds.filter((ground, i) => grounds.findIndex(({ measure }) => measure === ground.measure) === i)
  const reasons = once.map(({ rows, ...reason }) => ({ ...reason, evidence: rows.map(place) }))
  return { reasons, evidence }
}
