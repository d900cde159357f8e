// The only way out of the house: every request to an outside system goes through a `Call`.
import type { Clock } from "./clock.ts"
import type { Meter } from "./meter.ts"

export type CallRequest = {
  /** Which outside system this is, for the breaker, the log and the error: `binance`, `coindesk`. */
  readonly source: string
  readonly url: string
  readonly method?: "GET" | "POST"
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type CallAnswer = { readonly status: number; readonly headers: Headers; readonly text: string }

/**
 * Sends a request and reads the whole answer. 2xx and 304 are answers; everything else throws a Failure:
 * 4xx `upstream-rejected`, 429 `rate-limited`, 5xx, time-outs and broken answers `upstream-unavailable`.
 */
export type Call = (request: CallRequest) => Promise<CallAnswer>

export type CallOptions = {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly meter: Meter
  /** 0 to 1, for the jitter. */
  readonly random: () => number
  /** For one attempt, until the whole body is read. */
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Open requests at a time, over all sources. */
  readonly concurrency: number
  readonly attempts: number
  readonly backoff: { readonly baseMs: number; readonly capMs: number }
}
