// What does each Worker need, what does wrangler.toml give it, and what is still missing? Read from the Workers' own schemas.
import { join } from "node:path"
import { unstable_readConfig } from "wrangler"
import * as z from "zod"
import { Failure } from "../shared/kit/failure.ts"
import { type ConfigReader, LOCAL_NAMES } from "../shared/kit/env.ts"
import { readAgentsConfig } from "../workers/agents/env.ts"
import { readApiConfig } from "../workers/api/env.ts"
import { readIngestConfig } from "../workers/ingest/env.ts"
import { root, type Settings } from "./settings.ts"

export type Deployable = {
  /** The environment's name in wrangler.toml. */
  readonly name: "ingest" | "agents" | "api"
  readonly read: ConfigReader<object>
  /** Largest bundle, minified and gzipped, in KiB. */
  readonly maxKib: number
}

/** In the order of their deployment: a service binding names a Worker that is there already. */
export const DEPLOYABLES: readonly Deployable[] = [
  { name: "ingest", read: readIngestConfig, maxKib: 230 },
  { name: "api", read: readApiConfig, maxKib: 330 },
  { name: "agents", read: readAgentsConfig, maxKib: 510 },
]

export type Declaration = {
  /** The name it is deployed under. */
  readonly worker: string
  readonly vars: Readonly<Record<string, string>>
  /** Names of bindings that aren't text: queues, buckets, services, assets. */
  readonly bindings: readonly string[]
  readonly queues: readonly string[]
  readonly buckets: readonly string[]
}

const Bound = z.array(z.object({ binding: z.string() }))
/** The part of wrangler's own reading that matters here. */
const Parsed = z.object({
  name: z.string(),
  vars: z.record(z.string(), z.coerce.string()),
  queues: z.object({
    producers: z.array(z.object({ queue: z.string(), binding: z.string() })).default([]),
    consumers: z.array(z.object({ queue: z.string(), dead_letter_queue: z.string().optional() })).default([]),
  }),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })).default([]),
  kv_namespaces: Bound.default([]),
  services: Bound.default([]),
  assets: z.object({ binding: z.string().optional() }).optional(),
})

/** What wrangler.toml gives a Worker in production. */
export function readDeclaration(name: Deployable["name"], config: string = join(root, "wrangler.toml")): Declaration {
  const parsed = Parsed.parse(unstable_readConfig({ config, env: name }, { hideWarnings: true }))
  const { producers, consumers } = parsed.queues
  const queues = [...producers.map(({ queue }) => queue), ...consumers.flatMap((consumer) => [consumer.queue, consumer.dead_letter_queue])]
  const bound = [...producers, ...parsed.r2_buckets, ...parsed.kv_namespaces, ...parsed.services, ...(parsed.assets ? [parsed.assets] : [])]
  return {
    worker: parsed.name,
    vars: parsed.vars,
    bindings: present(bound.map(({ binding }) => binding)),
    queues: [...new Set(present(queues))],
    buckets: parsed.r2_buckets.map((bucket) => bucket.bucket_name),
  }
}

const present = (names: readonly (string | undefined)[]): string[] => names.filter((name) => name !== undefined)

export type Inspection = {
  /** One sentence for each required thing that is missing or wrong; never a value. */
  readonly faults: readonly string[]
  /** Groups of the config that are null: parts of the studio that are switched off. */
  readonly off: readonly string[]
  /** Names that may be set, but aren't. */
  readonly unset: readonly string[]
}

/** What has to be set with `npm run wrangler -- secret put`, and what may be: the names in the schema that wrangler.toml doesn't give. */
export function listSecrets(deployable: Deployable): { readonly required: readonly string[]; readonly optional: readonly string[] } {
  const declaration = readDeclaration(deployable.name)
  const { faults } = inspectDeployable(deployable, {}, declaration)
  const given = [...Object.keys(declaration.vars), ...declaration.bindings, ...LOCAL_NAMES]
  const secrets = deployable.read.names.filter((name) => !given.includes(name))
  const isRequired = (name: string) => faults.some((fault) => fault.startsWith(`${name}:`))
  return { required: secrets.filter(isRequired), optional: secrets.filter((name) => !isRequired(name)) }
}

/** Stands for any binding: it has every method. */
const anyBinding = new Proxy({}, { get: () => () => undefined })

/** What the Worker would say of its bindings if it were deployed with these settings as its secrets. */
export function inspectDeployable(
  { name, read }: Deployable,
  settings: Settings,
  declaration: Declaration = readDeclaration(name),
): Inspection {
  const wanted = Object.fromEntries(read.names.flatMap((key) => (settings[key] === undefined ? [] : [[key, settings[key]]])))
  const bound = Object.fromEntries(declaration.bindings.map((key) => [key, anyBinding]))
  const env = { ...wanted, ...declaration.vars, ...bound }
  const unset = read.names.filter((key) => !(key in env) && !LOCAL_NAMES.includes(key))
  try {
    const config = read(env)
    const off = Object.entries(config).flatMap(([group, value]) => (value === null && !isLocal(group) ? [group] : []))
    return { faults: [], off, unset }
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const faults = (thrown.context["faults"] ?? []) as readonly string[]
    return { faults: faults.map(plain), off: [], unset: unset.filter((key) => !faults.some((fault) => fault.startsWith(`${key}:`))) }
  }
}

const isLocal = (group: string): boolean => LOCAL_NAMES.includes(group.toUpperCase())

/** zod's words for an absent value, in a person's. */
const plain = (fault: string): string => fault.replace(/Invalid input: expected \w+, received undefined/, "is not set")
