// What do those who listen in this isolate look at? The newest rows of a list, asked for once for all of them.
import type { Served } from "./endpoint.ts"
import { Failure } from "./failure.ts"
import type { Row } from "./listening.ts"
import type { Incoming, Route } from "./route.ts"

/** Newest rows that are looked at. */
export const WINDOW = 100
/** A look is good for so long. */
export const POLL_MS = 2_000
/** Whoever looks may take so long until another one looks in his place: his request may have been cut off. */
const PATIENCE_MS = 5_000

export type Latest = { rows: readonly Row[] | null; tag: string | null; seenAt: number; askedAt: number }

/** Requests share what was read, never the reading: workerd lets none wait for another's. Kept with what the isolate remembers of answers. */
const KEPT = new WeakMap<object, Map<string, Latest>>()

/** What the isolate has of that name. */
export function windowOf({ services, clock }: Incoming<Served>, name: string): Latest {
  const memory: object = services.cache?.memory ?? clock
  const named = KEPT.get(memory) ?? new Map<string, Latest>()
  KEPT.set(memory, named)
  const known = named.get(name) ?? { rows: null, tag: null, seenAt: Number.NEGATIVE_INFINITY, askedAt: Number.NEGATIVE_INFINITY }
  named.set(name, known)
  return known
}

/** The newest rows, at most some seconds old; the same array as long as nothing changed. */
export async function lookAt<S extends Served>(latest: Latest, list: Route<S>, incoming: Incoming<S>): Promise<readonly Row[]> {
  const now = incoming.clock.now().getTime()
  const isLookedAt = now - latest.seenAt < POLL_MS || now - latest.askedAt < PATIENCE_MS
  if (latest.rows !== null && isLookedAt) return latest.rows
  latest.askedAt = now
  try {
    const read = await ask(latest.tag, list, incoming)
    // Somebody who asked later may have been answered sooner.
    if (now >= latest.seenAt) Object.assign(latest, read, { seenAt: now })
    return latest.rows ?? []
  } finally {
    latest.askedAt = Number.NEGATIVE_INFINITY
  }
}

/** Nothing where the list is as it was. Asked as anybody may ask, whoever listens, and at nobody's cost. */
async function ask<S extends Served>(tag: string | null, list: Route<S>, incoming: Incoming<S>): Promise<Partial<Latest>> {
  const url = new URL(`${list.path}?limit=${WINDOW}`, incoming.request.url)
  const request = new Request(url, tag === null ? {} : { headers: { "if-none-match": tag } })
  const services: S = { ...incoming.services, gate: null }
  const answer = await list.handle({ ...incoming, request, params: {}, services, onAnswer: () => undefined })
  if (answer.status === 304) return {}
  if (!answer.ok) throw new Failure("unavailable", "The list does not answer.", { context: { status: answer.status } })
  const { data } = (await answer.json()) as { readonly data: readonly Row[] }
  return { rows: data, tag: answer.headers.get("etag") }
}
