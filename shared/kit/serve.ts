// How is a request to an endpoint answered? Checked, let in, found where answers are kept or asked for anew, and dressed.
import * as z from "zod"
import { negotiate } from "./accept.ts"
import type { Admission } from "./admission.ts"
import { admit, isPremium } from "./admit.ts"
import { etagOf, isKnown } from "./etag.ts"
import type { Served } from "./endpoint.ts"
import { Failure } from "./failure.ts"
import { hash64 } from "./ids.ts"
import { readJsonBody, readNamed, readQuery } from "./input.ts"
import { nextLink, type Reply, toReply } from "./reply.ts"
import type { Incoming, Operation } from "./route.ts"
import { pickFields, SPARSE_TYPE } from "./sparse.ts"

/** An endpoint as it is served. */
export type Serving<S> = {
  readonly path: string
  readonly operation: Operation
  /** Where its answers are kept; null: each is asked for anew. */
  readonly namespace: string | null
  /** Whether a reader may keep its answers. */
  readonly isKept: boolean
  readonly body: { readonly schema: z.ZodType | null; readonly maxBytes: number }
  /** Who asks, by the endpoint's own guard. */
  check(incoming: Incoming<S>): Promise<unknown>
  answer(services: S, input: Known): Promise<unknown>
}

type Input = { readonly params: unknown; readonly query: unknown; readonly headers: unknown; readonly body: unknown }
type Known = Input & { readonly actor: unknown; readonly isPremium: boolean; readonly background: unknown }
/** `from`: where it was found; null where answers aren't kept. */
type Answer = Reply & { readonly ageS: number; readonly from: "hit" | "miss" | "off" | null }

export async function serve<S extends Served>(serving: Serving<S>, incoming: Incoming<S>): Promise<Response> {
  const { operation, namespace } = serving
  const { request, background } = incoming
  if (negotiate(request.headers.get("accept"), operation.isSparse ? ["application/json", SPARSE_TYPE] : ["application/json"]) === null) {
    throw new Failure("not-acceptable", "This path answers `application/json` only.")
  }
  const actor = await serving.check(incoming)
  const { fields, ...input } = await readInput(serving, incoming)
  const admission = await admit(incoming, { scope: operation.scope, cost: operation.cost })
  const isMember = operation.isTiered && isPremium(admission)
  const known: Known = { ...input, actor, isPremium: isMember, background }
  const full = await (namespace === null ? askAnew(serving, incoming, known) : askCache(serving, namespace, incoming, known))
  const answer = fields === null ? full : { ...full, body: pickFields(full.body, fields) }
  return respond(answer, serving, incoming, { admission, isMember, isSparse: fields !== null })
}

async function readInput<S>(
  { operation, body }: Serving<S>,
  { request, params }: Incoming<S>,
): Promise<Input & { fields: string[] | null }> {
  const asked = readQuery(operation.query, new URL(request.url).searchParams)
  const { fields = null, ...query } = (operation.isSparse ? asked : { ...asked, fields: null }) as { fields?: string[] | null }
  return {
    params: readNamed(operation.params, params),
    query,
    headers: readNamed(operation.headers, Object.fromEntries(request.headers)),
    body: body.schema === null ? null : await readJsonBody(body.schema, request, body.maxBytes),
    fields,
  }
}

async function askAnew<S>(serving: Serving<S>, incoming: Incoming<S>, input: Known): Promise<Answer> {
  const reply = toReply(serving.operation.reply, await serving.answer(incoming.services, input), incoming.strict)
  return { ...reply, ageS: 0, from: null }
}

/** Replies of another shape are other answers. */
const SHAPES = new WeakMap<z.ZodType, string>()
function shapeOf(reply: z.ZodType): string {
  const known = SHAPES.get(reply) ?? hash64(JSON.stringify(z.toJSONSchema(reply)), 0)
  SHAPES.set(reply, known)
  return known
}

/** One round trip to Redis on a hit. Where Redis is gone the database answers, and nothing is kept. */
async function askCache<S extends Served>(serving: Serving<S>, namespace: string, incoming: Incoming<S>, input: Known): Promise<Answer> {
  const { operation, path } = serving
  const { cache } = incoming.services
  const asked = JSON.stringify([input.params, input.query, ...(input.isPremium ? ["premium"] : [])])
  const key = `${path} ${shapeOf(operation.reply)} ${asked}`
  const { hit, epoch } = cache === null ? { hit: null, epoch: null } : await cache.read(namespace, key)
  const now = incoming.clock.now().getTime()
  if (hit !== null) return { ...replyIn(hit.body), ageS: Math.max(0, Math.floor((now - hit.storedAt) / 1_000)), from: "hit" }
  const reply = await askAnew(serving, incoming, input)
  if (cache !== null && epoch !== null) {
    const { body } = reply
    incoming.background("cache.write", cache.write(namespace, key, epoch, { body, storedAt: now }, operation.freshS ?? 0))
  }
  return { ...reply, from: epoch === null ? "off" : "miss" }
}

function replyIn(body: string): Reply {
  const { next } = JSON.parse(body) as { next?: unknown }
  return { body, next: typeof next === "string" ? next : null }
}

type Manner = { readonly admission: Admission | null; readonly isMember: boolean; readonly isSparse: boolean }

async function respond<S>(
  answer: Answer,
  { operation, isKept }: Serving<S>,
  { request }: Incoming<S>,
  { admission, isMember, isSparse }: Manner,
): Promise<Response> {
  const headers = new Headers({
    "content-type": isSparse ? SPARSE_TYPE : "application/json",
    vary: operation.isTiered || operation.scope !== null ? "Accept, Authorization" : "Accept",
  })
  if (answer.next !== null && "cursor" in operation.query.shape) headers.set("link", nextLink(request.url, answer.next))
  if (!isKept) {
    headers.set("cache-control", "no-store")
    return new Response(answer.body, { status: operation.status, headers })
  }
  const audience = isMember || operation.scope !== null ? "private" : "public"
  headers.set("cache-control", operation.freshS === null ? `${audience}, no-cache` : `${audience}, max-age=${operation.freshS}`)
  if (operation.freshS !== null) headers.set("age", String(answer.ageS))
  if (answer.from !== null) headers.set("x-cache", answer.from)
  const etag = await etagOf(answer.body)
  headers.set("etag", etag)
  if (!isKnown(request.headers.get("if-none-match"), etag)) return new Response(answer.body, { status: operation.status, headers })
  admission?.giveBack()
  headers.delete("content-type")
  return new Response(null, { status: 304, headers })
}
