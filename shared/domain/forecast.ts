// What will a metric be next, between which bounds in four of five cases, and was that worth more than repeating the last value?
import { median } from "./statistics.ts"
import type { DayValue } from "./trend.ts"

export const COVERAGE = 0.8
/** The forecast, and what it has to beat. */
export const MODELS = ["weekday-level", "last-value"] as const
export type Model = (typeof MODELS)[number]

export type Prediction = { readonly model: Model; readonly low: number; readonly middle: number; readonly high: number }

/** Known days before a forecast is tried: the first errors have to be those of a forecast. */
const LEARNING = 7
/** With fewer errors the outermost two don't hold 80 % between them: (k - 1) / (k + 1) < 0.8. */
const LEAST_ERRORS = 9
/** Weight of the newest value in the level (simple exponential smoothing; Brown 1959). */
const SMOOTHING = 0.2
/** Days a weekday's distance from the level counts as nothing: a weekday that was seen w times keeps w / (w + this) of it. */
const WEEKDAY_PRIOR = 2

type Guess = (past: readonly DayValue[], day: number) => number

/**
 * Both models' forecasts of the value on `day`, given known days before it, oldest first; null where there are too few for nine errors. The bounds
 * are quantiles of the model's own errors, each made from days that lay as far back as the newest one does now, so placed that a further error lies
 * between them in at least 80 % of cases where errors are exchangeable (conformal prediction; Vovk, Gammerman and Shafer 2005). No bound is negative.
 */
export function forecastNext(days: readonly DayValue[], day: number): readonly Prediction[] | null {
  const horizon = day - (days.at(-1)?.day ?? day)
  const known = days.map((each) => ({ each, past: days.filter((earlier) => earlier.day <= each.day - horizon) }))
  const tried = known.filter(({ past }) => past.length >= LEARNING)
  if (horizon < 1 || tried.length < LEAST_ERRORS) return null
  return MODELS.map((model) => {
    const guess = GUESSES[model]
    const errors = tried.map(({ each, past }) => each.value - guess(past, each.day))
    return bound(model, guess(days, day), errors)
  })
}

function bound(model: Model, middle: number, errors: number[]): Prediction {
  errors.sort((a, b) => a - b)
  // A tenth of ten is one, also in binary fractions.
  const rank = Math.floor(((1 - COVERAGE) / 2) * (errors.length + 1) + 1e-9)
  const low = Math.max(0, middle + (errors[rank - 1] ?? -Infinity))
  const high = Math.max(low, middle + (errors[errors.length - rank] ?? Infinity))
  return { model, low, middle: Math.min(high, Math.max(low, middle)), high }
}

const GUESSES: Readonly<Record<Model, Guess>> = {
  "weekday-level": (past, day) => {
    const first = median(past.slice(0, LEARNING).map(({ value }) => value)) ?? 0
    const effects = weekdayEffects(past)
    const effectOf = (of: number): number => effects.get(of % 7) ?? 0
    const level = past.reduce((sum, each) => sum + SMOOTHING * (each.value - effectOf(each.day) - sum), first)
    return Math.max(0, level + effectOf(day))
  },
  "last-value": (past) => past.at(-1)?.value ?? 0,
}

/** How far each weekday's median lies from that of all days, drawn back to nothing by how seldom it was seen. */
function weekdayEffects(past: readonly DayValue[]): ReadonlyMap<number, number> {
  const center = median(past.map(({ value }) => value)) ?? 0
  const weekdays = [...Map.groupBy(past, ({ day }) => day % 7)]
  return new Map(
    weekdays.map(([weekday, group]) => {
      const kept = group.length / (group.length + WEEKDAY_PRIOR)
      return [weekday, kept * ((median(group.map(({ value }) => value)) ?? center) - center)]
    }),
  )
}

/**
 * Interval score of a central interval, smaller is better: its width, and 2 / (1 - coverage) times the distance by which the value missed it
 * (Gneiting and Raftery 2007, equation 43).
 */
export function intervalScore({ low, high }: { readonly low: number; readonly high: number }, value: number, coverage = COVERAGE): number {
  return high - low + (2 / (1 - coverage)) * (Math.max(0, low - value) + Math.max(0, value - high))
}
