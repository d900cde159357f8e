// How much does a Worker hold while a million rows leave it, at full speed and to a reader who pauses and goes away?
import { get, type IncomingMessage } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { type Bar, type Cell, type SectionReport, show, toBar, toRule } from "../bench/report.ts"
import { openProcessorMeter, workerdMb } from "./processes.ts"
import { type LoadedStudio, openLoadedStudio } from "./studio.ts"

const PATH = "/api/v1/exports/candles"
const MOST_MB = 64
const MB = 1_048_576
/** After so much a reader pauses; by then the sockets between the two are full, and then for some seconds nothing may happen. */
const PAUSE_BYTES = 2 * MB
const FILL_MS = 3_000
const REST_MS = 3_000
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

const open = ({ world, key }: LoadedStudio, query: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) =>
    get(`${world.urls.api}${PATH}${query}`, { headers: { authorization: `Bearer ${key}` } }, resolve).once("error", reject),
  )

/** Reads to the end. `pause`: what is waited for after so many bytes, before the reader goes away. */
async function read(studio: LoadedStudio, query = "", pause?: { readonly bytes: number; wait(): Promise<void> }): Promise<Read> {
  const started = performance.now()
  const answer = await open(studio, query)
  let [lines, bytes, last] = [0, 0, ""]
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.byteLength
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines += 1
    last = (last + piece.subarray(Math.max(0, piece.byteLength - 500)).toString()).slice(-500)
    if (pause === undefined || bytes < pause.bytes) continue
    await pause.wait()
    break
  }
  answer.destroy()
  const seconds = (performance.now() - started) / 1_000
  return { lines, bytes, last: last.trimEnd().split("\n").at(-1) ?? "", seconds }
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

/** Pages that the database was asked for so far. */
const pagesOf = ({ world }: LoadedStudio) => world.statements.filter(({ sql }) => /\bfrom "?candles/i.test(sql)).length

type Paused = { readonly before: number; readonly filled: number; readonly rested: number; readonly gone: number }

/** A reader who takes some rows and then none, and goes away. Pages asked for until the connection was full, in the seconds after, and once he had gone. */
async function pauseAndLeave(studio: LoadedStudio): Promise<{ readonly read: Read; readonly mb: number | null; readonly pages: Paused }> {
  const before = pagesOf(studio)
  let [filled, rested] = [0, 0]
  const { result, mb } = await largest(
    read(studio, "", {
      bytes: PAUSE_BYTES,
      async wait() {
        await wait(FILL_MS)
        filled = pagesOf(studio)
        await wait(REST_MS)
        rested = pagesOf(studio)
      },
    }),
  )
  await wait(REST_MS)
  return { read: result, mb, pages: { before, filled, rested, gone: pagesOf(studio) } }
}

export async function readExport(url: string, { rows }: { readonly rows: number }, say: (text: string) => void): Promise<SectionReport> {
  const studio = await openLoadedStudio(url)
  try {
    say(`exports: filling with ${show(rows)} candles`)
    await studio.postgres.exec(fillCandles(rows))
    const { rows: counted } = await studio.postgres.query("SELECT count(*) FROM candles")
    const count = Number(counted[0]?.[0])
    // Once a short one: what is compiled and kept for ever is not the export's.
    await read(studio, "?asset=A01&until=2010-01-02T00:00:00Z")
    await wait(REST_MS)
    const idle = workerdMb()
    say(`exports: ${show(count)} rows at full speed`)
    const meter = openProcessorMeter()
    const asked = pagesOf(studio)
    meter.look([])
    const full = await largest(read(studio))
    meter.look([])
    const statements = pagesOf(studio) - asked
    say("exports: a reader who pauses and goes away")
    const paused = await pauseAndLeave(studio)
    return reportOf({ count, idle, full, statements, paused, cpuS: meter.spentS("workerd") })
  } finally {
    await studio.close()
  }
}

type Measured = {
  readonly count: number
  readonly idle: number | null
  readonly full: { readonly result: Read; readonly mb: number | null }
  readonly statements: number
  readonly paused: Awaited<ReturnType<typeof pauseAndLeave>>
  readonly cpuS: number | null
}

function reportOf({ count, idle, full, statements, paused, cpuS }: Measured): SectionReport {
  const above = (mb: number | null) => (mb === null || idle === null ? null : mb - idle)
  const within = (mb: number | null): boolean | null => (mb === null ? null : mb <= MOST_MB)
  const row = (name: string, { lines, bytes, seconds }: Read, mb: number | null, cpu: number | null): Cell[] => {
    return [name, lines, bytes / MB, seconds, lines / seconds, mb, above(mb), cpu]
  }
  const { before, filled, rested, gone } = paused.pages
  const isWhole = full.result.last === JSON.stringify({ end: true, rows: count, next: null })
  const bars: Bar[] = [
    toRule("An export is whole", `${show(count)} rows and the end`, `${show(full.result.lines - 1)} rows, ${full.result.last}`, isWhole),
    toRule("Statements of one answer", "< 900", String(statements), statements < 900),
    toBar(`Memory above idle while ${show(count)} rows leave`, `<= ${MOST_MB} MB`, `${show(above(full.mb))} MB`, within(above(full.mb))),
    toBar("Memory above idle with a reader who pauses", `<= ${MOST_MB} MB`, `${show(above(paused.mb))} MB`, within(above(paused.mb))),
    toRule("Pages asked for while nobody reads, once the connection is full", "0", String(rested - filled), rested === filled),
    toRule("Pages asked for after the reader has gone", "<= 1", String(gone - rested), gone - rested <= 1),
  ]
  const columns = ["", "lines", "MB read", "s", "lines/s", "workerd at most, MB", "above idle, MB", "workerd's processor, us a line"]
  const rows = [
    row("full speed", full.result, full.mb, cpuS === null ? null : (cpuS * 1e6) / full.result.lines),
    row(`pauses for ${(FILL_MS + REST_MS) / 1_000} s, then goes away`, paused.read, paused.mb, null),
  ]
  const notes = [
    "Resident memory of the one workerd that holds all three Workers, looked at every 20 ms; the stand-in for Neon is another process.",
    `${statements} pages at full speed, asset by asset. The reader who pauses took ${show(paused.read.lines)} lines; ${filled - before} pages were asked for until what lies between the two was full.`,
  ]
  return { title: "Load: exports", tables: [{ title: `Candles as lines; workerd idle: ${show(idle)} MB`, columns, rows }], bars, notes }
}
