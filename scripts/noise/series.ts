// Series of daily figures in which nothing happens, each kind with its own chance; and what is done to them to see whether it is noticed.
import { seededRandom } from "../../shared/kit/random.ts"
import type { DayValue } from "../../shared/domain/trend.ts"

/** Draws of one series: the same seed draws the same. */
type Draw = { readonly uniform: () => number; readonly normal: () => number }
type Kind = { readonly isCount: boolean; make(n: number, draw: Draw): number[] }

const MEAN = 100
/** Standard deviation of the kinds without another: a coefficient of variation of 25 %, at which the earlier system's rules were measured. */
export const SIGMA = 25
/** A Friday; any day would do. */
const FIRST_DAY = 20_000

export function openDraw(seed: string): Draw {
  const uniform = seededRandom(seed)
  // Box and Muller (1958).
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}

const times = (n: number, value: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => value(i))

/** First-order autoregression with a standard deviation of 1. */
function wander(n: number, phi: number, { normal }: Draw): number[] {
  let at = normal()
  return times(n, () => {
    const here = at
    at = phi * at + Math.sqrt(1 - phi * phi) * normal()
    return here
  })
}

/** Factors of the weekdays, 30 % around 1. */
const rhythm = ({ normal }: Draw): number[] => times(7, () => Math.max(0.1, 1 + 0.3 * normal()))

/** Knuth's product of uniforms. */
function poisson(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = uniform(); product > limit; product *= uniform()) count += 1
  return count
}

const spread = (unit: number): number => MEAN + SIGMA * unit
const student3 = ({ normal }: Draw): number => normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3)

const amount = (make: Kind["make"]): Kind => ({ isCount: false, make })

/** What is promised: no more than 5 % false alarms. */
export const PROMISED: Readonly<Record<string, Kind>> = {
  "white, CV 25 %": amount((n, { normal }) => times(n, () => spread(normal()))),
  "log-normal, sigma 0.25": amount((n, { normal }) => times(n, () => MEAN * Math.exp(0.25 * normal()))),
  "log-normal, sigma 0.5": amount((n, { normal }) => times(n, () => MEAN * Math.exp(0.5 * normal()))),
  "Poisson, mean 3": { isCount: true, make: (n, { uniform }) => times(n, () => poisson(3, uniform)) },
  "weekly rhythm 30 %": amount((n, draw) => {
    const factors = rhythm(draw)
    return times(n, (i) => (factors[i % 7] ?? 1) * spread(draw.normal()))
  }),
  "AR(1) 0.3": amount((n, draw) => wander(n, 0.3, draw).map(spread)),
  "AR(1) 0.3, weekly rhythm": amount((n, draw) => {
    const factors = rhythm(draw)
    return wander(n, 0.3, draw).map((unit, i) => (factors[i % 7] ?? 1) * spread(unit))
  }),
}

/** Worse than what is promised, to know how much. */
export const BEYOND: Readonly<Record<string, Kind>> = {
  "AR(1) 0.6": amount((n, draw) => wander(n, 0.6, draw).map(spread)),
  "Student t, 3 degrees": amount((n, draw) => times(n, () => MEAN + 15 * student3(draw))),
}

export const toDays = (values: readonly number[]): DayValue[] =>
  values.map((value, i) => ({ day: FIRST_DAY + i, value: Math.max(0, value) }))

/** One series of a kind: `slope` is added each day, `shock` on the last one. */
export function drawDays(kind: Kind, n: number, seed: string, effect: { slope?: number; shock?: number } = {}): DayValue[] {
  const { slope = 0, shock = 0 } = effect
  const values = kind.make(n, openDraw(seed))
  return toDays(values.map((value, i) => value + slope * i + (i === n - 1 ? shock : 0)))
}

/**
 * Nine metrics of one studio, n days: one mood that moves them all, each with noise of its own and AR(1) 0.3; every third moves against it.
 */
export function drawStudio(n: number, seed: string): readonly DayValue[][] {
  const draw = openDraw(seed)
  const mood = wander(n, 0.3, draw)
  return times(9, (k) => k).map((k) => {
    const own = wander(n, 0.3, draw)
    const sign = k % 3 === 2 ? -1 : 1
    return toDays(times(n, (i) => spread(sign * Math.SQRT1_2 * (mood[i] ?? 0) + Math.SQRT1_2 * (own[i] ?? 0))))
  })
}
