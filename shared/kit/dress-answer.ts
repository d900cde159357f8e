// What does an answer say of itself? Its type, its tag, how old it is, who may keep it, and where the next page is.
import type { Answer } from "./answer.ts"
import { type Found, MAX_AGE_S } from "./asking.ts"
import { etagOf } from "./etag.ts"
import { nextLink, type Reply } from "./reply.ts"
import type { Operation } from "./route.ts"
import { pickFields, SPARSE_TYPE } from "./sparse.ts"

export type Dressed = {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Null where no reader may keep it. */
  readonly etag: string | null
}

type Undressed = {
  readonly operation: Operation
  /** The address that was asked for. */
  readonly url: string
  readonly reply: Reply
  /** Where it was found; null where answers aren't kept. Its tag is then at hand. */
  readonly found: Found | null
  /** The fields that its rows shall have; null: all. */
  readonly fields: readonly string[] | null
  /** It holds what only members see. */
  readonly isMember: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

export async function dressAnswer({ operation, url, reply, found, fields, isMember, now }: Undressed): Promise<Dressed> {
  const body = fields === null ? reply.body : pickFields(reply.body, fields)
  const headers: Record<string, string> = {
    "content-type": fields === null ? "application/json" : SPARSE_TYPE,
    vary: operation.isTiered || operation.scope !== null ? "Accept, Authorization" : "Accept",
  }
  if (reply.next !== null && "cursor" in operation.query.shape) headers["link"] = nextLink(url, reply.next)
  if (operation.isKept !== true) return { body, headers: { ...headers, "cache-control": "no-store" }, etag: null }
  const audience = isMember || operation.scope !== null ? "private" : "public"
  headers["cache-control"] = operation.freshS === null ? `${audience}, no-cache` : `${audience}, max-age=${MAX_AGE_S}, stale-if-error=86400`
  if (found !== null) Object.assign(headers, provenance(found, now))
  const etag = found !== null && fields === null ? found.answer.etag : await etagOf(body)
  return { body, headers: { ...headers, etag }, etag }
}

/** Whole seconds since the database was asked. */
export const ageS = (answer: Answer, now: number): number => Math.max(0, Math.floor((now - answer.readAt) / 1_000))

function provenance({ answer, layer, state }: Found, now: number): Record<string, string> {
  const word = state === "failed" ? "stale-error" : state === "stale" ? "stale" : layer === "redis" ? "hit" : layer
  const from = word !== "database" ? word : answer.epoch === null ? "off" : "miss"
  return {
    "x-cache": from,
    age: String(ageS(answer, now)),
    "as-of": new Date(answer.readAt).toISOString(),
    ...(state === "failed" ? { "x-stale-reason": "database" } : {}),
  }
}
