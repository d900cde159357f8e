// Kraken's public market data as the fake market tells it: /0/public/Time, /OHLC (60 minutes), /Ticker and /AssetPairs. Everything is
// answered with status 200 and an `error` list; old pairs answer under other names than they are asked for (XBTUSD: XXBTZUSD).
import type { Asset } from "../../../shared/domain/asset.ts"
import { DAY_MS } from "../events.ts"
import type { Market } from "../market.ts"
import { profileOf } from "../profiles.ts"
import { HOUR_MS } from "../tides.ts"
import { windowBefore } from "./day-window.ts"
import { brokenPage, jsonAnswer, retryAfter, type Host } from "./host.ts"

/** Kraken never gives more candles, and always the newest, whatever `since` asks for. */
const MAX_CANDLES = 720
/** Pairs older than the plain names. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  XBTUSD: "XXBTZUSD",
  ETHUSD: "XETHZUSD",
  XRPUSD: "XXRPZUSD",
  LTCUSD: "XLTCZUSD",
  XLMUSD: "XXLMZUSD",
}

type Pair = { readonly asset: Asset; readonly altname: string; readonly name: string; readonly decimals: number }
type Ask = { readonly market: Market; readonly query: URLSearchParams; readonly at: number }
type Reply = { readonly error: readonly string[]; readonly result?: unknown }

const refusal = (error: string): Reply => ({ error: [error] })
const UNKNOWN_PAIR = refusal("EQuery:Unknown asset pair")

const METHODS: Readonly<Record<string, (ask: Ask) => Reply>> = {
  Time: ({ at }) => ({
    error: [],
    result: { unixtime: Math.floor(at / 1000), rfc1123: new Date(at).toUTCString().replace("GMT", "+0000") },
  }),
  OHLC: ohlc,
  Ticker: ticker,
  AssetPairs: assetPairs,
}

export function openKrakenHost(market: Market): Host {
  return {
    names: ["api.kraken.com"],
    answer(request, at) {
      const url = new URL(request.url)
      const method = METHODS[/^\/0\/public\/(\w+)$/.exec(url.pathname)?.[1] ?? ""]
      if (request.method !== "GET") return brokenPage(405, null)
      if (method === undefined) return jsonAnswer(refusal("EGeneral:Unknown method"), { status: 404 })
      return jsonAnswer(method({ market, query: url.searchParams, at: at.getTime() }))
    },
    refuse: (status, retryAfterS) =>
      status >= 500
        ? brokenPage(status, retryAfterS)
        : jsonAnswer(refusal(status === 429 ? "EGeneral:Too many requests" : "EGeneral:Permission denied"), {
            status,
            headers: retryAfter(retryAfterS),
          }),
  }
}

function pairsOf(market: Market): Pair[] {
  return market.assets.flatMap((asset) => {
    if (asset.kraken === null) return []
    return [
      { asset, altname: asset.kraken, name: OLD_NAMES[asset.kraken] ?? asset.kraken, decimals: profileOf(asset.symbol).decimals.kraken },
    ]
  })
}

const wsname = (altname: string): string => altname.replace(/USD$/, "/USD")

/** The pair of any name that Kraken takes: the short one, the old one, with a stroke, or with the usual ticker (BTCUSD, DOGEUSD). */
function findPair(market: Market, name: string): Pair | null {
  return pairsOf(market).find((pair) => [pair.altname, pair.name, wsname(pair.altname), `${pair.asset.symbol}USD`].includes(name)) ?? null
}

function ohlc({ market, query, at }: Ask): Reply {
  const pair = findPair(market, query.get("pair") ?? "")
  if (pair === null) return UNKNOWN_PAIR
  const since = Number(query.get("since") ?? 0)
  // Kraken's default is one minute; the studio keeps hours only, so nothing else is made here.
  if (query.get("interval") !== "60" || Number.isNaN(since)) return refusal("EGeneral:Invalid arguments")
  const running = Math.floor(at / HOUR_MS) * HOUR_MS
  const oldest = Math.max(market.firstHour, running - (MAX_CANDLES - 1) * HOUR_MS)
  const rows: (readonly (number | string)[])[] = []
  for (let openTime = oldest; openTime <= running; openTime += HOUR_MS) {
    if (openTime / 1000 > since) rows.push(rowOf(market, pair, openTime, at))
  }
  return { error: [], result: { [pair.name]: rows, last: running / 1000 - 3600 } }
}

