// What is loaded? The three Workers in workerd, on a real PostgreSQL through the stand-in for Neon, with a key to send events with.
import { LOCAL_OPERATOR_KEY } from "../../test/world/miniflare-settings.ts"
import { openServer } from "../../test/world/postgres-server.ts"
import type { Postgres } from "../../test/world/postgres-session.ts"
import { openRedis, type Redis } from "../../test/world/redis.ts"
import { openWorld, type World, type WorldOptions } from "../../test/world/world.ts"
import { migrate } from "../migrations.ts"

export const SOURCE = "load"

export type LoadedStudio = {
  readonly world: World
  readonly postgres: Postgres
  readonly redis: Redis
  readonly key: string
  readonly close: () => Promise<void>
}

export type StudioOptions = Pick<WorldOptions, "bindings" | "beside">

/** On a database that is migrated where it isn't. */
export async function openLoadedStudio(url: string, options: StudioOptions = {}): Promise<LoadedStudio> {
  const postgres = await openServer(url)
  await migrate(postgres)
  const redis = openRedis({ token: "local-only" })
  // Nothing outside is needed; who asks for it finds it down.
  const world = await openWorld({ postgres, redis, internet: async () => new Response(null, { status: 503 }), ...options })
  const key = await makeKey(world)
  const close = async () => {
    await world.close()
    await redis.close()
    await postgres.close()
  }
  return { world, postgres, redis, key, close }
}

/** A key of the largest plan that may also send events. */
async function makeKey(world: World): Promise<string> {
  const body = JSON.stringify({
    name: "load",
    scopes: ["read:insights", "write:events"],
    plan: "scale",
    source: SOURCE,
    eventsPerMinute: 10_000_000,
  })
  const headers = { authorization: `Bearer ${LOCAL_OPERATOR_KEY}`, "content-type": "application/json" }
  const answer = await world.fetch("ingest", "/api/v1/keys", { method: "POST", headers, body })
  const { key, detail } = (await answer.json()) as { key?: string; detail?: string }
  if (key === undefined) throw new Error(`No key could be made: ${detail ?? answer.status}`)
  return key
}
