import { describe, expect, test } from "vitest"
import { findAsset } from "../../shared/domain/asset.ts"
import { openKraken } from "../../shared/integrations/kraken.ts"
import { answerNames } from "../../shared/integrations/kraken-names.ts"
import { caught, hasRecordings, type Prepared, preparedCall, readRecording, WITHOUT_RECORDINGS } from "./recordings.ts"

const BTC = findAsset("BTC")
const HOUR = 3_600
const START = 1_763_719_200 // 2025-11-21T10:00:00Z
const at = (seconds: number) => new Date(seconds * 1000)
const row = (time: number, close = "101.10") => [time, "100.00", "102.0", "99.50", close, "100.7", "12.50000000", 42]
const ohlc = (rows: unknown[], last: number, name = "XXBTZUSD"): Prepared => ({ body: { error: [], result: { [name]: rows, last } } })
const ticker = (price: string) => ({ a: ["1", "1", "1"], c: [price, "0.01"], v: ["84.230", "600.91850325"], o: "568.98910" })
const kraken = (reply: (url: URL) => Prepared) => {
  const { call, asked } = preparedCall(reply)
  return { exchange: openKraken(call, { baseUrl: "https://kraken.test" }), asked }
}
const window = { since: at(START), until: at(START + 3 * HOUR) }

describe("candles", () => {
  test("are the closed hours of the window, oldest first, in plain notation", async () => {
    const rows = [-1, 0, 1, 2, 3].map((hour) => row(START + hour * HOUR))
    const { exchange, asked } = kraken(() => ohlc(rows, START + 3 * HOUR))
    const candles = await exchange.candles(BTC, window)
    expect(candles.map(({ openTime }) => openTime)).toEqual([at(START), at(START + HOUR), at(START + 2 * HOUR)])
    expect(candles[0]).toEqual({ asset: "BTC", openTime: at(START), open: "100", high: "102", low: "99.5", close: "101.1", volume: "12.5" })
    expect(asked.map(({ url }) => url.href)).toEqual([`https://kraken.test/0/public/OHLC?pair=XBTUSD&interval=60&since=${START - 1}`])
  })

  test("leave out the one that is still forming, even where the window would take it", async () => {
    const { exchange } = kraken(() => ohlc([row(START), row(START + HOUR)], START))
    expect((await exchange.candles(BTC, window)).length).toBe(1)
  })

  test("respect a window that cuts through hours", async () => {
    const { exchange } = kraken(() =>
      ohlc(
        [0, 1, 2].map((hour) => row(START + hour * HOUR)),
        START + 2 * HOUR,
      ),
    )
    const candles = await exchange.candles(BTC, { since: at(START + 1), until: at(START + 3 * HOUR - 1) })
    expect(candles.map(({ openTime }) => openTime)).toEqual([at(START + HOUR)])
  })

  test("of an asset that Kraken doesn't list, or of less than an hour, are none, without a request", async () => {
    const { exchange, asked } = kraken(() => ohlc([], START))
    expect(await exchange.candles({ ...BTC, kraken: null }, window)).toEqual([])
    expect(await exchange.candles(BTC, { since: at(START), until: at(START + HOUR - 1) })).toEqual([])
    expect(asked).toEqual([])
  })

  test("of an asset that Kraken no longer lists are none", async () => {
    const { exchange } = kraken(() => ({ body: { error: ["EQuery:Unknown asset pair"] } }))
    expect(await exchange.candles(BTC, window)).toEqual([])
  })
})

describe("quotes", () => {
  test("are found under Kraken's own names, in one request, and state no 24-hour change", async () => {
    const result = {
      XXBTZUSD: ticker("91021.50000"),
      XETHZUSD: ticker("3000"),
      XDGUSD: ticker("0.14100000"),
      SOLUSD: ticker("130.5"),
      ADAEUR: ticker("1"),
    }
    const { exchange, asked } = kraken(() => ({ body: { error: [], result } }))
    const quotes = await exchange.quotes(["BTC", "ETH", "DOGE", "SOL", "XRP"].map(findAsset))
    expect(quotes.map(({ asset, price }) => [asset, price])).toEqual([
      ["BTC", "91021.5"],
      ["ETH", "3000"],
      ["DOGE", "0.141"],
      ["SOL", "130.5"],
    ])
    expect(quotes[0]).toEqual({ asset: "BTC", price: "91021.5", volume24h: "600.91850325", changePct24h: null, closedAt: null })
    expect(asked.map(({ url }) => url.searchParams.get("pair"))).toEqual(["XBTUSD,ETHUSD,XDGUSD,SOLUSD,XRPUSD"])
  })

  test("of the others survive a pair that Kraken doesn't know", async () => {
    const { exchange, asked } = kraken((url) => {
      const pairs = url.searchParams.get("pair")?.split(",") ?? []
      if (pairs.includes("TRXUSD")) return { body: { error: ["EQuery:Unknown asset pair"] } }
      return { body: { error: [], result: Object.fromEntries(pairs.map((pair) => [pair, ticker("2")])) } }
    })
    const quotes = await exchange.quotes(["ADA", "SOL", "LINK", "DOT", "TRX", "LTC", "BCH", "NEAR"].map(findAsset))
    expect(quotes.map(({ asset }) => asset)).toEqual(["ADA", "SOL", "LINK", "DOT", "LTC", "BCH", "NEAR"])
    expect(asked.length).toBe(7)
  })

  test("leave out what was never traded", async () => {
    const { exchange } = kraken(() => ({ body: { error: [], result: { XXBTZUSD: ticker("0.00000") } } }))
    expect(await exchange.quotes([BTC])).toEqual([])
    expect(await exchange.quotes([])).toEqual([])
  })
})

