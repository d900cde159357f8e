// Reads recorded candles from CSV files, whatever their columns, as closed hours of one asset.
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { gunzipSync } from "node:zlib"
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import { CANDLE_MS, type Candle, type ExchangeName } from "../../shared/domain/market.ts"
import { toDecimal } from "../../shared/integrations/decimal.ts"

export type Recording = {
  readonly file: string
  readonly asset: AssetSymbol
  readonly source: ExchangeName
  readonly sha256: string
  /** Rows of the file. */
  readonly rows: number
  /** Oldest first; hours without a row are absent. */
  readonly candles: readonly Candle[]
}

type Row = {
  readonly at: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
}

const QUOTES = /^(.{2,10}?)[-_/]?(USDT|USDC|USD|FDUSD|BUSD)(?![A-Z])/i

/** The asset that a file name such as `BTCUSDT_1h_2024.csv.gz` or `kraken_BTCUSDC_1m.csv` is about. */
export function assetOf(file: string): AssetSymbol {
  const name = basename(file)
  const parts = name.split(/[_.]/).map((part) => QUOTES.exec(part)?.[1]?.toUpperCase())
  const symbol = parts.find((part) => part !== undefined && /^[A-Z0-9]{2,10}$/.test(part)) ?? QUOTES.exec(name)?.[1]?.toUpperCase()
  if (symbol === undefined) throw new Error(`${name}: its name does not say the asset. Name it like BTCUSDT_1h.csv, or pass ASSET=FILE.`)
  return symbol === "XBT" ? "BTC" : symbol
}

/** Milliseconds since 1970 of a time in seconds, milliseconds, microseconds or ISO text (UTC where no zone is named). */
export function parseTime(text: string): number {
  if (/^\d+(\.0+)?$/.test(text)) {
    const value = Number(text)
    return value < 1e11 ? value * 1_000 : value < 1e14 ? value : Math.floor(value / 1_000)
  }
  const iso = text.trim().replace(" ", "T")
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
}

function parseRows(text: string, file: string): Row[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "")
  const first = lines[0]?.split(",") ?? []
  const named = first.some((cell) => /open/i.test(cell))
  const column = (pattern: RegExp, fallback: number): number => (named ? first.findIndex((cell) => pattern.test(cell.trim())) : fallback)
  const places = [
    column(/^(timestamp|open_?time|time|date|datetime)$/i, 0),
    column(/^open$/i, 1),
    column(/^high$/i, 2),
    column(/^low$/i, 3),
    column(/^close$/i, 4),
    column(/^volume$/i, 5),
  ]
  if (places.includes(-1))
    throw new Error(`${file}: needs the columns time, open, high, low, close, volume; its first line is "${lines[0]?.slice(0, 80)}".`)
  return lines.slice(named ? 1 : 0).map((line, i) => {
    const cells = line.split(",")
    const [time = "", open = "", high = "", low = "", close = "", volume = ""] = places.map((place) => cells[place]?.trim() ?? "")
    const row = { at: parseTime(time), open, high, low, close, volume }
    const numbers = [open, high, low, close, volume].map(Number)
    if (!Number.isFinite(row.at) || numbers.some((value) => !Number.isFinite(value)))
      throw new Error(`${file}, line ${i + (named ? 2 : 1)}: not a candle: "${line.slice(0, 80)}"`)
    return row
  })
}

/** Hours from rows of any width up to an hour: first open, highest high, lowest low, last close, summed volume. */
function toHours(rows: readonly Row[], asset: AssetSymbol): Candle[] {
  const hours = new Map<number, Row[]>()
  for (const row of rows) {
    const hour = Math.floor(row.at / CANDLE_MS) * CANDLE_MS
    const group = hours.get(hour)
    if (group) group.push(row)
    else hours.set(hour, [row])
  }
  return [...hours]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([hour, group]) => {
      const sorted = group.toSorted((a, b) => a.at - b.at)
      const [head, tail] = [sorted[0], sorted.at(-1)]
      if (!head || !tail) return []
      const by = (key: "high" | "low", better: (a: number, b: number) => boolean) =>
        sorted.reduce((best, row) => (better(Number(row[key]), Number(best[key])) ? row : best))[key]
      const decimal = (value: string): string => toDecimal(value) ?? "0"
      const volume = sorted.length === 1 ? head.volume : sorted.reduce((sum, row) => sum + Number(row.volume), 0).toFixed(8)
      return [
        {
          asset,
          openTime: new Date(hour),
          open: decimal(head.open),
          high: decimal(by("high", (a, b) => a > b)),
          low: decimal(by("low", (a, b) => a < b)),
          close: decimal(tail.close),
          volume: decimal(volume),
        },
      ]
    })
}

/** Candles wider than an hour can't be split. */
function checkWidth(rows: readonly Row[], file: string): void {
  const gaps = rows.slice(1).map((row, i) => row.at - (rows[i]?.at ?? 0))
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  if (median > CANDLE_MS)
    throw new Error(`${file}: its candles are ${Math.round(median / 60_000)} minutes wide; the studio works on hours or less.`)
}

/** Reads one argument: a file, or `ASSET=FILE`. The hour that the file breaks off in is left out. */
export function readRecording(argument: string): Recording {
  const named = /^([A-Z0-9]{2,10})=(.+)$/.exec(argument)
  const file = named?.[2] ?? argument
  const asset = named?.[1] ?? assetOf(file)
  const bytes = readFileSync(file)
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")
  const rows = parseRows(text, file)
  checkWidth(rows, file)
  return {
    file: basename(file),
    asset,
    source: /kraken/i.test(basename(file)) ? "kraken" : "binance",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    rows: rows.length,
    candles: toHours(rows, asset),
  }
}
