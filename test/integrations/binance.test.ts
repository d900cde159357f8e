import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { findAsset } from "../../shared/domain/asset.ts"
import { openBinance } from "../../shared/integrations/binance.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { caught, hasRecordings, type Prepared, preparedCall, readRecording, recordingPath, WITHOUT_RECORDINGS } from "./recordings.ts"

const BTC = findAsset("BTC")
const HOUR = 3_600_000
const START = Date.parse("2025-11-21T10:00:00Z")
const at = (ms: number) => new Date(ms)
const kline = (openTime: number, close: unknown = "101.10000000") => [
  openTime,
  "100.00000000",
  "102.00000000",
  "99.50000000",
  close,
  "12.50000000",
  openTime + HOUR - 1,
  "1260.1",
  308,
  "6.1",
  "610.5",
  "0",
]
const ticker = (symbol: string, lastPrice = "91021.50000000") => ({
  symbol,
  lastPrice,
  volume: "8913.30000000",
  priceChangePercent: "-95.960",
  closeTime: START + 5,
  openTime: START - 24 * HOUR,
  count: 76,
})
const unknownSymbol: Prepared = { status: 400, body: { code: -1121, msg: "Invalid symbol." } }
const binance = (reply: (url: URL) => Prepared) => {
  const { call, asked } = preparedCall(reply)
  return { exchange: openBinance(call, { baseUrl: "https://binance.test" }), asked }
}
const window = { since: at(START), until: at(START + 3 * HOUR) }
const symbolsOf = (url: URL) => JSON.parse(url.searchParams.get("symbols") ?? "[]") as string[]

describe("candles", () => {
  test("are the closed hours of the window, oldest first, in plain notation", async () => {
    const { exchange, asked } = binance(() => ({ body: [0, 1, 2].map((hour) => kline(START + hour * HOUR)) }))
    const candles = await exchange.candles(BTC, window)
    expect(candles.map(({ openTime }) => openTime)).toEqual([at(START), at(START + HOUR), at(START + 2 * HOUR)])
    expect(candles[0]).toEqual({ asset: "BTC", openTime: at(START), open: "100", high: "102", low: "99.5", close: "101.1", volume: "12.5" })
    expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
      symbol: "BTCUSDT",
      interval: "1h",
      startTime: String(START),
      endTime: String(START + 2 * HOUR),
      limit: "3",
    })
    expect(asked[0]?.url.pathname).toBe("/api/v3/klines")
  })

  test("outside the window are left out even where Binance gives them", async () => {
    const { exchange } = binance(() => ({ body: [-1, 0, 1, 2, 3].map((hour) => kline(START + hour * HOUR)) }))
    const candles = await exchange.candles(BTC, { since: at(START + 1), until: at(START + 3 * HOUR - 1) })
    expect(candles.map(({ openTime }) => openTime)).toEqual([at(START + HOUR)])
  })

  test("of a long window are asked for a thousand at most", async () => {
    const { exchange, asked } = binance(() => ({ body: [] }))
    await exchange.candles(BTC, { since: at(0), until: at(START) })
    expect(asked[0]?.url.searchParams.get("limit")).toBe("1000")
  })

  test("of an asset that Binance doesn't list, or of less than an hour, are none, without a request", async () => {
    const { exchange, asked } = binance(() => ({ body: [] }))
    expect(await exchange.candles({ ...BTC, binance: null }, window)).toEqual([])
    expect(await exchange.candles(BTC, { since: at(START), until: at(START + HOUR - 1) })).toEqual([])
    expect(asked).toEqual([])
  })

  test("of a symbol that Binance doesn't know are none", async () => {
    expect(await binance(() => unknownSymbol).exchange.candles(BTC, window)).toEqual([])
  })
})

