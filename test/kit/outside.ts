// A scripted outside for tests of `Call`s: replies in order, a clock that moves by its own sleeps alone, and what was sent.
import { openBreakers } from "../../shared/kit/breaker.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { BREAKER_DEFAULTS, type CallOptions, type CallRequest, openCall } from "../../shared/kit/http.ts"
import { Meter } from "../../shared/kit/meter.ts"

export type Reply = Response | Error | (() => Response | Promise<Response>)

/** A clock that stands still but for its own sleeps, which it writes down. */
export function fakeClock(): Clock & { readonly slept: number[]; pass(ms: number): void } {
  let at = Date.parse("2026-11-21T12:00:00Z")
  const slept: number[] = []
  return {
    speed: 1,
    slept,
    now: () => new Date(at),
    pass: (ms) => void (at += ms),
    sleep: async (ms) => {
      slept.push(ms)
      at += ms
    },
  }
}

/** A Call over a scripted outside: `replies` in order, the last for ever. */
export function world(replies: readonly Reply[], options: Partial<CallOptions> = {}) {
  const clock = fakeClock()
  const meter = new Meter()
  const seen: { url: string; init: RequestInit }[] = []
  const fetch = async (url: string, init: RequestInit) => {
    seen.push({ url, init })
    const reply = replies[Math.min(seen.length, replies.length) - 1]
    if (reply instanceof Error) throw reply
    return typeof reply === "function" ? reply() : (reply?.clone() as Response)
  }
  const call = openCall({
    fetch: fetch as unknown as typeof globalThis.fetch,
    clock,
    meter,
    random: () => 0.5,
    timeoutMs: 1_000,
    maxBytes: 1_000,
    concurrency: 5,
    attempts: 5,
    backoff: { baseMs: 4_000, capMs: 60_000 },
    breakers: openBreakers(BREAKER_DEFAULTS),
    ...options,
  })
  return {
    call,
    clock,
    meter,
    seen,
    get: (more: Partial<CallRequest> = {}) => call({ source: "shop", url: "https://shop.example/a?key=hush", ...more }),
  }
}

export const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  const thrown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (thrown instanceof Failure) return thrown
  throw new Error(`expected a Failure, got ${String(thrown)}`)
}

export const down = (status = 503, headers: Record<string, string> = {}) => new Response("no", { status, headers })
export const ok = (text = "fine") => new Response(text)
export const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } })
