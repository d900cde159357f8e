// How long to wait before a request is sent again: exponential back-off with full jitter, and what the other side asks for.

export type Backoff = { readonly baseMs: number; readonly capMs: number }

/**
 * Milliseconds to wait after attempt number `attempt` (the first is 1) has failed: uniform between 0 and
 * `min(capMs, baseMs * 2^(attempt - 1))`. `random` is 0 to 1.
 * "Full jitter" of M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffMs(attempt: number, { baseMs, capMs }: Backoff, random: () => number): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** (attempt - 1)))
}

/**
 * Milliseconds that a `Retry-After` header asks for (RFC 9110, 10.2.3: seconds, or a date), null where there is none that can be read.
 * A date counts from the answer's own `Date`, so that a clock that differs from the sender's does no harm.
 */
export function retryAfterMs(headers: Headers, now: Date): number | null {
  const value = headers.get("retry-after")?.trim()
  if (!value) return null
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  const until = Date.parse(value)
  if (Number.isNaN(until)) return null
  const sent = Date.parse(headers.get("date") ?? "")
  return Math.max(0, until - (Number.isNaN(sent) ? now.getTime() : sent))
}
