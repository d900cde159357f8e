// How fast are reads, from each layer, beside a bare route in the same workerd, and how does the API bear a mix of readers?
import { type Bar, type Cell, type SectionReport, type Table, show, toBar, toRule } from "../bench/report.ts"
import type { ReadsPhase } from "./options.ts"
import { openProcessorMeter } from "./processes.ts"
import type { ReadOrder, ReadOutcome } from "./reader.ts"
import { type Bare, bareWorker, fillStudio, read } from "./readers.ts"
import { type LoadedStudio, openLoadedStudio } from "./studio.ts"

const POSTS = 10_000
const ASKED = "/api/v1/insights"
/** Of the performance documents: content three times as often as insights. */
const MIX = ["/api/v1/posts", "/api/v1/posts", "/api/v1/posts", "/api/v1/insights"].map((path) => ({ path }))
const ASSETS = ["BTC", "ETH", "SOL", "XRP", "ADA", "DOGE", "DOT", "LTC"]
const WARM_UP_S = 2
/** A key that isn't held up at the pace of one machine; counting it costs as much as counting any. */
const LARGE = "scale=600000/500000000"

type Measured = ReadOutcome & {
  /** Microseconds of workerd's processor an answer; null where nobody knows. */ readonly processorUs: number | null
}
type Reads = (order: Omit<ReadOrder, "url" | "connections" | "rate"> & Partial<ReadOrder>) => Promise<Measured>

/** Reads with what workerd spends on it, after so many seconds that don't count. */
const readerOf =
  (url: string): Reads =>
  async (order) => {
    const whole = { url, connections: 20, rate: null, ...order }
    await read({ ...whole, seconds: WARM_UP_S })
    const meter = openProcessorMeter()
    meter.look([])
    const outcome = await read(whole)
    meter.look([])
    const spent = meter.spentS("workerd")
    return { ...outcome, processorUs: spent === null ? null : (spent * 1e6) / outcome.answers }
  }

type Named = readonly [name: string, measured: Measured]
const COLUMNS = [
  "",
  "answers a second",
  "of bare",
  "p50 ms",
  "p95 ms",
  "p99 ms",
  "p99 of bare",
  "us of workerd's processor",
  "answered by",
] as const

function compared(title: string, [first, ...others]: readonly [Named, ...Named[]]): Table {
  const bare = first[1]
  const rows = [first, ...others].map(([name, one]): Cell[] => {
    const layers = one.rows.map(({ status, layer, answers }) => `${status} ${layer} ${show((100 * answers) / one.answers)}%`)
    const of = [one.perSecond / bare.perSecond, one.p50, one.p95, one.p99, one.p99 / bare.p99, one.processorUs]
    return [name, one.perSecond, ...of, layers.slice(0, 3).join(", ")]
  })
  return { title, columns: COLUMNS, rows }
}

function atLeast(name: string, one: Measured, bare: Measured, wanted: number): Bar {
  const ratio = one.perSecond / bare.perSecond
  return toBar(
    name,
    `>= ${wanted} x of a bare route`,
    `${show(ratio)} x (${show(one.perSecond)} of ${show(bare.perSecond)} a second)`,
    ratio >= wanted,
  )
}

