// How do waiting events get counted? In large bites while there are any, and around what the database refuses: that alone is set aside.
import { type Db, openDb } from "../../shared/db/client.ts"
import { sqlState } from "../../shared/db/errors.ts"
import { listInbox, partRefused } from "../../shared/db/queries/inbox-refusals.ts"
import { countInbox, type Counts } from "../../shared/db/queries/interactions.ts"
import { FAILURES, type Failure, toFailure } from "../../shared/kit/failure.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { Runtime } from "./runtime.ts"

/** Events of one statement: more make it no cheaper for each, only longer. */
const EVENTS_A_BITE = 5_000
/** Rows of the first statement, of which nobody knows yet how many events they hold, and of any. */
const ROWS_A_BITE = { first: 10, most: 100 }
/** A drain ends after this long, whatever is left: the next message or heartbeat goes on. */
const WALL_MS = 60_000
/** After so many statements too: a row full of events that are refused takes four for each. */
const MOST_STATEMENTS = 500

/** SQLSTATE classes that speak about the data: bad values, broken rules, what a trigger raised, and what is too large to keep. */
const REFUSALS = /^(21|22|23|44|54|P0001)/

export type Drained = Counts & {
  /** Events that the database refused, each set aside with its words. */
  readonly refused: number
  /** Whether rows may be left, since time or statements were spent. */
  readonly isCut: boolean
}

type Sum = { -readonly [N in keyof Counts]: number } & { refused: number }

/** Counts all that waits, as far as one minute goes. Throws where the database does not answer: nothing is lost, the rows are still there. */
export async function drainInbox(runtime: Runtime): Promise<Drained> {
  const meter = new Meter()
  const db = openDb(runtime.config.database, meter)
  const started = performance.now()
  const isSpent = () => performance.now() - started > WALL_MS || meter.usage.statements >= MOST_STATEMENTS
  const sum: Sum = {
    batches: 0,
    events: 0,
    counted: 0,
    duplicates: 0,
    retracted: 0,
    forgotten: 0,
    aside: 0,
    postponed: 0,
    peopleCreated: 0,
    refused: 0,
  }
  let isEmpty = false
  for (let limit = ROWS_A_BITE.first; !isEmpty && !isSpent();) {
    const counts = await bite(db, limit, runtime.clock.now())
    if (counts === null) {
      await countAround(db, { limit, runtime, sum, isSpent })
      continue
    }
    add(sum, counts)
    isEmpty = counts.batches < limit && counts.postponed === 0
    limit = Math.min(ROWS_A_BITE.most, Math.max(1, Math.floor((EVENTS_A_BITE * counts.batches) / Math.max(1, counts.events))))
  }
  if (sum.events > 0) {
    const { statements, databaseMs } = meter.usage
    log(sum.refused > 0 ? "alert" : "info", "inbox", {
      ...sum,
      isCut: !isEmpty,
      statements,
      databaseMs: Math.round(databaseMs),
      wallMs: Math.round(performance.now() - started),
    })
  }
  return { ...sum, isCut: !isEmpty }
}

/** One statement; null where the database refuses something in it. */
async function bite(db: Db, limit: number, now: Date, only?: string): Promise<Counts | null> {
  try {
    return await countInbox(db, { limit, now, ...(only === undefined ? {} : { only }) })
  } catch (thrown) {
    if (refusalOf(thrown) === null) throw thrown
    return null
  }
}

type Around = { readonly limit: number; readonly runtime: Runtime; readonly sum: Sum; readonly isSpent: () => boolean }

/** Counts the oldest rows one by one, halves those that are refused, and sets the single events aside at which that ends. */
async function countAround(db: Db, { limit, runtime, sum, isSpent }: Around): Promise<void> {
  const rows = await listInbox(db, limit)
  for (let id = rows.pop(); id !== undefined && !isSpent(); id = rows.pop()) {
    const now = runtime.clock.now()
    try {
      add(sum, await countInbox(db, { limit: 1, now, only: id }))
    } catch (thrown) {
      const detail = refusalOf(thrown)
      if (detail === null) throw thrown
      const { halves, isAside } = await partRefused(db, id, { detail, now })
      rows.push(...halves)
      if (isAside) add(sum, { events: 1, refused: 1 })
    }
  }
}

/** What the database says against the data, or null where the failure says nothing about it. */
function refusalOf(thrown: unknown): string | null {
  const failure = toFailure(thrown)
  const state = sqlState(failure)
  if (state === null || !REFUSALS.test(state)) return null
  return failure.cause instanceof Error ? failure.cause.message : state
}

function add(sum: Sum, counts: Partial<Sum>): void {
  for (const [name, value] of Object.entries(counts)) sum[name as keyof Sum] += value
}

/** Seconds until messages come back of which the inbox could not be emptied. */
const RETRY_S = 5

/** Handles messages of the events queue, however many: each says only that the inbox is worth a look. */
export async function consumeHints(
  batch: { ackAll(): void; retryAll(options: { delaySeconds: number }): void },
  runtime: Runtime,
): Promise<void> {
  try {
    const { isCut } = await drainInbox(runtime)
    if (isCut) batch.retryAll({ delaySeconds: 1 })
    else batch.ackAll()
  } catch (thrown) {
    tell(toFailure(thrown))
    batch.retryAll({ delaySeconds: RETRY_S })
  }
}

/** What was left by messages that came to nothing. The heartbeat's own work is done by now and is not to fail for this. */
export async function drainLeftovers(runtime: Runtime): Promise<void> {
  try {
    await drainInbox(runtime)
  } catch (thrown) {
    tell(toFailure(thrown))
  }
}

const tell = ({ code, context, cause }: Failure): void =>
  log(FAILURES[code].tell === "alert" ? "alert" : "warn", "inbox.failed", { code, context, cause })