/** Opening time in seconds, open, high, low, close, mean price, volume, trades. */
function rowOf(market: Market, { asset, decimals }: Pair, openTime: number, at: number): readonly (number | string)[] {
  const hour = openTime + HOUR_MS <= at ? market.hour("kraken", asset.symbol, openTime) : market.hourSoFar("kraken", asset.symbol, at)
  const { open, high, low, close } = hour
  const meanPrice = hour.volume === 0 ? 0 : (open + high + low + close) / 4
  const prices = [open, high, low, close, meanPrice].map((price) => price.toFixed(decimals))
  return [openTime / 1000, ...prices, hour.volume.toFixed(8), hour.trades]
}

function ticker({ market, query, at }: Ask): Reply {
  const asked = query.get("pair")
  const pairs = asked === null ? pairsOf(market) : asked.split(",").map((name) => findPair(market, name))
  const known = pairs.filter((pair) => pair !== null)
  if (known.length < pairs.length) return UNKNOWN_PAIR
  return { error: [], result: Object.fromEntries(known.map((pair) => [pair.name, tickerOf(market, pair, at)])) }
}

/** Kraken's letters: ask, bid, last trade, volume, mean price, trades, low, high (each of today and of 24 hours), today's opening price. */
function tickerOf(market: Market, { asset, decimals }: Pair, at: number) {
  const of = { exchange: "kraken", asset: asset.symbol, until: at } as const
  const day = windowBefore(market, of)
  const today = windowBefore(market, { ...of, width: at % DAY_MS })
  const price = (value: number): string => value.toFixed(Math.max(5, decimals + 2))
  const step = 10 ** -decimals
  const meanOf = ({ volume, dollars, close }: typeof day): string => price(volume === 0 ? close : dollars / volume)
  return {
    a: [price(day.close + step), "1", "1.000"],
    b: [price(day.close), "1", "1.000"],
    c: [price(day.close), (day.volume / Math.max(1, day.trades)).toFixed(8)],
    v: [today.volume.toFixed(8), day.volume.toFixed(8)],
    p: [meanOf(today), meanOf(day)],
    t: [today.trades, day.trades],
    l: [price(today.low), price(day.low)],
    h: [price(today.high), price(day.high)],
    o: price(today.open),
  }
}

function assetPairs({ market, query }: Ask): Reply {
  const asked = query.get("pair")
  const pairs = asked === null ? pairsOf(market) : asked.split(",").map((name) => findPair(market, name))
  const known = pairs.filter((pair) => pair !== null)
  if (known.length < pairs.length) return UNKNOWN_PAIR
  return { error: [], result: Object.fromEntries(known.map((pair) => [pair.name, describePair(pair)])) }
}

function describePair({ altname, name, decimals }: Pair) {
  const isOld = name !== altname
  return {
    altname,
    wsname: wsname(altname),
    aclass_base: "currency",
    base: isOld ? name.slice(0, -4) : altname === "XDGUSD" ? "XXDG" : altname.replace(/USD$/, ""),
    aclass_quote: "currency",
    quote: "ZUSD",
    lot: "unit",
    pair_decimals: decimals,
    lot_decimals: 8,
    lot_multiplier: 1,
    leverage_buy: [2, 3],
    leverage_sell: [2, 3],
    fees: [[0, 0.4]],
    fees_maker: [[0, 0.25]],
    fee_volume_currency: "ZUSD",
    margin_call: 80,
    margin_stop: 40,
    ordermin: "0.00005",
  }
}
