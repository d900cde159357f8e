// The api Worker: what anyone may read. Its database role can only read.
import { WorkerEntrypoint } from "cloudflare:workers"
import { openDb } from "../../shared/db/client.ts"
import { openMedia } from "../../shared/integrations/media.ts"
import { newAnswerMemory } from "../../shared/kit/answer-memory.ts"
import type { Found } from "../../shared/kit/asking.ts"
import { newCacheMemory, openCache, openJoinedRedis } from "../../shared/kit/cache.ts"
import { openClock } from "../../shared/kit/clock.ts"
import { ISOLATE_COUNTERS, openCounterStore } from "../../shared/kit/counters.ts"
import { openEdge } from "../../shared/kit/edge.ts"
import { lazily } from "../../shared/kit/lazily.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import { openQuick } from "../../shared/kit/quick.ts"
import { newApi } from "./app.ts"
import type { ApiServices } from "./endpoint.ts"
import { readApiConfig } from "./env.ts"
import { newGateMemory, openGate } from "./gate.ts"
import { openKeyUsage } from "./key-usage.ts"
import { sessionCookieOf } from "./session.ts"
import { warm } from "./warm.ts"

/** A health check doesn't wait for a database longer than this. */
const QUICK_MS = 2_000

/** Of 128 MB that an isolate has. */
const MEMORY_BYTES = 24_000_000

/** The isolate's own. */
const MACHINE = openClock(null)
const ANSWERS = newAnswerMemory<Found>(MEMORY_BYTES)
const CACHE_MEMORY = newCacheMemory()
const EDGE = openEdge()
const GATE_MEMORY = newGateMemory()

/** What costs anything to open is opened when it is first asked for: an answer that is at hand needs none of it. */
function openServices(env: unknown, meter: Meter): ApiServices {
  const { stage, database, redis, media, ingest, clock, feed, desk, notice, plans } = readApiConfig(env)
  const db = lazily(() => openDb(database, meter))
  const quickDb = lazily(() => openDb({ ...database, timeoutMs: QUICK_MS }, meter))
  const joined = openJoinedRedis(redis)
  const gate = lazily(() => openGate({ services, redis: joined, machine: MACHINE, memory: GATE_MEMORY, counters: ISOLATE_COUNTERS }))
  const services: ApiServices = {
    get db() {
      return db()
    },
    get quickDb() {
      return quickDb()
    },
    cache: { redis: openCache(joined, () => MACHINE.now().getTime(), CACHE_MEMORY), memory: ANSWERS, edge: EDGE },
    get gate() {
      return gate()
    },
    plans,
    keyUsage: openKeyUsage(joined, MACHINE),
    get clock() {
      return openClock(clock)
    },
    get media() {
      return openMedia(media)
    },
    feed,
    desk,
    notice,
    ingest: { fetch: (request) => ingest.fetch(request) },
    sessionCookie: sessionCookieOf(stage),
    readCounts: () => openCounterStore(redis).read(),
  }
  return services
}

const app = newApi({
  clock: MACHINE,
  open: openServices,
  quick: openQuick(ANSWERS),
  counterStore: (env) => openCounterStore(readApiConfig(env).redis),
})

/** For the agents Worker alone: a service binding names it, and no address leads here. */
export class Warmer extends WorkerEntrypoint {
  warm(names: readonly string[]): Promise<void> {
    return warm(names, { clock: MACHINE, open: (meter) => openServices(this.env, meter) })
  }
}

export default { fetch: app.fetch } satisfies ExportedHandler
