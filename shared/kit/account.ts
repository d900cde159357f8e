// What is noted of a request once it is answered? One line in the log, its counts, and whom it waited for.
import type { Counters, CounterStore } from "./counters.ts"
import type { Clock } from "./clock.ts"
import { logPlain } from "./log.ts"
import type { Meter } from "./meter.ts"

export type Account = {
  readonly worker: string
  readonly requestId: string
  readonly method: string
  /** The route's pattern, never what the caller put into it; null where there is none. */
  readonly route: string | null
  readonly status: number
  readonly ms: number
  readonly meter: Meter
  readonly headers: Headers
}

/** The one line of a request. */
export function tell({ worker, requestId, method, route, status, ms, meter, headers }: Account): void {
  logPlain("request", {
    worker,
    request: requestId,
    method: METHODS.has(method) ? method : "other",
    route,
    status,
    ms: Math.round(ms),
    statements: meter.usage.statements,
    cache: headers.get("x-cache") ?? undefined,
  })
}

/** Methods have names of the caller's own too. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])

/** Milliseconds for which an isolate gathers counts before it sends them. */
const GATHER_MS = 3_000

export type Counting = {
  readonly clock: Clock
  readonly counters: Counters
  /** Where counts outlive the isolate; without it they stay there. */
  readonly open: (() => CounterStore) | null
  readonly background: (what: string, task: Promise<unknown>) => void
}

/** Counts the request. */
export function count({ worker, method, route, status, ms }: Account, { clock, counters, open, background }: Counting): void {
  const labels = { worker, route: route ?? "none", status: String(status) }
  counters.add("http_requests_total", { ...labels, method: COUNTED.has(method) ? method : "other" })
  counters.observe("http_request_duration_seconds", labels, ms / 1_000)
  sendCounts({ clock, counters, open, background })
}

/** Sees to it that what the isolate counted is sent a moment later. */
export function sendCounts({ clock, counters, open, background }: Counting): void {
  if (open === null) return
  const sending = counters.flush({ open, wait: () => clock.sleep(GATHER_MS), now: clock.now() })
  if (sending !== null) background("counters.flush", sending)
}

const COUNTED: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"])

/** Whom the request waited for, and how long in milliseconds: https://www.w3.org/TR/server-timing/ */
export function time({ usage, waited }: Meter, headers: Headers): void {
  const parts = usage.statements === 0 ? [] : [`db;dur=${usage.databaseMs.toFixed(1)}`]
  for (const [whom, ms] of Object.entries(waited)) parts.push(`${whom};dur=${ms.toFixed(1)}`)
  if (parts.length > 0) headers.set("server-timing", parts.join(", "))
}
