// Which fields does a caller want of each row? `fields=id,title` makes an answer smaller, and no longer what the full shape promises.
import * as z from "zod"
import { nearest } from "./nearest.ts"

/** What such an answer is: rows may lack fields that the reply's schema requires. */
export const SPARSE_TYPE = "application/vnd.content-creator.sparse+json"

/** Fields that can be chosen: of the rows in `data` where the reply is a list, else of the reply itself. */
export function fieldsOf(reply: z.ZodType): readonly string[] {
  if (!(reply instanceof z.ZodObject)) return []
  const data: unknown = reply.shape["data"]
  const row = data instanceof z.ZodArray ? data.element : reply
  return row instanceof z.ZodObject ? Object.keys(row.shape) : []
}

/** The query parameter `fields`: names between commas, each once, in the order of the row. */
export const Fields = (known: readonly string[]) =>
  z
    .string()
    .max(1_000)
    .transform((text, context) => {
      const asked = text.split(",")
      const unknown = asked.filter((name) => !known.includes(name))
      if (unknown.length === 0) return known.filter((name) => asked.includes(name))
      context.addIssue({ code: "custom", message: unknownField(unknown[0] ?? "", known) })
      return z.NEVER
    })
    .pipe(z.array(z.enum(known)))
    .describe("Fields of each row, between commas; all of them where it is left out.")

/** Longest name of the caller's own that an answer repeats. */
const LONGEST_NAME = 60

function unknownField(name: string, known: readonly string[]): string {
  if (name === "") return "must be names of fields between commas"
  const meant = nearest(name, known)
  const shown = name.slice(0, LONGEST_NAME)
  return meant === null
    ? `rows have no field ${shown}; the fields are ${known.join(", ")}`
    : `rows have no field ${shown}; did you mean ${meant}?`
}

type Row = Readonly<Record<string, unknown>>

/** The body of a full answer with only these fields in its rows. */
export function pickFields(body: string, fields: readonly string[]): string {
  const pick = (row: Row): Row => Object.fromEntries(fields.filter((name) => name in row).map((name) => [name, row[name]]))
  const full = JSON.parse(body) as Row
  const { data } = full
  return JSON.stringify(Array.isArray(data) ? { ...full, data: (data as Row[]).map(pick) } : pick(full))
}
