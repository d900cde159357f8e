// How is an endpoint declared that tells of new rows as they come? Server-sent events, as https://html.spec.whatwg.org/multipage/server-sent-events.html.
import * as z from "zod"
import { negotiate } from "./accept.ts"
import { admit } from "./admit.ts"
import type { Served } from "./endpoint.ts"
import { Failure } from "./failure.ts"
import { readNamed, readQuery } from "./input.ts"
import { lookAt, WINDOW, windowOf } from "./latest.ts"
import { listen, LIFE_MS, MOST_REPLAYED, type Source } from "./listener.ts"
import type { Row } from "./listening.ts"
import type { Operation, Route } from "./route.ts"

export const EVENT_STREAM = "text/event-stream"

export type Streamed<S, P> = {
  readonly path: string
  readonly name: string
  readonly summary: string
  readonly tag: string
  /** The events' name. */
  readonly event: string
  /** What an event carries: a row of `list`. */
  readonly data: z.ZodType
  /** What a row's id looks like. */
  readonly id: z.ZodType<string>
  /** Gives the newest rows first, as `data`, and takes `limit`: listeners look at its answer, as it is kept for everybody. */
  readonly list: Route<S>
  /** Where the row stands among the others; null where there is none with that id. One statement. */
  findPlace(services: S, id: string): Promise<P | null>
  /** Rows that follow the place, oldest first. One statement. */
  after(services: S, place: P, limit: number): Promise<readonly Row[]>
  /** Where a reader finds what he missed: the path of a list or an export. */
  readonly missed: string
}

/** The `streamed` function of a Worker with these services. */
export function streamsOf<S extends Served>() {
  return function streamed<P>(declared: Streamed<S, P>): Route<S> {
    const operation = toOperation(declared)
    return {
      method: "GET",
      path: declared.path,
      operation,
      async handle(incoming) {
        const { request, services } = incoming
        if (negotiate(request.headers.get("accept"), [EVENT_STREAM]) === null) {
          throw new Failure("not-acceptable", `This path answers \`${EVENT_STREAM}\` only.`)
        }
        const { after } = readQuery(operation.query, new URL(request.url).searchParams) as { after?: string }
        const named = readNamed(operation.headers, Object.fromEntries(request.headers)) as { "last-event-id"?: string }
        await admit(incoming, { scope: null, cost: operation.cost })
        // `no-transform`: compressed, events would wait for one another.
        const headers = { "content-type": EVENT_STREAM, "cache-control": "no-store, no-transform", vary: "Accept" }
        if (request.method === "HEAD") return new Response(null, { headers })
        const latest = windowOf(incoming, declared.path)
        const source: Source = {
          name: declared.name,
          event: declared.event,
          data: declared.data,
          missed: declared.missed,
          look: () => lookAt(latest, declared.list, incoming),
          async after(id, limit) {
            const place = await declared.findPlace(services, id)
            return place === null ? null : await declared.after(services, place, limit)
          },
        }
        // The header is what a program that was cut off sends by itself: it is newer than what the address said.
        return new Response(await listen(source, named["last-event-id"] ?? after ?? null, incoming), { headers })
      },
    }
  }
}

type Described = Pick<Streamed<never, never>, "name" | "summary" | "tag" | "event" | "data" | "id" | "missed">

function toOperation({ name, summary, tag, event, data, id, missed }: Described): Operation {
  const last = id.describe("The id of the last event that was received: what followed it comes first.")
  return {
    name,
    summary,
    description: describe(event, missed),
    example: null,
    tag,
    params: z.object({}),
    query: z.object({ after: last.optional() }),
    headers: z.object({ "last-event-id": last.optional() }),
    body: null,
    reply: data,
    media: EVENT_STREAM,
    status: 200,
    freshS: null,
    isKept: false,
    key: null,
    scope: null,
    isTiered: false,
    cost: 1,
    isSparse: false,
    fails: [],
  }
}

const describe = (event: string, missed: string): string =>
  `Server-sent events named \`${event}\`: each carries a row as JSON, with the row's id as its own. Without \`Last-Event-ID\` (or \`after\`) the stream ` +
  `begins with what comes next. With it, what followed that row comes first, oldest first. Where there is no such row, or more than ${MOST_REPLAYED} ` +
  `followed it, an event \`gap\` says so and names \`${missed}\`, where the rest is, and the newest ${WINDOW} rows follow. A row that is stored late, ` +
  "behind one that was told, comes without an id of its own event, and only to those who listen then. A comment comes every 15 seconds where nothing " +
  `else does. The stream ends after ${LIFE_MS / 60_000} minutes; browsers come again by themselves, other programs do so after the milliseconds of \`retry\`, with \`Last-Event-ID\`.`
