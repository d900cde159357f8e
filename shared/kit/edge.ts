// What does Cloudflare's cache of this place have of an answer? A layer between isolates that needs neither Redis nor Postgres; absent elsewhere.
import { type Answer, parseStored, type Place, toStored } from "./answer.ts"

export type EdgeAnswer = { readonly answer: Answer; /** When its epoch was seen, in milliseconds since 1970. */ readonly seenAt: number }

export type Edge = {
  /** Null where there is none, or nothing answers. */
  match(origin: string, place: Place): Promise<EdgeAnswer | null>
  put(origin: string, place: Place, edgeAnswer: EdgeAnswer): Promise<void>
}

/** Long enough for an answer to stand in while Redis and Postgres are away. */
const KEPT_S = 86_400
const SEEN = "x-seen-at"

/** Under the Worker's own origin, whose requests all come to the Worker first: nobody outside can read or write there. */
const addressOf = (origin: string, { namespace, key }: Place): string =>
  `${origin}/.kept/${encodeURIComponent(namespace)}/${encodeURIComponent(key)}`

/** The cache of the place where the Worker runs; null where the runtime has none. */
export function openEdge(): Edge | null {
  const cache = (globalThis as { caches?: { default?: Pick<Cache, "match" | "put"> } }).caches?.default
  if (cache === undefined) return null
  return {
    async match(origin, place) {
      const found = await cache.match(addressOf(origin, place)).catch(() => undefined)
      const answer = found === undefined ? null : parseStored(await found.text())
      return answer === null ? null : { answer, seenAt: Number(found?.headers.get(SEEN)) }
    },
    async put(origin, place, { answer, seenAt }) {
      const headers = { "cache-control": `public, max-age=${KEPT_S}`, "content-type": "text/plain", [SEEN]: String(seenAt) }
      await cache.put(addressOf(origin, place), new Response(toStored(answer), { headers }))
    },
  }
}
