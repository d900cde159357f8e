// Which stored rows does a reason stand on? Builders of evidence for candles, stories and sentiment readings.
import type { Evidence } from "../../../shared/domain/insight.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import type { SentimentFact, StoryFact } from "./facts.ts"
import type { AssetView } from "./view.ts"
import { plainDecimal, timeText } from "./wording.ts"

const iso = (time: number): string => new Date(time).toISOString()

/** One value of the candle at `row`; the newest candle's close and volume are quoted as stored. */
export function candleRow(view: AssetView, row: number, field: "open" | "close" | "volume"): Evidence {
  const { series, asset } = view
  const openTime = series.openTimes[row] ?? 0
  const isNewest = row === series.openTimes.length - 1
  const stored = isNewest && field === "close" ? series.last.close : isNewest && field === "volume" ? series.last.volume : null
  return {
    kind: "candle",
    ref: `${asset}/${iso(openTime)}`,
    label: `${asset} ${field} of the hour that closed ${timeText(openTime + CANDLE_MS)}`,
    value: stored ?? plainDecimal(series[field][row] ?? 0),
    unit: field === "volume" ? "asset_units" : "usd",
    observedAt: iso(openTime + CANDLE_MS),
    source: series.last.source,
  }
}

/** The close of the last hour that was known. */
export const lastClose = (view: AssetView): Evidence => candleRow(view, view.rows - 1, "close")

/** The two prices between which the last hour's move lies. */
export function moveRows(view: AssetView): Evidence[] {
  const last = view.rows - 1
  return [lastClose(view), view.movedFrom === "open" ? candleRow(view, last, "open") : candleRow(view, last - 1, "close")]
}

/** Other assets whose last close is quoted beside the asset's own. */
const MOST_OTHERS = 3

/** The last closes of the assets that stand for the market. */
export const marketRows = (view: AssetView, views: readonly AssetView[]): Evidence[] =>
  views
    .filter((other) => other !== view && other.closedAt === view.closedAt)
    .slice(0, MOST_OTHERS)
    .map(lastClose)

export const storyRow = (story: StoryFact): Evidence => ({
  kind: "story",
  ref: story.id,
  label: story.title.slice(0, 300) || story.id,
  value: plainDecimal(story.polarity),
  unit: "polarity",
  observedAt: iso(story.firstSeenAt),
  source: `${story.witnesses} ${story.witnesses === 1 ? "source" : "sources"}`,
})

export function sentimentRow(fact: SentimentFact, point: SentimentFact["points"][number]): Evidence {
  const name = fact.source === "fear-greed" ? "fear and greed index" : `news polarity of ${fact.subject}`
  return {
    kind: "sentiment",
    ref: `${fact.source}/${fact.subject}/${iso(point.at)}`,
    label: `${name}, ${timeText(point.at)}`,
    value: plainDecimal(point.value),
    unit: fact.source === "fear-greed" ? "score" : "polarity",
    observedAt: iso(point.at),
    source: fact.source,
  }
}
