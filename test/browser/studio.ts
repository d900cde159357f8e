// Which studio does the browser visit? The three Workers after one cycle over the seeded market, with a paper that prints hostile headlines.
import { migrate } from "../../scripts/migrations.ts"
import { ASSETS } from "../../shared/domain/asset.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import { openInternet } from "../world/internet.ts"
import { openMarket } from "../world/market.ts"
import { signIn } from "../world/operator.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld } from "../world/world.ts"

/** A moment at which the seeded market has something to tell. */
const NOW = new Date("2026-11-21T12:00:20Z")

/** Headlines as a reader must see them, letter for letter. */
export const HOSTILE = [
  `Bitcoin soars <script>document.title = "taken"</script> on record inflows`,
  `Ethereum gains <img src="https://elsewhere.example/x.png" onerror="document.title='taken'"> after upgrade`,
  `</a><iframe src="https://elsewhere.example/"></iframe>Solana rallies "><svg onload=alert(1)>`,
] as const

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** Escaped twice, so that the markup is the headline's own text and not the feed's. */
const item = (title: string, place: number): string =>
  `<item><title>${escaped(escaped(title))}</title><link>https://decrypt.co/${900_000 + place}/x</link><guid>hostile-${place}</guid>` +
  `<pubDate>${new Date(NOW.getTime() - 60_000 * (place + 1)).toUTCString()}</pubDate></item>`

export type Visited = {
  readonly origin: string
  readonly operatorKey: string
  /** What the API answers on that path below `/api/v1`. */
  read<T>(path: string): Promise<T>
  /** Ends when nothing is left to do: a command has become a run. */
  settle(): Promise<void>
  /** Requests that left for a host which is not of this world. */
  readonly strangers: readonly unknown[]
  close(): Promise<void>
}

export async function openVisitedStudio(): Promise<Visited> {
  const startedAt = Date.now()
  const now = (): Date => new Date(NOW.getTime() + Date.now() - startedAt)
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  const internet = openInternet({ market: openMarket({ seed: 7, assets: ASSETS, start: new Date("2026-11-01T00:00:00Z") }), now })
  internet.faults.set("decrypt.co", { body: `<rss version="2.0"><channel><title>D</title>${HOSTILE.map(item).join("")}</channel></rss>` })
  const world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: (request) => internet.fetch(request),
    clock: `${startedAt}:${NOW.getTime()}:1`,
    bindings: { api: { NOTICE: "A simulated market, seed 7: no price, headline or name here is real." } },
  })
  await world.cron(now())
  await world.drain({ delayed: true, timeoutMs: 60_000 })
  return {
    origin: world.urls.api,
    operatorKey: LOCAL_OPERATOR_KEY,
    settle: () => world.drain({ delayed: true, timeoutMs: 60_000 }),
    async read<T>(path: string) {
      const headers = await signIn(world.urls.ingest)
      return (await (await world.fetch("api", `/api/v1${path}`, { headers })).json()) as T
    },
    strangers: internet.strangers,
    async close() {
      await world.close()
      await postgres.close()
    },
  }
}