describe("quotes", () => {
  test("come in one request, in the order asked for, whatever the order of the answer", async () => {
    const { exchange, asked } = binance((url) => ({
      body: symbolsOf(url)
        .reverse()
        .map((symbol) => ticker(symbol)),
    }))
    const quotes = await exchange.quotes(["BTC", "ETH", "SOL"].map(findAsset))
    expect(quotes.map(({ asset }) => asset)).toEqual(["BTC", "ETH", "SOL"])
    expect(quotes[0]).toEqual({ asset: "BTC", price: "91021.5", volume24h: "8913.3", changePct24h: "-95.96", closedAt: at(START + 5) })
    expect(asked.map(({ url }) => url.href)).toEqual([
      "https://binance.test/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%2C%22SOLUSDT%22%5D",
    ])
  })

  test("of the others survive a symbol that Binance doesn't know", async () => {
    const { exchange, asked } = binance((url) => {
      const symbols = symbolsOf(url)
      return symbols.includes("ETHUSDT") ? unknownSymbol : { body: symbols.map((symbol) => ticker(symbol)) }
    })
    const quotes = await exchange.quotes(["BTC", "ETH", "SOL", "XRP"].map(findAsset))
    expect(quotes.map(({ asset }) => asset)).toEqual(["BTC", "SOL", "XRP"])
    expect(asked.length).toBe(5)
  })

  test("leave out what was never traded, and ask nothing for nothing", async () => {
    const { exchange, asked } = binance(() => ({ body: [ticker("BTCUSDT", "0.00000000")] }))
    expect(await exchange.quotes([BTC])).toEqual([])
    expect(await exchange.quotes([{ ...BTC, binance: null }])).toEqual([])
    expect(asked.length).toBe(1)
  })
})

describe("a refusal", () => {
  test("with another code than an unknown symbol is a failure that names it", async () => {
    const { exchange } = binance(() => ({ status: 400, body: { code: -1100, msg: "Illegal characters found in parameter 'symbol'." } }))
    expect(await caught(exchange.candles(BTC, window))).toMatchObject({ code: "upstream-rejected", context: { code: -1100 } })
  })

  test("of a banned address says how long to wait", async () => {
    const banned = new Failure("upstream-rejected", "binance answered 418.", {
      waitMs: 120_000,
      context: { source: "binance", status: 418 },
    })
    const exchange = openBinance(async () => {
      throw banned
    })
    expect(await caught(exchange.quotes([BTC]))).toMatchObject({ code: "rate-limited", waitMs: 120_000 })
  })
})

describe("a broken reply", () => {
  test.each([
    ["is no JSON", "<html>Bad gateway</html>", "upstream-unavailable"],
    ["is cut off", '[[1732183200000,"1', "upstream-unavailable"],
    ["is another shape", { rows: [] }, "upstream-rejected"],
    ["has one bad row among good ones", [kline(START), kline(START + HOUR, "oops")], "upstream-rejected"],
    ["has a short row", [kline(START).slice(0, 5)], "upstream-rejected"],
    ["has a price below zero", [kline(START, "-1")], "upstream-rejected"],
    ["has a price of null", [kline(START, null)], "upstream-rejected"],
  ])("that %s is a failure, not an empty answer", async (_what, body, code) => {
    expect(await caught(binance(() => ({ body })).exchange.candles(BTC, window))).toMatchObject({ code, context: { source: "binance" } })
  })
})

describe.skipIf(!hasRecordings)(`recorded answers ${WITHOUT_RECORDINGS}`, () => {
  test("give a quote", async () => {
    const body = `[${readRecording("exchange-api/xchange/binance/single-24hr-ticker.json")}]`
    const { exchange } = binance(() => ({ body }))
    expect(await exchange.quotes([{ ...findAsset("BNB"), binance: "BNBBTC" }])).toEqual([
      { asset: "BNB", price: "4.000002", volume24h: "8913.3", changePct24h: "-95.96", closedAt: at(1499869899040) },
    ])
  })

  test("give a candle for every row of a week", async () => {
    const csv = gunzipSync(readFileSync(recordingPath("ohlcv/LINKUSDT-1m-2026-02.csv.gz"))).toString()
    const rows = csv
      .split("\n")
      .slice(0, 7 * 24 * 60 + 1)
      .flatMap((line) => {
        const [openTime = "", ...rest] = line.trim().split(",")
        return /^\d+$/.test(openTime) ? [[Number(openTime), ...rest]] : []
      })
    const { exchange } = binance(() => ({ body: rows }))
    const candles = await exchange.candles(findAsset("LINK"), { since: at(0), until: at(Date.parse("2026-03-02")) })
    expect(rows.length).toBe(7 * 24 * 60)
    expect(candles.length).toBe(rows.length)
    expect(candles.map(({ close }) => Number(close))).toEqual(rows.map((row) => Number(row[4])))
  })
})
