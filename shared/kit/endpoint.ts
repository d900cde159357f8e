// How is an endpoint declared once? Its route, its checks, its cache, its reply's shape and its description follow from one value.
import * as z from "zod"
import { negotiate } from "./accept.ts"
import type { Cache } from "./cache.ts"
import { respondTagged } from "./etag.ts"
import { Failure, type FailureCode } from "./failure.ts"
import { hash64 } from "./ids.ts"
import { readJsonBody, readNamed, readQuery } from "./input.ts"
import type { Incoming, Operation, Route } from "./route.ts"

type Shape = z.ZodRawShape
type Read<T extends Shape> = z.infer<z.ZodObject<T>>

/** What a Worker's endpoints share: Redis, where it has one. */
export type Served = { readonly cache: Cache | null }

/** How long a name of the Worker's cache table keeps an answer. */
export type CacheTable<N extends string> = Readonly<Record<N, { readonly freshS: number }>>

/** Longest body that an endpoint takes unless it says so. */
const MAX_BODY_BYTES = 16_384

export type Declared<
  S,
  N extends string,
  P extends Shape,
  Q extends Shape,
  H extends Shape,
  B extends z.ZodType,
  R extends z.ZodType,
  A,
> = {
  readonly method?: Route<S>["method"]
  readonly path: string
  /** The operation's name in clients made from the description, such as `listInsights`. */
  readonly name: string
  readonly summary: string
  readonly tag: string
  readonly params?: P
  readonly query?: Q
  /** Headers that the endpoint reads, in lower case. */
  readonly headers?: H
  readonly body?: B
  /** What the description says of the body where more is read than is described: parts that are judged one by one. */
  readonly describedBody?: z.ZodType
  /** Longest body, in bytes; 16 KiB where it isn't given. */
  readonly maxBytes?: number
  readonly reply: R
  readonly status?: 200 | 202
  /** Where answers are kept; null: each is asked for anew, `never`: and no reader may keep one either. */
  readonly cache: N | "never" | null
  /** Who may ask: throws `unauthenticated` before anything else is read. */
  readonly guard?: { readonly key: string; check(services: S, headers: Headers): Promise<A> }
  /** Failures that a caller can meet beside those that follow from the rest, for the description. */
  readonly fails?: readonly FailureCode[]
  answer(
    services: S,
    input: {
      readonly params: Read<P>
      readonly query: Read<Q>
      readonly headers: Read<H>
      readonly body: z.infer<B>
      /** Who asks, as the guard found; null where there is none. */
      readonly actor: A
      /** Work that may go on after the answer; its failure is logged. */
      readonly background: Incoming<S>["background"]
    },
  ): Promise<z.input<R>>
}

/** The `endpoint` function of a Worker with these services and caches. */
export function endpointsOf<S extends Served, N extends string>(caches: CacheTable<N>) {
  return function endpoint<
    R extends z.ZodType,
    P extends Shape = Record<never, never>,
    Q extends Shape = Record<never, never>,
    H extends Shape = Record<never, never>,
    B extends z.ZodType = z.ZodNull,
    A = null,
  >(declared: Declared<S, N, P, Q, H, B, R, A>): Route<S> {
    const operation: Operation = {
      name: declared.name,
      summary: declared.summary,
      tag: declared.tag,
      params: z.object(declared.params ?? {}),
      query: z.object(declared.query ?? {}),
      headers: z.object(declared.headers ?? {}),
      body: declared.describedBody ?? declared.body ?? null,
      reply: declared.reply,
      status: declared.status ?? 200,
      freshS: declared.cache === null || declared.cache === "never" ? null : caches[declared.cache].freshS,
      key: declared.guard?.key ?? null,
      fails: declared.fails ?? [],
    }
    const shapeTag = lazily(() => hash64(JSON.stringify(z.toJSONSchema(declared.reply)), 0))
    const body = { schema: declared.body ?? null, maxBytes: declared.maxBytes ?? MAX_BODY_BYTES }
    const ask: Ask<S> = (services, input) => declared.answer(services, input as never)
    const method = declared.method ?? "GET"
    return {
      method,
      path: declared.path,
      operation,
      async handle(incoming) {
        if (negotiate(incoming.request.headers.get("accept"), ["application/json"]) === null) {
          throw new Failure("not-acceptable", "This path answers `application/json` only.")
        }
        const actor = (await declared.guard?.check(incoming.services, incoming.request.headers)) ?? null
        const { background } = incoming
        const input = { ...(await readInput(operation, incoming, body)), actor, background }
        const kept = declared.cache === "never" ? null : declared.cache
        const answer = await (kept === null
          ? askAnew(operation, ask, incoming, input)
          : askCache(
              { namespace: kept, key: `${declared.path} ${shapeTag()} ${JSON.stringify([input.params, input.query])}` },
              operation,
              ask,
              incoming,
              input,
            ))
        return respond(answer, operation, incoming, method === "GET" && declared.cache !== "never")
      },
    }
  }
}

