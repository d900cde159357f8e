// What does wrangler.toml say that a Worker is: its code, bindings, queues and crons, in the words of Miniflare?
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { QueueSettings } from "./queues.ts"

export type WorkerName = "ingest" | "agents" | "api"
export const WORKERS: readonly WorkerName[] = ["ingest", "agents", "api"]

const MODULES = join(import.meta.dirname, "..", "..", "node_modules")

type ModuleRule = { readonly type: string; readonly include: readonly string[] }

export type WorkerDeclaration = {
  /** Name of the environment in wrangler.toml, and name under which the Worker is deployed. */
  readonly worker: WorkerName
  readonly name: string
  /** Absolute path of its first file. */
  readonly main: string
  /** Which imported files are data rather than code. */
  readonly rules: readonly ModuleRule[]
  readonly crons: readonly string[]
  /** Binding name to queue name. */
  readonly producers: Readonly<Record<string, string>>
  /** Queue name to the consumer's row. */
  readonly consumers: Readonly<Record<string, QueueSettings>>
  /** Everything else, as Miniflare takes it. */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * Reads the three environments of `root`/wrangler.toml. Wrangler itself does it, which takes two seconds to load; its answer is kept
 * under node_modules/.cache until wrangler.toml or wrangler changes.
 */
export async function readWorkers(root: string): Promise<readonly WorkerDeclaration[]> {
  const toml = readFileSync(join(root, "wrangler.toml"), "utf8")
  const manifest = readFileSync(join(MODULES, "wrangler", "package.json"), "utf8")
  const version = (JSON.parse(manifest) as { version: string }).version
  const hash = createHash("sha256").update([FORMAT, version, root, toml].join("\n")).digest("hex").slice(0, 16)
  const file = join(MODULES, ".cache", "content-creator", `workers-${hash}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as WorkerDeclaration[]
  const workers = await askWrangler(join(root, "wrangler.toml"))
  const text = JSON.stringify(workers, refuseUnplain)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
  return JSON.parse(text) as WorkerDeclaration[]
}

/** Counted up where the form of what is kept changes. */
const FORMAT = "1"

/** What JSON would silently leave out must not be kept as JSON. */
function refuseUnplain(name: string, value: unknown): unknown {
  if (typeof value === "symbol" || typeof value === "function") throw new Error(`wrangler.toml: the option ${name} can't be kept as JSON`)
  return value
}

/** The part of wrangler's configuration that is read here: what it makes of it for Miniflare knows no `max_concurrency`. */
type Config = {
  readonly name?: string
  readonly queues: { readonly producers?: readonly { binding: string; queue?: string }[]; readonly consumers?: readonly ConsumerRow[] }
}
type ConsumerRow = {
  readonly queue: string
  readonly max_batch_size?: number
  readonly max_batch_timeout?: number
  readonly max_concurrency?: number | null
  readonly max_retries?: number
  readonly retry_delay?: number
  readonly dead_letter_queue?: string
}

async function askWrangler(config: string): Promise<WorkerDeclaration[]> {
  const wrangler = await import("wrangler")
  return WORKERS.map((worker) => {
    const { name = "", queues } = wrangler.unstable_readConfig({ config, env: worker }) as unknown as Config
    const { workerOptions, main = "" } = wrangler.unstable_getMiniflareWorkerOptions(config, worker)
    const {
      modulesRules,
      cronTriggers,
      queueProducers: _producers,
      queueConsumers: _consumers,
      rootPath: _root,
      ...options
    } = workerOptions
    return {
      worker,
      name,
      main,
      rules: (modulesRules ?? []).map(({ type, include }) => ({ type, include })),
      crons: (cronTriggers ?? []) as string[],
      producers: Object.fromEntries((queues.producers ?? []).map(({ binding, queue = "" }) => [binding, queue])),
      consumers: Object.fromEntries((queues.consumers ?? []).map((row) => [row.queue, toSettings(name, row)])),
      options,
    }
  })
}

/** Cloudflare's defaults where a row names none (https://developers.cloudflare.com/queues/configuration/configure-queues/). */
function toSettings(consumer: string, row: ConsumerRow): QueueSettings {
  return {
    consumer,
    batchSize: row.max_batch_size ?? 10,
    batchWaitMs: (row.max_batch_timeout ?? 5) * 1000,
    concurrency: row.max_concurrency ?? 20,
    retries: row.max_retries ?? 3,
    retryDelayMs: (row.retry_delay ?? 0) * 1000,
    deadLetterQueue: row.dead_letter_queue ?? null,
  }
}
