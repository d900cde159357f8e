// Markets made by hand or from a seed, in the form that analysis gets them.
import type { Facts } from "../../../workers/agents/analysis/facts.ts"
import type { Series } from "../../../shared/domain/market.ts"

export const HOUR_MS = 3_600_000
/** A Monday. Series of the tests start here. */
export const START = Date.parse("2026-09-07T00:00:00Z")

/** Seeded uniform (mulberry32) and normal numbers. */
export function newNoise(seed: number): { uniform(): number; normal(): number } {
  let state = seed
  const uniform = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}

export type Hour = { readonly open: number; readonly high: number; readonly low: number; readonly close: number; readonly volume: number }
export type Market = { readonly asset: string; readonly openTimes: readonly number[]; readonly hours: readonly Hour[] }

/** Percent moves of one hour, and how the hour differs from the usual. */
export type Step = number | { readonly move: number; readonly volume: number }

/** Six moves that return to where they began: calm, and never the same twice in a row. */
const CALM = [0.3, -0.2, 0.1, -0.3, 0.2, -0.1]
const USUAL_VOLUMES = [100, 110, 90, 105, 95]

/** `count` calm hours of 0.1 to 0.3 percent. */
export const calm = (count: number): number[] => Array.from({ length: count }, (_, i) => CALM[i % CALM.length] ?? 0)

/** Hours from percent moves; each opens where the last closed. Volume is about 100 unless a step says otherwise. */
export function market(asset: string, steps: readonly Step[], price = 100): Market {
  let open = price
  const hours = steps.map((step, i) => {
    const { move, volume } = typeof step === "number" ? { move: step, volume: USUAL_VOLUMES[i % USUAL_VOLUMES.length] ?? 100 } : step
    const close = open * (1 + move / 100)
    const hour = { open, high: Math.max(open, close) * 1.001, low: Math.min(open, close) * 0.999, close, volume }
    open = close
    return hour
  })
  return { asset, openTimes: hours.map((_, i) => START + i * HOUR_MS), hours }
}

/** A market of seeded noise: a common and an own part, volatility that clusters, volume that follows the moves. */
export function noiseMarkets(assets: readonly string[], count: number, seed: number): Market[] {
  const noise = newNoise(seed)
  const deviation = assets.map(() => 0.6)
  const steps: Step[][] = assets.map(() => [])
  for (let i = 0; i < count; i++) {
    const common = noise.normal()
    assets.forEach((_, k) => {
      const sigma = deviation[k] ?? 0.6
      const move = sigma * (0.7 * common + 0.7 * noise.normal())
      deviation[k] = Math.sqrt(0.01 + 0.06 * Math.min(move * move, 9) + 0.91 * sigma * sigma)
      steps[k]?.push({ move, volume: 100 * Math.exp(0.4 * noise.normal() + 0.5 * Math.abs(move)) })
    })
  }
  return assets.map((asset, k) => market(asset, steps[k] ?? []))
}

/** Rows `from` (inclusive) to `to` (exclusive) as analysis gets them. */
export function toSeries({ asset, openTimes, hours }: Market, from = 0, to = hours.length): Series {
  const rows = hours.slice(from, to)
  const last = rows.at(-1)
  return {
    asset,
    openTimes: openTimes.slice(from, to),
    open: rows.map((row) => row.open),
    high: rows.map((row) => row.high),
    low: rows.map((row) => row.low),
    close: rows.map((row) => row.close),
    volume: rows.map((row) => row.volume),
    last: { close: String(last?.close ?? 0), volume: String(last?.volume ?? 0), agreement: "agreed", source: "binance+kraken" },
    state: "live",
  }
}

/** When the last hour of the market closes. */
export const closeOf = (one: Market): number => (one.openTimes.at(-1) ?? 0) + HOUR_MS

export function factsOf(markets: readonly Market[], rest: Partial<Facts> = {}): Facts {
  return { series: markets.map((one) => toSeries(one)), stories: [], sentiment: [], recent: [], ...rest }
}

export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
