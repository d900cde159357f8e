// Did a statement come true? The plain rule of the record, and the scores of a list of forecasts, for the tests of calibration.
import type { InsightDraft } from "../../../shared/domain/insight.ts"
import { HOUR_MS } from "./market-fixture.ts"

export type Closes = { readonly openTimes: readonly number[]; readonly close: readonly number[] }
export type Forecast = { readonly probability: number; readonly cameTrue: boolean; readonly kind: string }

/** Null where the candles end before the deadline, or the candle that decides is absent. */
export function resolveStatement({ statement, madeAt }: InsightDraft, { openTimes, close }: Closes): boolean | null {
  const deadline = Date.parse(statement.at)
  if ((openTimes.at(-1) ?? 0) + HOUR_MS < deadline) return null
  const level = Number(statement.level)
  if (statement.kind === "move_at_least") {
    const share = Number(statement.movePct) / 100
    const isWithin = (openTime: number) => openTime + HOUR_MS > Date.parse(madeAt) && openTime + HOUR_MS <= deadline
    return openTimes.some((openTime, i) => isWithin(openTime) && Math.abs((close[i] ?? level) / level - 1) >= share)
  }
  const price = close[openTimes.indexOf(deadline - HOUR_MS)]
  if (price === undefined) return null
  return statement.kind === "close_above" ? price > level : price < level
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const brierOf = (forecasts: readonly Forecast[], said: (forecast: Forecast) => number): number =>
  sum(forecasts.map((forecast) => (said(forecast) - Number(forecast.cameTrue)) ** 2)) / forecasts.length

/** Brier score, skill over each kind's own base rate, and expected calibration error over ten bins. */
export function scoreForecasts(forecasts: readonly Forecast[]): { readonly brier: number; readonly skill: number; readonly ece: number } {
  const rates = new Map(
    [...new Set(forecasts.map(({ kind }) => kind))].map((kind) => {
      const alike = forecasts.filter((forecast) => forecast.kind === kind)
      return [kind, alike.filter(({ cameTrue }) => cameTrue).length / alike.length] as const
    }),
  )
  const bins = Array.from({ length: 10 }, (_, bin) =>
    forecasts.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === bin),
  )
  const gaps = bins.map((bin) => Math.abs(sum(bin.map(({ probability, cameTrue }) => probability - Number(cameTrue)))))
  const brier = brierOf(forecasts, ({ probability }) => probability)
  return { brier, skill: 1 - brier / brierOf(forecasts, ({ kind }) => rates.get(kind) ?? 0.5), ece: sum(gaps) / forecasts.length }
}
