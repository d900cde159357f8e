// How much have keys asked for, as their limits count it, and when was each last used? One command to Redis for all of them.
import type { PlanName } from "../../shared/domain/api-plan.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import { countedIn, countKeys } from "../../shared/kit/quota.ts"
import type { JoinedRedis } from "../../shared/kit/redis-join.ts"

export type Usage = { readonly minute: number; readonly day: number; readonly lastUsedAt: Date | null }

/** Throws where Redis is gone. */
export type KeyUsage = { read(ids: readonly string[]): Promise<ReadonlyMap<string, Usage>> }

/** The limits by which callers of the API are counted. */
export const API_LIMIT = "api"
/** So often an isolate says that a key is used, in milliseconds. */
const TOLD_EVERY_MS = 3_600_000
/** A key that nobody used for so long has no last use any more, in seconds. */
const KEPT_S = 400 * 86_400

/** Keys of which an isolate remembers that it has said so. */
const MOST_TOLD = 1_000

const usedKey = (id: string): string => `used:${id}`

/** Notes now and then that a key is used; `told` is the isolate's. Never throws: nobody waits for it. */
export async function noteUse(redis: JoinedRedis, plan: PlanName, id: string, now: number, told: Map<string, number>): Promise<void> {
  if (plan === "keyless" || plan === "pages" || now - (told.get(id) ?? Number.NEGATIVE_INFINITY) < TOLD_EVERY_MS) return
  if (told.size > MOST_TOLD) told.clear()
  told.set(id, now)
  await redis.set(usedKey(id), String(now), { ex: KEPT_S }).catch(() => undefined)
}

/** `clock` is the machine's, by which limits count. */
export function openKeyUsage(redis: JoinedRedis, clock: Clock): KeyUsage {
  return {
    async read(ids) {
      if (ids.length === 0) return new Map()
      const now = clock.now().getTime()
      const names = ids.map((id) => [...countKeys(API_LIMIT, id, now), usedKey(id)])
      const values = await redis.mget(...names.flat())
      const width = names[0]?.length ?? 1
      return new Map(
        ids.map((id, i): [string, Usage] => {
          const counts = values.slice(i * width, (i + 1) * width)
          const used = counts.at(-1) ?? null
          return [id, { ...countedIn(counts, now), lastUsedAt: used === null ? null : new Date(Number(used)) }]
        }),
      )
    },
  }
}
