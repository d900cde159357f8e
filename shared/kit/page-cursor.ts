// Where does the next page of a list begin? Opaque cursors that hold the place of the last row seen.
import * as z from "zod"
import { Failure } from "./failure.ts"

/** A cursor as a query parameter: what a page's `next` gave. */
export const Cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,400}$/, "must be the `next` of an earlier page, unchanged")
  .describe("The `next` of the page before; leave it out for the first page.")

/** `limit`: a whole number from 1 to `most`. */
export const Limit = (most: number, usual: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `must be a whole number from 1 to ${most}`)
    .transform(Number)
    .pipe(z.int().min(1, `must be from 1 to ${most}`).max(most, `must be from 1 to ${most}`))
    .default(usual)
    .describe("Most rows of one page.")

/** Text of printable ASCII (ids, times) as a cursor. */
export function encodeCursor(place: readonly string[]): string {
  return btoa(JSON.stringify(place)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/** The place that a cursor holds; throws `invalid-input` where it isn't one of this list's. */
export function decodeCursor<T>(cursor: string, place: z.ZodType<T>): T {
  const parsed = place.safeParse(parse(cursor))
  if (parsed.success) return parsed.data
  throw new Failure("invalid-input", "The cursor is not one of this list's.", {
    faults: [{ pointer: "cursor", detail: "must be the `next` of an earlier page of this list, unchanged" }],
  })
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")))
  } catch {
    return null
  }
}

/** One page of rows that were asked for with one more than `limit`: that one says whether there is a next page. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  placeOf: (row: T) => readonly string[],
): { data: readonly T[]; next: string | null } {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, next: rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null }
}
