import { describe, expect, it } from "vitest"
import type { Candle, Quote } from "../../../shared/domain/market.ts"
import { policyOf } from "../../../shared/domain/policy.ts"
import { decide, type Facts, type SourceFacts, TUNABLES } from "../../../workers/agents/market-scan/decide.ts"

const NOW = new Date("2026-11-21T12:00:10Z")
const HOUR = 3_600_000
const policy = policyOf(TUNABLES)
const candle = (over: Partial<Candle> = {}): Candle => ({
  asset: "BTC",
  openTime: new Date("2026-11-21T11:00:00Z"),
  open: "100",
  high: "110",
  low: "90",
  close: "100",
  volume: "5",
  ...over,
})
const quote = (over: Partial<Quote> = {}): Quote => ({
  asset: "BTC",
  price: "100",
  volume24h: "9",
  changePct24h: null,
  closedAt: NOW,
  ...over,
})
const source = (name: string, over: Partial<SourceFacts> = {}): SourceFacts => ({
  source: name,
  candles: [],
  quotes: [],
  failure: null,
  ...over,
})
const judge = (sources: readonly SourceFacts[], history: Facts["history"] = []) => decide({ sources, history }, null, policy, { now: NOW })

describe("two sources", () => {
  it("agree within the bound and are disputed beyond it, at the bound itself they agree", () => {
    const verdict = (second: string) =>
      judge([source("binance", { candles: [candle()] }), source("kraken", { candles: [candle({ close: second })] })]).candles[0]
    expect(verdict("101")).toMatchObject({
      agreement: "agreed",
      source: "binance",
      close: "100",
      secondSource: "kraken",
      secondClose: "101",
      deviationBps: "100.00",
    })
    expect(verdict("101.01")).toMatchObject({ agreement: "disputed", deviationBps: "101.00" })
    expect(verdict("98.9")).toMatchObject({ agreement: "disputed" })
  })

  it("give a single word where one of them is silent, whichever it is", () => {
    const silent = (first: string, second: string) => judge([source(first), source(second, { candles: [candle()], quotes: [quote()] })])
    expect(silent("binance", "kraken").candles[0]).toMatchObject({
      agreement: "single",
      source: "kraken",
      secondSource: null,
      deviationBps: null,
    })
    expect(judge([source("binance", { candles: [candle()] })]).candles[0]).toMatchObject({ agreement: "single" })
  })

  it("are never one source that says a thing twice", () => {
    const twice = source("binance", { candles: [candle(), candle({ close: "101" })], quotes: [quote(), quote()] })
    expect(judge([twice]).candles).toMatchObject([{ close: "100", agreement: "single", secondSource: null }])
    expect(judge([twice]).quotes).toMatchObject([{ agreement: "single", secondSource: null }])
    const { candles, quotes } = judge([twice, source("kraken", { candles: [candle()], quotes: [quote()] })])
    expect([candles[0], quotes[0]]).toMatchObject([{ secondSource: "kraken" }, { secondSource: "kraken" }])
  })

  it("are compared hour by hour and asset by asset", () => {
    const other = candle({ asset: "ETH", close: "95" })
    const earlier = candle({ openTime: new Date("2026-11-21T10:00:00Z") })
    const { candles } = judge([
      source("binance", { candles: [earlier, candle(), other] }),
      source("kraken", { candles: [other, candle({ close: "109" })] }),
    ])
    expect(candles.map((row) => [row.asset, row.openTime.getUTCHours(), row.agreement])).toEqual([
      ["BTC", 10, "single"],
      ["BTC", 11, "disputed"],
      ["ETH", 11, "agreed"],
    ])
  })
})

describe("a candle that contradicts itself", () => {
  it.each([
    { high: "99" },
    { low: "101" },
    { low: "0" },
    { volume: "-1" },
    { openTime: new Date("2026-11-21T11:00:00.001Z") },
    { openTime: new Date(Number.NaN) },
  ])("is not believed: %j", (over) => {
    expect(judge([source("binance", { candles: [candle(over)] })]).candles).toEqual([])
    expect(judge([source("binance", { candles: [candle(over)] }), source("kraken", { candles: [candle()] })]).candles).toMatchObject([
      { source: "kraken", agreement: "single" },
    ])
  })
})

describe("a quote of no time", () => {
  it.each([new Date(9e15), new Date(8e15), new Date(NOW.getTime() + HOUR + 1)])("is not believed: %s", (closedAt) => {
    expect(judge([source("binance", { quotes: [quote({ closedAt })] })]).quotes).toEqual([])
  })

  it("is not one of a clock that is a little ahead", () => {
    expect(judge([source("binance", { quotes: [quote({ closedAt: new Date(NOW.getTime() + 60_000) })] })]).quotes).toHaveLength(1)
  })
})

describe("the state of a market", () => {
  const history = (...prices: number[]) => [
    { asset: "BTC", quotes: prices.map((price, i) => ({ price, observedAt: new Date(NOW.getTime() - (i + 1) * HOUR) })) },
  ]
  const stateOf = (quotes: Quote[], past: Facts["history"] = []) => judge([source("binance", { quotes })], past).quotes[0]?.state

  it("is stale where the source's own time is old", () => {
    expect(stateOf([quote({ closedAt: new Date(NOW.getTime() - 31 * 60_000) })])).toBe("stale")
    expect(stateOf([quote({ closedAt: new Date(NOW.getTime() - 29 * 60_000) })])).toBe("live")
    expect(stateOf([quote({ closedAt: null })])).toBe("live")
  })

  it("is halted where the price has stood still for hours of quotes, and not before", () => {
    expect(stateOf([quote()], history(100, 100, 100))).toBe("halted")
    expect(stateOf([quote()], history(100, 100))).toBe("live")
    expect(stateOf([quote()], history(100, 101, 100, 100))).toBe("live")
    expect(stateOf([quote({ price: "100.01" })], history(100, 100, 100))).toBe("live")
    expect(stateOf([quote()], [{ asset: "ETH", quotes: history(100, 100, 100)[0]?.quotes ?? [] }])).toBe("live")
  })
})

it("passes on how each source did", () => {
  expect(judge([source("binance", { failure: "upstream-unavailable" }), source("kraken")]).sources).toEqual([
    { source: "binance", failure: "upstream-unavailable" },
    { source: "kraken", failure: null },
  ])
})
