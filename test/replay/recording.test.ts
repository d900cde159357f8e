import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { assetOf, parseTime, readRecording } from "../../scripts/replay/recording.ts"

const folder = mkdtempSync(join(tmpdir(), "recording-"))
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text)
  return path
}

describe("assetOf", () => {
  it.each([
    ["BTCUSDT_1h_2024-04-16_2025-03-31.csv.gz", "BTC"],
    ["kraken_BTCUSDC_1m_20230101_20230331.csv.gz", "BTC"],
    ["LINKUSDT-1m-2026-02.csv.gz", "LINK"],
    ["/some/where/XBTUSD.csv", "BTC"],
    ["1INCHUSDT_1h.csv", "1INCH"],
    ["btc-usd.csv", "BTC"],
  ])("reads the asset of %s", (name, asset) => expect(assetOf(name)).toBe(asset))

  it("says what to do where a name tells none", () => expect(() => assetOf("candles.csv")).toThrow(/ASSET=FILE/))
})

describe("parseTime", () => {
  it.each([
    ["1672531200", "2023-01-01T00:00:00.000Z"],
    ["1672531200000", "2023-01-01T00:00:00.000Z"],
    ["1738368000000000", "2025-02-01T00:00:00.000Z"],
    ["2024-04-16 01:00:00+00:00", "2024-04-16T01:00:00.000Z"],
    ["2024-04-16 01:00:00", "2024-04-16T01:00:00.000Z"],
    ["2024-04-16T03:00:00+02:00", "2024-04-16T01:00:00.000Z"],
  ])("reads %s", (text, iso) => expect(new Date(parseTime(text)).toISOString()).toBe(iso))
})

describe("readRecording", () => {
  it("reads hours with a header, keeping the digits", () => {
    const path = file(
      "ETHUSDT_1h.csv",
      "timestamp,open,high,low,close,volume\n2024-04-16 01:00:00+00:00,3082.25,3120.59,3072.86,3079.21,23057.871\n",
    )
    expect(readRecording(path)).toMatchObject({
      asset: "ETH",
      source: "binance",
      rows: 1,
      candles: [
        {
          openTime: new Date("2024-04-16T01:00:00Z"),
          open: "3082.25",
          high: "3120.59",
          low: "3072.86",
          close: "3079.21",
          volume: "23057.871",
        },
      ],
    })
  })

  it("joins minutes into hours, minutes without trades absent, in any order, gzipped", () => {
    const rows = ["1672534800,12,12,12,12,1,1", "1672531200,10,11,9.5,10.5,2,3", "1672534740,10.5,15,10,14,0.5,1"].join("\n")
    const { candles, source } = readRecording(file("kraken_BTCUSDC_1m.csv.gz", rows))
    expect(source).toBe("kraken")
    expect(candles).toMatchObject([
      { openTime: new Date("2023-01-01T00:00:00Z"), open: "10", high: "15", low: "9.5", close: "14", volume: "2.5" },
      { openTime: new Date("2023-01-01T01:00:00Z"), open: "12", close: "12", volume: "1" },
    ])
  })

  it("takes the asset that is named before the file", () => {
    expect(
      readRecording(`DOGE=${file("candles.csv", "open_time,open,high,low,close,volume,close_time\n1782864000000,1,1,1,1,1,2\n")}`).asset,
    ).toBe("DOGE")
  })

  it("refuses what is no candle, with the line, and candles wider than an hour", () => {
    expect(() => readRecording(file("AAUSDT.csv", "time,open,high,low,close,volume\n2024-01-01 00:00:00,1,2,x,1,1\n"))).toThrow(/line 2/)
    expect(() => readRecording(file("BBUSDT.csv", "time,open,high\n1,2,3\n"))).toThrow(/needs the columns/)
    const days = Array.from({ length: 5 }, (_, i) => `${1_672_531_200 + i * 86_400},1,1,1,1,1`).join("\n")
    expect(() => readRecording(file("C1USDT.csv", days))).toThrow(/1440 minutes wide/)
  })
})
