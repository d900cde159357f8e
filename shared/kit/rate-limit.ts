// May somebody go on at this pace? A bucket of tokens in Redis for each; where Redis is gone everybody may.
import { Ratelimit } from "@upstash/ratelimit"
import type { Redis } from "@upstash/redis"
import { openRedis, type RedisConfig } from "./cache.ts"
import type { Clock } from "./clock.ts"
import { log } from "./log.ts"

export type Pace = {
  /** Whose tokens are taken. */
  readonly who: string
  /** Tokens that this request takes, all or none. */
  readonly weight: number
  /** Tokens that come back in a minute, and the most that there can be. A request of more is never let through. */
  readonly perMinute: number
}

export type Paced = {
  readonly isAllowed: boolean
  /** Tokens that are left; null where nobody knows. */
  readonly remaining: number | null
  /** Milliseconds after which as much is surely allowed, if nobody else takes any; 0 where it is allowed. */
  readonly waitMs: number
}

export type RateLimit = { take(pace: Pace): Promise<Paced> }

/** What an isolate keeps from one request to the next: of a Redis that failed, and the client, which costs more to make than to use. */
export type RateLimitMemory = { restsUntil: number; toldAt: number; client: { readonly of: string; readonly redis: Redis } | null }
export const newRateLimitMemory = (): RateLimitMemory => ({ restsUntil: 0, toldAt: Number.NEGATIVE_INFINITY, client: null })

/** A Redis that failed is not asked again for so long: waiting for it would slow down every request. */
const REST_MS = 10_000
const TOLD_EVERY_MS = 60_000
const UNKNOWN: Paced = { isAllowed: true, remaining: null, waitMs: 0 }

/**
 * Opens the limits of one request; `memory` outlives it, `clock` is the machine's. One round trip a question. `name` keeps the buckets of different
 * limits apart.
 */
export function openRateLimit(config: RedisConfig, name: string, clock: Clock, memory: RateLimitMemory): RateLimit {
  return {
    async take({ who, weight, perMinute }) {
      const now = clock.now().getTime()
      if (now < memory.restsUntil) return UNKNOWN
      try {
        const redis = clientOf(config, memory)
        const limiter = Ratelimit.tokenBucket(perMinute / 60, "1 s", perMinute)
        const limit = new Ratelimit({ redis, limiter, prefix: `limit:${name}`, ephemeralCache: false, timeout: 0 })
        const { success, remaining } = await limit.limit(who, { rate: weight })
        if (success) return { isAllowed: true, remaining, waitMs: 0 }
        return { isAllowed: false, remaining: null, waitMs: Math.max(1_000, Math.ceil((weight * 60_000) / perMinute)) }
      } catch (error) {
        memory.restsUntil = now + REST_MS
        tell(memory, now, name, error)
        return UNKNOWN
      }
    },
  }
}

function clientOf(config: RedisConfig, memory: RateLimitMemory): Redis {
  const of = `${config.url} ${config.token}`
  if (memory.client?.of !== of) memory.client = { of, redis: openRedis(config, { joins: false }) }
  return memory.client.redis
}

function tell(memory: RateLimitMemory, now: number, name: string, error: unknown): void {
  if (now - memory.toldAt < TOLD_EVERY_MS) return
  memory.toldAt = now
  log("warn", "rate-limit.unavailable", { limit: name, error: error instanceof Error ? error.message : String(error) })
}
