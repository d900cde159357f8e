// The program that reads: a process of its own with autocannon, started by readers.ts. Tells what each answer was, where it came from and how long it took.
import autocannon from "autocannon"
import { quantile } from "../bench/measure.ts"

export type ReadOrder = {
  readonly url: string
  readonly seconds: number
  readonly connections: number
  /** Requests that each connection sends in turns. */
  readonly requests: readonly { readonly path: string; readonly headers?: Readonly<Record<string, string>> }[]
  /** Each connection begins at another request. */
  readonly isSpread?: boolean
  /** Requests a second in all: an open loop. Null: each connection asks again as soon as it is answered. */
  readonly rate: number | null
}

export type ReadRow = {
  /** Without its query. */
  readonly route: string
  readonly status: number
  /** `x-cache` of the answer; `-` where it says nothing. */
  readonly layer: string
  readonly answers: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export type ReadOutcome = {
  readonly rows: readonly ReadRow[]
  readonly answers: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Connections that broke, and requests without an answer. */
  readonly errors: number
  /** Bytes of the answers, headers included. */
  readonly bytes: number
}

const routeOf = (path: string): string => path.split("?", 1)[0] ?? path
const rowOf = (key: string, times: readonly number[]): ReadRow => {
  const [route = "", status = "0", layer = "-"] = key.split(" ")
  return {
    route,
    status: Number(status),
    layer,
    answers: times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
  }
}

async function read({ url, seconds, connections, requests, rate, isSpread = false }: ReadOrder): Promise<ReadOutcome> {
  const times = new Map<string, number[]>()
  // autocannon tells of an answer's content first and, in the same breath, of its time.
  let key = ""
  const sent = requests.map(({ path, headers = {} }): autocannon.Request => ({
    method: "GET",
    path,
    headers: { ...headers },
    onResponse(status, _body, _context, answered) {
      const layer = (answered as Record<string, string | undefined> | undefined)?.["x-cache"] ?? "-"
      key = `${routeOf(path)} ${status} ${layer}`
    },
  }))
  let client = 0
  const result = await autocannon({
    url,
    duration: seconds,
    connections,
    timeout: 30,
    ...(rate === null ? {} : { overallRate: rate }),
    requests: sent,
    setupClient(connection) {
      const from = isSpread ? Math.floor((client++ * sent.length) / connections) : 0
      if (from > 0) connection.setRequests([...sent.slice(from), ...sent.slice(0, from)])
      connection.on("response", (_status, _bytes, ms) => {
        const known = times.get(key)
        if (known === undefined) times.set(key, [ms])
        else known.push(ms)
      })
    },
  })
  const all = [...times.values()].flat()
  return {
    rows: [...times].map(([name, list]) => rowOf(name, list)).toSorted((a, b) => b.answers - a.answers),
    answers: all.length,
    perSecond: all.length / result.duration,
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    p99: quantile(all, 0.99),
    errors: result.errors,
    bytes: result.throughput.total,
  }
}

process.on("message", (order: ReadOrder) => {
  read(order).then(
    (outcome) => process.send?.(outcome),
    (thrown: unknown) => process.send?.({ error: String(thrown) }),
  )
})
