// A publisher's database and channels as a story gives them: each statement and each request is a place where it may be struck.
import { type Db, openDb } from "../../../shared/db/client.ts"
import { openBreakers } from "../../../shared/kit/breaker.ts"
import { BREAKER_DEFAULTS } from "../../../shared/kit/http.ts"
import { Meter } from "../../../shared/kit/meter.ts"
import { openChannels } from "../../../workers/agents/publishing/open-channels.ts"
import type { Sender } from "../../../workers/agents/publishing/send.ts"
import type { ApprovedPost } from "../approved-posts.ts"
import { ACCOUNTS, type Platforms } from "../platform-accounts.ts"
import type { Postgres } from "../postgres-session.ts"
import type { Schedule, Strike } from "./schedule.ts"
import type { Process, Stage } from "./stage.ts"

/** What a sender would be that keeps a rule of the house badly: the suite has to notice. */
export type Mutation = ((sender: Sender) => Sender) | null

export type World = {
  readonly postgres: Postgres
  readonly schedule: Schedule
  readonly stage: Stage
  readonly platforms: Platforms
  readonly proxy: (request: Request) => Promise<Response>
  readonly struck: string[]
  /** Faults that are yet to strike. */
  readonly ahead: Strike[]
  post: ApprovedPost
  version: number
  steps: number
  /** Statements that are to be broken, by process. */
  readonly broken: Map<Process, "refuse" | "lose">
  readonly mutate: Mutation
}

/** Of a request that is slow, and of one that is given up. */
const SLOW_MS = 9_000
const CALL_MS = 10_000

/** A publisher's database and channels, each statement and request a place where it may be struck. */
export function openSender(world: World, process: Process): Sender {
  const { stage, schedule } = world
  const pace = async (request: Request): Promise<Response> => {
    await stage.at(process, "statement")
    const broken = world.broken.get(process)
    world.broken.delete(process)
    if (broken === "refuse") return new Response("refused by the story", { status: 500 })
    const answer = await world.proxy(request)
    await stage.at(process, "stored")
    if (broken === "lose") throw new TypeError("the connection was lost")
    return answer
  }
  const reach = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const isPost = /tweets$|messages$|send(Message|Photo)$/.test(new URL(request.url).pathname) && request.method === "POST"
    const fault = isPost ? (schedule.answers[world.platforms[schedule.channel === "feed" ? "x" : schedule.channel].attempts] ?? null) : null
    if (isPost && fault !== null) world.struck.push(fault)
    if (fault === "slow") process.stillUntil = stage.now() + SLOW_MS
    await stage.at(process, "request")
    const answer = await world.platforms.fetch(request, new Date(stage.now())).catch((thrown: unknown) => thrown as Error)
    if (fault === "timeout-after") process.stillUntil = stage.now() + CALL_MS
    await stage.at(process, "answered")
    if (fault === "timeout-after") throw new DOMException("no answer within its time", "TimeoutError")
    if (answer instanceof Error) throw answer
    return answer
  }
  const fetch = (handle: (request: Request) => Promise<Response>) => (input: RequestInfo | URL, init?: RequestInit) =>
    handle(new Request(input, init))
  const db: Db = openDb(
    {
      url: "postgresql://studio_agents:local-only@db.local/studio",
      endpoint: "http://db.local/sql",
      timeoutMs: 600_000,
      fetch: fetch(pace),
    },
    new Meter(),
  )
  const channels = openChannels({
    db,
    accounts: ACCOUNTS,
    caps: { all: 1_000_000_000 },
    clock: process.clock,
    meter: new Meter(),
    fetch: reach,
    readPicture: async () => world.platforms.png,
    breakers: openBreakers(BREAKER_DEFAULTS),
  })
  const sender: Sender = { db, channels, runId: null }
  return world.mutate === null ? sender : world.mutate(sender)
}
