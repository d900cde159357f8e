// How does a long list leave in constant memory? A page of rows at a time, a line of JSON each, no faster than the reader takes them.
import * as z from "zod"
import { negotiate } from "./accept.ts"
import { admit } from "./admit.ts"
import type { Served } from "./endpoint.ts"
import { type Ask, type Content, exportLines, type Place } from "./export-lines.ts"
import { Failure } from "./failure.ts"
import { readQuery } from "./input.ts"
import { Cursor, decodeCursor } from "./page-cursor.ts"
import { Problem } from "./problem.ts"
import type { Operation, Route } from "./route.ts"

type Shape = z.ZodRawShape
type Read<T extends Shape> = z.infer<z.ZodObject<T>>

export const NDJSON = "application/x-ndjson"

const End = z
  .object({
    end: z.literal(true),
    rows: z.int().nonnegative().describe("Lines before this one."),
    next: z.string().nullable().describe("The `cursor` with which the rest follows; null where there is none."),
  })
  .meta({ id: "ExportEnd", description: "The last line of an export that went well." })

const Broken = z
  .object({ error: Problem, next: z.string().nullable().describe("The `cursor` with which the rest follows.") })
  .meta({ id: "ExportBroken", description: "The last line of an export that could not go on." })

const ENDING =
  'Each line is a row as JSON, the oldest first. The last line is `{"end":true,"rows":N,"next":null}`. Where `next` is text, the answer ' +
  "stopped at its longest, and the rest follows with `cursor=next`. Where something fails on the way, the last line is " +
  '`{"error":PROBLEM,"next":CURSOR}`. An answer without one of these lines was cut off: ask again, with `since` as the last row has it.'

type Paged<R, P> = Content<R> & { readonly next: Readonly<P> | null }

export type Exported<S, Q extends Shape, P extends Place, R extends z.ZodType> = {
  readonly path: string
  readonly name: string
  readonly summary: string
  readonly tag: string
  readonly query: Q
  /** A line. */
  readonly row: R
  /** What a cursor holds. */
  readonly place: z.ZodType<P>
  /** Tokens of the caller's limits. */
  readonly cost: number
  /** The page after `after`, or the first. One statement. */
  page(services: S, query: Read<Q>, after: P | null): Promise<Paged<z.input<R>, P>>
}

/** The `exported` function of a Worker with these services. */
export function exportsOf<S extends Served>() {
  return function exported<Q extends Shape, P extends Place, R extends z.ZodType>(declared: Exported<S, Q, P, R>): Route<S> {
    const operation = toOperation(declared)
    return {
      method: "GET",
      path: declared.path,
      operation,
      async handle(incoming) {
        const { request, services } = incoming
        if (negotiate(request.headers.get("accept"), [NDJSON]) === null) {
          throw new Failure("not-acceptable", `This path answers \`${NDJSON}\` only.`)
        }
        const { cursor, ...query } = readQuery(operation.query, new URL(request.url).searchParams) as { cursor?: string }
        const from = cursor === undefined ? null : decodeCursor(cursor, declared.place)
        await admit(incoming, { scope: null, cost: declared.cost })
        const headers = { "content-type": NDJSON, "cache-control": "no-store", vary: "Accept" }
        if (request.method === "HEAD") return new Response(null, { headers })
        const ask: Ask = (after) => declared.page(services, query as Read<Q>, after as P | null)
        // Asked for before the answer begins: what fails at once has a status of its own.
        const first = await ask(from)
        return new Response(exportLines({ name: declared.name, row: declared.row, ask, from, first }, incoming), { headers })
      },
    }
  }
}

type Described = Pick<Exported<never, Shape, never, z.ZodType>, "name" | "summary" | "tag" | "query" | "row" | "cost">

function toOperation({ name, summary, tag, query, row, cost }: Described): Operation {
  return {
    name,
    summary,
    description: ENDING,
    example: null,
    tag,
    params: z.object({}),
    query: z.object({
      ...query,
      cursor: Cursor.describe("The `next` of an export's last line; leave it out for the beginning.").optional(),
    }),
    headers: z.object({}),
    body: null,
    reply: z.union([row, End, Broken]),
    media: NDJSON,
    status: 200,
    freshS: null,
    isKept: false,
    key: null,
    scope: null,
    isTiered: false,
    cost,
    isSparse: false,
    fails: [],
  }
}
