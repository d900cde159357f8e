// Which studio does the operator's browser visit? The three Workers after one cycle over the seeded market, and the local platforms with their pages.
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import { servePlatforms } from "../world/platform-page.ts"
import { type LocalPlatforms, openLocalPlatforms } from "../world/platforms.ts"
import { openRedis } from "../world/redis.ts"
import { serve } from "../world/serve.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld } from "../world/world.ts"

/** An hour has closed in which the market fell so far that many drafts wait, some of them with pictures. */
const NOW = new Date("2026-11-15T19:00:20Z")
/** Forty seconds a second: a slot that is minutes away comes within a test, and no draft expires in it. */
const SPEED = 40

export type DeskStudio = {
  readonly origin: string
  /** Where the timelines of the local platforms are shown. */
  readonly platformsOrigin: string
  readonly platforms: LocalPlatforms
  readonly operatorKey: string
  /** A heartbeat, and all that follows from it and from what was asked before. */
  beat(): Promise<void>
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>
  close(): Promise<void>
}

export async function openDeskStudio(): Promise<DeskStudio> {
  const startedAt = Date.now()
  const now = (): Date => new Date(NOW.getTime() + (Date.now() - startedAt) * SPEED)
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  const platforms = openLocalPlatforms()
  const market = openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") })
  const internet = openInternet({ market, now, hosts: platforms.hosts })
  const world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: (request) => internet.fetch(request),
    clock: `${startedAt}:${NOW.getTime()}:${SPEED}`,
  })
  const timelines = await serve(servePlatforms({ platforms, apiUrl: world.urls.api }))
  const beat = async (): Promise<void> => {
    await world.cron(now())
    await world.drain({ delayed: true, timeoutMs: 60_000 })
  }
  await beat()
  return {
    origin: world.urls.api,
    platformsOrigin: timelines.url,
    platforms,
    operatorKey: LOCAL_OPERATOR_KEY,
    beat,
    rows: async (sql) => (await postgres.query(sql, [])).rows,
    async close() {
      await timelines.close()
      await world.close()
      await postgres.close()
    },
  }
}
