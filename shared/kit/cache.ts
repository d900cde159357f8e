// Answers kept in Redis. Each namespace has an epoch: a writer raises it, and every older answer is a miss; nothing is ever deleted.
// Redis may vanish: then everything is a miss, and the caller is told.
import { Redis } from "@upstash/redis"
import { type Ages, type Answer, parseStored, type Place, toStored } from "./answer.ts"
import { lazily } from "./lazily.ts"
import { log } from "./log.ts"
import { type JoinedRedis, joinCommands } from "./redis-join.ts"

export type RedisConfig = { readonly url: string; readonly token: string }

export type Looked = {
  /** The namespace's epoch; null where Redis is gone. */
  readonly epoch: string | null
  /** What is kept, whatever its age and epoch. */
  readonly kept: Answer | null
  /** It is this caller's to ask for it anew: nobody else is about to. */
  readonly isLeader: boolean
}

export type Cache = {
  /**
   * Looks for an answer, and where there is none that is fresh takes the lead in asking for it. What the caller has already (`held`) is not sent
   * again. One round trip, which joins whatever else is asked of Redis at this moment.
   */
  look(place: Place, ages: Ages, held: Answer | null): Promise<Looked>
  /** Keeps an answer for a day. Where Redis was gone when it was made (its epoch is null) it is not kept. */
  keep(place: Place, answer: Answer): Promise<void>
  /** Gives the lead back: somebody else may ask. */
  release(place: Place): Promise<void>
  /** The namespace's epoch; null where Redis is gone. */
  readEpoch(namespace: string): Promise<string | null>
}

/** What an isolate keeps of a Redis that failed. */
export type CacheMemory = { restsUntil: number; toldAt: number }
export const newCacheMemory = (): CacheMemory => ({ restsUntil: 0, toldAt: Number.NEGATIVE_INFINITY })

/** A slow Redis is a missing one: an answer from the database comes sooner. */
const TIMEOUT_MS = 1_000
/** A Redis that failed is not asked again for so long: waiting for it would slow down every request. */
const REST_MS = 10_000
const TOLD_EVERY_MS = 60_000
/** How long one caller has the lead. */
export const LEAD_MS = 3_000
/** Long enough for an answer to stand in for a database that is away. */
const KEPT_S = 86_400

/**
 * A Redis client for single short commands: one repeat, one second, text in and out. `joins`: commands of the same moment travel together,
 * and the client is good for one request only, since workerd lets no request wait for another's.
 */
export function openRedis({ url, token }: RedisConfig, { joins }: { readonly joins: boolean }): Redis {
  return new Redis({
    url,
    token,
    automaticDeserialization: false,
    enableAutoPipelining: joins,
    enableTelemetry: false,
    retry: { retries: 1, backoff: () => 50 },
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
  })
}

/** Redis for one request, whose client is made when it is first asked: all commands of one moment are one round trip. */
export function openJoinedRedis(config: RedisConfig): JoinedRedis {
  const client = lazily(() => openRedis(config, { joins: false }))
  return joinCommands({ pipeline: () => client().pipeline() })
}

const epochKey = (namespace: string): string => `epoch:${namespace}`
const valueKey = ({ namespace, key }: Place): string => `answer:${namespace}:${key}`
const leadKey = ({ namespace, key }: Place): string => `lead:${namespace}:${key}`

/**
 * Keys: epoch, answer, lead. Arguments: the time, how long an answer is fresh, how long a lead lasts, the beginning of the answer that the caller has.
 * A lead taken under an earlier epoch is void.
 */
const LOOK = `#!lua flags=allow-key-locking
local epoch = redis.call('GET', KEYS[1]) or '0'
local kept = redis.call('GET', KEYS[2])
local isFresh = false
if kept then
  local made, readAt = string.match(kept, '^(%S+) (%d+) ')
  isFresh = made == epoch and tonumber(ARGV[1]) - tonumber(readAt) <= tonumber(ARGV[2])
  if ARGV[4] == made .. ' ' .. readAt then kept = '=' end
end
if isFresh then return {epoch, kept, 0} end
local lead = redis.call('GET', KEYS[3])
if lead == epoch then return {epoch, kept, 0} end
redis.call('SET', KEYS[3], epoch, 'PX', ARGV[3])
return {epoch, kept, 1}`

const RELEASE = `#!lua flags=allow-key-locking
return redis.call('DEL', KEYS[1])`

const SAME = "="

/** `now` gives the time in milliseconds since 1970; `memory` outlives the request. */
export function openCache(redis: JoinedRedis, now: () => number, memory: CacheMemory): Cache {
  /** What `task` gives, or `fallback` where Redis fails: the cache never breaks an answer. */
  async function orElse<T>(what: string, fallback: T, task: () => Promise<T>): Promise<T> {
    if (now() < memory.restsUntil) return fallback
    try {
      return await task()
    } catch (error) {
      const failedAt = now()
      memory.restsUntil = failedAt + REST_MS
      if (failedAt - memory.toldAt >= TOLD_EVERY_MS) {
        memory.toldAt = failedAt
        log("warn", "cache.unavailable", { what, error: error instanceof Error ? error.message : String(error) })
      }
      return fallback
    }
  }
  return {
    look: (place, { freshMs }, held) =>
      orElse<Looked>("look", { epoch: null, kept: null, isLeader: false }, async () => {
        const keys = [epochKey(place.namespace), valueKey(place), leadKey(place)]
        const has = held === null ? "" : `${held.epoch} ${held.readAt}`
        const [epoch, kept, lead] = (await redis.eval(LOOK, keys, [now(), freshMs, LEAD_MS, has])) as [unknown, string | null, unknown]
        return { epoch: String(epoch), kept: kept === SAME ? held : parseStored(kept ?? ""), isLeader: Number(lead) === 1 }
      }),
    keep: (place, answer) =>
      orElse("keep", undefined, async () => {
        if (answer.epoch !== null) await redis.set(valueKey(place), toStored(answer), { ex: KEPT_S })
      }),
    release: (place) => orElse("release", undefined, async () => void (await redis.eval(RELEASE, [leadKey(place)], []))),
    readEpoch: (namespace) => orElse("epoch", null, async () => (await redis.mget(epochKey(namespace)))[0] ?? "0"),
  }
}

/** Makes every answer of the namespaces old. Where Redis is gone they grow old by themselves; it is logged. One round trip. */
export async function bumpEpochs(config: RedisConfig, namespaces: readonly string[]): Promise<void> {
  const redis = openJoinedRedis(config)
  try {
    await Promise.all(namespaces.map((namespace) => redis.incr(epochKey(namespace))))
  } catch (error) {
    log("warn", "cache.unavailable", { what: "bump", namespaces, error: error instanceof Error ? error.message : String(error) })
  }
}
