// The only way out of the house: every request to an outside system goes through a `Call`.
import { bulkhead } from "cockatiel"
import { type Attempt, failAttempt, send, toUrl } from "./attempt.ts"
import { backoffMs } from "./backoff.ts"
import { type Breakers, openBreakers } from "./breaker.ts"
import type { Clock } from "./clock.ts"
import { type Counters, ISOLATE_COUNTERS } from "./counters.ts"
import { Failure, toFailure } from "./failure.ts"
import type { Meter } from "./meter.ts"

export type CallRequest = {
  /** Which outside system this is, for the breaker, the log and the error: `binance`, `coindesk`. */
  readonly source: string
  readonly url: string
  readonly method?: "GET" | "POST" | "DELETE"
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Statuses besides 2xx and 304 whose bodies the caller understands: they are answers, not failures. */
  readonly answers?: readonly number[]
  /** Throws a Failure where an answer refuses in its body what its status grants. It is then repeated and counted as any other failure. */
  readonly inspect?: (answer: CallAnswer) => void
  /** The status is the whole answer: its body, however long or slow, is not read, and `text` is empty. */
  readonly ignoresBody?: boolean
}

export type CallAnswer = { readonly status: number; readonly headers: Headers; readonly text: string }

/**
 * Sends a request and reads the whole answer. 2xx and 304 are answers; everything else throws a Failure:
 * 4xx `upstream-rejected`, 429 `rate-limited`, 5xx, time-outs and broken answers `upstream-unavailable`.
 * 408, 425, 429, 5xx, time-outs and lost connections are repeated, a DELETE's too: deleting twice is deleting once. A POST that may
 * have had its effect is not: 5xx, time-outs and lost connections of a POST throw `upstream-unknown`.
 */
export type Call = (request: CallRequest) => Promise<CallAnswer>

export type CallOptions = {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly meter: Meter
  /** 0 to 1, for the jitter. */
  readonly random: () => number
  /** For one attempt, until the whole body is read. In real milliseconds. */
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Open requests at a time, over all sources. */
  readonly concurrency: number
  readonly attempts: number
  readonly backoff: { readonly baseMs: number; readonly capMs: number }
  /** Where the health of each source is remembered; the isolate's own where it isn't given. */
  readonly breakers?: Breakers
  /** What counts the requests; the isolate's own where it isn't given. */
  readonly counters?: Counters
}

/** Two full rounds of the five requests that may be open at a time; then a minute's rest. Only failures to answer count. */
export const BREAKER_DEFAULTS = {
  failures: 10,
  restMs: 60_000,
  counts: (thrown: unknown) => thrown instanceof Failure && ["upstream-unavailable", "upstream-unknown"].includes(thrown.code),
}

const ISOLATE = openBreakers(BREAKER_DEFAULTS)

/** A way out with its own limit of open requests. It takes no slot while it waits for a repeat. */
export function openCall(options: CallOptions): Call {
  const slots = bulkhead(options.concurrency, Number.POSITIVE_INFINITY)
  return async (request) => {
    const url = toUrl(request)
    for (let number = 1; ; number++) {
      try {
        return await slots.execute(() => tryOnce({ request, url, number }, options))
      } catch (thrown) {
        await options.clock.sleep(waitBeforeRepeat(toFailure(thrown), number, options))
      }
    }
  }
}

/** Milliseconds to wait before the request is sent again; throws the failure where it isn't to be sent again. */
function waitBeforeRepeat(failure: Failure, number: number, { attempts, backoff, random }: CallOptions): number {
  const transient = failure.code === "rate-limited" || failure.code === "upstream-unavailable"
  if (!transient || failure.context["final"] === true || number >= attempts) throw failure
  const asked = failure.waitMs ?? 0
  if (asked > backoff.capMs) throw new Failure("rate-limited", failure.detail, { waitMs: asked, context: failure.context })
  return Math.max(asked, backoffMs(number, backoff, random))
}

async function tryOnce(attempt: Attempt, options: CallOptions): Promise<CallAnswer> {
  const { clock, meter, breakers = ISOLATE, counters = ISOLATE_COUNTERS } = options
  const { source } = attempt.request
  const breaker = breakers(source)
  const waitMs = breaker.restMs(clock.now().getTime())
  if (waitMs > 0) throw failAttempt("upstream-unavailable", `${source} failed too often and rests.`, attempt, { waitMs, final: true })
  meter.spend("calls")
  if (attempt.number > 1) meter.noteRetry()
  try {
    const answer = await breaker.run(
      () => clock.now().getTime(),
      () => send(attempt, options),
    )
    counters.add("upstream_requests_total", { source, outcome: "ok" })
    return answer
  } catch (thrown) {
    counters.add("upstream_requests_total", { source, outcome: toFailure(thrown).code })
    throw thrown
  }
}
