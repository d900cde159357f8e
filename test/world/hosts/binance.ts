// Binance's public market data as the fake market tells it: /api/v3/time, /klines (1h) and /ticker/24hr, with Binance's own errors and
// weights (rest-api.md of binance-spot-api-docs). Like the real one, klines end with the hour that is still running.
import type { Asset } from "../../../shared/domain/asset.ts"
import type { Market } from "../market.ts"
import { HOUR_MS } from "../tides.ts"
import type { MarketHour } from "../venue.ts"
import { windowBefore } from "./day-window.ts"
import { brokenPage, jsonAnswer, retryAfter, type Host } from "./host.ts"

const WEIGHT_PER_MINUTE = 6_000
/** Requests after the first refusal of a minute that Binance bears before it bans the address. */
const PATIENCE = 20
const SYMBOL = /^[A-Z0-9-_.]{1,20}$/
const INTERVALS = ["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"]

type Refusal = { readonly code: number; readonly msg: string }
type Reply = { readonly weight: number; readonly body: unknown } | Refusal
type Ask = { readonly market: Market; readonly query: URLSearchParams; readonly at: number }

const missing = (name: string): Refusal => ({
  code: -1102,
  msg: `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
})
const illegal = (name: string, legal: string): Refusal => ({
  code: -1100,
  msg: `Illegal characters found in parameter '${name}'; legal range is '${legal}'.`,
})
const UNKNOWN_SYMBOL: Refusal = { code: -1121, msg: "Invalid symbol." }

const ROUTES: Readonly<Record<string, { readonly knows: readonly string[]; readonly reply: (ask: Ask) => Reply }>> = {
  "/api/v3/ping": { knows: [], reply: () => ({ weight: 1, body: {} }) },
  "/api/v3/time": { knows: [], reply: ({ at }) => ({ weight: 1, body: { serverTime: at } }) },
  "/api/v3/klines": { knows: ["symbol", "interval", "startTime", "endTime", "limit"], reply: klines },
  "/api/v3/ticker/24hr": { knows: ["symbol", "symbols"], reply: tickers },
}

export function openBinanceHost(market: Market): Host {
  const used = { minute: -1, weight: 0, refusals: 0 }
  return {
    names: ["data-api.binance.vision", "api.binance.com"],
    answer(request, at) {
      const url = new URL(request.url)
      const route = ROUTES[url.pathname]
      if (request.method !== "GET" || route === undefined) return brokenPage(404, null)
      const minute = Math.floor(at.getTime() / 60_000)
      if (used.minute !== minute) Object.assign(used, { minute, weight: 0, refusals: 0 })
      if (used.weight > WEIGHT_PER_MINUTE) {
        used.refusals += 1
        return tooMuch(used.refusals > PATIENCE ? 418 : 429, 60 - Math.floor((at.getTime() % 60_000) / 1000), at)
      }
      const reply = readQuery(route.knows, url.searchParams) ?? route.reply({ market, query: url.searchParams, at: at.getTime() })
      used.weight += "weight" in reply ? reply.weight : 1
      const headers = { "x-mbx-used-weight": String(used.weight), "x-mbx-used-weight-1m": String(used.weight), date: at.toUTCString() }
      return "weight" in reply ? jsonAnswer(reply.body, { headers }) : jsonAnswer(reply, { status: 400, headers })
    },
    refuse: (status, retryAfterS, at) =>
      status === 429 || status === 418
        ? tooMuch(status, retryAfterS, at)
        : status < 500
          ? jsonAnswer(
              { code: -1000, msg: "An unknown error occurred while processing the request." },
              { status, headers: retryAfter(retryAfterS) },
            )
          : brokenPage(status, retryAfterS),
  }
}

function tooMuch(status: 429 | 418, retryAfterS: number | null, at: Date): Response {
  const advice = "Please use WebSocket Streams for live updates to avoid"
  const msg =
    status === 429
      ? `Too much request weight used; current limit is ${WEIGHT_PER_MINUTE} request weight per 1 MINUTE. ${advice} polling the API.`
      : `Way too much request weight used; IP banned until ${at.getTime() + (retryAfterS ?? 120) * 1000}. ${advice} bans.`
  return jsonAnswer({ code: -1003, msg }, { status, headers: retryAfter(retryAfterS) })
}

/** The refusal that a query with unknown or repeated parameters deserves, else null. */
function readQuery(knows: readonly string[], query: URLSearchParams): Refusal | null {
  const sent = [...query.keys()]
  const read = new Set(sent.filter((name) => knows.includes(name))).size
  if (read === sent.length) return null
  return { code: -1104, msg: `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent.length}'.` }
}

function findSymbol(market: Market, symbol: string): Asset | null {
  return market.assets.find((asset) => asset.binance === symbol) ?? null
}

