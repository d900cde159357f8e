// How is an endpoint declared once? Its route, its checks, its cache, its reply's shape and its description follow from one value.
import * as z from "zod"
import type { Gate } from "./admission.ts"
import type { Kept } from "./asking.ts"
import type { FailureCode } from "./failure.ts"
import type { Incoming, Operation, Route } from "./route.ts"
import { serve, type Serving } from "./serve.ts"
import { Fields, fieldsOf } from "./sparse.ts"

type Shape = z.ZodRawShape
type Read<T extends Shape> = z.infer<z.ZodObject<T>>

/** What a Worker's endpoints share: where answers are kept, and whoever lets callers in. */
export type Served = {
  /** Null: nowhere, each is asked for anew. */
  readonly cache: Kept | null
  /** Null: everybody is let in where no scope is needed, at any pace. */
  readonly gate: Gate | null
}

/** How long a name of the Worker's cache table keeps an answer, and how much longer it is served while it is asked for anew; in seconds. */
export type CacheTable<N extends string> = Readonly<Record<N, { readonly freshS: number; readonly staleS?: number }>>

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
  /** More than the summary, in CommonMark. */
  readonly description?: string
  /** A reply as it may come, for the description. */
  readonly example?: z.input<R>
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
  /** The scope that a caller needs; anyone may ask where none is named. */
  readonly scope?: string
  /** The answer holds more for callers with `read:premium`: `answer` is told, and what they get is kept apart. */
  readonly isTiered?: true
  /** Tokens of the caller's limits that an answer costs; 1 where it isn't given. */
  readonly cost?: number
  /** Takes `fields`, which chooses the fields of each row (or of the reply, where it is no list); `answer` needn't know. */
  readonly sparse?: true
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
      /** Whether the caller may see what is for members; false unless the endpoint `isTiered`. */
      readonly isPremium: boolean
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
    const { method = "GET", path, cache } = declared
    const policy = cache === null || cache === "never" ? null : caches[cache]
    const operation = toOperation(declared, policy?.freshS ?? null)
    const serving: Serving<S> = {
      path,
      operation,
      keeping: policy && { namespace: String(cache), freshMs: policy.freshS * 1_000, staleMs: (policy.staleS ?? 0) * 1_000 },
      readsHeaders: declared.headers !== undefined || declared.guard !== undefined,
      body: { schema: declared.body ?? null, maxBytes: declared.maxBytes ?? MAX_BODY_BYTES },
      check: async ({ services, request }) => (await declared.guard?.check(services, request.headers)) ?? null,
      answer: (services, input) => declared.answer(services, input as never),
    }
    return { method, path, operation, handle: (incoming) => serve(serving, incoming) }
  }
}

type AnyDeclared = Omit<Declared<never, string, Shape, Shape, Shape, z.ZodType, z.ZodType, unknown>, "answer" | "guard" | "example"> & {
  readonly example?: unknown
  readonly guard?: { readonly key: string }
}

function toOperation(declared: AnyDeclared, freshS: number | null): Operation {
  return {
    name: declared.name,
    summary: declared.summary,
    description: declared.description ?? null,
    example: declared.example ?? null,
    tag: declared.tag,
    params: z.object(declared.params ?? {}),
    query: z.object({ ...declared.query, ...(declared.sparse ? { fields: Fields(fieldsOf(declared.reply)).optional() } : {}) }),
    headers: z.object(declared.headers ?? {}),
    body: declared.describedBody ?? declared.body ?? null,
    reply: declared.reply,
    status: declared.status ?? 200,
    freshS,
    isKept: (declared.method ?? "GET") === "GET" && declared.cache !== "never",
    key: declared.guard?.key ?? null,
    scope: declared.scope ?? null,
    isTiered: declared.isTiered ?? false,
    cost: declared.cost ?? 1,
    isSparse: declared.sparse ?? false,
    fails: declared.fails ?? [],
  }
}
