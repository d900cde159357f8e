// May an address try another secret? Wrong ones are counted before the database is asked, here and in Redis for all isolates together.
import { Ratelimit } from "@upstash/ratelimit"
import type { Redis } from "@upstash/redis"
import type { Clock } from "./clock.ts"
import { log } from "./log.ts"
import type { JoinedRedis } from "./redis-join.ts"

/** Wrong secrets of an address within a minute. */
export const MOST_GUESSES = 10
const MINUTE_MS = 60_000
const REST_MS = 10_000
/** Addresses that an isolate remembers; the one that came longest ago is forgotten first. */
const MOST_ADDRESSES = 10_000

/** What an isolate knows of an address in a minute: how many were wrong, and which are being looked up. */
type Tally = { readonly minute: number; wrong: number; readonly looking: Map<string, number> }
export type GuessMemory = { readonly tallies: Map<string, Tally>; restsUntil: number }
export const newGuessMemory = (): GuessMemory => ({ tallies: new Map(), restsUntil: 0 })

/**
 * Looks a secret up, unless its address has shown too many wrong ones. `look` gives null for a wrong one. `waitMs`: null where it was looked up, else the
 * milliseconds until another may be.
 */
export type Guesses = {
  tryOne<T>(address: string, secret: string, look: () => Promise<T | null>): Promise<{ found: T | null; waitMs: number | null }>
}

export function openGuesses(redis: JoinedRedis, clock: Clock, memory: GuessMemory): Guesses {
  const limit = () =>
    new Ratelimit({
      redis: redis as unknown as Redis,
      limiter: Ratelimit.slidingWindow(MOST_GUESSES, "1 m"),
      prefix: "limit:guess",
      ephemeralCache: false,
      timeout: 0,
      enableTelemetry: false,
    })
  /** Where Redis is gone this isolate counts alone. */
  async function orHere<T>(fallback: T, ask: () => Promise<T>): Promise<T> {
    const now = clock.now().getTime()
    if (now < memory.restsUntil) return fallback
    try {
      return await ask()
    } catch (error) {
      memory.restsUntil = now + REST_MS
      log("warn", "guesses.unavailable", { error: error instanceof Error ? error.message : String(error) })
      return fallback
    }
  }
  return {
    async tryOne(address, secret, look) {
      const now = clock.now().getTime()
      const waitMs = MINUTE_MS - (now % MINUTE_MS)
      const tally = tallyOf(memory, address, Math.floor(now / MINUTE_MS))
      const others = tally.looking.size - (tally.looking.has(secret) ? 1 : 0)
      if (tally.wrong + others >= MOST_GUESSES) return { found: null, waitMs }
      tally.looking.set(secret, (tally.looking.get(secret) ?? 0) + 1)
      try {
        const left = await orHere(MOST_GUESSES, async () => (await limit().getRemaining(address)).remaining)
        if (left <= 0) return { found: null, waitMs }
        const found = await look()
        if (found !== null) return { found, waitMs: null }
        tally.wrong += 1
        await orHere(null, () => limit().limit(address))
        return { found: null, waitMs: null }
      } finally {
        leave(tally, secret)
      }
    },
  }
}

function leave({ looking }: Tally, secret: string): void {
  const count = (looking.get(secret) ?? 1) - 1
  if (count === 0) looking.delete(secret)
  else looking.set(secret, count)
}

function tallyOf({ tallies }: GuessMemory, address: string, minute: number): Tally {
  const known = tallies.get(address)
  const tally = known?.minute === minute ? known : { minute, wrong: 0, looking: new Map<string, number>() }
  tallies.delete(address)
  tallies.set(address, tally)
  if (tallies.size > MOST_ADDRESSES) tallies.delete(tallies.keys().next().value ?? "")
  return tally
}