function klines({ market, query, at }: Ask): Reply {
  const symbol = query.get("symbol") ?? ""
  const interval = query.get("interval") ?? ""
  if (symbol === "") return missing("symbol")
  if (interval === "") return missing("interval")
  if (!SYMBOL.test(symbol)) return illegal("symbol", "^[A-Z0-9-_.]{1,20}$")
  for (const name of ["startTime", "endTime", "limit"]) {
    if (query.has(name) && !/^[0-9]{1,20}$/.test(query.get(name) ?? "")) return illegal(name, "^[0-9]{1,20}$")
  }
  if (!INTERVALS.includes(interval)) return { code: -1120, msg: "Invalid interval." }
  const asset = findSymbol(market, symbol)
  if (asset === null) return UNKNOWN_SYMBOL
  // The studio keeps hours only; another width would be a mistake of its own, so it isn't made here.
  if (interval !== "1h") return { code: -1120, msg: "Invalid interval." }
  return { weight: 2, body: hoursAsked(market, query, at).map((openTime) => klineOf(market, asset, openTime, at)) }
}

/** Opening times of the hours that a query asks for, oldest first: none before the market's history, none after the running hour. */
function hoursAsked(market: Market, query: URLSearchParams, at: number): number[] {
  const limit = Math.min(1_000, Number(query.get("limit") ?? 500) || 500)
  const until = Math.min(at, Number(query.get("endTime") ?? at))
  const from = query.has("startTime") ? Number(query.get("startTime")) : until - limit * HOUR_MS + 1
  const first = Math.max(market.firstHour, Math.ceil(from / HOUR_MS) * HOUR_MS)
  const count = Math.max(0, Math.min(limit, Math.floor((until - first) / HOUR_MS) + 1))
  return Array.from({ length: count }, (_, i) => first + i * HOUR_MS)
}

function klineOf(market: Market, { symbol }: Asset, openTime: number, at: number): readonly (number | string)[] {
  const over = openTime + HOUR_MS <= at
  const hour: MarketHour = over ? market.hour("binance", symbol, openTime) : market.hourSoFar("binance", symbol, at)
  const dollars = (hour.volume * (hour.open + hour.high + hour.low + hour.close)) / 4
  // Buyers take a little more than half where the price rose.
  const taken = hour.high === hour.low ? 0.5 : 0.5 + (0.2 * (hour.close - hour.open)) / (hour.high - hour.low)
  const prices = [hour.open, hour.high, hour.low, hour.close].map(eight)
  const amounts = [eight(dollars), hour.trades, eight(hour.volume * taken), eight(dollars * taken), "0"]
  return [openTime, ...prices, eight(hour.volume), openTime + HOUR_MS - 1, ...amounts]
}

const eight = (value: number): string => value.toFixed(8)

function tickers({ market, query, at }: Ask): Reply {
  const one = query.get("symbol")
  const many = query.get("symbols")
  if (one !== null && many !== null) return { code: -1128, msg: "Combination of optional parameters invalid." }
  if (one !== null && !SYMBOL.test(one)) return illegal("symbol", "^[A-Z0-9-_.]{1,20}$")
  const listed = market.assets.flatMap((asset) => asset.binance ?? [])
  const wanted = one !== null ? [one] : many !== null ? readList(many) : listed
  if (wanted === null) return illegal("symbols", '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$')
  if (new Set(wanted).size < wanted.length) return { code: -1151, msg: "Symbol is present multiple times in the list." }
  const assets = wanted.map((symbol) => findSymbol(market, symbol))
  const known = assets.filter((asset) => asset !== null)
  if (known.length < assets.length) return UNKNOWN_SYMBOL
  const rows = known.map((asset) => tickerOf(market, asset, at))
  return { weight: wanted.length <= 20 ? 2 : wanted.length <= 100 ? 40 : 80, body: one === null ? rows : rows[0] }
}

function readList(text: string): string[] | null {
  if (!/^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}")*)?\]$/.test(text)) return null
  return JSON.parse(text) as string[]
}

/** The 24 hours that end now or, where the market is halted, when it halted. */
function tickerOf(market: Market, asset: Asset, at: number) {
  const halt = market.haltAt(asset.symbol, at)
  const day = windowBefore(market, { exchange: "binance", asset: asset.symbol, until: halt === null ? at : halt.from - 1 })
  const step = day.close * 0.0001
  const firstId = Math.floor(day.from / 40)
  return {
    symbol: asset.binance,
    priceChange: eight(day.close - day.open),
    priceChangePercent: ((day.close / day.open - 1) * 100).toFixed(3),
    weightedAvgPrice: eight(day.volume === 0 ? 0 : day.dollars / day.volume),
    prevClosePrice: eight(day.open),
    lastPrice: eight(day.close),
    lastQty: eight(day.volume / Math.max(1, day.trades)),
    bidPrice: eight(day.close - step),
    bidQty: eight((day.volume / Math.max(1, day.trades)) * 3),
    askPrice: eight(day.close + step),
    askQty: eight((day.volume / Math.max(1, day.trades)) * 2),
    openPrice: eight(day.open),
    highPrice: eight(day.high),
    lowPrice: eight(day.low),
    volume: eight(day.volume),
    quoteVolume: eight(day.dollars),
    openTime: day.from,
    closeTime: day.until,
    firstId,
    lastId: firstId + day.trades - 1,
    count: day.trades,
  }
}
