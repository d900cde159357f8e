// Which headers does an answer carry? Each described once in the API's description; answers refer to it by name.

type Json = Record<string, unknown>
type Described = { readonly description: string; readonly schema: Json; readonly example: string | number }

const text = { type: "string" }
const whole = { type: "integer", minimum: 0 }

const HEADERS = {
  "X-Request-Id": {
    description: "The request's id, also in the log: name it when something is wrong.",
    schema: text,
    example: "req_01kbjw9f4rt8v2m6x0c5qz",
  },
  ETag: {
    description: "A strong entity tag of the body. Send it back as `If-None-Match`: an unchanged answer is a 304 without a body.",
    schema: text,
    example: '"5f2b8c0d9e4a7163b2c1d0e9f8a7b6c5"',
  },
  "Cache-Control": {
    description: "How long the answer may be kept, and by whom.",
    schema: text,
    example: "public, max-age=1, stale-if-error=86400",
  },
  Age: { description: "Seconds for which the answer was kept already.", schema: whole, example: 12 },
  "As-Of": {
    description: "The moment at which the answer was read from the database.",
    schema: { type: "string", format: "date-time" },
    example: "2026-11-21T12:00:10.000Z",
  },
  "X-Cache": {
    description:
      "Where the answer comes from: `memory`, `edge`, `hit` (Redis), `miss` (the database), `off` (Redis is away), `stale` (asked anew meanwhile), `stale-error`.",
    schema: text,
    example: "hit",
  },
  "X-Stale-Reason": {
    description: "What is away, so that the last known answer stands in (`X-Cache: stale-error`).",
    schema: text,
    example: "database",
  },
  "Server-Timing": {
    description: "For what the answer waited, in milliseconds.",
    schema: text,
    example: "cache;dur=1.2, db;dur=4.8",
  },
  Vary: { description: "The request's headers by which answers differ.", schema: text, example: "Accept" },
  Link: {
    description: 'The page that follows (RFC 8288), as `<path>; rel="next"`: the same as the body\'s `next`.',
    schema: text,
    example: '</api/v1/things?cursor=WyJhIl0>; rel="next"',
  },
  RateLimit: {
    description: "What is left in each window: `r` tokens, and it is whole again in `t` seconds.",
    schema: text,
    example: '"minute";r=29;t=41, "day";r=988;t=43189',
  },
  "RateLimit-Policy": {
    description: "The caller's limits: `q` tokens in each window of `w` seconds.",
    schema: text,
    example: '"minute";q=30;w=60, "day";q=1000;w=86400',
  },
  "X-RateLimit-Limit": { description: "Tokens of the window of which least is left.", schema: whole, example: 30 },
  "X-RateLimit-Remaining": { description: "Tokens left in that window.", schema: whole, example: 29 },
  "X-RateLimit-Reset": { description: "When that window is whole again, in seconds since 1970.", schema: whole, example: 1_795_262_460 },
  "X-RateLimit-Scope": {
    description: "`isolate` while Redis is away: each of our processes counts for itself, with the same limits.",
    schema: text,
    example: "isolate",
  },
  "Retry-After": { description: "Seconds to wait before the next try.", schema: whole, example: 5 },
  Allow: { description: "The methods that the path takes.", schema: text, example: "GET, HEAD, OPTIONS" },
  "WWW-Authenticate": { description: "How to show a key.", schema: text, example: 'Bearer realm="content-creator"' },
} as const satisfies Record<string, Described>

export type HeaderName = keyof typeof HEADERS

/** On every answer. */
const EVERY: readonly HeaderName[] = ["X-Request-Id", "Server-Timing"]
/** On every answer of a Worker that counts what callers ask. */
const LIMITED: readonly HeaderName[] = [
  "RateLimit",
  "RateLimit-Policy",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-RateLimit-Scope",
]
/** On answers that a reader may keep. */
const KEPT: readonly HeaderName[] = ["ETag", "Cache-Control", "Vary", "As-Of"]
/** On answers that we keep ourselves. */
const CACHED: readonly HeaderName[] = ["Age", "X-Cache", "X-Stale-Reason"]

export type AnswerKind = { readonly isLimited: boolean; readonly isKept: boolean; readonly isCached: boolean; readonly isPaged: boolean }

export const headersOf = ({ isLimited, isKept, isCached, isPaged }: AnswerKind): HeaderName[] => [
  ...EVERY,
  ...(isKept ? KEPT : (["Cache-Control"] as const)),
  ...(isCached ? CACHED : []),
  ...(isPaged ? (["Link"] as const) : []),
  ...(isLimited ? LIMITED : []),
]

/** Headers of a problem with this status. */
export const problemHeadersOf = (status: number, isLimited: boolean): HeaderName[] => [
  ...EVERY,
  "Cache-Control",
  ...(status === 401 ? (["WWW-Authenticate"] as const) : []),
  ...(status === 429 || status === 503 ? (["Retry-After"] as const) : []),
  ...(isLimited ? LIMITED : []),
]

/** References to headers that `headerComponents` describes. */
export const refer = (names: readonly HeaderName[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** The description of those headers that something refers to. */
export const headerComponents = (names: ReadonlySet<HeaderName>): Json =>
  Object.fromEntries(Object.entries(HEADERS).filter(([name]) => names.has(name as HeaderName)))
