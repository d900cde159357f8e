// How fearful or greedy is the fake market on a day? A reading from 0 to 100 that follows what Bitcoin did in the weeks before.
import { DAY_MS } from "./events.ts"
import type { Market } from "./market.ts"
import { keyOf, memoise, normalAt } from "./random.ts"
import { HOUR_MS } from "./tides.ts"

/** The reading of a UTC day, counted from 1970: it knows only what happened before that day began. */
export type Mood = (day: number) => number

const SMOOTHING_DAYS = 7
const LASTING = 0.72

export function openMood(market: Market): Mood {
  const closeOf = memoise(2_000, (day) => market.hour("binance", "BTC", day * DAY_MS - HOUR_MS).close)
  const change = (day: number, days: number): number => Math.log(closeOf(day) / closeOf(day - days))
  const deviation = (day: number, days: number): number =>
    Math.sqrt(Array.from({ length: days }, (_, back) => change(day - back, 1) ** 2).reduce((sum, square) => sum + square, 0) / days)

  /** Gains lift it, losses and unusual restlessness press it down; scaled so that an ordinary year goes from about 15 to 85. */
  const raw = memoise(2_000, (day) => {
    const usual = deviation(day, 60)
    const trend = change(day, 30) / (usual * Math.sqrt(30))
    const week = change(day, 7) / (usual * Math.sqrt(7))
    const unrest = Math.log(deviation(day, 10) / usual)
    return 50 + 18 * trend + 10 * week - 16 * unrest + 3 * normalAt(keyOf(market.seed, "mood"), day)
  })

  return memoise(2_000, (day) => {
    let sum = 0
    let weights = 0
    for (let back = 0; back < SMOOTHING_DAYS; back += 1) {
      sum += LASTING ** back * raw(day - back)
      weights += LASTING ** back
    }
    return Math.round(Math.min(96, Math.max(4, sum / weights)))
  })
}

/** Names of alternative.me's index: its own record of 2018-2023 has these bounds. */
export function moodName(value: number): string {
  if (value <= 25) return "Extreme Fear"
  if (value <= 46) return "Fear"
  if (value <= 54) return "Neutral"
  return value <= 75 ? "Greed" : "Extreme Greed"
}
