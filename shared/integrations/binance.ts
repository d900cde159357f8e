// Binance spot: hourly candles and 24-hour quotes from its public market data, without a key.
import * as z from "zod"
import type { Asset } from "../domain/asset.ts"
import { CANDLE_MS, type Candle, type Quote } from "../domain/market.ts"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer } from "../kit/http.ts"
import { AmountReply, DecimalReply, PriceReply } from "./decimal.ts"
import { askInHalves } from "./halves.ts"
import { askJson, parseReply } from "./reply.ts"
import type { Exchange } from "./sources.ts"

/** Binance's host for market data alone: the same answers as api.binance.com, without its regional blocks. */
const BASE_URL = "https://data-api.binance.vision"
const MAX_CANDLES = 1_000
const UNKNOWN_SYMBOL = -1121
/** What Binance answers to an address that kept calling after a 429. */
const BANNED = 418

/** Opening time in ms, open, high, low, close, volume in units of the asset, closing time in ms; five more columns that nobody reads here. */
const Kline = z.tuple([z.int(), PriceReply, PriceReply, PriceReply, PriceReply, AmountReply]).rest(z.unknown())

const Ticker = z.object({
  symbol: z.string(),
  lastPrice: AmountReply,
  volume: AmountReply,
  priceChangePercent: DecimalReply,
  closeTime: z.int().positive(),
})

const Refusal = z.object({ code: z.int(), msg: z.string() })

/**
 * `candles` gives at most 1,000, from `since` on. A candle whose hour is over by `until` is closed, so `until` must not be in the future.
 * `volume24h` is in units of the asset, over the 24 hours that end at `closedAt`, the time of the last change of the figures.
 */
export function openBinance(call: Call, { baseUrl = BASE_URL }: { readonly baseUrl?: string } = {}): Exchange {
  const ask = <S extends z.ZodType>(path: string, query: Record<string, string>, schema: S) =>
    askJson(call, { source: "binance", url: `${baseUrl}${path}?${new URLSearchParams(query)}`, answers: [400] }, (json, answer) =>
      readReply(schema, json, answer),
    ).catch(nameBan)

  return {
    name: "binance",

    async candles(asset, { since, until }) {
      const hours = Math.floor((until.getTime() - since.getTime()) / CANDLE_MS)
      if (asset.binance === null || hours < 1) return []
      const window = { startTime: String(since.getTime()), endTime: String(until.getTime() - CANDLE_MS) }
      const limit = String(Math.min(hours, MAX_CANDLES))
      const rows = await ask("/api/v3/klines", { symbol: asset.binance, interval: "1h", ...window, limit }, z.array(Kline))
      return (rows ?? []).map((row) => toCandle(asset, row)).filter(within(since, until))
    },

    async quotes(assets) {
      const listed = assets.filter(({ binance }) => binance !== null)
      return askInHalves(listed, async (part) => {
        const symbols = JSON.stringify(part.map(({ binance }) => binance))
        const tickers = await ask("/api/v3/ticker/24hr", { symbols }, z.array(Ticker))
        return tickers && part.flatMap((asset) => tickers.filter(({ symbol }) => symbol === asset.binance).flatMap(toQuote(asset)))
      })
    },
  }
}

/** What the reply says, null where it says that it doesn't know a symbol. */
function readReply<S extends z.ZodType>(schema: S, json: unknown, { status }: CallAnswer): z.output<S> | null {
  if (status !== 400) return parseReply("binance", schema, json)
  const { code, msg } = parseReply("binance", Refusal, json)
  if (code === UNKNOWN_SYMBOL) return null
  const context = { source: "binance", status, code, msg: msg.slice(0, 200) }
  throw new Failure("upstream-rejected", "binance refused the request.", { context })
}

function nameBan(thrown: unknown): never {
  if (!(thrown instanceof Failure) || thrown.context["status"] !== BANNED) throw thrown
  const wait = thrown.waitMs === null ? {} : { waitMs: thrown.waitMs }
  throw new Failure("rate-limited", "binance has banned this address for a while.", { context: thrown.context, ...wait })
}

const toCandle = (asset: Asset, [openTime, open, high, low, close, volume]: z.output<typeof Kline>): Candle => ({
  asset: asset.symbol,
  openTime: new Date(openTime),
  open,
  high,
  low,
  close,
  volume,
})

const within = (since: Date, until: Date) => (candle: Candle) =>
  candle.openTime >= since && candle.openTime.getTime() + CANDLE_MS <= until.getTime()

/** No quote where nothing was ever traded: a price of zero is no price. */
const toQuote =
  (asset: Asset) =>
  (ticker: z.output<typeof Ticker>): Quote[] => {
    const { lastPrice, volume, priceChangePercent, closeTime } = ticker
    if (lastPrice === "0") return []
    return [{ asset: asset.symbol, price: lastPrice, volume24h: volume, changePct24h: priceChangePercent, closedAt: new Date(closeTime) }]
  }
