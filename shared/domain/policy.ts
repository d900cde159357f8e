// Which values do an agent's tunables have in a run? Its defaults, overlaid with those of a stored version, never outside the bounds.
import * as z from "zod"
import { hash64 } from "../kit/ids.ts"

export type Tunable = { readonly default: number; readonly min: number; readonly max: number; readonly step: number }

/** What strategy tuning may change, and within which bounds. */
export type Tunables = Readonly<Record<string, Tunable>>
export type Policy<T extends Tunables> = { readonly [K in keyof T]: number }

/** A version's values by the names of tunables, as they are stored. */
export const Values = z.record(z.string(), z.number())
export type Values = z.infer<typeof Values>

/** One run in so many works with the defaults, whatever version stands: what tuning is worth is measured against it. */
const FROZEN_ONE_IN = 5

/** Whether a run stays with the defaults. It follows from the run's key, so that every attempt finds the same. */
export function isFrozen(runKey: string): boolean {
  // All digits of the hash count: those of keys that differ only in an hour are not all mixed equally well.
  let sum = 0
  for (const digit of hash64(runKey, 20)) sum = (sum * 31 + digit.charCodeAt(0)) % 1_000_003
  return sum % FROZEN_ONE_IN === 0
}

const rounded = (value: number): number => Math.round(value * 1e9) / 1e9

/** The nearest value that the tunable may have: whole steps from its default, within its bounds. */
export function fitValue({ default: middle, min, max, step }: Tunable, value: number): number {
  const steps = Math.round((value - middle) / step)
  const most = Math.floor(rounded((max - middle) / step))
  const least = Math.ceil(rounded((min - middle) / step))
  return rounded(middle + Math.min(most, Math.max(least, steps)) * step)
}

/** Every tunable at its default. */
export const defaultsOf = <T extends Tunables>(tunables: T): Policy<T> =>
  Object.fromEntries(Object.entries(tunables).map(([name, tunable]) => [name, tunable.default])) as Policy<T>

/** Whether a stored version can be read at all. */
export const isReadable = (stored: unknown): boolean => Values.safeParse(stored).success

/** The defaults, overlaid with what is stored, each within its bounds. Unknown names are passed over; what can't be read changes nothing. */
export function policyOf<T extends Tunables>(tunables: T, stored: unknown = null): Policy<T> {
  const values = Values.safeParse(stored).data ?? {}
  const own = Object.entries(tunables).map(([name, tunable]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return [name, value === undefined ? tunable.default : fitValue(tunable, value)] as const
  })
  return Object.fromEntries(own) as Policy<T>
}
