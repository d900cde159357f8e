import { describe, expect, test } from "vitest"
import type { Series } from "../../../shared/domain/market.ts"
import { type AssetView, viewMarket } from "../../../workers/agents/analysis/view.ts"
import { calm, closeOf, type Hour, market, newNoise, toSeries } from "./market-fixture.ts"

const one = market("BTC", calm(720))
const now = closeOf(one)
const viewOf = (series: Series): AssetView | undefined => viewMarket([series], now)[0]
const usual = viewOf(toSeries(one))

/** The same market at twice the price from `from` on. */
const doubled = (hour: Hour): Hour => ({ ...hour, open: hour.open * 2, high: hour.high * 2, low: hour.low * 2, close: hour.close * 2 })

describe("what teaches volatility", () => {
  test("the jump over missing hours teaches nothing", () => {
    const jumped = toSeries({ ...one, hours: one.hours.map((hour, i) => (i < 600 ? hour : doubled(hour))) })
    const keep = <T>(list: readonly T[]): T[] => list.filter((_, i) => i < 590 || i >= 600)
    const { openTimes, open, high, low, close, volume } = jumped
    const gap = { openTimes: keep(openTimes), open: keep(open), high: keep(high), low: keep(low), close: keep(close), volume: keep(volume) }
    const view = viewOf({ ...jumped, ...gap })
    expect(view?.rows).toBe(710)
    expect(Math.abs(view?.returns[590] ?? 1)).toBeLessThan(0.01)
    expect(Math.abs((view?.hourVariance ?? 0) / (usual?.hourVariance ?? 1) - 1)).toBeLessThan(0.05)
  })

  test("a freeze and the jump out of it teach nothing, and the series is fit again a day later", () => {
    const held = one.hours[599]!.close
    const still: Hour = { open: held, high: held, low: held, close: held, volume: 0 }
    const frozen = one.hours.map((hour, i) => (i < 600 ? hour : i < 624 ? still : doubled(hour)))
    const view = viewOf(toSeries({ ...one, hours: frozen }))
    expect(Math.abs((view?.hourVariance ?? 0) / (usual?.hourVariance ?? 1) - 1)).toBeLessThan(0.05)
    expect(view?.returns[624]).toBeNaN()
    expect(view?.returns[610]).toBeNaN()
    expect(view).toMatchObject({ isFit: true, hoursSinceFrozen: 96 })
    expect(viewMarket([toSeries({ ...one, hours: frozen.slice(0, 640) })], one.openTimes[640] ?? 0)[0]?.isFit).toBe(false)
  })

  test("an absent, zero or negative price makes no number up", () => {
    for (const price of [0, -5, Number.NaN]) {
      const broken = one.hours.map((hour, i) => (i === 700 ? { open: price, high: price, low: price, close: price, volume: 0 } : hour))
      const view = viewOf(toSeries({ ...one, hours: broken }))
      expect(Number.isFinite(view?.hourVariance)).toBe(true)
      expect(view?.returns[700]).toBeNaN()
      const last = toSeries({ ...one, hours: one.hours.map((hour, i) => (i === 719 ? { ...hour, close: price } : hour)) })
      expect(viewOf(last)?.isFit).toBe(false)
    }
  })
})

describe("the market's part", () => {
  test("is null for one asset alone and for a short common history", () => {
    expect(usual?.market).toBeNull()
    const short = [market("BTC", calm(100)), market("ETH", calm(100), 9)]
    expect(
      viewMarket(
        short.map((each) => toSeries(each)),
        closeOf(short[0]!),
      ).map((view) => view.market),
    ).toEqual([null, null])
  })

  test("finds an asset that moves with the others again, and takes their move out of its own", () => {
    const noise = newNoise(2)
    const common = Array.from({ length: 720 }, () => 0.5 * noise.normal())
    const follow = (asset: string) => market(asset, [...common.map((move) => move + 0.1 * noise.normal()), 2])
    const markets = ["BTC", "ETH", "SOL"].map(follow)
    for (const view of viewMarket(
      markets.map((each) => toSeries(each)),
      closeOf(markets[0]!),
    )) {
      expect(view.market?.correlation).toBeGreaterThan(0.9)
      expect(view.market?.beta).toBeGreaterThan(0.85)
      expect(view.market?.beta).toBeLessThan(1.15)
      expect(view.moveSigma).toBeGreaterThan(3)
      expect(Math.abs(view.market?.ownSigma ?? 9)).toBeLessThan(3)
    }
  })
})
