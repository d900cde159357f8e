// How is an answer made that is kept nowhere? One statement; where the database is away, an older answer stands in, and says so.
import type { Answer } from "./answer.ts"
import type { Asking, Found } from "./asking.ts"
import { pause } from "./clock.ts"
import { etagOf } from "./etag.ts"
import { toFailure } from "./failure.ts"
import type { Reply } from "./reply.ts"

/** So long the database is waited for where an older answer can stand in. */
const STAND_IN_AFTER_MS = 1_000
/** A database that failed is not waited for again so soon where an older answer can stand in. */
const DATABASE_REST_MS = 2_000
/** An answer can stand in for so long. */
const STANDS_IN_MS = 86_400_000

export function newer(a: Answer | null, b: Answer | null): Answer | null {
  if (a === null || b === null) return a ?? b
  return a.readAt >= b.readAt ? a : b
}

/** One statement. Where the database is away `older` stands in, if it is not too old for that. */
export async function askDatabase(asking: Asking, epoch: string | null, older: Answer | null): Promise<Found> {
  const { memory, redis, place, now, ask } = asking
  const standIn: Found | null =
    older !== null && now() - older.readAt <= STANDS_IN_MS ? { answer: older, layer: "memory", state: "failed" } : null
  const giveUp = () => epoch !== null && asking.background("cache.release", redis.release(place))
  if (standIn !== null && now() < memory.databaseRestsUntil) {
    giveUp()
    return standIn
  }
  const readAt = now()
  const asked = ask().then((reply) => keep(asking, epoch, readAt, reply))
  if (standIn === null) {
    return asked.catch((failure: unknown) => {
      noteFailure(asking, failure)
      giveUp()
      throw failure
    })
  }
  const first = await Promise.race([asked.catch((failure: unknown) => ({ failure })), pause(STAND_IN_AFTER_MS)])
  if (first !== undefined && !("failure" in first)) return first
  if (first === undefined)
    asking.background(
      "cache.late",
      asked.catch(() => undefined),
    )
  giveUp()
  if (first !== undefined && !noteFailure(asking, first.failure)) throw first.failure
  memory.databaseRestsUntil = now() + DATABASE_REST_MS
  return standIn
}

/** Whether the database is away, rather than the question wrong. */
function noteFailure({ memory, now }: Asking, failure: unknown): boolean {
  const isAway = toFailure(failure).code === "unavailable"
  if (isAway) memory.databaseRestsUntil = now() + DATABASE_REST_MS
  return isAway
}

async function keep(asking: Asking, epoch: string | null, readAt: number, { body, next }: Reply): Promise<Found> {
  const { memory, place, redis } = asking
  const answer: Answer = { epoch, readAt, etag: await etagOf(body), next, body }
  memory.databaseRestsUntil = 0
  memory.keep(place, answer)
  if (epoch !== null) asking.background("cache.keep", redis.keep(place, answer))
  keepAtEdge(asking, answer, readAt)
  return { answer, layer: "database", state: "fresh" }
}

/** `seenAt`: when it was sure that nothing newer was there. */
export function keepAtEdge({ edge, origin, place, background }: Asking, answer: Answer, seenAt: number): void {
  if (edge !== null) background("cache.edge", edge.put(origin, place, { answer, seenAt }))
}
