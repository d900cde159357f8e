// The api Worker's app over a real Postgres, under its own role, and a Redis in this process; time stands still.
import { type MediaStore, openMedia } from "../../shared/integrations/media.ts"
import { openCache } from "../../shared/kit/cache.ts"
import { newApi } from "../../workers/api/app.ts"
import type { ApiServices } from "../../workers/api/endpoint.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"
import { openBucket } from "../world/bucket.ts"
import { openRedis } from "../world/redis.ts"
import { serve } from "../world/serve.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"

export const NOTICE = "A simulated market."

export type Studio = {
  readonly database: TestDatabase
  readonly clock: VirtualClock
  readonly pictures: MediaStore
  /** What its pages say above everything. */
  notice: string | null
  /** Answers of the app, with the work that it left behind done. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Whether Redis answers. */
  redis: { isUp: boolean; flush(): Promise<unknown> }
  close(): Promise<void>
}

export async function openStudio(now: Date): Promise<Studio> {
  const database = await openDatabase()
  const redis = openRedis()
  const state = { isUp: true, flush: () => redis.engine.pipeline([["FLUSHALL"]]) }
  const server = await serve((request) => (state.isUp ? redis.fetch(request) : new Response("away", { status: 502 })))
  const clock = openVirtualClock(now)
  const cache = openCache({ url: server.url, token: "t" })
  const app = newApi({
    clock,
    strict: true,
    open: (_env, meter): ApiServices => {
      const db = database.db("studio_api", meter)
      return { db, quickDb: db, cache, clock, notice: studio.notice, media: studio.pictures }
    },
  })
  const studio: Studio = {
    database,
    clock,
    notice: NOTICE,
    pictures: openMedia(openBucket()),
    redis: state,
    async ask(path, init) {
      const left: Promise<unknown>[] = []
      const response = await app.request(path, init, {}, {
        waitUntil: (task: Promise<unknown>) => void left.push(task),
      } as unknown as ExecutionContext)
      await Promise.all(left)
      return response
    },
    async close() {
      await server.close()
      await redis.close()
      await database.close()
    },
  }
  return studio
}
