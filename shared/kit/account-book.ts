// How is noted that answers at hand were given? Together: a line of the log and counts for each alone would cost more than the answer.
import { type Account, type Counting, sendCounts } from "./account.ts"
import { pause } from "./clock.ts"
import { logEntries } from "./log.ts"

/** Entries of one line. */
const MOST = 100
/** An entry is written at the latest after this long. */
const WAIT_MS = 1_000

/** `ms` is whole. */
type Entry = {
  readonly request: string
  readonly method: string
  readonly route: string | null
  readonly status: number
  readonly ms: number
}

export type AccountBook = {
  /** Notes a request that was answered from memory; its background keeps the isolate awake until it is written. */
  note(account: Account, counting: Counting): void
}

/** The book of one isolate, whose entries wait `waitMs` for others. What an isolate that is killed had not written is lost, a second's requests at most. */
export function newAccountBook(waitMs = WAIT_MS): AccountBook {
  let entries: Entry[] = []
  function write(worker: string, counting: Counting): void {
    const written = entries
    entries = []
    if (written.length === 0) return
    logEntries("requests", { worker, cache: "memory" }, written)
    countAll(worker, written, counting)
  }
  return {
    note({ worker, requestId, method, route, status, ms }, counting) {
      entries.push({ request: requestId, method, route, status, ms: Math.round(ms) })
      if (entries.length >= MOST) write(worker, counting)
      else if (entries.length === 1)
        counting.background(
          "requests.note",
          pause(waitMs).then(() => write(worker, counting)),
        )
    },
  }
}

/** As each alone would have been counted. */
function countAll(worker: string, entries: readonly Entry[], counting: Counting): void {
  const { counters } = counting
  counters.add("cache_answers_total", { layer: "memory", state: "fresh" }, entries.length)
  const alike = Map.groupBy(entries, ({ method, route, status, ms }) => `${method} ${status} ${ms} ${route ?? "none"}`)
  for (const [kind, { length }] of alike) {
    const [method = "", status = "", ms = "", route = ""] = kind.split(" ")
    counters.add("http_requests_total", { worker, route, status, method }, length)
    counters.observe("http_request_duration_seconds", { worker, route, status }, Number(ms) / 1_000, length)
  }
  sendCounts(counting)
}
