// What is loaded? The three Workers in workerd, on a real PostgreSQL through the stand-in for Neon, with a key to send events with.
import { hashOfApiKey, newApiKey } from "../../shared/domain/api-key.ts"
import { openServer } from "../../test/world/postgres-server.ts"
import type { Postgres } from "../../test/world/postgres-session.ts"
import { openRedis } from "../../test/world/redis.ts"
import { openWorld, type World } from "../../test/world/world.ts"
import { migrate } from "../migrations.ts"

export const SOURCE = "load"

export type LoadedStudio = {
  readonly world: World
  readonly postgres: Postgres
  readonly key: string
  readonly close: () => Promise<void>
}

export async function openLoadedStudio(url: string): Promise<LoadedStudio> {
  const postgres = await openServer(url)
  await migrate(postgres)
  const redis = openRedis({ token: "local-only" })
  // Nothing outside is needed; who asks for it finds it down.
  const world = await openWorld({ postgres, redis, internet: async () => new Response(null, { status: 503 }) })
  const key = newApiKey()
  await postgres.query(
    `INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at)
      VALUES ('key_00000000load', 'load', $1, ARRAY['write:events'], '${SOURCE}', 100000000, now())`,
    [await hashOfApiKey(key)],
  )
  const close = async () => {
    await world.close()
    await redis.close()
    await postgres.close()
  }
  return { world, postgres, key, close }
}
