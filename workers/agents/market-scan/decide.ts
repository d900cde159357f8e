// Which candles and quotes to believe: two sources compared, and markets that don't trade told from those that do.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import { type Agreement, CANDLE_MS, type Candle, type Decimal, type MarketState, type Quote } from "../../../shared/domain/market.ts"

export const TUNABLES = {
  /** Two closes or prices further apart than this are disputed, in hundredths of a percent. */
  maxDeviationBps: { default: 100, min: 20, max: 500, step: 10 },
  /** A quote whose own time is older than this many minutes is stale. */
  staleAfterMin: { default: 30, min: 5, max: 240, step: 5 },
  /** A price that hasn't moved for this many hours of quotes is a halted market. */
  haltedAfterH: { default: 3, min: 1, max: 5, step: 1 },
} as const

type Policy = { readonly [K in keyof typeof TUNABLES]: number }

/** What one source said. The order of sources is the order of preference. */
export type SourceFacts = {
  readonly source: string
  readonly candles: readonly Candle[]
  readonly quotes: readonly Quote[]
  /** Code of the first failure, null where every request was answered. */
  readonly failure: string | null
}

export type Facts = {
  readonly sources: readonly SourceFacts[]
  /** Earlier quotes of each asset, newest first. */
  readonly history: readonly {
    readonly asset: AssetSymbol
    readonly quotes: readonly { readonly price: number; readonly observedAt: Date }[]
  }[]
}

type Second = { readonly agreement: Agreement; readonly secondSource: string | null; readonly deviationBps: Decimal | null }
export type DecidedCandle = Candle & Second & { readonly source: string; readonly secondClose: Decimal | null }
export type DecidedQuote = Quote & Second & { readonly source: string; readonly secondPrice: Decimal | null; readonly state: MarketState }

export type Decision = {
  readonly candles: readonly DecidedCandle[]
  readonly quotes: readonly DecidedQuote[]
  readonly sources: readonly { readonly source: string; readonly failure: string | null }[]
}

/** A candle that contradicts itself is not believed: one faulty row must not cost the others. */
function isSound({ openTime, open, high, low, close, volume }: Candle): boolean {
  const [o, h, l, c] = [Number(open), Number(high), Number(low), Number(close)]
  return openTime.getTime() % CANDLE_MS === 0 && l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c) && Number(volume) >= 0
}

/** How far a source's clock may be ahead of ours. */
const AHEAD_MS = 3_600_000

/** A quote without a price, or of a time that is none, is not believed either. */
const isQuote = ({ price, volume24h, closedAt }: Quote, now: Date): boolean =>
  Number(price) > 0 && Number(volume24h) >= 0 && (closedAt === null || closedAt.getTime() <= now.getTime() + AHEAD_MS)

type Sourced<T> = { readonly source: string; readonly row: T }

/** Rows of all sources under one key, preferred source first, each source once: nobody is his own second. */
function bySubject<T>(
  sources: readonly SourceFacts[],
  rowsOf: (facts: SourceFacts) => readonly T[],
  keyOf: (row: T) => string,
): Sourced<T>[][] {
  const groups = new Map<string, Sourced<T>[]>()
  for (const facts of sources) {
    for (const row of rowsOf(facts)) {
      const group = groups.get(keyOf(row))
      if (group?.at(-1)?.source === facts.source) continue
      if (group) group.push({ source: facts.source, row })
      else groups.set(keyOf(row), [{ source: facts.source, row }])
    }
  }
  return [...groups.values()]
}

function compare(price: Decimal, second: { source: string; price: Decimal } | undefined, policy: Policy): Second {
  if (second === undefined) return { agreement: "single", secondSource: null, deviationBps: null }
  const deviation = (Math.abs(Number(price) - Number(second.price)) / Number(price)) * 10_000
  return {
    agreement: deviation > policy.maxDeviationBps ? "disputed" : "agreed",
    secondSource: second.source,
    deviationBps: deviation.toFixed(2),
  }
}

/** `halted` needs at least three earlier quotes over the whole time, all at this price. */
function stateOf(quote: Quote, earlier: Facts["history"][number]["quotes"], policy: Policy, now: Date): MarketState {
  if (quote.closedAt !== null && now.getTime() - quote.closedAt.getTime() > policy.staleAfterMin * 60_000) return "stale"
  const since = now.getTime() - policy.haltedAfterH * 3_600_000
  const unmoved = earlier.findIndex((past) => past.price !== Number(quote.price))
  const still = unmoved === -1 ? earlier : earlier.slice(0, unmoved)
  const oldest = still.at(-1)
  return still.length >= 3 && oldest !== undefined && oldest.observedAt.getTime() <= since ? "halted" : "live"
}

export function decide(facts: Facts, _reply: null, policy: Policy, at: { readonly now: Date }): Decision {
  const candles = bySubject(
    facts.sources,
    (source) => source.candles.filter(isSound),
    (row) => `${row.asset}:${row.openTime.getTime()}`,
  ).flatMap(([first, second]) => {
    if (!first) return []
    const close = second && { source: second.source, price: second.row.close }
    return [{ ...first.row, source: first.source, secondClose: close?.price ?? null, ...compare(first.row.close, close, policy) }]
  })
  const quotes = bySubject(
    facts.sources,
    (source) => source.quotes.filter((quote) => isQuote(quote, at.now)),
    (row) => row.asset,
  ).flatMap(([first, second]) => {
    if (!first) return []
    const earlier = facts.history.find((row) => row.asset === first.row.asset)?.quotes ?? []
    const price = second && { source: second.source, price: second.row.price }
    const state = stateOf(first.row, earlier, policy, at.now)
    return [{ ...first.row, source: first.source, secondPrice: price?.price ?? null, state, ...compare(first.row.price, price, policy) }]
  })
  return { candles, quotes, sources: facts.sources.map(({ source, failure }) => ({ source, failure })) }
}
