// Candles and quotes: what exchanges say, and what the studio keeps of it.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"

/** A price or an amount as decimal text, so that no digit is lost on the way from the exchange to the reader. */
export const Decimal = z.string().regex(/^-?\d{1,30}(\.\d{1,18})?$/, "a decimal number in plain notation")
export type Decimal = z.infer<typeof Decimal>

export const ExchangeName = z.enum(["binance", "kraken"])
export type ExchangeName = z.infer<typeof ExchangeName>

/** Width of every candle that the studio keeps, in milliseconds. */
export const CANDLE_MS = 3_600_000

/** One closed hour of one asset as one exchange reports it. Volume is in units of the asset. */
export type Candle = {
  readonly asset: AssetSymbol
  readonly openTime: Date
  readonly open: Decimal
  readonly high: Decimal
  readonly low: Decimal
  readonly close: Decimal
  readonly volume: Decimal
}

/** What an exchange says of an asset right now. */
export type Quote = {
  readonly asset: AssetSymbol
  readonly price: Decimal
  /** Traded in the last 24 hours, in units of the asset. */
  readonly volume24h: Decimal
  /** Change over the last 24 hours in percent, as the exchange states it; null where it doesn't. */
  readonly changePct24h: Decimal | null
  /** End of the window that the exchange's figures cover; null where it doesn't say. An old one means a halted market. */
  readonly closedAt: Date | null
}

/** `agreed`: two sources within the bound. `disputed`: two sources outside it. `single`: only one source had it. */
export const Agreement = z.enum(["agreed", "disputed", "single"])
export type Agreement = z.infer<typeof Agreement>

/** `live`: trading. `stale`: the source's own time is old. `halted`: the price hasn't moved for hours. */
export const MarketState = z.enum(["live", "stale", "halted"])
export type MarketState = z.infer<typeof MarketState>

/** Hourly history of one asset, oldest first; the arrays have one length. Hours that nobody reported, or that sources dispute, are absent. */
export type Series = {
  readonly asset: AssetSymbol
  /** Opening times, milliseconds since 1970 UTC. A candle closes one hour after it opens. */
  readonly openTimes: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  /** In units of the asset. */
  readonly volume: readonly number[]
  /** The last candle as stored, for evidence. */
  readonly last: { readonly close: Decimal; readonly volume: Decimal; readonly agreement: Agreement; readonly source: string }
  readonly state: MarketState
}
