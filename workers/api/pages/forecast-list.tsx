// What does the studio expect of itself, and did what it expected come?
import type { ForecastRow } from "../../../shared/db/queries/forecasts.ts"
import { Badge, Empty } from "./parts.tsx"
import { metricLabel, metricText } from "./metric-words.ts"

const NONE = "Nothing yet. A forecast needs some sixteen days that are known."

export function ForecastList({ forecasts }: { forecasts: readonly ForecastRow[] }) {
  if (forecasts.length === 0) return <Empty>{NONE}</Empty>
  return (
    <ul class="rows tight">
      {forecasts.map((forecast) => (
        <li>
          <div class="between">
            <h3>{metricLabel(forecast.metric)}</h3>
            {forecast.actual === null ? (
              <span class="small muted num">{forecast.startsOn}</span>
            ) : (
              <Outcome forecast={forecast} actual={forecast.actual} />
            )}
          </div>
          <p class="small muted num">
            {`${metricText(forecast.metric, forecast.middle)}, with ${Math.round(forecast.coverage * 100)}% between ${metricText(forecast.metric, forecast.low)} and ${metricText(forecast.metric, forecast.high)}.`}
            {forecast.actual === null ? "" : ` It was ${metricText(forecast.metric, forecast.actual)} on ${forecast.startsOn}.`}
          </p>
        </li>
      ))}
    </ul>
  )
}

const Outcome = ({ forecast: { low, high }, actual }: { forecast: ForecastRow; actual: number }) =>
  low <= actual && actual <= high ? <Badge tone="good">within</Badge> : <Badge tone="warn">outside</Badge>
