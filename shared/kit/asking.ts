// What does it take to find an answer? The question, where its answers are kept, and how old they may be; and what comes of it.
import type { Ages, Answer, Place } from "./answer.ts"
import type { AnswerMemory } from "./answer-memory.ts"
import type { Cache } from "./cache.ts"
import type { Edge } from "./edge.ts"
import type { Reply } from "./reply.ts"

/** `failed`: older than it should be, since the database is away. */
export type Found = {
  readonly answer: Answer
  readonly layer: "memory" | "edge" | "redis" | "database"
  readonly state: "fresh" | "stale" | "failed"
}

/** Where a Worker keeps answers. */
export type Kept = { readonly redis: Cache; readonly memory: AnswerMemory<Found>; readonly edge: Edge | null }

export type Asking = Kept & {
  readonly place: Place
  readonly ages: Ages
  /** Of the request's address. */
  readonly origin: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly background: (what: string, task: Promise<unknown>) => void
  /** Asks the database: one statement. */
  readonly ask: () => Promise<Reply>
}

/** Seconds for which a reader may use what he has without asking: as long as an isolate may. Asking again costs him nothing. */
export const MAX_AGE_S = 1

/** Null where it is too old to be served. */
export function stateOf(answer: Answer, { freshMs, staleMs }: Ages, now: number): "fresh" | "stale" | null {
  const ageMs = now - answer.readAt
  return ageMs <= freshMs ? "fresh" : ageMs <= freshMs + staleMs ? "stale" : null
}
