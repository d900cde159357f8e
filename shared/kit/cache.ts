// Answers kept in Redis. Each namespace has an epoch: a writer raises it, and every older answer is a miss; nothing is ever deleted.
// Redis may vanish: then everything is a miss, and the caller is told.
import { Redis } from "@upstash/redis"
import { log } from "./log.ts"

export type RedisConfig = { readonly url: string; readonly token: string }

export type Cached = { readonly body: string; readonly storedAt: number }

export type Cache = {
  /** The answer stored for `key` since the last bump, or null; `epoch` belongs to the answer that the caller is about to make. One round trip. */
  read(namespace: string, key: string): Promise<{ readonly hit: Cached | null; readonly epoch: string | null }>
  /** Stores an answer made after `read` gave `epoch`. Where Redis was gone (`epoch` null) nothing is stored. */
  write(namespace: string, key: string, epoch: string | null, value: Cached, freshS: number): Promise<void>
  /** Makes every answer of the namespaces old. */
  bump(namespaces: readonly string[]): Promise<void>
}

/** A slow Redis is a missing one: an answer from the database comes sooner. */
const TIMEOUT_MS = 1_000

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

const epochKey = (namespace: string): string => `epoch:${namespace}`
const valueKey = (namespace: string, key: string): string => `answer:${namespace}:${key}`

/** What `task` gives, or `fallback` where Redis fails: the cache never breaks an answer. */
async function orElse<T>(what: string, fallback: T, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    log("warn", "cache.unavailable", { what, error: error instanceof Error ? error.message : String(error) })
    return fallback
  }
}

type Stored = { epoch: string; body: string; storedAt: number }

function parseStored(text: string | null): Stored | null {
  try {
    const value = JSON.parse(text ?? "null") as Stored | null
    return value !== null && typeof value.epoch === "string" && typeof value.body === "string" && typeof value.storedAt === "number"
      ? value
      : null
  } catch {
    return null
  }
}

export function openCache(config: RedisConfig): Cache {
  const redis = openRedis(config, { joins: true })
  return {
    read: (namespace, key) =>
      orElse<{ hit: Cached | null; epoch: string | null }>("read", { hit: null, epoch: null }, async () => {
        const [epoch, text] = await redis.mget<[string | null, string | null]>(epochKey(namespace), valueKey(namespace, key))
        const stored = parseStored(text)
        const current = epoch ?? "0"
        return { hit: stored?.epoch === current ? { body: stored.body, storedAt: stored.storedAt } : null, epoch: current }
      }),
    write: (namespace, key, epoch, value, freshS) =>
      orElse("write", undefined, async () => {
        if (epoch === null) return
        await redis.set(valueKey(namespace, key), JSON.stringify({ epoch, ...value } satisfies Stored), { ex: freshS })
      }),
    bump: (namespaces) =>
      orElse("bump", undefined, async () => {
        if (namespaces.length === 0) return
        const pipeline = redis.pipeline()
        for (const namespace of namespaces) pipeline.incr(epochKey(namespace))
        await pipeline.exec()
      }),
  }
}
