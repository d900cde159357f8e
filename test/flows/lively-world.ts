// The three Workers over a market that has something to tell, on a clock that runs fast: what the flows of posts begin with.
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import type { Host } from "../world/hosts/host.ts"
import { type Internet, openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

/** A moment at which the seeded market has something to tell. */
export const NOW = new Date("2026-11-21T12:00:20Z")

export type LivelyWorld = {
  readonly postgres: Postgres
  readonly world: World
  readonly internet: Internet
  now(): Date
  /** Rows of a statement, as the owner. */
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>
  /** One heartbeat, and all that follows from it, delayed messages too. */
  beat(): Promise<void>
  close(): Promise<void>
}

type Options = {
  /** Studio seconds in a real one. */
  readonly speed: number
  /** Further hosts of the fake internet. */
  readonly hosts?: readonly Host[]
  readonly agents?: Readonly<Record<string, string>>
}

export async function openLivelyWorld({ speed, hosts = [], agents = {} }: Options): Promise<LivelyWorld> {
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  const startedAt = Date.now()
  const now = () => new Date(NOW.getTime() + (Date.now() - startedAt) * speed)
  const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
  const internet = openInternet({ market, now, hosts })
  const world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: (request) => internet.fetch(request),
    clock: `${startedAt}:${NOW.getTime()}:${speed}`,
    bindings: { agents },
  })
  return {
    postgres,
    world,
    internet,
    now,
    rows: async (sql) => (await postgres.query(sql, [])).rows,
    async beat() {
      await world.cron(now())
      await world.drain({ delayed: true, timeoutMs: 60_000 })
    },
    async close() {
      await world.close()
      await postgres.close()
    },
  }
}
