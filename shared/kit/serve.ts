// How is a request to an endpoint answered? Checked, let in, found where answers are kept or asked for anew, and dressed.
import * as z from "zod"
import { negotiate } from "./accept.ts"
import type { Admission } from "./admission.ts"
import { admit, isPremium, mayBeMember } from "./admit.ts"
import type { Found } from "./asking.ts"
import { dressAnswer, type Dressed } from "./dress-answer.ts"
import { isKnown } from "./etag.ts"
import type { Served } from "./endpoint.ts"
import { Failure } from "./failure.ts"
import { findAnswer } from "./find-answer.ts"
import { hash64 } from "./ids.ts"
import { readJsonBody, readNamed, readQuery } from "./input.ts"
import { rememberAnswer } from "./recall.ts"
import { toReply } from "./reply.ts"
import type { Incoming, Operation } from "./route.ts"
import { SPARSE_TYPE } from "./sparse.ts"

/** An endpoint as it is served. */
export type Serving<S> = {
  readonly path: string
  readonly operation: Operation
  /** Where its answers are kept, and for how long; null: each is asked for anew. */
  readonly keeping: { readonly namespace: string; readonly freshMs: number; readonly staleMs: number } | null
  /** What it reads beside its address can't be told from the address. */
  readonly readsHeaders: boolean
  readonly body: { readonly schema: z.ZodType | null; readonly maxBytes: number }
  /** Who asks, by the endpoint's own guard. */
  check(incoming: Incoming<S>): Promise<unknown>
  answer(services: S, input: Known): Promise<unknown>
}

type Input = { readonly params: unknown; readonly query: unknown; readonly headers: unknown; readonly body: unknown }
type Known = Input & { readonly actor: unknown; readonly isPremium: boolean; readonly background: unknown }
type Read = { readonly input: Input; readonly fields: readonly string[] | null; readonly actor: unknown }

export async function serve<S extends Served>(serving: Serving<S>, incoming: Incoming<S>): Promise<Response> {
  const { operation, keeping } = serving
  const offered = operation.isSparse ? ["application/json", SPARSE_TYPE] : ["application/json"]
  if (negotiate(incoming.request.headers.get("accept"), offered) === null) {
    throw new Failure("not-acceptable", "This path answers `application/json` only.")
  }
  const actor = await serving.check(incoming)
  const read = { ...(await readInput(serving, incoming)), actor }
  if (keeping === null || incoming.services.cache === null) return askAnew(serving, incoming, read)
  return askKept(serving, incoming, read)
}

async function readInput<S>({ operation, body }: Serving<S>, { request, params }: Incoming<S>): Promise<Omit<Read, "actor">> {
  const asked = readQuery(operation.query, new URL(request.url).searchParams)
  const { fields = null, ...query } = (operation.isSparse ? asked : { ...asked, fields: null }) as { fields?: string[] | null }
  const input = {
    params: readNamed(operation.params, params),
    query,
    headers: readNamed(operation.headers, Object.fromEntries(request.headers)),
    body: body.schema === null ? null : await readJsonBody(body.schema, request, body.maxBytes),
  }
  return { input, fields }
}

/** Who asks for this operation: the gate's word, and the time that it took. */
const letIn = <S extends Served>(incoming: Incoming<S>, { scope, cost }: Operation): Promise<Admission | null> =>
  incoming.services.gate === null
    ? admit(incoming, { scope, cost })
    : incoming.meter.timed("limiter", () => admit(incoming, { scope, cost }))

async function ask<S>(serving: Serving<S>, incoming: Incoming<S>, { input, actor }: Read, isMember: boolean) {
  const known: Known = { ...input, actor, isPremium: isMember, background: incoming.background }
  return toReply(serving.operation.reply, await serving.answer(incoming.services, known), incoming.strict)
}

async function askAnew<S extends Served>(serving: Serving<S>, incoming: Incoming<S>, read: Read): Promise<Response> {
  const { operation } = serving
  const { request } = incoming
  const admission = await letIn(incoming, operation)
  const isMember = operation.isTiered && isPremium(admission)
  const reply = await ask(serving, incoming, read, isMember)
  const now = incoming.clock.now().getTime()
  const dressed = await dressAnswer({ operation, url: request.url, reply, found: null, fields: read.fields, isMember, now })
  return respond(dressed, request, operation, admission)
}

/** Replies of another shape are other answers. */
const SHAPES = new WeakMap<z.ZodType, string>()
function shapeOf(reply: z.ZodType): string {
  const known = SHAPES.get(reply) ?? hash64(JSON.stringify(z.toJSONSchema(reply)), 0)
  SHAPES.set(reply, known)
  return known
}

/** One round trip to Redis for the answer and the caller's limits together. What only members see is looked for once it is known who asks. */
async function askKept<S extends Served>(serving: Serving<S>, incoming: Incoming<S>, read: Read): Promise<Response> {
  const { operation } = serving
  const { request, counters, clock } = incoming
  const admitting = letIn(incoming, operation)
  const isMember = operation.isTiered && mayBeMember(request) && isPremium(await admitting.catch(() => null))
  const finding = incoming.meter.timed("cache", () => find({ serving, incoming, read, isMember, admitting }))
  const [admitted, sought] = await Promise.allSettled([admitting, finding])
  if (sought.status === "rejected") throw admitted.status === "rejected" ? admitted.reason : sought.reason
  const found = sought.value
  const now = clock.now().getTime()
  const dressed = await dressAnswer({ operation, url: request.url, reply: found.answer, found, fields: read.fields, isMember, now })
  if (admitted.status === "rejected") {
    if (!isFree(admitted.reason, dressed, request)) throw admitted.reason
    return respond(dressed, request, operation, null)
  }
  counters.add("cache_answers_total", { layer: found.layer, state: found.state === "failed" ? "stale-error" : found.state })
  if (!isMember) rememberAnswer(serving, incoming, found, dressed)
  return respond(dressed, request, operation, admitted.value)
}

/** What the caller has already costs nothing, so that nobody is refused it for his pace. */
export function isFree(refusal: unknown, { etag }: Pick<Dressed, "etag">, request: Request): boolean {
  const isPace = refusal instanceof Failure && refusal.code === "rate-limited"
  return isPace && etag !== null && isKnown(request.headers.get("if-none-match"), etag)
}

type Finding<S> = {
  readonly serving: Serving<S>
  readonly incoming: Incoming<S>
  readonly read: Read
  readonly isMember: boolean
  readonly admitting: Promise<unknown>
}

function find<S extends Served>({ serving, incoming, read, isMember, admitting }: Finding<S>): Promise<Found> {
  const { keeping, path, operation } = serving
  const { request, services, clock, background } = incoming
  if (keeping === null || services.cache === null) throw new Failure("bug", "This answer is kept nowhere.")
  const asked = JSON.stringify([read.input.params, read.input.query, ...(isMember ? ["premium"] : [])])
  return findAnswer({
    ...services.cache,
    place: { namespace: keeping.namespace, key: `${path} ${shapeOf(operation.reply)} ${asked}` },
    ages: keeping,
    origin: new URL(request.url).origin,
    now: () => clock.now().getTime(),
    background,
    // Whoever is refused costs no statement.
    ask: () => admitting.then(() => ask(serving, incoming, read, isMember)),
  })
}

function respond({ body, headers, etag }: Dressed, request: Request, { status }: Operation, admission: Admission | null): Response {
  if (etag === null || !isKnown(request.headers.get("if-none-match"), etag)) return new Response(body, { status, headers })
  admission?.giveBack()
  const { "content-type": _, ...rest } = headers
  return new Response(null, { status: 304, headers: rest })
}
