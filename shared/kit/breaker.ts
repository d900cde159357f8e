// May a source be asked right now? A circuit breaker for each, which rests a source that keeps failing and then lets one request probe it.
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel"

export type BreakerOptions = {
  /** Failures in a row that open the breaker. */
  readonly failures: number
  /** How long an open breaker refuses before it lets one request through, in milliseconds of the studio's time. */
  readonly restMs: number
  /** Which thrown things speak against the health of the source. */
  readonly counts: (thrown: unknown) => boolean
}

export type Breaker = {
  /** Milliseconds until a request may be sent, 0 for now. `now` is the studio's time in milliseconds. */
  restMs(now: number): number
  /** Sends a request and counts its outcome. Call it in the same turn in which `restMs` said 0. */
  run<T>(now: () => number, send: () => Promise<T>): Promise<T>
}

/** Gives each source its own breaker, made when first asked for. */
export type Breakers = (source: string) => Breaker

/** Breakers for as long as the result lives: one for each isolate in production, a new one for each test. */
export function openBreakers(options: BreakerOptions): Breakers {
  const bySource = new Map<string, Breaker>()
  return (source) => {
    const known = bySource.get(source)
    if (known) return known
    const breaker = openBreaker(options)
    bySource.set(source, breaker)
    return breaker
  }
}

/**
 * The library counts the failures and decides what a probe's outcome means. The resting time is kept here, because the
 * library reads the machine's clock, and because it makes later requests wait for a probe: on Workers a probe whose
 * invocation was cancelled never ends, so one that takes longer than the resting time is given up for the next.
 */
function openBreaker({ failures, restMs, counts }: BreakerOptions): Breaker {
  let clock = () => 0
  let since = 0
  const openPolicy = (initialState?: unknown) => {
    const opened = circuitBreaker(handleWhen(counts), { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: 0, initialState })
    opened.onBreak(() => (since = clock()))
    return opened
  }
  let policy = openPolicy()
  return {
    restMs: (now) => (policy.state === CircuitState.Closed ? 0 : Math.max(0, since + restMs - now)),
    run(now, send) {
      clock = now
      // The library writes a half-open state down as an open one, which the next request may probe.
      if (policy.state === CircuitState.HalfOpen) policy = openPolicy(policy.toJSON())
      if (policy.state === CircuitState.Open) since = now()
      return policy.execute(send)
    },
  }
}
