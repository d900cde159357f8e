// What happens in the fake world, and what does it do to prices? The market carries these events; the news tells of them.
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import { openStream, type Stream } from "./random.ts"

export type EventKind =
  | "fund-inflow"
  | "fund-outflow"
  | "hack"
  | "upgrade"
  | "listing"
  | "delisting"
  | "approval"
  | "lawsuit"
  | "outage"
  | "macro-relief"
  | "macro-shock"
  | "memecoin-frenzy"
  | "partnership"
  | "treasury-buy"
  | "unlock"
  | "regulation-clarity"
  | "regulation-crackdown"

export type WorldEvent = {
  /** Unique over all time for one seed. */
  readonly id: string
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly kind: EventKind
  /** Null where the whole market is meant. */
  readonly asset: AssetSymbol | null
  /** 1 good for holders, -1 bad. */
  readonly polarity: 1 | -1
  /** The log return that it adds in all, of the sign of `polarity`: most of it within two hours. */
  readonly impact: number
}

type Row = {
  readonly kind: EventKind
  readonly polarity: 1 | -1
  /** Relative frequency. */
  readonly weight: number
  /** Median size of the impact. */
  readonly impact: number
  /** Whom it can happen to: everyone at once, any one asset, or one of these. */
  readonly scope: "market" | "any" | readonly AssetSymbol[]
}

const ROWS: readonly Row[] = [
  { kind: "fund-inflow", polarity: 1, weight: 9, impact: 0.006, scope: ["BTC", "BTC", "ETH", "SOL", "XRP"] },
  { kind: "fund-outflow", polarity: -1, weight: 8, impact: 0.006, scope: ["BTC", "BTC", "ETH", "SOL"] },
  { kind: "hack", polarity: -1, weight: 5, impact: 0.028, scope: ["SOL", "SUI", "ARB", "AAVE", "UNI", "NEAR", "AVAX", "ETH", "BNB"] },
  { kind: "upgrade", polarity: 1, weight: 8, impact: 0.01, scope: "any" },
  {
    kind: "listing",
    polarity: 1,
    weight: 6,
    impact: 0.015,
    scope: ["SUI", "ARB", "NEAR", "AAVE", "ATOM", "TRX", "XLM", "DOT", "UNI", "ADA"],
  },
  { kind: "delisting", polarity: -1, weight: 3, impact: 0.017, scope: ["BCH", "XLM", "ATOM", "DOT", "LTC", "NEAR", "ARB"] },
  { kind: "approval", polarity: 1, weight: 3, impact: 0.022, scope: ["SOL", "XRP", "LTC", "ADA", "DOGE", "LINK", "AVAX", "DOT"] },
  { kind: "lawsuit", polarity: -1, weight: 5, impact: 0.013, scope: ["XRP", "UNI", "BNB", "TRX", "SOL", "ADA", "LINK", "AAVE"] },
  { kind: "outage", polarity: -1, weight: 5, impact: 0.014, scope: ["SOL", "SUI", "ARB", "AVAX", "NEAR", "BNB", "ATOM", "TRX"] },
  { kind: "macro-relief", polarity: 1, weight: 5, impact: 0.007, scope: "market" },
  { kind: "macro-shock", polarity: -1, weight: 5, impact: 0.008, scope: "market" },
  { kind: "memecoin-frenzy", polarity: 1, weight: 4, impact: 0.02, scope: ["DOGE", "DOGE", "SOL", "SUI"] },
  { kind: "partnership", polarity: 1, weight: 9, impact: 0.009, scope: "any" },
  { kind: "treasury-buy", polarity: 1, weight: 6, impact: 0.007, scope: ["BTC", "BTC", "BTC", "ETH", "SOL", "XRP", "SUI"] },
  { kind: "unlock", polarity: -1, weight: 4, impact: 0.011, scope: ["ARB", "SUI", "NEAR", "AVAX", "UNI", "ATOM"] },
  { kind: "regulation-clarity", polarity: 1, weight: 3, impact: 0.006, scope: "market" },
  { kind: "regulation-crackdown", polarity: -1, weight: 3, impact: 0.007, scope: "market" },
]

const TOTAL_WEIGHT = ROWS.reduce((sum, row) => sum + row.weight, 0)
export const DAY_MS = 86_400_000
const LARGEST_IMPACT = 0.13

/** The events of one UTC day (`day` counts from 1970), oldest first: three to seven, more of them in office hours. */
export function eventsOfDay(seed: number, symbols: readonly AssetSymbol[], day: number): readonly WorldEvent[] {
  const stream = openStream(seed, "events", day)
  const events = Array.from({ length: stream.int(3, 7) }, (_, place): WorldEvent => {
    const row = pickRow(stream)
    const hour = stream.chance(0.65) ? 11 + stream.unit() * 10 : stream.unit() * 24
    // Lognormal: most events hardly move the price, a few move it a lot.
    const size = Math.min(LARGEST_IMPACT, row.impact * Math.exp(0.75 * stream.normal()))
    return {
      id: `${day}-${place}`,
      at: day * DAY_MS + Math.floor(hour * 60) * 60_000,
      kind: row.kind,
      asset: pickAsset(row, symbols, stream),
      polarity: row.polarity,
      impact: row.polarity * size,
    }
  })
  return events.sort((a, b) => a.at - b.at)
}

function pickRow(stream: Stream): Row {
  let rest = stream.unit() * TOTAL_WEIGHT
  return ROWS.find((row) => (rest -= row.weight) < 0) ?? stream.pick(ROWS)
}

function pickAsset(row: Row, symbols: readonly AssetSymbol[], stream: Stream): AssetSymbol | null {
  if (row.scope === "market") return null
  const wanted = row.scope === "any" ? symbols : row.scope.filter((symbol) => symbols.includes(symbol))
  return stream.pick(wanted.length > 0 ? wanted : symbols)
}

const REACTION_MS = 40 * 60_000
const UNREST_MS = 6 * 3_600_000

/** Share of an event's impact that the price has taken up `after` milliseconds later: 1 - exp(-t / 40 min). */
export function takenUp(after: number): number {
  return after <= 0 ? 0 : 1 - Math.exp(-after / REACTION_MS)
}

/** How restless an event of this impact still leaves the market `after` milliseconds later, 0 to 2. */
export function unrest(impact: number, after: number): number {
  return after < 0 ? 0 : Math.min(2, Math.abs(impact) / 0.02) * Math.exp(-after / UNREST_MS)
}
