// Did the mood turn? A sentiment reading changed within a day by far more than it usually does.
import type { Evidence } from "../../../../shared/domain/insight.ts"
import { describeRobustly } from "../../../../shared/domain/statistics.ts"
import { moveClaim } from "../claim.ts"
import { lastClose, sentimentRow } from "../evidence.ts"
import type { SentimentFact } from "../facts.ts"
import type { Context, Finding, Rule } from "../finding.ts"
import type { AssetView } from "../view.ts"
import { round } from "../wording.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const HORIZON_HOURS = 48
const MOVE_SIGMAS = 1.1
/** Day-to-day changes needed before one is called unusual. */
const LEAST_CHANGES = 6

/** What counts as a change at all, how steady the changes may look, how old the last reading may be, how many stories it needs. */
const SCALE = {
  "fear-greed": { leastChange: 8, leastSpread: 3, freshHours: 30, leastCount: 1 },
  news: { leastChange: 0.3, leastSpread: 0.08, freshHours: 6, leastCount: 4 },
} as const

type Point = SentimentFact["points"][number]
type Shift = { readonly fact: SentimentFact; readonly from: Point; readonly to: Point; readonly sigma: number }

/** The newest point at least a day older than `points[index]`. */
function dayBefore(points: readonly Point[], index: number): Point | undefined {
  const until = (points[index]?.at ?? 0) - DAY_MS + HOUR_MS / 2
  for (let i = index - 1; i >= 0; i--) if ((points[i]?.at ?? 0) <= until) return points[i]
  return undefined
}

function readShift(fact: SentimentFact, { policy, now }: Context): Shift | null {
  const scale = SCALE[fact.source]
  const points = fact.points.filter(({ at }) => at <= now)
  const to = points.at(-1)
  const from = dayBefore(points, points.length - 1)
  if (to === undefined || from === undefined) return null
  if (now - to.at > scale.freshHours * HOUR_MS || to.count < scale.leastCount) return null
  const change = to.value - from.value
  if (Math.abs(change) < scale.leastChange) return null
  // Changes day by day, backwards from the one judged; overlapping ones would count the same day many times.
  const changes: number[] = []
  for (let i = points.indexOf(from); i > 0;) {
    const earlier = dayBefore(points, i)
    if (earlier === undefined) break
    changes.push((points[i]?.value ?? 0) - earlier.value)
    i = points.indexOf(earlier)
  }
  const usual = changes.length < LEAST_CHANGES ? null : describeRobustly(changes)
  if (usual === null) return null
  const sigma = (change - usual.center) / Math.max(usual.spread, scale.leastSpread)
  return Math.abs(sigma) < policy.sentimentSigmaMin ? null : { fact, from, to, sigma }
}

/** The market's mood is said of Bitcoin, or of the first asset that can be judged where Bitcoin isn't watched. */
function speaksFor(view: AssetView, { subject }: SentimentFact, { views }: Context): boolean {
  if (subject !== "MARKET") return subject === view.asset
  const fit = views.filter(({ isFit }) => isFit)
  return (fit.find(({ asset }) => asset === "BTC") ?? fit[0]) === view
}

export const sentimentShift: Rule = {
  type: "sentiment_shift",
  find(view, context) {
    const shifts = context.facts.sentiment
      .filter((fact) => speaksFor(view, fact, context))
      .map((fact) => readShift(fact, context))
      .filter((shift) => shift !== null)
    const [strongest] = shifts.toSorted((a, b) => Math.abs(b.sigma) - Math.abs(a.sigma))
    return strongest === undefined ? null : toFinding(view, strongest)
  },
}

function toFinding(view: AssetView, { fact, from, to, sigma }: Shift): Finding {
  const digits = fact.source === "fear-greed" ? 0 : 2
  const name =
    fact.source === "fear-greed"
      ? "The fear and greed index"
      : `News sentiment about ${fact.subject === "MARKET" ? "the market" : fact.subject}`
  const verb = to.value > from.value ? "rose" : "fell"
  const said = `${name} ${verb} from ${from.value.toFixed(digits)} to ${to.value.toFixed(digits)} within a day.`
  const rows: Evidence[] = [sentimentRow(fact, to), sentimentRow(fact, from)]
  const unit = fact.source === "fear-greed" ? "score" : "polarity"
  return {
    asset: view.asset,
    type: "sentiment_shift",
    direction: to.value > from.value ? "up" : "down",
    strength: Math.abs(sigma),
    headline: said,
    claim: moveClaim(view, MOVE_SIGMAS, HORIZON_HOURS),
    grounds: [
      { measure: "sentiment_change", value: round(to.value - from.value, 3), unit, text: said, rows },
      {
        measure: "sentiment_change_sigma",
        value: round(sigma, 2),
        unit: "sigma",
        text: `That is ${Math.abs(sigma).toFixed(1)} robust deviations of its usual daily change.`,
        rows: [...rows, lastClose(view)],
      },
    ],
    isOfMove: false,
    reopens: false,
  }
}
