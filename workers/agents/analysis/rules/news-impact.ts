// Did news move the asset, or do several sources carry it? A story with a clear polarity and an abnormal price since, or witnesses.
import { sigmaOver } from "../../../../shared/domain/volatility.ts"
import { closeClaim, sigmaAhead } from "../claim.ts"
import { candleRow, lastClose, sentimentRow, storyRow } from "../evidence.ts"
import type { Facts, StoryFact } from "../facts.ts"
import type { Claim, Context, Finding, Ground, Rule } from "../finding.ts"
import type { AssetView } from "../view.ts"
import { percentText, round, toPct } from "../wording.ts"

const HOUR_MS = 3_600_000
/** A story older than this is no longer news. */
const FRESH_HOURS = 12
const HORIZON_HOURS = 24
/** A level is worth a statement only within so many forecast deviations of the price. */
const FARTHEST_SIGMAS = 1.3
const NEAREST_SIGMAS = 0.7

type Reaction = { readonly change: number; readonly sigma: number; readonly row: number }

/** The price since the last close before the story, in deviations of its volatility; null where no candle closed since. */
function readReaction(view: AssetView, story: StoryFact): Reaction | null {
  let row = view.rows - 1
  while (row >= 0 && (view.series.openTimes[row] ?? 0) + HOUR_MS > story.firstSeenAt) row--
  const before = view.series.close[row]
  if (before === undefined || row === view.rows - 1) return null
  const hours = view.rows - 1 - row
  const change = Math.log(view.close / before)
  return { change, sigma: change / sigmaOver(view.slowVariance, (view.series.openTimes[row] ?? 0) + HOUR_MS, hours), row }
}

type Impact = { readonly story: StoryFact; readonly reaction: Reaction | null; readonly hasReacted: boolean; readonly strength: number }

function readImpact(view: AssetView, story: StoryFact, { policy, now }: Context): Impact | null {
  const age = (now - story.firstSeenAt) / HOUR_MS
  if (age < 0 || age > FRESH_HOURS || !story.assets.includes(view.asset)) return null
  if (Math.abs(story.polarity) < policy.newsPolarityMin) return null
  const reaction = view.isMoving ? readReaction(view, story) : null
  const hasReacted = reaction !== null && reaction.sigma * Math.sign(story.polarity) >= policy.newsReactionSigmaMin
  if (!hasReacted && story.witnesses < policy.newsWitnessesMin) return null
  const strength = Math.max(hasReacted ? Math.abs(reaction.sigma) : 0, story.witnesses / 2)
  return { story, reaction, hasReacted, strength }
}

export const newsImpact: Rule = {
  type: "news_impact",
  find(view, context) {
    const impacts = context.facts.stories.map((story) => readImpact(view, story, context)).filter((impact) => impact !== null)
    const [strongest] = impacts.toSorted((a, b) => b.strength - a.strength || (a.story.id < b.story.id ? -1 : 1))
    return strongest === undefined ? null : toFinding(view, strongest, context)
  },
}

function toFinding(view: AssetView, impact: Impact, { facts, now }: Context): Finding {
  const { story, reaction, hasReacted } = impact
  const sign = story.polarity > 0 ? 1 : -1
  const carried = `${story.witnesses} ${story.witnesses === 1 ? "source carries" : "sources carry"}`
  const mood = sign > 0 ? "positive" : "negative"
  const moved =
    hasReacted && reaction !== null
      ? `${view.asset} ${sign > 0 ? "rose" : "fell"} ${percentText(reaction.change)} since ${mood} news that ${carried}`
      : `${carried} ${mood} news about ${view.asset}`
  return {
    asset: view.asset,
    type: "news_impact",
    direction: sign > 0 ? "up" : "down",
    strength: impact.strength,
    headline: `${moved}: ${story.title}`.slice(0, 299),
    claim: claim(view, sign, hasReacted && reaction !== null ? (view.series.close[reaction.row] ?? view.close) : view.close),
    grounds: [...grounds(view, impact, carried), ...unusualCount(view, facts, now)],
    isOfMove: hasReacted,
    reopens: false,
  }
}

/** Good news is asked to hold the price above where it was before them, bad news below; never a coin's toss at the price itself. */
function claim(view: AssetView, sign: 1 | -1, before: number): Claim {
  const sigma = sigmaAhead(view, HORIZON_HOURS)
  const distance = (Math.log(view.close / before) * sign) / sigma
  const bounded = Math.max(NEAREST_SIGMAS, Math.min(FARTHEST_SIGMAS, distance))
  return closeClaim(view, sign > 0 ? "close_above" : "close_below", view.close * Math.exp(-sign * bounded * sigma), HORIZON_HOURS)
}

function grounds(view: AssetView, { story, reaction, hasReacted }: Impact, carried: string): Ground[] {
  const told = [storyRow(story)]
  const list: Ground[] = [
    {
      measure: "story_polarity",
      value: round(story.polarity, 3),
      unit: "polarity",
      text: `The story's polarity is ${story.polarity.toFixed(2)}.`,
      rows: told,
    },
    { measure: "story_witnesses", value: story.witnesses, unit: "count", text: `${carried} the story.`, rows: told },
  ]
  if (reaction === null) return list
  const rows = [candleRow(view, reaction.row, "close"), lastClose(view)]
  const abnormal = hasReacted ? "abnormal" : "not abnormal"
  const text = `The price moved ${toPct(reaction.change).toFixed(2)}% since, ${Math.abs(reaction.sigma).toFixed(1)} deviations: ${abnormal}.`
  return [...list, { measure: "reaction_sigma", value: round(reaction.sigma, 2), unit: "sigma", text, rows }]
}

/** How many stories of the asset there are in 24 hours against its usual number. */
function unusualCount(view: AssetView, facts: Facts, now: number): Ground[] {
  const fact = facts.sentiment.find(({ source, subject }) => source === "news" && subject === view.asset)
  const points = fact?.points.filter(({ at }) => at <= now) ?? []
  const last = points.at(-1)
  if (fact === undefined || last === undefined || points.length < 10) return []
  const usual = points.reduce((sum, { count }) => sum + count, 0) / points.length
  if (!(usual > 0) || last.count < 2 * usual) return []
  const text = `${last.count} stories about ${view.asset} in 24 hours, against ${usual.toFixed(1)} usually.`
  return [{ measure: "story_count_ratio", value: round(last.count / usual, 2), unit: "ratio", text, rows: [sentimentRow(fact, last)] }]
}
