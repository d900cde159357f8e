// What was asked of `npm run load`?
import { parseArgs } from "node:util"

export type EventsPhase = {
  readonly kind: "events"
  readonly name: string
  readonly seconds: number
  /** Events a second, and events of one request. */
  readonly rate: number
  readonly batch: number
  /** How often the Workers' process is killed meanwhile, evenly. */
  readonly kills: number
}

export type ReadsPhase = {
  readonly kind: "reads"
  /** Of the mix of readers, and of each layer alone. */
  readonly seconds: number
  readonly layerSeconds: number
}

/** What readers see when many ask at once, when something is published, and when Redis or Postgres is away for so many seconds. */
export type OutagesPhase = { readonly kind: "outages"; readonly seconds: number }

/** So many rows leave as lines, at full speed and to a slow reader. */
export type ExportPhase = { readonly kind: "export"; readonly rows: number }

export type Phase = EventsPhase | ReadsPhase | OutagesPhase | ExportPhase

export type LoadOptions = {
  readonly phases: readonly Phase[]
  readonly url: string | undefined
  readonly json: boolean
  readonly write: boolean
}

export const USAGE = `npm run load -- [options]

  --rate N      events a second (5500)
  --batch N     events of one request, 1 to 1000 (100)
  --seconds N   how long (60)
  --kill N      kills the three Workers N times meanwhile, the client tries again
  --reads       reads in place of events: each layer of the cache beside a bare route, then posts 3 to insights 1 over 50 connections
  --outages     200 at once on a question that nobody asked before, a publication, Redis and Postgres away under load
  --export      a million rows as lines: how much memory does it take?
  --quick       a few seconds of each, with one kill
  --full        one after the other: batches of 100, single events, ten kills, reads, outages, export
  --url URL     a PostgreSQL server on which a database of its own is made, and dropped in the end
                (else TEST_DATABASE_URL, else Debian's PostgreSQL is started in a temporary folder)
  --json        the figures as JSON on standard output, the rest on standard error
  --write       writes docs/load.md`

/** Throws an Error whose message is for the person who typed. */
export function readLoadOptions(args: readonly string[], url: string | undefined): LoadOptions {
  const flag = { type: "boolean", default: false } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: { type: "string", default: "5500" },
      batch: { type: "string", default: "100" },
      seconds: { type: "string", default: "60" },
      kill: { type: "string", default: "0" },
      reads: flag,
      outages: flag,
      export: flag,
      quick: flag,
      full: flag,
      json: flag,
      write: flag,
      url: { type: "string" },
    },
  })
  const [rate, batch] = [readNumber("rate", values.rate, 1, 100_000), readNumber("batch", values.batch, 1, 1_000)]
  const [seconds, kills] = [readNumber("seconds", values.seconds, 1, 3_600), readNumber("kill", values.kill, 0, 100)]
  const asked = toPhases({ ...values, rate, batch, seconds, kills })
  return { phases: asked, url: values.url ?? url, json: values.json, write: values.write }
}

type Asked = {
  readonly rate: number
  readonly batch: number
  readonly seconds: number
  readonly kills: number
  readonly reads: boolean
  readonly outages: boolean
  readonly export: boolean
  readonly quick: boolean
  readonly full: boolean
}

function toPhases({ rate, batch, seconds, kills, reads, outages, export: isExport, quick, full }: Asked): Phase[] {
  const events = { kind: "events", rate, batch, seconds, kills } as const
  const reading: ReadsPhase = { kind: "reads", seconds, layerSeconds: Math.min(10, seconds) }
  const away: OutagesPhase = { kind: "outages", seconds: 5 }
  const lines: ExportPhase = { kind: "export", rows: 1_000_000 }
  if (quick) {
    return [
      { ...events, name: "batches", seconds: 5, kills: 0 },
      { ...events, name: "a kill", seconds: 5, rate: 1_000, kills: 1 },
      { ...reading, seconds: 5, layerSeconds: 2 },
      { ...away, seconds: 2 },
      { ...lines, rows: 50_000 },
    ]
  }
  if (full) {
    return [
      { ...events, name: "batches", kills: 0 },
      { ...events, name: "single events", rate: 200, batch: 1, seconds: 30, kills: 0 },
      { ...events, name: "ten kills", rate: 2_000, kills: 10 },
      reading,
      away,
      lines,
    ]
  }
  const chosen = [...(reads ? [reading] : []), ...(outages ? [away] : []), ...(isExport ? [lines] : [])]
  if (chosen.length > 0) return chosen
  return [{ ...events, name: kills > 0 ? `${kills} kills` : "events" }]
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new Error(`--${name} ${text}: a whole number from ${least} to ${most} is wanted.`)
}
