// The agents Worker without a Worker: its real heartbeat, queue consumer and runner in this process, on a virtual clock, with a
// queue that delivers at least once and a `drain` that lets everything happen now. For faults, replays and questions of order.
import { bury, consume } from "../../workers/agents/consume.ts"
import type { Agent } from "../../workers/agents/contract.ts"
import type { AgentsConfig } from "../../workers/agents/env.ts"
import { openPorts } from "../../workers/agents/ports.ts"
import type { Runtime } from "../../workers/agents/runtime.ts"
import { tick } from "../../workers/agents/tick.ts"
import { type Asset, ASSETS } from "../../shared/domain/asset.ts"
import { DEFAULT_CHANNELS } from "../../shared/domain/channels.ts"
import { FEEDS } from "../../shared/domain/news.ts"
import type { Message } from "../../shared/domain/run.ts"
import { openBucket } from "./bucket.ts"
import type { Png } from "../../shared/integrations/png.ts"
import { SKETCH } from "./drawing.ts"
import type { Accounts } from "../../workers/agents/publishing/open-channels.ts"
import type { Caps } from "../../shared/db/queries/ledger.ts"
import type { VirtualClock } from "./virtual-clock.ts"

type Letter = { readonly body: unknown; attempts: number; dueAt: number }

export type Desk = {
  readonly runtime: Runtime
  readonly queue: Letter[]
  /** The message being handled: a queue delivers it again when its consumer dies. */
  inHand: Letter | null
  readonly bumped: string[]
  /** One heartbeat now. */
  beat(): Promise<void>
  send(message: unknown): void
  /** Takes the next message that is due and handles it; false where there is none. `twice` delivers it again as well. */
  step(options?: { twice?: boolean }): Promise<boolean>
  /** Handles every message, moving the clock on to the next one's time, but not past `until`. */
  drain(until?: Date): Promise<number>
}

/** As in wrangler.toml. */
const MAX_RETRIES = 12

const NO_ACCOUNTS: Accounts = { x: null, telegram: null, discord: null, feed: null }

export type DeskOptions = {
  /** A statement is waited for ten seconds of real time, unless told otherwise. */
  readonly database: { readonly url: string; readonly endpoint: string; readonly timeoutMs?: number }
  readonly clock: VirtualClock
  readonly agents: readonly Agent[]
  readonly fetch?: (request: Request) => Promise<Response>
  readonly watch?: readonly Asset[]
  readonly model?: Runtime["model"]
  readonly review?: AgentsConfig["review"]
  readonly png?: Png
  /** The channels that are configured; none, where they aren't given. */
  readonly accounts?: Accounts
  readonly caps?: Caps
  /** Webhooks are off, unless told otherwise. */
  readonly webhooks?: AgentsConfig["webhooks"]
}

export function openDesk(desired: DeskOptions): Desk {
  const { database, clock, agents, fetch: reach, watch = ASSETS, model = () => async () => null, png = SKETCH } = desired
  const queue: Letter[] = []
  const bumped: string[] = []
  const post = (body: unknown, delaySeconds = 0) => queue.push({ body, attempts: 0, dueAt: clock.now().getTime() + delaySeconds * 1_000 })
  const config: AgentsConfig = {
    stage: "local",
    database: { timeoutMs: 10_000, ...database },
    maintenance: null,
    retentionMonths: 13,
    redis: { url: "https://redis.local", token: "local-only" },
    watch,
    feeds: FEEDS,
    channels: { list: DEFAULT_CHANNELS, timeZone: "UTC" },
    queue: {
      send: async (body: Message, sending?: QueueSendOptions) => void post(structuredClone(body), sending?.delaySeconds),
    } as unknown as Queue<Message>,
    media: openBucket(),
    models: null,
    caps: desired.caps ?? {},
    review: desired.review ?? { rules: [], telegram: null },
    ...(desired.accounts ?? NO_ACCOUNTS),
    lacking: {},
    webhooks: desired.webhooks ?? null,
    heartbeatUrl: null,
    warmer: null,
    notice: null,
    clock: null,
  }
  const nowhere = () => Promise.reject(new TypeError("this desk has no internet"))
  const send = (input: RequestInfo | URL, init?: RequestInit) => (reach ?? nowhere)(new Request(input, init))
  const runtime: Runtime = {
    config,
    clock,
    agents,
    open: (needs, meter) => openPorts(needs, { config, meter, clock, png, fetch: send }),
    model,
    bump: async (agent) => void bumped.push(agent),
  }

  async function deliver(letter: Letter): Promise<void> {
    letter.attempts += 1
    const retry = ({ delaySeconds }: { delaySeconds: number }) => {
      if (letter.attempts > MAX_RETRIES) queue.push({ body: { dead: letter.body }, attempts: 0, dueAt: clock.now().getTime() })
      else queue.push({ ...letter, dueAt: clock.now().getTime() + delaySeconds * 1_000 })
    }
    const dead = (letter.body as { dead?: unknown } | null)?.dead
    if (dead !== undefined) return bury(dead, runtime)
    await consume({ body: letter.body, attempts: letter.attempts, ack: () => {}, retry }, runtime)
  }

  const desk: Desk = {
    runtime,
    queue,
    inHand: null,
    bumped,
    beat: async () => void (await tick(runtime)),
    send: (message) => void post(message),
    async step({ twice = false } = {}) {
      queue.sort((a, b) => a.dueAt - b.dueAt)
      const next = queue[0]
      if (next === undefined || next.dueAt > clock.now().getTime()) return false
      queue.shift()
      if (twice) queue.unshift({ ...next })
      desk.inHand = next
      await deliver(next)
      desk.inHand = null
      return true
    },
    async drain(until) {
      for (let handled = 0; ; handled += 1) {
        if (handled > 10_000) throw new Error("the queue never empties")
        queue.sort((a, b) => a.dueAt - b.dueAt)
        const next = queue[0]
        if (next === undefined || (until && next.dueAt > until.getTime())) return handled
        if (next.dueAt > clock.now().getTime()) clock.set(new Date(next.dueAt))
        await desk.step()
      }
    },
  }
  return desk
}
