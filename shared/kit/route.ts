// What is a route to the app? A method, a path and a handler that knows nothing of the framework; perhaps a line in the API's description.
import type * as z from "zod"
import type { Clock } from "./clock.ts"
import type { Counters } from "./counters.ts"
import type { FailureCode } from "./failure.ts"
import type { Meter } from "./meter.ts"

/** One request as a handler sees it. */
export type Incoming<S> = {
  readonly request: Request
  /** Parts of the path by name, decoded, unchecked. */
  readonly params: Readonly<Record<string, string>>
  readonly services: S
  readonly requestId: string
  /** The machine's own time, for headers and ages of stored answers. */
  readonly clock: Clock
  /** Replies must be exactly what their schema says: on in tests, so that a column that leaks is found there. */
  readonly strict: boolean
  /** Work that may go on after the answer; its failure is logged. */
  readonly background: (what: string, task: Promise<unknown>) => void
  /** Counts what the operator's metrics show. */
  readonly counters: Counters
  /** What the request costs, and how long it waited for whom. */
  readonly meter: Meter
  /** Headers for the answer, whichever it becomes: also for a problem that follows. */
  readonly onAnswer: (write: (headers: Headers) => void) => void
  /** Writes the headers that every answer of this Worker has, for one that is kept as it leaves. */
  readonly dress: (headers: Headers) => void
}

/** What the description of the API says of a route. */
export type Operation = {
  readonly name: string
  readonly summary: string
  /** More than the summary, in CommonMark; null where there is no more to say. */
  readonly description: string | null
  /** A reply as it may come; null where none is given. */
  readonly example: unknown
  readonly tag: string
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly headers: z.ZodObject
  readonly body: z.ZodType | null
  /** Of a stream: one of its lines, or what one of its events carries. */
  readonly reply: z.ZodType
  /** Media type of the answer; `application/json` where it isn't given. */
  readonly media?: string
  readonly status: 200 | 202
  /** Seconds an answer stays fresh; null where it is asked for anew each time. */
  readonly freshS: number | null
  /** Readers may keep the answer: it has a tag, and where they have it already a 304 answers. Left out: they may not. */
  readonly isKept?: boolean
  /** What a caller must bring; null where anyone may ask. */
  readonly key: string | null
  /** The scope that a caller's key needs; null where anyone may ask. */
  readonly scope: string | null
  /** The answer holds more for callers with `read:premium`. */
  readonly isTiered: boolean
  /** Tokens of the caller's limits that an answer costs. */
  readonly cost: number
  /** `fields` chooses which fields rows have: such answers come as `application/vnd.content-creator.sparse+json`. */
  readonly isSparse: boolean
  /** Failures that a caller can meet beside those that follow from the rest. */
  readonly fails: readonly FailureCode[]
}

export type Route<S> = {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE"
  /** With names in braces: `/api/v1/insights/{id}`. */
  readonly path: string
  /** Null for pages and other things that aren't part of the API. */
  readonly operation: Operation | null
  handle(incoming: Incoming<S>): Promise<Response>
}
