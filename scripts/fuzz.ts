// `npm run fuzz`: does the API keep what its description promises, whatever it is asked? Requests made from the description itself, half of them broken.
import { parseArgs } from "node:util"
import { NASTY } from "../test/api/bad-input.ts"
import { NOON, seed as seedCast } from "../test/api/cast.ts"
import { seedDesk } from "../test/api/desk-cast.ts"
import { openDatabase } from "../test/db/database.ts"
import { LOCAL_OPERATOR_KEY } from "../test/world/miniflare-settings.ts"
import { openRedis } from "../test/world/redis.ts"
import { openWorld } from "../test/world/world.ts"
import type { Document } from "./fuzz/document.ts"
import { fuzz, type Outcome, type Target } from "./fuzz/run.ts"

const USAGE = `npm run fuzz -- [options]

  --requests N   how many requests are sent, three quarters of them to the api Worker, the others to ingest (20000)
  --seed N       makes the same requests again (1)
  --json         the figures as JSON

The three Workers in workerd, over PGlite or the server that TEST_DATABASE_URL names; rate limits are off.`

const print = (text: string): void => void process.stdout.write(`${text}\n`)

function readOptions() {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  })
  const number = (name: "requests" | "seed"): number => {
    const value = Number(values[name])
    if (/^\d{1,9}$/.test(values[name]) && value >= 1) return value
    throw new Error(`--${name} ${values[name]}: a whole number from 1 on is wanted.\n\n${USAGE}`)
  }
  return { requests: number("requests"), seed: number("seed"), json: values.json }
}

type Asks = (path: string, init?: RequestInit) => Promise<Response>
const readDocument = async (ask: Asks): Promise<Document> => (await (await ask("/openapi.json")).json()) as Document

/** As a browser does it; gives the `cookie` header. */
async function signIn(ask: Asks): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" }
  const response = await ask("/sign-in", { method: "POST", headers, body: new URLSearchParams({ key: LOCAL_OPERATOR_KEY }).toString() })
  return (response.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? ""
}

const SCOPES = ["write:events", "write:people", "write:webhooks", "write:approvals", "read:insights", "read:premium", "read:operations"]

/** A key that may do all that a key may; gives the header that shows it. */
async function makeKey(ask: Asks, operator: Record<string, string>): Promise<Record<string, string>> {
  const body = JSON.stringify({ name: "fuzz", scopes: SCOPES, source: "fuzz" })
  const response = await ask("/api/v1/keys", { method: "POST", headers: { ...operator, "content-type": "application/json" }, body })
  const { key } = (await response.json()) as { key?: string }
  if (key === undefined) throw new Error(`No key could be made: ${response.status}`)
  return { authorization: `Bearer ${key}` }
}

const REDIS_TOKEN = "local-only"

async function openTargets(): Promise<{ targets: readonly Target[]; close: () => Promise<void> }> {
  const database = await openDatabase()
  await seedCast(database.db("studio_agents"))
  await seedDesk(database)
  const redis = openRedis({ token: REDIS_TOKEN })
  const world = await openWorld({
    postgres: database.postgres,
    redis,
    internet: async () => new Response(null, { status: 503 }),
    clock: `${Date.now()}:${NOON.getTime()}:1`,
    bindings: { api: { LIMITS: "off" } },
  })
  const ask =
    (worker: "api" | "ingest"): Asks =>
    (path, init) =>
      world.fetch(worker, path, init)
  const key = { authorization: `Bearer ${LOCAL_OPERATOR_KEY}` }
  const targets: Target[] = [
    {
      name: "api",
      document: await readDocument(ask("api")),
      ask: ask("api"),
      callers: [{ cookie: await signIn(ask("api")) }, {}],
      now: NOON,
    },
    {
      name: "ingest",
      document: await readDocument(ask("ingest")),
      ask: ask("ingest"),
      callers: [key, await makeKey(ask("ingest"), key)],
      now: NOON,
    },
  ]
  const close = async () => {
    await world.close()
    await redis.close()
    await database.close()
  }
  return { targets, close }
}

function show(name: string, { tallies, faults }: Outcome): number {
  const width = Math.max(...tallies.map(({ operation }) => operation.length))
  print(
    `\n${name}: ${tallies.reduce((sum, { sent }) => sum + sent, 0)} requests, ${tallies.reduce((sum, { broken }) => sum + broken, 0)} of them broken on purpose`,
  )
  for (const { operation, sent, statuses } of tallies) {
    const told = [...statuses].toSorted(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`)
    print(`  ${operation.padEnd(width)}  ${String(sent).padStart(6)}   ${told.join("  ")}`)
  }
  const silent = tallies.filter(({ statuses }) => ![...statuses.keys()].some((status) => status < 300))
  for (const { operation } of silent) print(`  ${operation} was never answered with success: its requests show less than they might`)
  for (const { operation, what, tried, times } of faults) {
    print(`  FAULT  ${operation} ${what} (${times} times), first: ${JSON.stringify(tried).slice(0, 600)}`)
  }
  return faults.reduce((sum, { times }) => sum + times, 0)
}

async function run(): Promise<void> {
  const { requests, seed, json } = readOptions()
  const started = performance.now()
  const say = console.log
  for (const method of ["log", "error", "warn"] as const) console[method] = () => undefined
  const { targets, close } = await openTargets()
  try {
    let faults = 0
    const outcomes: unknown[] = []
    for (const [place, target] of targets.entries()) {
      const share = place === 0 ? Math.ceil((requests * 3) / 4) : Math.floor(requests / 4)
      const outcome = await fuzz(target, share, seed, NASTY)
      if (json)
        outcomes.push({
          name: target.name,
          ...outcome,
          tallies: outcome.tallies.map((each) => ({ ...each, statuses: [...each.statuses] })),
        })
      faults += json ? outcome.faults.length : show(target.name, outcome)
    }
    if (json) print(JSON.stringify(outcomes))
    else
      print(
        `\nseed ${seed}: ${faults} faults (a status or media type that isn't described, 5xx, a body against its schema), ${Math.round((performance.now() - started) / 1_000)} s`,
      )
    if (faults > 0) process.exitCode = 1
  } finally {
    console.log = say
    await close()
  }
}

try {
  await run()
} catch (thrown) {
  print(`\n${(thrown as Error).stack}`)
  process.exitCode = 1
}
process.exit()
