// Opens the database over Neon's HTTP protocol. The only importer of the driver; every statement passes the meter here.
import { neon, neonConfig } from "@neondatabase/serverless"
import type { SQL } from "drizzle-orm"
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http"
import type { Meter } from "../kit/meter.ts"
import { toDatabaseFailure } from "./errors.ts"

export type Db = NeonHttpDatabase

export type DatabaseConfig = {
  readonly url: string
  /** Address of a local stand-in for Neon's endpoint; null means Neon itself. */
  readonly endpoint: string | null
  /** Longest wait for one statement, in milliseconds. */
  readonly timeoutMs: number
  /** Stands in for the network, for a database in the same process. */
  readonly fetch?: typeof fetch
}

const rowsOf = (result: unknown): number => (result as { rows?: unknown[] }).rows?.length ?? 0

/** One round trip: booked before it is sent, measured, stopped when it takes too long, its error made a Failure. */
async function measured(meter: Meter, send: () => Promise<unknown>): Promise<unknown> {
  meter.spend("statements")
  const started = performance.now()
  try {
    const result = await send()
    meter.noteRows(rowsOf(result), performance.now() - started)
    return result
  } catch (error) {
    throw toDatabaseFailure(error)
  }
}

/** The driver knows one endpoint and one fetch for all; production never changes either. */
function reachAt({ endpoint, fetch }: DatabaseConfig): void {
  if (endpoint !== null) neonConfig.fetchEndpoint = endpoint
  neonConfig.fetchFunction = fetch
}

/**
 * A database whose statements are booked on `meter`. Opening costs nothing: no connection is kept.
 * A question is one statement: several at once (`db.batch`) are not offered, since drizzle starts a batch's parts unmeasured.
 */
export function openDb(config: DatabaseConfig, meter: Meter): Db {
  const client = neon(config.url)
  const query = (text: string, params: unknown[], options: object): Promise<unknown> =>
    measured(meter, () => {
      reachAt(config)
      // The driver reads its settings when it is awaited: awaiting it here and now keeps two databases of one process apart.
      return client
        .query(text, params, { ...options, fetchOptions: { signal: AbortSignal.timeout(config.timeoutMs) } })
        .then((result) => result)
    })
  return drizzle({ query } as never)
}

/** Which end of time a list begins at. */
export type Order = "newest" | "oldest"

/** The rows of a statement written as SQL, as `T` says they are: the statement's own test proves it. */
export async function rowsAs<T extends Record<string, unknown>>(db: Db, statement: SQL): Promise<T[]> {
  return (await db.execute<T>(statement)).rows
}