/** Each layer alone, without limits, then the same with them. */
async function compareLayers(url: string, bare: Bare, seconds: number, say: (text: string) => void): Promise<SectionReport> {
  const open = (limits: string) => openLoadedStudio(url, { bindings: { api: { LIMITS: limits } }, beside: [bare.worker] })
  const tables: Table[] = []
  const bars: Bar[] = []
  for (const limits of ["off", LARGE]) {
    const studio = await open(limits)
    try {
      say(`reads ${limits === "off" ? "without" : "with"} limits`)
      const headers = limits === "off" ? {} : { authorization: `Bearer ${studio.key}` }
      const first = await studio.world.fetch("api", ASKED, { headers })
      const [body, etag] = [await first.text(), first.headers.get("etag") ?? ""]
      await fetch(`${bare.url}/bare`, { method: "PUT", body })
      const ask = readerOf(studio.world.urls.api)
      const least = await readerOf(bare.url)({ seconds, requests: [{ path: "/bare" }] })
      const cached = await ask({ seconds, requests: [{ path: ASKED, headers }] })
      const known = await ask({ seconds, requests: [{ path: ASKED, headers: { ...headers, "if-none-match": etag } }] })
      const named: Named[] = [
        ["isolate memory", cached],
        ["304 from memory", known],
      ]
      if (limits === "off") {
        named.push(["each question once: miss, then Redis", await ask({ seconds, requests: manyQuestions(), isSpread: true })])
        bars.push(atLeast("Cached read from isolate memory, no limits", cached, least, 0.6), atLeast("304, no limits", known, least, 0.7))
      } else bars.push(atLeast("Cached read from isolate memory, limits on", cached, least, 0.4))
      bars.push(
        toBar(
          `p99 of it, limits ${limits === "off" ? "off" : "on"}`,
          "<= 3 x of a bare route's",
          `${show(cached.p99 / least.p99)} x (${show(cached.p99)} ms)`,
          cached.p99 <= 3 * least.p99,
        ),
      )
      tables.push(
        compared(`20 connections, ${show(body.length)} bytes of JSON, limits ${limits === "off" ? "off" : "on, a key with a large one"}`, [
          ["bare Hono route", least],
          ...named,
        ]),
      )
    } finally {
      await studio.close()
    }
  }
  return {
    title: "Load: reads by layer",
    tables,
    bars,
    notes: ["Bare: one Hono route that answers the same content as JSON, in the same workerd, asked in the same run."],
  }
}

/** So many different questions that none is asked again while memory still knows it. */
function manyQuestions(): { path: string }[] {
  const limits = Array.from({ length: 100 }, (_, i) => i + 1)
  return limits.flatMap((limit) =>
    ASSETS.flatMap((asset) => ["insights", "posts"].map((of) => ({ path: `/api/v1/${of}?limit=${limit}&asset=${asset}` }))),
  )
}

async function readMix(studio: LoadedStudio, seconds: number): Promise<SectionReport> {
  const headers = { authorization: `Bearer ${studio.key}` }
  const outcome = await readerOf(studio.world.urls.api)({ seconds, connections: 50, requests: MIX.map((each) => ({ ...each, headers })) })
  const hits = outcome.rows.filter(({ layer }) => !["miss", "-"].includes(layer)).reduce((sum, { answers }) => sum + answers, 0)
  const failed = outcome.rows.filter(({ status }) => status !== 200).reduce((sum, { answers }) => sum + answers, 0) + outcome.errors
  const ratio = (100 * hits) / outcome.answers
  const table: Table = {
    title: `50 connections for ${seconds} s, posts 3 to insights 1, as fast as they are answered, limits on: ${show(outcome.perSecond)} a second, ${show(outcome.bytes / outcome.answers)} bytes an answer`,
    columns: ["route", "status", "answered by", "answers", "p50 ms", "p95 ms", "p99 ms"],
    rows: outcome.rows.map(({ route, status, layer, answers, p50, p95, p99 }) => [route, String(status), layer, answers, p50, p95, p99]),
  }
  const bars = [
    toRule("Errors in the mix of readers", "0", `${failed} of ${show(outcome.answers)}`, failed === 0),
    toBar("Answers of the mix that no statement was asked for", ">= 95 %", `${show(ratio)} %`, ratio >= 95),
    toBar("Answers of the mix, p99", "< 100 ms", `${show(outcome.p99)} ms`, outcome.p99 < 100),
  ]
  return {
    title: "Load: a mix of readers",
    tables: [table],
    bars,
    notes: ["Everything on one machine: workerd, the stand-ins for Neon and Upstash, PostgreSQL and the program that reads."],
  }
}

export async function readPages(url: string, phase: ReadsPhase, say: (text: string) => void): Promise<SectionReport[]> {
  const bare = await bareWorker()
  const studio = await openLoadedStudio(url, { bindings: { api: { LIMITS: LARGE } } })
  const mix = await (async () => {
    try {
      say(`reads: filling with ${show(POSTS)} posts`)
      await fillStudio(studio.postgres, POSTS)
      say(`reads: a mix for ${phase.seconds} s`)
      return await readMix(studio, phase.seconds)
    } finally {
      await studio.close()
    }
  })()
  return [await compareLayers(url, bare, phase.layerSeconds, say), mix]
}
