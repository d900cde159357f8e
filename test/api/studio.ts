// The api Worker's app over a real Postgres, under its own role, and a Redis in this process; time stands still.
import type { Plans } from "../../shared/domain/api-plan.ts"
import { DEFAULT_CHANNELS } from "../../shared/domain/channels.ts"
import { type MediaStore, openMedia } from "../../shared/integrations/media.ts"
import { newAnswerMemory } from "../../shared/kit/answer-memory.ts"
import type { Found, Kept } from "../../shared/kit/asking.ts"
import { newCacheMemory, openCache, openJoinedRedis } from "../../shared/kit/cache.ts"
import { openCounterStore } from "../../shared/kit/counters.ts"
import { newApi } from "../../workers/api/app.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import type { ApiServices } from "../../workers/api/endpoint.ts"
import { describeApi } from "../../workers/api/description.ts"
import { ENDPOINTS } from "../../workers/api/routes.ts"
import { newGateMemory, openGate } from "../../workers/api/gate.ts"
import { openKeyUsage } from "../../workers/api/key-usage.ts"
import { sessionCookieOf } from "../../workers/api/session.ts"
import { openDatabase, type TestDatabase } from "../db/database.ts"
import { type Front, KEY, openFront } from "../ingest/front.ts"
import { openBucket } from "../world/bucket.ts"
import { openRedis } from "../world/redis.ts"
import { serve } from "../world/serve.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { describedBy } from "./described.ts"

const expectDescribed = describedBy(() => describeApi(ENDPOINTS))

export const NOTICE = "A simulated market."

export type Studio = {
  readonly database: TestDatabase
  readonly clock: VirtualClock
  /** The ingest Worker that its commands reach, over the same database. */
  readonly front: Front
  readonly pictures: MediaStore
  /** What its pages say above everything. */
  notice: string | null
  /** Answers of the app, with the work that it left behind done. Throws where the API's description says otherwise. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** What the app works with. */
  services(meter: Meter): ApiServices
  /** Signs the operator in, as a browser does, and gives the `cookie` header of his next requests. */
  signIn(): Promise<string>
  /** How much callers may ask for; null, as it begins: nobody is counted, since what a test looks at is not how often it asked. */
  plans: Plans | null
  /** Whether Redis answers. `forget`: the isolate forgets what it remembers; `flush`: Redis forgets too. */
  redis: { isUp: boolean; forget(): void; flush(): Promise<unknown> }
  close(): Promise<void>
}

export async function openStudio(now: Date): Promise<Studio> {
  const database = await openDatabase()
  const redis = openRedis()
  const state = {
    isUp: true,
    forget: () => void (cache = newIsolate()),
    flush() {
      state.forget()
      return redis.engine.pipeline([["FLUSHALL"]])
    },
  }
  const server = await serve((request) => (state.isUp ? redis.fetch(request) : new Response("away", { status: 502 })))
  const clock = openVirtualClock(now)
  /** A new isolate, which remembers nothing. */
  const joined = openJoinedRedis({ url: server.url, token: "t" })
  const gateMemory = newGateMemory()
  const newIsolate = (): Kept => ({
    redis: openCache(joined, () => clock.now().getTime(), newCacheMemory()),
    memory: newAnswerMemory<Found>(10_000_000),
    edge: null,
  })
  let cache = newIsolate()
  const front = await openFront(now, { database, clock })
  const ingest = { fetch: (request: Request) => front.ask(request) }
  const app = newApi({
    clock,
    strict: true,
    open: (_env, meter) => studio.services(meter),
  })
  const studio: Studio = {
    database,
    clock,
    front,
    notice: NOTICE,
    pictures: openMedia(openBucket()),
    plans: null,
    redis: state,
    services(meter) {
      const db = database.db("studio_api", meter)
      const services: ApiServices = {
        db,
        quickDb: db,
        cache,
        get gate() {
          return openGate({ services, redis: joined, machine: clock, memory: gateMemory, counters: { add: () => undefined } })
        },
        plans: studio.plans,
        keyUsage: openKeyUsage(joined, clock),
        clock,
        feed: { publicUrl: null, authority: null, hubUrl: "https://hub.example/" },
        desk: {
          timeZone: "Europe/Amsterdam",
          channels: DEFAULT_CHANNELS,
          caps: { all: 5_000_000, model: 2_000_000, "channel:x": 2_000_000 },
        },
        notice: studio.notice,
        media: studio.pictures,
        ingest,
        sessionCookie: sessionCookieOf("production"),
        readCounts: () => openCounterStore({ url: server.url, token: "t" }).read(),
      }
      return services
    },
    async ask(path, init) {
      const left: Promise<unknown>[] = []
      const response = await app.request(path, init, {}, {
        waitUntil: (task: Promise<unknown>) => void left.push(task),
      } as unknown as ExecutionContext)
      await Promise.all(left)
      await expectDescribed(init?.method ?? "GET", path, response)
      return response
    },
    async signIn() {
      const response = await studio.ask("/sign-in", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ key: KEY }).toString(),
      })
      return (response.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? ""
    },
    async close() {
      await server.close()
      await redis.close()
      await database.close()
    },
  }
  return studio
}
