// How much does a Worker hold while a million rows leave it, at full speed and to a reader who is slow or goes away?
import { get, type IncomingMessage } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { type Bar, type Cell, type SectionReport, show, toBar, toRule } from "../bench/report.ts"
import { openProcessorMeter, workerdMb } from "./processes.ts"
import { type LoadedStudio, openLoadedStudio } from "./studio.ts"

const PATH = "/api/v1/exports/candles"
const MOST_MB = 64
const MB = 1_048_576
/** What a slow reader takes a second, for so long. */
const SLOW_BYTES = MB
const SLOW_S = 10
const LOOK_MS = 20
const FIRST_HOUR = "2010-01-01T00:00Z"
const ASSETS = 40

/** Prices and volumes of as many digits as real ones have. */
export const fillCandles = (rows: number): string => `
  INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
  SELECT 'A' || lpad(a::text, 2, '0'), t, p, p * 1.001, p * 0.999, p, round((1 + n % 997)::numeric / 7, 8), 'binance', t + interval '1 hour', 'agreed', 'kraken', p, 0.4, t + interval '1 hour'
  FROM generate_series(1, ${ASSETS}) AS a, generate_series(1, ${Math.ceil(rows / ASSETS)}) AS n,
    LATERAL (SELECT timestamptz '${FIRST_HOUR}' + n * interval '1 hour' AS t, round((50000 + n % 9973)::numeric / (a + 1), 2) AS p) AS made;
  ANALYZE candles;`

type Read = {
  readonly lines: number
  readonly bytes: number
  readonly last: string
  readonly seconds: number
}

const open = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(url, { headers: { accept: "application/x-ndjson" } }, resolve).once("error", reject))

/** Reads to the end, or until `stop` says so, taking `bytesPerS` at most. */
async function read(url: string, { bytesPerS = Infinity, stopAfterS = Infinity } = {}): Promise<Read> {
  const started = performance.now()
  const answer = await open(url)
  let [lines, bytes, last] = [0, 0, ""]
  const elapsed = () => (performance.now() - started) / 1_000
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.byteLength
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines += 1
    last = (last + piece.subarray(Math.max(0, piece.byteLength - 500)).toString()).slice(-500)
    if (elapsed() > stopAfterS) break
    const early = bytes / bytesPerS - elapsed()
    if (early > 0) await wait(early * 1_000)
  }
  answer.destroy()
  return { lines, bytes, last: last.trimEnd().split("\n").at(-1) ?? "", seconds: elapsed() }
}

/** The largest that workerd was while the work went on, in MB. */
async function largest<T>(work: Promise<T>): Promise<{ readonly result: T; readonly mb: number | null }> {
  const state = { mb: workerdMb(), isOver: false }
  const watching = (async () => {
    while (!state.isOver) {
      const now = workerdMb()
      state.mb = now === null || state.mb === null ? null : Math.max(state.mb, now)
      await wait(LOOK_MS)
    }
  })()
  const result = await work.finally(() => (state.isOver = true))
  await watching
  return { result, mb: state.mb }
}

/** Pages that the database was asked for since. */
const pagesOf = ({ world }: LoadedStudio) => world.statements.filter(({ sql }) => sql.includes('from "candles"')).length

export async function readExport(url: string, { rows }: { readonly rows: number }, say: (text: string) => void): Promise<SectionReport> {
  const studio = await openLoadedStudio(url)
  try {
    return await measure(studio, rows, say)
  } finally {
    await studio.close()
  }
}

export async function measure(studio: LoadedStudio, rows: number, say: (text: string) => void): Promise<SectionReport> {
  say(`exports: filling with ${show(rows)} candles`)
  await studio.postgres.exec(fillCandles(rows))
  const { rows: counted } = await studio.postgres.query("SELECT count(*) FROM candles")
  const count = Number(counted[0]?.[0])
  const path = `${studio.world.urls.api}${PATH}`
  // Once over another path of the same code, so that what is compiled and kept for ever is not taken for the export's.
  await read(`${path}?until=2010-02-01T00:00:00Z`)
  await wait(1_000)
  const idle = workerdMb()
  say(`exports: ${show(count)} rows at full speed`)
  const meter = openProcessorMeter()
  meter.look([])
  const full = await largest(read(path))
  meter.look([])
  await wait(1_000)
  say(`exports: a reader of ${show(SLOW_BYTES / MB)} MB a second`)
  const before = pagesOf(studio)
  const slow = await largest(read(path, { bytesPerS: SLOW_BYTES, stopAfterS: SLOW_S }))
  const asked = pagesOf(studio) - before
  await wait(1_000)
  const later = pagesOf(studio) - before - asked
  return reportOf({ count, idle, full, slow, asked, later, cpuS: meter.spentS("workerd") })
}

type Measured = {
  readonly count: number
  readonly idle: number | null
  readonly full: { readonly result: Read; readonly mb: number | null }
  readonly slow: { readonly result: Read; readonly mb: number | null }
  readonly asked: number
  readonly later: number
  readonly cpuS: number | null
}

function reportOf({ count, idle, full, slow, asked, later, cpuS }: Measured): SectionReport {
  const above = (mb: number | null) => (mb === null || idle === null ? null : mb - idle)
  const row = (name: string, { result, mb }: Measured["full"], cpu: number | null): Cell[] => [
    name,
    result.lines,
    result.bytes / MB,
    result.seconds,
    result.lines / result.seconds,
    mb,
    above(mb),
    cpu,
  ]
  const isWhole = full.result.last === JSON.stringify({ end: true, rows: count, next: null })
  // What lies in sockets between the two is not the Worker's.
  const most = Math.ceil(slow.result.lines / 2_500) + 10
  const bars: Bar[] = [
    toRule("An export is whole", `${show(count)} rows and the end`, `${show(full.result.lines - 1)} rows, ${full.result.last}`, isWhole),
    toBar(`Memory above idle while ${show(count)} rows leave`, `<= ${MOST_MB} MB`, `${show(above(full.mb))} MB`, within(above(full.mb))),
    toBar("Memory above idle with a slow reader", `<= ${MOST_MB} MB`, `${show(above(slow.mb))} MB`, within(above(slow.mb))),
    toRule("Pages asked for on behalf of a slow reader", `<= ${most}`, String(asked), asked <= most),
    toRule("Pages asked for after the reader has gone", "<= 1", String(later), later <= 1),
  ]
  const columns = ["", "lines", "MB sent", "s", "lines/s", "workerd at most, MB", "above idle, MB", "workerd's processor, us a line"]
  const table = { title: `Candles as lines; workerd idle: ${show(idle)} MB`, columns, rows: [] as Cell[][] }
  table.rows.push(row("full speed", full, cpuS === null ? null : (cpuS * 1e6) / full.result.lines))
  table.rows.push(row(`${show(SLOW_BYTES / MB)} MB a second, gone after ${SLOW_S} s`, slow, null))
  const notes = [
    "Resident memory of the one workerd that holds all three Workers, looked at every 20 ms; the stand-in for Neon is another process.",
  ]
  return { title: "Load: exports", tables: [table], bars, notes }
}

const within = (mb: number | null): boolean | null => (mb === null ? null : mb <= MOST_MB)
