// One attempt at a request: its redirects, its body, its time-out, and the failure that each bad outcome is.
import { retryAfterMs } from "./backoff.ts"
import { BodyTooLong, orAborted, readText } from "./body.ts"
import { Failure, type FailureCode, toFailure } from "./failure.ts"
import type { CallAnswer, CallOptions, CallRequest } from "./http.ts"

export type Attempt = {
  readonly request: CallRequest
  readonly url: URL
  /** The first is 1. */
  readonly number: number
}

type Details = { readonly waitMs?: number | null } & Readonly<Record<string, unknown>>

const MAX_REDIRECTS = 3
const REDIRECTS = [301, 302, 303, 307, 308]
/** 4xx that say "later" rather than "no"; 429 has its own failure. */
const LATER = [408, 425]

class TimedOut extends Error {
  override readonly name = "TimedOut"
}

/** The address of a request, which must be absolute and http or https. */
export function toUrl({ source, url }: CallRequest): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed
  throw new Failure("misconfigured", `The address of ${source} is not an http(s) URL.`, { context: { source } })
}

/** Sends the request once and reads the whole answer within the time-out, or throws a Failure. */
export async function send(attempt: Attempt, { timeoutMs, maxBytes, clock, ...options }: CallOptions): Promise<CallAnswer> {
  const { source } = attempt.request
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(new TimedOut(`no whole answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    const response = await orAborted(follow(attempt, options, timer.signal), timer.signal)
    refuse(response, attempt, clock.now())
    const { status, headers } = response
    if (attempt.request.ignoresBody === true) {
      void response.body?.cancel().catch(() => undefined)
      return { status, headers, text: "" }
    }
    const answer = { status, headers, text: await readText(response, maxBytes, timer.signal) }
    inspect(attempt, answer)
    return answer
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    if (thrown instanceof BodyTooLong) {
      throw failAttempt("upstream-unavailable", `${source} answered with ${thrown.message}.`, attempt, { final: true })
    }
    throw failAttempt(unanswered(attempt), `${source} gave no whole answer.`, attempt, { reason: reasonOf(thrown) })
  } finally {
    clearTimeout(timeout)
  }
}

/** Follows a GET's redirects, never from https to anything else, and takes no credentials to another host. */
async function follow(attempt: Attempt, { fetch, meter }: Pick<CallOptions, "fetch" | "meter">, signal: AbortSignal): Promise<Response> {
  const { method = "GET", body, headers = {} } = attempt.request
  let url = attempt.url
  for (let hop = 0; ; hop++) {
    const sent = url.host === attempt.url.host ? headers : withoutCredentials(headers)
    const response = await fetch(url.href, { method, headers: sent, redirect: "manual", signal, ...(body === undefined ? {} : { body }) })
    const location = response.headers.get("location")
    if (method !== "GET" || !REDIRECTS.includes(response.status) || location === null) return response
    void response.body?.cancel().catch(() => undefined)
    const next = URL.canParse(location, url.href) ? new URL(location, url) : null
    const allowed = next !== null && (next.protocol === "https:" || (next.protocol === "http:" && url.protocol === "http:"))
    if (!allowed || hop === MAX_REDIRECTS) {
      const why = allowed ? `more than ${MAX_REDIRECTS} redirects` : "a redirect that is not followed"
      throw failAttempt("upstream-rejected", `${attempt.request.source} answered with ${why}.`, attempt, { status: response.status })
    }
    url = next
    meter.spend("calls")
  }
}

const withoutCredentials = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie|.*(key|token|secret).*)$/i.test(name)))

/** Throws where the status is no answer. */
function refuse(response: Response, attempt: Attempt, now: Date): void {
  const { status, headers } = response
  if (response.ok || status === 304 || attempt.request.answers?.includes(status)) return
  void response.body?.cancel().catch(() => undefined)
  const waitMs = retryAfterMs(headers, now)
  const detail = `${attempt.request.source} answered ${status}.`
  if (status === 429) throw failAttempt("rate-limited", detail, attempt, { status, waitMs })
  if (status >= 500) throw failAttempt(unanswered(attempt), detail, attempt, { status, waitMs })
  throw failAttempt(LATER.includes(status) ? "upstream-unavailable" : "upstream-rejected", detail, attempt, { status, waitMs })
}

/** Lets the caller refuse the answer; the failure then says like any other which attempt it was. */
function inspect(attempt: Attempt, answer: CallAnswer): void {
  try {
    attempt.request.inspect?.(answer)
  } catch (thrown) {
    const { code, detail, waitMs, context, cause } = toFailure(thrown)
    if (code === "bug") throw new Failure(code, detail, { cause, context })
    throw failAttempt(code, detail, attempt, { status: answer.status, ...context, waitMs })
  }
}

/** A GET without an answer changed nothing; a POST without one may have had its effect. */
const unanswered = ({ request }: Attempt): FailureCode => (request.method === "POST" ? "upstream-unknown" : "upstream-unavailable")

/** A failure whose context names the source, host, path and number of attempts, but neither the query nor long path segments, which may be secrets. */
export function failAttempt(code: FailureCode, detail: string, { request, url, number }: Attempt, { waitMs, ...more }: Details): Failure {
  const path = url.pathname.replace(/[^/]{25,}/g, "…")
  const context = { source: request.source, address: url.host + path, attempts: number, ...more }
  return new Failure(code, detail, { context, ...(waitMs == null ? {} : { waitMs }) })
}

/** What went wrong below HTTP, in a few words without an address. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "unknown"
  const cause = thrown.cause instanceof Error ? ` (${(thrown.cause as Error & { code?: string }).code ?? thrown.cause.name})` : ""
  return `${thrown.name}: ${thrown.message}${cause}`.replace(/\w+:\/\/\S+/g, "…").slice(0, 200)
}
