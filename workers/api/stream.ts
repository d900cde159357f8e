// How do long answers of the api Worker begin? Exports and streams with its services, and what all exports take.
import { exportsOf } from "../../shared/kit/ndjson.ts"
import { streamsOf } from "../../shared/kit/event-stream.ts"
import type { ApiServices } from "./endpoint.ts"
import { Moment } from "./time.ts"

export const exported = exportsOf<ApiServices>()
export const streamed = streamsOf<ApiServices>()

/** Tokens that an export costs: a hundred statements are more than one. */
export const EXPORT_COST = 10

/**
 * Rows of a page: of small ones, which the database writes as lines, a million are some 700 statements; of large ones, which are shaped here, a page is
 * some megabytes, and an answer ends after 450,000 with the cursor of the rest.
 */
export const SMALL_ROWS = 1_500
export const LARGE_ROWS = 500

/** What every export takes. */
export const SPAN = {
  since: Moment.optional().describe("Rows at or after this moment; from the first one, where it is left out."),
  until: Moment.optional().describe("Rows before this moment; up to the last one, where it is left out."),
}

const moment = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text))

export const spanOf = ({ since, until }: { since?: string | undefined; until?: string | undefined }) => ({
  since: moment(since),
  until: moment(until),
})

/** The page of rows that were asked for with this limit: a full one may have a next. */
export function pageOfRows<R, T, const P extends readonly string[]>(
  rows: readonly R[],
  limit: number,
  toRow: (row: R) => T,
  placeOf: (row: R) => P,
): { readonly rows: readonly T[]; readonly next: P | null } {
  const last = rows.at(-1)
  return { rows: rows.map(toRow), next: rows.length < limit || last === undefined ? null : placeOf(last) }
}