describe("a refusal with status 200", () => {
  test.each([
    ["EAPI:Rate limit exceeded", "rate-limited"],
    ["EGeneral:Too many requests", "rate-limited"],
    ["EService:Unavailable", "upstream-unavailable"],
    ["EService:Busy", "upstream-unavailable"],
    ["EGeneral:Internal error", "upstream-unavailable"],
    ["EGeneral:Invalid arguments", "upstream-rejected"],
  ])("%s is %s", async (error, code) => {
    const { exchange } = kraken(() => ({ body: { error: [error] } }))
    expect(await caught(exchange.candles(BTC, window))).toMatchObject({ code, context: { source: "kraken", error } })
    expect(await caught(exchange.quotes([BTC]))).toMatchObject({ code })
  })

  test("that only warns is none", async () => {
    const { exchange } = kraken(() => ({ body: { error: ["WGeneral:Careful"], result: { XXBTZUSD: ticker("5") } } }))
    expect((await exchange.quotes([BTC])).length).toBe(1)
  })
})

describe("a broken reply", () => {
  test.each([
    ["is no JSON", "<html>Bad gateway</html>", "upstream-unavailable"],
    ["is cut off", '{"error":[],"result":{"XXBTZUSD":[[17', "upstream-unavailable"],
    ["is another shape", { error: [], result: [] }, "upstream-rejected"],
    ["has no result", { error: [] }, "upstream-rejected"],
    ["has a row without its volume", ohlc([row(START).slice(0, 6)], START).body, "upstream-rejected"],
    ["has one bad row among good ones", ohlc([row(START), row(START + HOUR, "oops")], START + HOUR).body, "upstream-rejected"],
    ["has a price below zero", ohlc([row(START, "-1")], START).body, "upstream-rejected"],
    ["has a price of zero", ohlc([row(START, "0.000")], START).body, "upstream-rejected"],
  ])("that %s is a failure, not an empty answer", async (_what, body, code) => {
    const { exchange } = kraken(() => ({ body }))
    expect(await caught(exchange.candles(BTC, window))).toMatchObject({ code })
  })
})

describe.skipIf(!hasRecordings)(`recorded answers ${WITHOUT_RECORDINGS}`, () => {
  const xchange = (name: string) => readRecording(`exchange-api/xchange/kraken/example-${name}-data.json`)

  test("give every committed row of an OHLC answer", async () => {
    const { exchange } = kraken(() => ({ body: xchange("ohlc") }))
    const candles = await exchange.candles(BTC, { since: at(0), until: at(1_600_000_000) })
    expect(candles.length).toBe(719)
    expect(candles[0]).toMatchObject({ openTime: at(1502402520), open: "3449.992", close: "3449.999", volume: "1.012" })
    expect(candles.at(-1)?.openTime).toEqual(at(1502445600))
  })

  test("give quotes of 2014 and of 2024", async () => {
    const old = kraken(() => ({ body: xchange("ticker") }))
    expect(await old.exchange.quotes([{ ...BTC, kraken: "XBTEUR" }])).toMatchObject([{ price: "560.87711", volume24h: "600.91850325" }])
    const newer = JSON.parse(readRecording("exchange-api/ccxt/kraken-2024-03-13.json")) as Record<string, unknown>
    const { exchange } = kraken(() => ({ body: newer["GET /0/public/Ticker?pair=XBTUSDT"] }))
    expect(await exchange.quotes([{ ...BTC, kraken: "XBTUSDT" }])).toMatchObject([{ price: "73380.6", volume24h: "598.03698452" }])
  })

  test("name every pair in US dollars by one of the names looked for, and no two pairs by the same", () => {
    const { result } = JSON.parse(xchange("assetpairs")) as { result: Record<string, { altname: string; quote: string }> }
    const pairs = Object.entries(result).filter(([name, { quote }]) => quote === "ZUSD" && !name.endsWith(".d"))
    expect(pairs.length).toBeGreaterThan(15)
    for (const [name, { altname }] of pairs) {
      expect(answerNames(altname).find((candidate) => Object.hasOwn(result, candidate))).toBe(name)
    }
  })
})
