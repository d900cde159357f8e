// Who is faster at the same work on the same data? Contenders one after the other, in one run.
import { contend, type Result } from "./contender.ts"
import { explain, median, timed } from "./measure.ts"
import type { Cell, Table } from "./report.ts"
import { type Bench, showPlan } from "./section.ts"

export const COMPARED = ["", "wall ms", "statements", "rows read", "bytes over HTTP", "peak MB above idle", "x ours"] as const

export type Entry = {
  readonly label: string
  readonly wallMs: number
  readonly statements: number
  readonly rowsRead: number | null
  readonly bytes: number | null
  readonly peakMb: number | null
  /** Below 1 where it was stopped; then the wall time is what the rest of the rows would have taken too. */
  readonly share: number
}

export type Wanted = {
  readonly label: string
  readonly contender: string
  readonly times: number
  readonly since: string
  /** Brings the data back to how it was, untimed. */
  readonly before?: () => Promise<unknown>
}

/** A contender with a connection of its own. One that ran out of patience is estimated from the share that it did. */
export async function measureDirect({ stand, options, tell }: Bench, wanted: Wanted): Promise<Entry> {
  const { label, contender, times, since, before } = wanted
  tell(`  ${label}`)
  const job = { contender, input: { since }, patienceMs: options.patienceMs }
  const first = await contend(stand, job, { times: 1, ...(before && { before }) })
  const worth = (first[0]?.wallMs ?? 0) < 2_000 ? times - 1 : 0
  const more = worth > 0 ? await contend(stand, job, { times: worth, ...(before && { before }) }) : []
  return toEntry(label, [...first, ...more], null)
}

/** Ours, through the Neon driver and its stand-in. Rows read are those of the server's own account of the same statement, rolled back. */
export async function measureOurs(bench: Bench, { label, contender, times, since, before }: Wanted): Promise<Entry> {
  const { stand, tell } = bench
  tell(`  ${label}`)
  const bytes: number[] = []
  let mark = 0
  const markNow = () => stand.wire.bytesUp + stand.wire.bytesDown
  // What a contender asks to get warm is over before its work begins, and small; the last call's bytes are counted from there.
  const job = { contender, input: { since }, patienceMs: Number.POSITIVE_INFINITY }
  const noted = async () => {
    await before?.()
    if (mark > 0) bytes.push(markNow() - mark)
    mark = markNow()
  }
  const results = await contend(stand, job, { times, before: noted })
  bytes.push(markNow() - mark)
  await before?.()
  const statement = stand.last()
  const inServer = await explain(stand.client, statement)
  await showPlan(bench, label, statement)
  return { ...toEntry(label, results, median(bytes)), rowsRead: inServer.rowsRead }
}

/** A statement sent as it is over the direct connection: what the server itself needs. */
export async function measureBare(
  { stand, tell }: Bench,
  { label, sql, times, before }: { label: string; sql: string; times: number; before?: () => Promise<unknown> },
): Promise<Entry> {
  tell(`  ${label}`)
  const walls = await timed(times, () => stand.client.query(sql), before)
  await before?.()
  const { rowsRead } = await explain(stand.client, { sql, params: [] })
  return { label, wallMs: median(walls), statements: 1, rowsRead, bytes: null, peakMb: null, share: 1 }
}

function toEntry(label: string, results: readonly Result[], bytes: number | null): Entry {
  const [first] = results
  if (first === undefined) throw new Error(`${label}: nothing was measured`)
  const { share } = first
  return {
    label,
    wallMs: median(results.map(({ wallMs, fixedMs }) => fixedMs + (wallMs - fixedMs) / share)),
    statements: Math.round(first.statements / share),
    rowsRead: first.rowsRead === null ? null : Math.round(first.rowsRead / share),
    bytes,
    peakMb: Math.max(...results.map(({ peakMb }) => peakMb)),
    share,
  }
}

/** One row for each; the last column says how many times as long as `ours` it took. */
export function compareTable(title: string, entries: readonly Entry[], ours: Entry): Table {
  const rows = entries.map(({ label, wallMs, statements, rowsRead, bytes, peakMb, share }): Cell[] => {
    const stopped = share < 1 ? `, estimated: stopped after ${(share * 100).toFixed(0)} %` : ""
    return [label + stopped, wallMs, statements, rowsRead, bytes, peakMb, wallMs / ours.wallMs]
  })
  return { title, columns: COMPARED, rows }
}
