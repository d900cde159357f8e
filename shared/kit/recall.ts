// Which answers can be given at once? Those that the isolate remembers under the very address: nothing is parsed, looked up or made anew for them.
import { negotiate } from "./accept.ts"
import type { Answer } from "./answer.ts"
import type { AnswerMemory, Remembered } from "./answer-memory.ts"
import { type Found, stateOf } from "./asking.ts"
import { ageS, type Dressed } from "./dress-answer.ts"
import type { Served } from "./endpoint.ts"
import { isKnown } from "./etag.ts"
import type { Incoming } from "./route.ts"
import type { Serving } from "./serve.ts"

/** An answer as it leaves. */
export type Ready = Remembered & {
  readonly answer: Answer
  readonly serving: Pick<Serving<never>, "path" | "operation" | "keeping">
  readonly etag: string
  readonly body: Uint8Array<ArrayBuffer>
  /** Of a 200 and of a 304; the age is written into them anew each second. */
  readonly full: Headers
  readonly bare: Headers
  ageS: number
}

/** Longest address that is remembered. */
const LONGEST_URL = 1_000
const ENCODER = new TextEncoder()

/** Remembers what was answered to this address, where the next caller may be told the same. */
export function rememberAnswer<S extends Served>(
  { path, operation, keeping, readsHeaders }: Serving<S>,
  { request, services, dress }: Pick<Incoming<S>, "request" | "services" | "dress">,
  { answer, state }: Found,
  { body, headers, etag }: Dressed,
): void {
  const { cache } = services
  if (cache === null || etag === null || state !== "fresh" || operation.scope !== null || readsHeaders) return
  if (request.method !== "GET" || request.url.length > LONGEST_URL) return
  const full = new Headers({ ...headers, "x-cache": "memory" })
  dress(full)
  const bare = new Headers(full)
  bare.delete("content-type")
  const bytes = ENCODER.encode(body) as Uint8Array<ArrayBuffer>
  const ready: Ready = {
    answer,
    serving: { path, operation, keeping },
    etag,
    body: bytes,
    full,
    bare,
    ageS: Number(headers["age"] ?? 0),
    bytes: bytes.byteLength,
  }
  cache.memory.remember(request.url, ready)
}

/** The answer to this request that may be given as it is; null where there is none. */
export function recallAnswer(memory: AnswerMemory<Found>, request: Request, now: number): Ready | null {
  if (request.method !== "GET") return null
  const ready = memory.recall(request.url) as Ready | null
  if (ready === null) return null
  const { keeping } = ready.serving
  if (keeping === null || !memory.isTrusted(keeping.namespace, ready.answer, now)) return null
  if (stateOf(ready.answer, keeping, now) !== "fresh") return null
  const accept = request.headers.get("accept")
  const takes = accept === null || accept === "*/*" || accept === "application/json" || negotiate(accept, ["application/json"]) !== null
  return takes ? ready : null
}

/** The whole answer, or 304 where the caller has it. `isBare` says which. */
export function giveAnswer(ready: Ready, request: Request, now: number): { readonly response: Response; readonly isBare: boolean } {
  const age = ageS(ready.answer, now)
  if (age !== ready.ageS) {
    ready.ageS = age
    ready.full.set("age", String(age))
    ready.bare.set("age", String(age))
  }
  const condition = request.headers.get("if-none-match")
  const isBare = condition !== null && isKnown(condition, ready.etag)
  return {
    response: isBare ? new Response(null, { status: 304, headers: ready.bare }) : new Response(ready.body, { headers: ready.full }),
    isBare,
  }
}
