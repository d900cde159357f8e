// Which trends and anomalies did the daily tests find in the studio's own figures?
import type { FindingRow } from "../../../shared/db/queries/findings.ts"
import { metricLabel, metricText } from "./metric-words.ts"
import { Age, Badge, Empty } from "./parts.tsx"

const NONE = "Nothing. Trends and anomalies stand here when a test finds more than chance does; it needs some weeks of days."

export function FindingList({ findings, now }: { findings: readonly FindingRow[]; now: Date }) {
  if (findings.length === 0) return <Empty>{NONE}</Empty>
  return (
    <ul class="rows tight">
      {findings.map((finding) => (
        <li>
          <div class="between">
            <h3>{metricLabel(finding.metric)}</h3>
            <Badge tone={finding.kind === "anomaly" ? "warn" : "info"}>
              {finding.kind === "anomaly" ? "out of line" : `trend ${finding.direction}`}
            </Badge>
          </div>
          <p class="small muted num">
            {toText(finding)} <Age at={new Date(finding.foundAt)} now={now} />
          </p>
        </li>
      ))}
    </ul>
  )
}

function toText(finding: FindingRow): string {
  if (finding.kind === "trend") {
    const { slope, n, p } = finding.detail
    return `${slope > 0 ? "+" : ""}${metricText(finding.metric, slope)} a day over ${n} days up to ${finding.startsOn}, p = ${p.toPrecision(2)}.`
  }
  const { value, expected, deviations, n } = finding.detail
  return `${metricText(finding.metric, value)} on ${finding.startsOn} where ${metricText(finding.metric, expected)} was expected: ${Math.abs(deviations).toFixed(1)} deviations, from ${n} days.`
}