type Input = { readonly params: unknown; readonly query: unknown; readonly headers: unknown; readonly body: unknown }
type Known = Input & { readonly actor: unknown; readonly background: unknown }
type Body = { readonly schema: z.ZodType | null; readonly maxBytes: number }
type Ask<S> = (services: S, input: Known) => Promise<unknown>
type Answer = { readonly body: string; readonly ageS: number; readonly from: "hit" | "miss" | "off" | null }

async function readInput<S>(operation: Operation, { request, params }: Incoming<S>, body: Body): Promise<Input> {
  return {
    params: readNamed(operation.params, params),
    query: readQuery(operation.query, new URL(request.url).searchParams),
    headers: readNamed(operation.headers, Object.fromEntries(request.headers)),
    body: body.schema === null ? null : await readJsonBody(body.schema, request, body.maxBytes),
  }
}

async function askAnew<S>(operation: Operation, ask: Ask<S>, incoming: Incoming<S>, input: Known): Promise<Answer> {
  return { body: toBody(operation.reply, await ask(incoming.services, input), incoming.strict), ageS: 0, from: null }
}

/** One round trip to Redis on a hit. Where Redis is gone the database answers, and nothing is kept. */
async function askCache<S extends Served>(
  place: { namespace: string; key: string },
  operation: Operation,
  ask: Ask<S>,
  incoming: Incoming<S>,
  input: Known,
): Promise<Answer> {
  const { cache } = incoming.services
  const { hit, epoch } = cache === null ? { hit: null, epoch: null } : await cache.read(place.namespace, place.key)
  const now = incoming.clock.now().getTime()
  if (hit !== null) return { body: hit.body, ageS: Math.max(0, Math.floor((now - hit.storedAt) / 1_000)), from: "hit" }
  const { body } = await askAnew(operation, ask, incoming, input)
  if (cache !== null && epoch !== null) {
    incoming.background("cache.write", cache.write(place.namespace, place.key, epoch, { body, storedAt: now }, operation.freshS ?? 0))
  }
  return { body, ageS: 0, from: epoch === null ? "off" : "miss" }
}

/** The reply's text: what its schema doesn't name is left out; in strict mode that is a defect. */
function toBody(reply: z.ZodType, data: unknown, strict: boolean): string {
  const shaped = reply.safeParse(data)
  if (!shaped.success)
    throw new Failure("bug", "The answer does not fit its own description.", {
      context: { issues: z.prettifyError(shaped.error).slice(0, 1_000) },
    })
  if (strict && canonical(data) !== canonical(shaped.data)) {
    throw new Failure("bug", "The answer holds more than its description says.", {
      context: { answer: canonical(data), described: canonical(shaped.data) },
    })
  }
  return JSON.stringify(shaped.data)
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )

async function respond<S>(answer: Answer, operation: Operation, { request }: Incoming<S>, isKept: boolean): Promise<Response> {
  const headers = new Headers({ "content-type": "application/json", vary: "Accept" })
  if (!isKept) {
    headers.set("cache-control", "no-store")
    return new Response(answer.body, { status: operation.status, headers })
  }
  headers.set("cache-control", operation.freshS === null ? "no-cache" : `public, max-age=${operation.freshS}`)
  if (operation.freshS !== null) headers.set("age", String(answer.ageS))
  if (answer.from !== null) headers.set("x-cache", answer.from)
  return respondTagged(request, answer.body, headers, operation.status)
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
