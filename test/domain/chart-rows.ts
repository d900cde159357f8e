// Rows for the pictures of the made insights: candles, readings and stories that end where each insight cites them.
import type { InsightDraft } from "../../shared/domain/insight.ts"
import type { ChartRows } from "../../shared/domain/chart/insight-chart.ts"
import { newNoise } from "../agents/analysis/market-fixture.ts"

const HOUR_MS = 3_600_000
const HOURS = 33 * 24

/** Seeded hours before the insight; where it cites an hour's close or volume, the row has exactly that. */
export function rowsFor(insight: InsightDraft): ChartRows {
  const noise = newNoise(insight.asset.charCodeAt(0))
  const last = Math.floor(Date.parse(insight.madeAt) / HOUR_MS) * HOUR_MS - HOUR_MS
  const cited = (field: string, ref: string) =>
    insight.evidence.find((row) => row.kind === "candle" && row.ref === ref && row.label.includes(` ${field} `))?.value
  const digits = Number(insight.statement.level) > 10 ? 2 : 5
  let close = Number(insight.evidence.find(({ label }) => label.includes(" close "))?.value ?? insight.statement.level)
  const candles = Array.from({ length: HOURS }, (_, i) => {
    const openTime = new Date(last - i * HOUR_MS)
    const ref = `${insight.asset}/${openTime.toISOString()}`
    const row = {
      openTime,
      close: cited("close", ref) ?? close.toFixed(digits),
      volume: cited("volume", ref) ?? (100 * Math.exp(0.3 * noise.normal())).toFixed(3),
    }
    close = Number(row.close) / Math.exp(0.004 * noise.normal())
    return row
  }).toReversed()
  return {
    candles,
    readings: readingsFor(insight),
    stories: [{ id: "story_other", firstSeenAt: new Date(last - 20 * HOUR_MS), polarity: -0.4 }],
  }
}

function readingsFor({ evidence }: InsightDraft): ChartRows["readings"] {
  const cited = evidence.filter(({ kind }) => kind === "sentiment").toSorted((a, b) => (a.observedAt < b.observedAt ? -1 : 1))
  const [first] = cited
  if (first === undefined) return []
  const [source = "", subject = ""] = first.ref.split("/")
  const before = Array.from({ length: 20 }, (_, i) => ({
    observedAt: new Date(Date.parse(first.observedAt) - (20 - i) * 24 * HOUR_MS),
    value:
      source === "fear-greed"
        ? String(Math.round(Number(first.value)) + (i % 4) - 2)
        : (Number(first.value) + 0.02 * ((i % 4) - 2)).toFixed(3),
  }))
  const told = cited.map(({ observedAt, value }) => ({ observedAt: new Date(observedAt), value: value ?? "0" }))
  return [...before, ...told].map((row) => ({ source, subject, ...row }))
}
