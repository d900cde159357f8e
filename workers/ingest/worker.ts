// The ingest Worker: what the world tells us. Its database role can add events, and hardly more.
import { openDb } from "../../shared/db/client.ts"
import { openClock } from "../../shared/kit/clock.ts"
import { openCounterStore } from "../../shared/kit/counters.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import { newRateLimitMemory, openRateLimit } from "../../shared/kit/rate-limit.ts"
import { newKeyMemory } from "./api-key.ts"
import { newIngest } from "./app.ts"
import type { IngestServices } from "./endpoint.ts"
import { readIngestConfig } from "./env.ts"

/** A health check doesn't wait for a database longer than this. */
const QUICK_MS = 2_000

/** The isolate's own. */
const MACHINE = openClock(null)
const KEYS = newKeyMemory()
const LIMIT_MEMORY = newRateLimitMemory()

function openServices(env: unknown, meter: Meter): IngestServices {
  const { database, clock, operatorKey, telegram, discord, webhooks, queue, inbox, redis } = readIngestConfig(env)
  return {
    db: openDb(database, meter),
    quickDb: openDb({ ...database, timeoutMs: QUICK_MS }, meter),
    cache: null,
    gate: null,
    clock: openClock(clock),
    operatorKey,
    telegram,
    discord,
    webhooks,
    queue,
    inbox,
    limit: openRateLimit(redis, "events", MACHINE, LIMIT_MEMORY),
    keys: KEYS,
  }
}

const app = newIngest({ clock: MACHINE, open: openServices, counterStore: (env) => openCounterStore(readIngestConfig(env).redis) })

export default { fetch: app.fetch } satisfies ExportedHandler
