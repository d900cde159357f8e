// What a database error means for the caller: try again later, or a defect of ours.
import { Failure } from "../kit/failure.ts"

/** SQLSTATE classes that pass by themselves: connection trouble, resources, time-out, shutdown, serialisation, lock waits. */
const PASSING = /^(08|53|57014|57P|40001|40P01|55P03|58)/

type Coded = { code?: unknown; message?: unknown; cause?: unknown; sourceError?: unknown }

/** The SQLSTATE of an error or of one of its causes, or null where no server said one. */
export function sqlState(error: unknown): string | null {
  for (let at = error as Coded | undefined, depth = 0; at !== undefined && at !== null && depth < 5; depth += 1) {
    if (typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code)) return at.code
    at = (at.cause ?? at.sourceError) as Coded | undefined
  }
  return null
}

/** `unavailable` where nobody answered or the server says that it will pass; otherwise a bug. The message stays inside. */
export function toDatabaseFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const state = sqlState(error)
  if (state !== null && !PASSING.test(state)) {
    return new Failure("bug", "A statement was refused by the database.", { cause: error, context: { sqlState: state } })
  }
  return new Failure("unavailable", "The database does not answer. Try again in a few seconds.", {
    cause: error,
    context: { sqlState: state },
    waitMs: 5_000,
  })
}
