import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { insertMarketScan, listSeries } from "../../shared/db/queries/market.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { CANDLE_MS, type Candle } from "../../shared/domain/market.ts"
import { openRememberingHistory } from "../../scripts/replay/memory.ts"
import type { Recording } from "../../scripts/replay/recording.ts"
import { replay } from "../../scripts/replay/studio.ts"
import { EVERYTHING } from "../world/everything.ts"
import { openMarket } from "../world/market.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const START = new Date("2026-06-01T00:00:00Z").getTime()
/** Of two assets, up to where they are cut off, and of one: each stretch has insights in it. */
const [HOURS, CUT, SHORT] = EVERYTHING ? [320, 230, 240] : [200, 170, 80]
const market = openMarket({ seed: 11, assets: ASSETS, start: new Date("2026-08-01T00:00:00Z") })

function record(asset: string, hours = HOURS): Recording {
  const candles: Candle[] = Array.from({ length: hours }, (_, i) => {
    const hour = market.hour("binance", asset, START + i * CANDLE_MS)
    const text = (value: number): string => value.toFixed(6)
    return {
      asset,
      openTime: new Date(START + i * CANDLE_MS),
      open: text(hour.open),
      high: text(hour.high),
      low: text(hour.low),
      close: text(hour.close),
      volume: text(hour.volume),
    }
  })
  return { file: `${asset}.csv`, asset, source: "binance", sha256: "", rows: hours, candles }
}

describe("replay", () => {
  it("finds the same twice, and cutting off what came after a moment changes nothing before it", async () => {
    const whole = [record("BTC"), record("SOL")]
    const first = await replay(whole)
    expect(first.insights.length).toBeGreaterThan(1)
    const [again, shorter] = [await replay(whole), await replay(whole.map((r) => ({ ...r, candles: r.candles.slice(0, CUT) })))]
    expect(again.insights).toEqual(first.insights)
    const moment = new Date(START + CUT * CANDLE_MS + 60_000).toISOString()
    expect(shorter.insights).toEqual(first.insights.filter((insight) => insight.madeAt < moment))
    expect(shorter.insights.length).toBeGreaterThan(0)
    expect(shorter.insights.length).toBeLessThan(first.insights.length)
  }, 120_000)

  it("joins files of one asset, and compares two exchanges that have the same hours", async () => {
    const whole = record("ETH", SHORT)
    const parts = [
      { ...whole, candles: whole.candles.slice(0, SHORT / 2) },
      { ...whole, candles: whole.candles.slice(SHORT / 2 - 10) },
    ]
    const joined = await replay(parts)
    expect(joined).toEqual({ ...(await replay([whole])), statements: joined.statements })
    const other = {
      ...whole,
      source: "kraken" as const,
      candles: whole.candles.map((candle) => ({ ...candle, close: candle.high, open: candle.high, low: candle.high })),
    }
    const disputed = await replay([
      whole,
      { ...other, candles: other.candles.map((candle) => ({ ...candle, close: "1", open: "1", low: "1" })) },
    ])
    expect(joined.insights.length).toBeGreaterThan(0)
    expect(disputed.insights).toEqual([])
  })

  it("cites only candles that are in the recording, with their values", async () => {
    const recording = record("ETH", SHORT)
    const { insights } = await replay([recording])
    const closes = new Map(recording.candles.map((candle) => [`ETH/${candle.openTime.toISOString()}`, candle]))
    const cited = insights.flatMap((insight) => insight.evidence.filter((row) => row.kind === "candle"))
    expect(cited.length).toBeGreaterThan(0)
    for (const row of cited) {
      const candle = closes.get(row.ref)
      expect(candle, row.ref).toBeDefined()
      const values = [candle?.open, candle?.high, candle?.low, candle?.close, candle?.volume].map(Number)
      expect(
        values.some((value) => Math.abs(value - Number(row.value)) < 1e-6),
        `${row.label} ${row.value}`,
      ).toBe(true)
    }
  })
})

describe("a remembering history", () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openDatabase()
  })
  afterAll(() => database.close())

  it("gives what asking for everything gives, hour by hour, with gaps, disputes, late starters and assets that fall silent", async () => {
    const db = database.db()
    const history = openRememberingHistory(db)
    for (let hour = 1; hour <= 60; hour += 1) {
      const now = new Date(START + hour * CANDLE_MS + 10_000)
      const assets = ["BTC", ...(hour % 7 < 4 ? ["ETH"] : []), ...(hour > 20 ? ["SOL"] : []), ...(hour < 15 ? ["XRP"] : [])]
      const candles = assets.map((asset) => ({
        ...(record(asset, hour).candles[hour - 1] as Candle),
        source: "binance",
        agreement: hour % 10 < 5 ? ("disputed" as const) : ("single" as const),
        secondSource: null,
        secondClose: null,
        deviationBps: null,
      }))
      await insertMarketScan(db, { candles, quotes: [], sources: [] }, now)
      const wanted = ["BTC", "ETH", "SOL", "XRP"]
      expect(await history.read(wanted, now, 30), `hour ${hour}`).toEqual(await listSeries(db, wanted, now, 30))
    }
  })
})
