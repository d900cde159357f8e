// The table that a replay prints.
import type { Recording } from "./recording.ts"
import type { ReplayedInsight } from "./studio.ts"

const WEEK_MS = 7 * 86_400_000

type Outcome = {
  readonly recordings: readonly Recording[]
  readonly insights: readonly ReplayedInsight[]
  readonly hours: number
  readonly statements: number
  readonly hash: string
  readonly wallMs: number
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** How many insights about its asset each full week of a recording has. */
function weekly(recording: Recording, insights: readonly ReplayedInsight[]): number[] {
  const from = recording.candles[0]?.openTime.getTime() ?? 0
  const to = recording.candles.at(-1)?.openTime.getTime() ?? 0
  const counts = Array.from({ length: Math.max(1, Math.floor((to - from) / WEEK_MS)) }, () => 0)
  for (const insight of insights) {
    const week = Math.floor((Date.parse(insight.madeAt) - from) / WEEK_MS)
    if (insight.asset === recording.asset && counts[week] !== undefined) counts[week] += 1
  }
  return counts
}

const day = (time: string | undefined): string => time?.slice(0, 16).replace("T", " ") ?? ""

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "))
    .join("\n")
}

export function renderReport({ recordings, insights, hours, statements, hash, wallMs }: Outcome): string {
  const head = ["asset", "type", "insights", "mean probability", "first (UTC)", "last (UTC)"]
  const rows = [...new Set(recordings.map(({ asset }) => asset))].flatMap((asset) => {
    const own = insights.filter((insight) => insight.asset === asset)
    const weeks = recordings.filter((recording) => recording.asset === asset).flatMap((recording) => weekly(recording, own))
    const types = [...new Set(own.map((insight) => insight.type))].toSorted()
    const lines = types.map((type) => {
      const some = own.filter((insight) => insight.type === type)
      const mean = some.reduce((sum, insight) => sum + insight.probability, 0) / some.length
      return [asset, type, String(some.length), mean.toFixed(2), day(some[0]?.madeAt), day(some.at(-1)?.madeAt)]
    })
    return [...lines, [asset, "all", String(own.length), "", `median a week: ${median(weeks)}`, ""]]
  })
  const seconds = wallMs / 1_000
  return [
    ...recordings.map((r) => `${r.asset}: ${r.rows} rows of ${r.file}, ${r.candles.length} hours, source ${r.source}`),
    "",
    table([head, ...rows]),
    "",
    `${insights.length} insights in ${hours} hours; ${statements} statements in ${seconds.toFixed(1)} s (${(wallMs / Math.max(1, hours)).toFixed(2)} ms an hour)`,
    `output hash ${hash}`,
  ].join("\n")
}
