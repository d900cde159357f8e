// `npm run noise`: how often do trends, anomalies, forecasts and trials of the strategy err where nothing happens, and how often is something noticed where it does?
import { parseArgs } from "node:util"
import { shareInterval } from "../shared/domain/false-discovery.ts"
import {
  coverageOf,
  earlierAnomalies,
  earlierTrends,
  falseRuns,
  type Share,
  shareOfAnomalies,
  shareOfTrends,
  shockOf,
  slopeOf,
} from "./noise/measure.ts"
import { BEYOND, PROMISED } from "./noise/series.ts"
import { countOutcomes, STUDIO, WITHOUT_EFFECT } from "./noise/trials.ts"

const { values } = parseArgs({ options: { series: { type: "string", default: "1000" }, seed: { type: "string", default: "7" } } })
const series = Number(values.series)
const { seed } = values
const DAYS = [7, 14, 30, 60] as const
const MOST_FALSE = 0.05
const started = performance.now()
let worst = 0

const percent = ({ hits, of }: Share): string => ((100 * hits) / of).toFixed(1)
function bounded(share: Share, isPromised: boolean): string {
  const { low, high } = shareInterval(share.hits, share.of)
  if (isPromised) worst = Math.max(worst, high)
  return `${percent(share)} (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`
}
const row = (name: string, cells: readonly string[]): void =>
  console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(16)).join("")}`)
const head = (title: string, columns: readonly (string | number)[]): void => {
  console.log(`\n${title}`)
  row("", columns.map(String))
}
const days = DAYS.map((n) => `${n} days`)

console.log(`${series} series a cell, seed ${seed}; in per cent, with the 95 % interval (Wilson)`)

for (const [title, measure] of [
  ["False trends, one metric", shareOfTrends],
  ["False anomalies, one metric", shareOfAnomalies],
] as const) {
  head(title, days)
  for (const [name, kind] of Object.entries(PROMISED))
    row(
      name,
      DAYS.map((n) => bounded(measure(kind, n, series, seed), true)),
    )
  for (const [name, kind] of Object.entries(BEYOND))
    row(
      `(${name})`,
      DAYS.map((n) => bounded(measure(kind, n, series, seed), false)),
    )
  const white = PROMISED["white, CV 25 %"]
  const earlier = measure === shareOfTrends ? earlierTrends : earlierAnomalies
  if (white)
    row(
      "earlier system, white",
      DAYS.map((n) => bounded(earlier(white, n, series, seed), false)),
    )
}

head("Runs over nine dependent metrics with any false finding", days)
const runs = DAYS.map((n) => falseRuns(n, Math.ceil(series / 2), seed))
row(
  `trend (${Math.ceil(series / 2)} runs)`,
  runs.map(({ trend }) => bounded(trend, false)),
)
row(
  "anomaly",
  runs.map(({ anomaly }) => bounded(anomaly, false)),
)

const white = PROMISED["white, CV 25 %"]
if (white === undefined) throw new Error("There is no white noise to add effects to.")
head("Trends noticed: slope a day, in per cent of the mean; white noise, CV 25 %", days)
for (const slope of [0.01, 0.02, 0.04]) {
  row(
    `${100 * slope} %`,
    DAYS.map((n) => percent(shareOfTrends(white, n, series, `${seed}:slope`, slopeOf(slope)))),
  )
}
head("Anomalies noticed: the last day, in standard deviations; white noise, CV 25 %", days)
for (const shock of [2, 3, 4, 6, -2, -3, -4]) {
  row(
    `${shock} sigma`,
    DAYS.map((n) => percent(shareOfAnomalies(white, n, series, `${seed}:shock`, shockOf(shock)))),
  )
}

const FORECAST_DAYS = [16, 30, 60] as const
head(
  "Forecasts: next day within the bounds (80 % meant) / score as a share of the last value's",
  FORECAST_DAYS.map((n) => `${n} days`),
)
for (const [name, kind] of Object.entries({ ...PROMISED, ...BEYOND })) {
  const cells = FORECAST_DAYS.map((n) => coverageOf(kind, n, Math.ceil(series / 4), seed))
  row(
    name,
    cells.map(({ within, scoreRatio }) => `${percent(within)} / ${scoreRatio.toFixed(2)}`),
  )
}

head("Trials of the strategy without effect, looked at daily for 56 days", ["kept or back", "kept", "rolled back"])
for (const [name, studio] of Object.entries(WITHOUT_EFFECT)) {
  const { keep, "roll-back": back } = countOutcomes(studio, series, seed)
  const share = (hits: number): Share => ({ hits, of: series })
  row(name, [bounded(share(keep + back), true), percent(share(keep)), percent(share(back))])
}
const EFFECTS = [-0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.5] as const
head(
  "Trials decided rightly: kept for a gain, rolled back for a loss in the rates",
  EFFECTS.map((effect) => `${100 * effect} %`),
)
for (const runsPerDay of [4, 10, 20]) {
  const trials = Math.ceil(series / 4)
  row(
    `${3 * runsPerDay} posts a day`,
    EFFECTS.map((uplift) => {
      const counts = countOutcomes({ ...STUDIO, runsPerDay, uplift }, trials, seed)
      return percent({ hits: uplift > 0 ? counts.keep : counts["roll-back"], of: trials })
    }),
  )
}

console.log(
  `\nworst upper end of a promised cell: ${(100 * worst).toFixed(1)} % of at most ${100 * MOST_FALSE} %; ${((performance.now() - started) / 1_000).toFixed(0)} s`,
)
if (worst > MOST_FALSE) process.exitCode = 1
