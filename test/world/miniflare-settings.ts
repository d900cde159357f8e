// With which options does Miniflare run the three Workers as the local world?
import { convertV4MiniflareOptions, Log, LogLevel, type MiniflareOptions } from "miniflare"
import { bundleWorker } from "./bundle.ts"
import { type Egress, QUEUE_BINDING } from "./egress.ts"
import { findPort } from "./serve.ts"
import { CHANNEL_VALUES } from "./platform-accounts.ts"
import type { WorkerDeclaration, WorkerName } from "./worker-options.ts"

/** Workers that the outside may call. */
const PUBLIC: readonly WorkerName[] = ["ingest", "api"]
/** What an operator's commands carry here; production refuses it. */
export const LOCAL_OPERATOR_KEY = "local-only-operator-key-of-this-machine"
/** What the secrets of webhook endpoints are derived from here. */
const LOCAL_WEBHOOK_KEY = "local-only-webhook-key-of-this-machine"

export type Ports = Readonly<Record<"ingest" | "api", number>>

/** The wanted ports, or the next free ones; `onTaken` is told of each that is taken. */
export async function choosePorts(ports: Partial<Ports>, onTaken?: (worker: WorkerName, port: number) => void): Promise<Ports> {
  const ingest = await findPort(ports.ingest ?? 0, "127.0.0.1", (port) => onTaken?.("ingest", port))
  let api = await findPort(ports.api ?? 0, "127.0.0.1", (port) => onTaken?.("api", port))
  if (api === ingest) api = await findPort(api + 1, "127.0.0.1", (port) => onTaken?.("api", port))
  return { ingest, api }
}

/** Bindings of each Worker that the local world gives, by the names that its env.ts may ask for. */
function localBindings(worker: WorkerName, clock: string | null, apiPort: number): Record<string, string> {
  return {
    STAGE: "local",
    DATABASE_URL: `postgresql://studio_${worker}:local-only@db.local/studio`,
    DATABASE_ENDPOINT: "http://db.local/sql",
    REDIS_URL: "http://redis.local",
    REDIS_TOKEN: "local-only",
    ...(worker === "ingest" ? { OPERATOR_KEY: LOCAL_OPERATOR_KEY, WEBHOOK_KEY: LOCAL_WEBHOOK_KEY } : {}),
    ...(worker === "agents" ? { ...CHANNEL_VALUES, WEBHOOK_KEY: LOCAL_WEBHOOK_KEY, PUBLIC_URL: `http://127.0.0.1:${apiPort}` } : {}),
    ...(worker === "api" ? { LIMITS: "off" } : {}),
    ...(clock === null ? {} : { CLOCK: clock }),
  }
}

export type SettingsSource = {
  readonly declared: readonly WorkerDeclaration[]
  readonly root: string
  readonly bindings: Partial<Record<WorkerName, Readonly<Record<string, string>>>>
  readonly clock: string | null
  readonly ports: Ports
  /** Further Workers, as Miniflare takes them. */
  readonly beside: readonly Readonly<Record<string, unknown>>[]
  /** Folder in which buckets keep what they have; null: they forget it. */
  readonly buckets: string | null
  readonly egress: Egress
  readonly onLog: (line: { timestamp: number; level: string; message: string }) => void
}

/** Bundles the Workers and gives the options of the one Miniflare that runs them. */
export async function toMiniflare(source: SettingsSource): Promise<MiniflareOptions> {
  const { declared, root, bindings, clock, ports, egress, beside, buckets, onLog } = source
  const common = { outboundService: { node: egress.node } }
  const workers = await Promise.all(
    declared.map(async (worker) => ({
      ...worker.options,
      ...common,
      name: worker.name,
      modules: await bundleWorker(worker, root),
      bindings: {
        ...(worker.options["bindings"] as Record<string, string>),
        ...localBindings(worker.worker, clock, ports.api),
        ...bindings[worker.worker],
      },
      serviceBindings: {
        ...(worker.options["serviceBindings"] as object),
        ...Object.fromEntries(
          Object.entries(worker.producers).map(([binding, queue]) => [binding, { name: "queues", entrypoint: "Queue", props: { queue } }]),
        ),
      },
      ...(PUBLIC.includes(worker.worker)
        ? { unsafeDirectSockets: [{ host: "127.0.0.1", port: ports[worker.worker as keyof Ports] }] }
        : {}),
    })),
  )
  const compatibilityDate = declared[0]?.options["compatibilityDate"]
  const entry = { ...common, compatibilityDate, name: "queues", modules: true, script: QUEUE_BINDING }
  const options = convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: onLog,
    workers: [entry, ...workers, ...beside] as never,
  })
  return buckets === null ? options : { ...options, resourcePersistencePath: buckets }
}
