// Kraken spot: hourly candles and 24-hour quotes from its public market data, without a key.
import * as z from "zod"
import { CANDLE_MS, type Candle, type Quote } from "../domain/market.ts"
import { Failure, type FailureCode } from "../kit/failure.ts"
import type { Call } from "../kit/http.ts"
import { AmountReply, PriceReply } from "./decimal.ts"
import { askInHalves } from "./halves.ts"
import { answerNames } from "./kraken-names.ts"
import { askJson, parseReply } from "./reply.ts"
import type { Exchange } from "./sources.ts"

const BASE_URL = "https://api.kraken.com"

/** Every reply comes with status 200; what is wrong stands in `error`, and `W…` are mere warnings. */
const Envelope = z.object({ error: z.array(z.string()), result: z.unknown().optional() })

/** Opening time in s, open, high, low, close, mean price (0 where nothing was traded), volume in units of the asset, trades. */
const Row = z.tuple([z.int(), PriceReply, PriceReply, PriceReply, PriceReply, z.unknown(), AmountReply]).rest(z.unknown())
/** One pair under Kraken's name for it, and the opening time of the newest candle that is closed. */
const Ohlc = z.object({ last: z.int() }).catchall(z.array(Row))

/** c: last trade's price and size; v: volume of today and of the last 24 hours. */
const Ticker = z.object({ c: z.tuple([AmountReply]).rest(z.unknown()), v: z.tuple([z.unknown(), AmountReply]) })

/** What errors mean, first match; others are a refusal. Null: the pair isn't known. */
const ERRORS: readonly (readonly [RegExp, FailureCode | null])[] = [
  [/^EQuery:Unknown asset pair/, null],
  [/Rate limit exceeded|Too many requests|Temporary lockout|Throttled/i, "rate-limited"],
  [/^EService:|Internal error/, "upstream-unavailable"],
]

/**
 * `candles` gives at most the newest 720 that Kraken keeps, whatever `since` says, and never the one that is still forming.
 * Quotes: `volume24h` is in units of the asset, over the last 24 hours; `changePct24h` is null, for Kraken states only the price at
 * midnight UTC, from which no 24-hour change follows; `closedAt` is null, for Kraken doesn't say when it last traded.
 */
export function openKraken(call: Call, { baseUrl = BASE_URL }: { readonly baseUrl?: string } = {}): Exchange {
  const ask = <S extends z.ZodType>(path: string, query: Record<string, string>, schema: S) =>
    askJson(call, { source: "kraken", url: `${baseUrl}${path}?${new URLSearchParams(query)}` }, (json) => readReply(schema, json))

  return {
    name: "kraken",

    async candles(asset, { since, until }) {
      if (asset.kraken === null || until.getTime() - since.getTime() < CANDLE_MS) return []
      // Kraken's `since` has been both inclusive and exclusive; one second earlier is right for both.
      const from = String(Math.ceil(since.getTime() / 1000) - 1)
      const reply = await ask("/0/public/OHLC", { pair: asset.kraken, interval: "60", since: from }, Ohlc)
      if (reply === null) return []
      const { last, ...pairs } = reply
      // The answer to one pair holds one entry, whatever Kraken calls it.
      const [rows = []] = Object.values(pairs)
      const closed = rows.filter(([openTime]) => openTime <= last).map((row) => toCandle(asset.symbol, row))
      return closed.filter(({ openTime }) => openTime >= since && openTime.getTime() + CANDLE_MS <= until.getTime())
    },

    async quotes(assets) {
      const listed = assets.flatMap(({ symbol, kraken }) => (kraken === null ? [] : [{ symbol, pair: kraken }]))
      return askInHalves(listed, async (part) => {
        const reply = await ask("/0/public/Ticker", { pair: part.map(({ pair }) => pair).join(",") }, z.record(z.string(), Ticker))
        return reply && part.flatMap(({ symbol, pair }) => toQuotes(symbol, find(reply, pair)))
      })
    },
  }
}

/** What the reply says, null where it says that it doesn't know a pair. */
function readReply<S extends z.ZodType>(schema: S, json: unknown): z.output<S> | null {
  const { error, result } = parseReply("kraken", Envelope, json)
  const [worst] = error.filter((text) => !text.startsWith("W"))
  if (worst === undefined) return parseReply("kraken", schema, result)
  const meaning = ERRORS.find(([pattern]) => pattern.test(worst))
  if (meaning?.[1] === null) return null
  throw new Failure(meaning?.[1] ?? "upstream-rejected", "kraken refused the request.", {
    context: { source: "kraken", error: worst.slice(0, 200) },
  })
}

/** The entry of a pair, whatever Kraken calls it. */
function find<T>(entries: Readonly<Record<string, T>>, pair: string): T | undefined {
  const name = answerNames(pair).find((candidate) => Object.hasOwn(entries, candidate))
  return name === undefined ? undefined : entries[name]
}

const toCandle = (asset: string, [openTime, open, high, low, close, , volume]: z.output<typeof Row>): Candle => ({
  asset,
  openTime: new Date(openTime * 1000),
  open,
  high,
  low,
  close,
  volume,
})

/** No quote where nothing was ever traded: a price of zero is no price. */
function toQuotes(asset: string, ticker: z.output<typeof Ticker> | undefined): Quote[] {
  if (ticker === undefined || ticker.c[0] === "0") return []
  return [{ asset, price: ticker.c[0], volume24h: ticker.v[1], changePct24h: null, closedAt: null }]
}
