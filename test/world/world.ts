// What is the studio when it runs here? The three Workers of wrangler.toml in one workerd, over a Postgres, a Redis and an internet that were given.
import { join } from "node:path"
import { Miniflare, type MiniflareOptions } from "miniflare"
import { openEgress, type Outages } from "./egress.ts"
import { guardWorkerd, withoutSignalHandlers } from "./guard.ts"
import { type LogLine, openLogs } from "./logs.ts"
import { choosePorts, type Ports, toMiniflare } from "./miniflare-settings.ts"
import { neonProxy, type StatementNote } from "./neon-proxy.ts"
import type { Postgres } from "./postgres-session.ts"
import { openQueues, type Outcome, type QueueMessage, type Queues } from "./queues.ts"
import type { Redis } from "./redis.ts"
import { type StatementFaults, withFaults } from "./statement-faults.ts"
import { readWorkers, type WorkerDeclaration, type WorkerName } from "./worker-options.ts"

export type Faults = Outages & {
  /** Which statements go wrong, and how. Null: none. */
  statement: StatementFaults | null
}

export type WorldOptions = {
  /** Folder of wrangler.toml; this repository, where none is given. */
  readonly root?: string
  readonly postgres: Postgres
  readonly redis: Redis
  /** Answers every request to a host that is not the world's own; what it throws is a connection that breaks. */
  readonly internet: (request: Request) => Promise<Response>
  /** Laid over wrangler.toml's variables and the local values. */
  readonly bindings?: Partial<Record<WorkerName, Readonly<Record<string, string>>>>
  /** `realMs:studioMs:speed`, see shared/kit/clock.ts; the machine's time, where none is given. */
  readonly clock?: string | null
  readonly ports?: Partial<Record<WorkerName, number>>
  /** Further Workers in the same workerd, as Miniflare takes them. */
  readonly beside?: readonly Readonly<Record<string, unknown>>[]
  /** Folder in which buckets keep what they have, from one world to the next; where none is given, they forget it. */
  readonly buckets?: string | null
  /** Told of a port that is taken; the next free one is used. */
  readonly onTaken?: (worker: WorkerName, port: number) => void
  readonly onLog?: (line: LogLine) => void
}

export type DrainOptions = {
  /** Delivers delayed messages too, now rather than when they are due, until none is left. */
  readonly delayed?: boolean
  /** Longest wait, in milliseconds. */
  readonly timeoutMs?: number
}

