// How is noted that an answer at hand was given? With others in one line of the log, since a line of its own would cost more than the answer.
import type { Account } from "./account.ts"
import { pause } from "./clock.ts"
import { logEntries } from "./log.ts"

/** Entries of one line. */
const MOST = 100
/** An entry is written at the latest after this long. */
const WAIT_MS = 1_000

type Entry = { readonly request: string; readonly method: string; readonly route: string | null; readonly status: number }

export type AccountBook = {
  /** Notes the request; `background` keeps the isolate awake until it is written. */
  note(account: Account, background: (what: string, task: Promise<unknown>) => void): void
}

/** The book of one isolate, whose entries wait `waitMs` for others. What an isolate that is killed had not written is lost, a second's requests at most. */
export function newAccountBook(waitMs = WAIT_MS): AccountBook {
  let entries: Entry[] = []
  let worker = ""
  function write(): void {
    if (entries.length > 0) logEntries("requests", { worker, cache: "memory" }, entries)
    entries = []
  }
  return {
    note(account, background) {
      worker = account.worker
      entries.push({ request: account.requestId, method: account.method, route: account.route, status: account.status })
      if (entries.length >= MOST) write()
      else if (entries.length === 1) background("requests.log", pause(waitMs).then(write))
    },
  }
}
