// Every way a request or a run can fail: one table that problems, queue verdicts and logs all read.

/** What a queue consumer does after a failure: drop it, try again later, wait as told, wait for the next slot, or ask before repeating. */
export type Verdict = "drop" | "back-off" | "after-wait" | "next-slot" | "reconcile"
export type Audience = "caller" | "log" | "alert"

type Row = { readonly status: number; readonly title: string; readonly verdict: Verdict; readonly tell: Audience; readonly advice: string }

export const FAILURES = {
  "invalid-input": {
    status: 400,
    title: "The request is not valid",
    verdict: "drop",
    tell: "caller",
    advice: "Read `errors`: each entry points at the part that is wrong and says what it should be.",
  },
  unauthenticated: {
    status: 401,
    title: "A valid key is needed",
    verdict: "drop",
    tell: "caller",
    advice: "Send the key as `Authorization: Bearer KEY`.",
  },
  forbidden: {
    status: 403,
    title: "That is not allowed",
    verdict: "drop",
    tell: "caller",
    advice: "Read `detail`: it says what the key or the form lacks.",
  },
  "not-found": {
    status: 404,
    title: "There is nothing here",
    verdict: "drop",
    tell: "caller",
    advice: "Check the path and the identifier. The list of paths is in `/openapi.json`.",
  },
  "method-not-allowed": {
    status: 405,
    title: "This path does not take that method",
    verdict: "drop",
    tell: "caller",
    advice: "Use a method named in the `Allow` header.",
  },
  "not-acceptable": {
    status: 406,
    title: "That representation is not offered",
    verdict: "drop",
    tell: "caller",
    advice: "Ask for `application/json`, or leave the `Accept` header out.",
  },
  conflict: {
    status: 409,
    title: "The request does not fit the present state",
    verdict: "drop",
    tell: "caller",
    advice: "Read the resource again and decide anew.",
  },
  "too-large": {
    status: 413,
    title: "The body is too large",
    verdict: "drop",
    tell: "caller",
    advice: "Send less in one request.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "That content type is not understood",
    verdict: "drop",
    tell: "caller",
    advice: "Send `Content-Type: application/json`.",
  },
  unprocessable: {
    status: 422,
    title: "Nothing of it could be accepted",
    verdict: "drop",
    tell: "caller",
    advice: "Read `errors`: each entry points at a part that was rejected and says what it should be. Nothing was stored.",
  },
  "rate-limited": {
    status: 429,
    title: "Too many requests",
    verdict: "after-wait",
    tell: "caller",
    advice: "Wait for the number of seconds in `Retry-After`.",
  },
  "budget-spent": {
    status: 503,
    title: "The budget of this run is spent",
    verdict: "next-slot",
    tell: "log",
    advice: "The next slot starts with a fresh budget. Raise the agent's budget if this happens often.",
  },
  "upstream-rejected": {
    status: 502,
    title: "An outside system refused the request",
    verdict: "drop",
    tell: "log",
    advice: "Look at the source's page in the dashboard: the request or the credentials need a change.",
  },
  "upstream-unavailable": {
    status: 503,
    title: "An outside system is not available",
    verdict: "back-off",
    tell: "log",
    advice: "It is tried again by itself.",
  },
  "upstream-unknown": {
    status: 504,
    title: "An outside system did not say what happened",
    verdict: "reconcile",
    tell: "log",
    advice: "The outcome is asked for before anything is repeated.",
  },
  unavailable: {
    status: 503,
    title: "The studio cannot answer right now",
    verdict: "back-off",
    tell: "alert",
    advice: "Try again after the number of seconds in `Retry-After`.",
  },
  stopped: {
    status: 503,
    title: "The operator has stopped this",
    verdict: "back-off",
    tell: "log",
    advice: "It goes on by itself once the switch is off.",
  },
  misconfigured: {
    status: 503,
    title: "The studio is not configured for this",
    verdict: "drop",
    tell: "alert",
    advice: "Run `npm run doctor`: it names what is missing.",
  },
  bug: {
    status: 500,
    title: "Something went wrong inside",
    verdict: "back-off",
    tell: "alert",
    advice: "Report the request id. The details are in the log under it.",
  },
} as const satisfies Record<string, Row>

export type FailureCode = keyof typeof FAILURES

/** A place in the input and what is wrong with it; the pointer is a JSON pointer, or the name of a parameter or header. */
export type Fault = { readonly pointer: string; readonly detail: string }

type Options = {
  readonly faults?: readonly Fault[]
  /** How long to wait before the next try, in milliseconds. */
  readonly waitMs?: number
  /** Headers of the answer that tells of it. */
  readonly headers?: Readonly<Record<string, string>>
  /** For the log only, never shown to a caller, never holding a secret. */
  readonly context?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** A failure with three faces: `detail` for the caller, `context` for the log, `cause` for the debugger. */
export class Failure extends Error {
  override readonly name = "Failure"
  readonly code: FailureCode
  readonly detail: string
  readonly faults: readonly Fault[]
  readonly waitMs: number | null
  readonly headers: Readonly<Record<string, string>>
  readonly context: Readonly<Record<string, unknown>>

  constructor(code: FailureCode, detail: string, options: Options = {}) {
    super(`${code}: ${detail}`, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.detail = detail
    this.faults = options.faults ?? []
    this.waitMs = options.waitMs ?? null
    this.headers = options.headers ?? {}
    this.context = options.context ?? {}
  }
}

/** Any thrown thing as a Failure, also one that a library has wrapped. What isn't one at all is a bug, whose message stays inside. */
export function toFailure(thrown: unknown): Failure {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof Failure) return at
  }
  return new Failure("bug", "An unexpected error. Its details are in the log.", { cause: thrown })
}