export type World = {
  /** `http://127.0.0.1:PORT` of each public Worker. */
  readonly urls: Readonly<Record<"ingest" | "api", string>>
  /** Redirects are not followed. */
  fetch(worker: "ingest" | "api", path: string, init?: RequestInit): Promise<Response>
  /** One heartbeat of the agents Worker; ends when its handler has ended. Throws where the handler threw. */
  cron(scheduledTime?: Date): Promise<void>
  /**
   * Resolves when nothing is left to do: no message due or being delivered, no heartbeat running and no request of a Worker open, on
   * three looks in a row, 5 ms apart, between which no request began. Throws after `timeoutMs` and says what was left.
   */
  drain(options?: DrainOptions): Promise<void>
  readonly queues: Queues
  /** What the Workers logged: the newest 20,000 lines, oldest first. */
  readonly logs: readonly LogLine[]
  /** The first line that fits, from those already there or, within `timeoutMs`, those to come. */
  waitForLog(fits: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>
  /** The newest 5,000 statements, oldest first, whatever became of them; a long parameter is cut to 200 characters. */
  readonly statements: readonly StatementNote[]
  readonly faults: Faults
  /** Kills workerd and starts it again; what it was doing is lost, what was being delivered is delivered again. */
  crash(): Promise<void>
  close(): Promise<void>
}

const LOOK_MS = 5
const QUIET_LOOKS = 3
const MOST_STARTS = 4

export async function openWorld(options: WorldOptions): Promise<World> {
  const root = options.root ?? join(import.meta.dirname, "..", "..")
  const declared = await readWorkers(root)
  const faults: Faults = { postgres: null, redis: null, queues: null, statement: null }
  const statements: StatementNote[] = []
  const logs = openLogs(options.onLog)
  const running = { heartbeats: 0, restarts: 0 }

  const consumers = Object.assign({}, ...declared.map(({ consumers: rows }) => rows)) as WorkerDeclaration["consumers"]
  const queues = openQueues(consumers, async (queue, consumer, batch) => await deliver(queue, consumer, batch))
  const neon = neonProxy(
    options.postgres,
    withFaults(
      () => faults.statement,
      statements,
      () => crash(),
    ),
  )
  const egress = openEgress({ neon, redis: (request) => options.redis.fetch(request), internet: options.internet, queues, outages: faults })

  const { bindings = {}, clock = null, buckets = null, beside = [] } = options
  guardWorkerd()
  const { miniflare, settings, ports } = await startWorkers(async () => {
    const chosen = await choosePorts(options.ports ?? {}, options.onTaken)
    return {
      ports: chosen,
      settings: await toMiniflare({ declared, root, bindings, clock, ports: chosen, beside, buckets, egress, onLog: logs.take }),
    }
  })

  async function deliver(queue: string, consumer: string, batch: readonly QueueMessage[]): Promise<Outcome> {
    const worker = await miniflare.getWorker(consumer)
    return await worker.queue(queue, [...batch] as never)
  }

  async function crash(): Promise<void> {
    running.restarts += 1
    try {
      // From here on new work waits for the new process; what the old one had is given up before it can say so itself.
      const restarted = miniflare.setOptions(settings)
      queues.loseRunning()
      await restarted
    } finally {
      running.restarts -= 1
    }
  }
  async function heartbeat(scheduledTime = new Date()): Promise<void> {
    running.heartbeats += 1
    try {
      const agents = declared.find(({ worker }) => worker === "agents")
      const worker = await miniflare.getWorker(agents?.name ?? "")
      const { outcome } = await worker.scheduled({ cron: agents?.crons[0] ?? "", scheduledTime })
      if (outcome !== "ok") throw new Error(`The heartbeat ended with ${outcome}.`)
    } finally {
      running.heartbeats -= 1
    }
  }

  const left = () => ({ messages: queues.busy, heartbeats: running.heartbeats, restarts: running.restarts, requests: egress.open })
  const urls = { ingest: `http://127.0.0.1:${ports.ingest}`, api: `http://127.0.0.1:${ports.api}` }
  return {
    urls,
    queues,
    logs: logs.lines,
    waitForLog: logs.waitFor,
    statements,
    faults,
    crash,
    fetch: (worker, path, init) => fetch(urls[worker] + path, { redirect: "manual", ...init }),
    cron: heartbeat,
    drain: (drainOptions) => rest(left, () => egress.begun, queues, drainOptions),
    async close() {
      queues.close()
      await miniflare.dispose()
    },
  }
}

/** Another program may take a port between our look that it is free and workerd's own taking it: then others are chosen. */
async function startWorkers(choose: () => Promise<{ ports: Ports; settings: MiniflareOptions }>) {
  for (let start = 1; ; start += 1) {
    const chosen = await choose()
    const miniflare = withoutSignalHandlers(() => new Miniflare(chosen.settings))
    try {
      await miniflare.ready
      return { miniflare, ...chosen }
    } catch (thrown) {
      await miniflare.dispose().catch(() => undefined)
      if (start === MOST_STARTS || (thrown as { code?: unknown }).code !== "ERR_ADDRESS_IN_USE") throw thrown
    }
  }
}

/** Looks until nothing is left on several looks in a row, between which no request began. */
async function rest(
  left: () => Readonly<Record<string, number>>,
  begun: () => number,
  queues: Queues,
  { delayed = false, timeoutMs = 30_000 }: DrainOptions = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  const releaseDelayed = delayed ? () => queues.releaseDelayed() : () => 0
  let before = -1
  let quiet = 0
  while (quiet < QUIET_LOOKS || releaseDelayed() > 0) {
    queues.flush()
    const idle = Object.values(left()).every((count) => count === 0)
    quiet = idle && begun() === before ? quiet + 1 : 0
    before = begun()
    if (Date.now() > deadline) throw new Error(`The world did not come to rest; left are ${JSON.stringify(left())}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
