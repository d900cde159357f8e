// The api Worker: what anyone may read. Its database role can only read.
import { openDb } from "../../shared/db/client.ts"
import { openMedia } from "../../shared/integrations/media.ts"
import { openCache } from "../../shared/kit/cache.ts"
import { openClock } from "../../shared/kit/clock.ts"
import { openCounterStore } from "../../shared/kit/counters.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import { newApi } from "./app.ts"
import type { ApiServices } from "./endpoint.ts"
import { readApiConfig } from "./env.ts"
import { sessionCookieOf } from "./session.ts"

/** A health check doesn't wait for a database longer than this. */
const QUICK_MS = 2_000

function openServices(env: unknown, meter: Meter): ApiServices {
  const { stage, database, redis, media, ingest, clock, feed, desk, notice } = readApiConfig(env)
  return {
    db: openDb(database, meter),
    quickDb: openDb({ ...database, timeoutMs: QUICK_MS }, meter),
    cache: openCache(redis),
    gate: null,
    clock: openClock(clock),
    media: openMedia(media),
    feed,
    desk,
    notice,
    ingest: { fetch: (request) => ingest.fetch(request) },
    sessionCookie: sessionCookieOf(stage),
    readCounts: () => openCounterStore(redis).read(),
  }
}

const app = newApi({
  clock: openClock(null),
  open: openServices,
  counterStore: (env) => openCounterStore(readApiConfig(env).redis),
})

export default { fetch: app.fetch } satisfies ExportedHandler
