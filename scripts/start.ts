// `npm start`: the whole studio on this machine. Three Workers, Postgres, Redis and a fake internet, from nothing to its first insight.
import { resolve } from "node:path"
import type { LogLine } from "../test/world/logs.ts"
import { LOCAL_OPERATOR_KEY } from "../test/world/miniflare-settings.ts"
import type { LocalPlatforms } from "../test/world/platforms.ts"
import type { Postgres } from "../test/world/postgres-session.ts"
import { openRedis } from "../test/world/redis.ts"
import { openWorld, type World } from "../test/world/world.ts"
import { migrate } from "./migrations.ts"
import { askAgain, keepStatistics, openEmbedded, openGiven } from "./start/database.ts"
import { type InsightLine, insightLine, lineOf, part, print } from "./start/lines.ts"
import { takeLock } from "./start/lock.ts"
import { openOutside, showPlatforms, simulated } from "./start/outside.ts"
import { readOptions, type StartOptions, USAGE } from "./start/options.ts"
import { openState, type StudioState } from "./start/state.ts"

const HEARTBEAT_MS = 5 * 60_000
const PORTS = { api: 8787, ingest: 8788, platforms: 8790 }
/** Callers are counted as they will be in production, unless it is said otherwise. */
const LIMITED = { LIMITS: process.env["LIMITS"] ?? "" }
const LONGEST_STOP_MS = 10_000
const SAME_WISH_MS = 1_000

const root = resolve(import.meta.dirname, "..")
/** What to undo, newest first, when the studio stops. */
const undo: (() => unknown)[] = []
let stopping = false
let stoppedAt = 0

async function start(options: StartOptions): Promise<void> {
  const started = performance.now()
  const dir = resolve(root, options.dir)
  const lock = await takeLock(dir)
  if (!("release" in lock)) {
    tellOther(lock.pid, lock.addresses)
    return stop(0)
  }
  undo.push(() => lock.release())
  const state = openState({ ...options, dir })
  undo.push(() => state.close())
  print(title(options, state))
  const postgres = await openDatabase(options, state)
  const { world, platforms } = await openStudio(options, state, postgres)
  const addresses = [...toAddresses(world), ...(platforms === null ? [] : await platformAddress(platforms, world))]
  lock.publish(addresses)
  print(`\n  ready in ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
  for (const address of addresses) print(`  ${address}`)
  print("\n  Ctrl-C stops it; what it has learned is kept.\n")
  beat(world, state)
}

function title({ live, speed, databaseUrl }: StartOptions, { isNew, seed }: StudioState): string {
  const market = live ? "the real market" : `a simulated market, seed ${seed}`
  const pace = speed === 1 ? "" : `, ${speed} times as fast as real time`
  const kept = isNew || databaseUrl !== null ? "" : " Going on with the kept world."
  return `\nContent Creator, on ${market}${pace}.${kept}\n`
}

function tellOther(pid: number, addresses: readonly string[]): void {
  print(`\nThe studio runs already (process ${pid})${addresses.length === 0 ? " and is still starting." : ":"}\n`)
  for (const address of addresses) print(`  ${address}`)
  print("\nTo run a second one beside it, give it a folder of its own: npm start -- --dir .studio/second\n")
}

async function openDatabase({ databaseUrl }: StartOptions, state: StudioState): Promise<Postgres> {
  const postgres = await part(
    "database",
    () => (databaseUrl === null ? openEmbedded(state.database) : openGiven(databaseUrl)),
    ({ kind }) => (kind === "pglite" ? "Postgres, embedded" : "Postgres, of DATABASE_URL"),
  )
  undo.push(() => postgres.close())
  await part(
    "migrations",
    () => migrate(postgres),
    (outcomes) => `${outcomes.filter(({ applied }) => applied).length} applied, ${outcomes.length} in all`,
  )
  // Before any Worker can tell an event: the newest one told says when the studio last lived.
  await askAgain(postgres)
  undo.push(keepStatistics(postgres))
  return postgres
}

type Studio = { readonly world: World; readonly platforms: LocalPlatforms | null }

async function openStudio(options: StartOptions, state: StudioState, postgres: Postgres): Promise<Studio> {
  const redis = await part(
    "redis",
    () => openRedis({ token: "local-only" }),
    () => "a stand-in that speaks Upstash's protocol",
  )
  const internet = await part(
    "internet",
    () => openOutside(options, state),
    ({ told }) => told,
  )
  const tell = openTeller(postgres, state)
  const world = await part(
    "workers",
    () =>
      openWorld({
        root,
        postgres,
        redis,
        internet: internet.fetch,
        clock: state.clockSpec,
        bindings: options.live
          ? { api: LIMITED, agents: asOwner(postgres) }
          : { api: { ...simulated(state), ...LIMITED }, agents: { ...simulated(state), ...asOwner(postgres) } },
        ports: PORTS,
        buckets: state.buckets,
        onTaken: (worker, port) => print(`  port ${port} is taken by another program: ${worker} takes the next one that is free`),
        onLog: tell,
      }),
    () => "ingest, agents and api, in workerd",
  )
  undo.push(() => world.close())
  // Runs that are nearly done may end; others are taken up again at the next start.
  undo.push(() => world.drain({ timeoutMs: 2_000 }).catch(() => undefined))
  return { world, platforms: internet.platforms }
}

/** Lets the maintenance work on tables and indexes. */
const asOwner = ({ owner }: Postgres) => ({ MAINTENANCE_URL: `postgresql://${owner}:local-only@db.local/studio` })

async function platformAddress(platforms: LocalPlatforms, world: World): Promise<readonly string[]> {
  const serving = await showPlatforms(platforms, world, PORTS.platforms)
  undo.push(() => serving.close())
  return [
    `Platforms   ${serving.url.replace("127.0.0.1", "localhost")}/   (what was posted to the local X, Telegram and Discord, and told by webhook)`,
  ]
}

function toAddresses({ urls }: World): string[] {
  const [api, ingest] = [urls.api, urls.ingest].map((url) => url.replace("127.0.0.1", "localhost"))
  return [
    `Dashboard   ${api}/`,
    `            Sign in with the key: ${LOCAL_OPERATOR_KEY}   (${api}/sign-in)`,
    `API         ${api}/api/v1/insights`,
    `API docs    ${api}/docs`,
    `Commands    ${ingest}/api/v1/commands   (Authorization: Bearer ${LOCAL_OPERATOR_KEY})`,
    `Events      ${ingest}/api/v1/events`,
    `            A key for a program: npm run keys -- make NAME${urls.ingest.endsWith(":8788") ? "" : ` --url ${ingest}`}   (${api}/keys shows them)`,
  ]
}

/** Prints what the Workers log, and after each run of analysis the insights that are new. */
function openTeller(postgres: Postgres, { clock }: StudioState): (line: LogLine) => void {
  let last: Promise<string> = newestInsight(postgres)
  return (line) => {
    const text = lineOf(line, clock.now())
    if (text !== null) print(text)
    if (line.event === "run" && line.fields["agent"] === "analysis") {
      last = last.then((id) => tellInsights(postgres, id)).catch(() => newestInsight(postgres))
    }
  }
}

async function newestInsight(postgres: Postgres): Promise<string> {
  const { rows } = await postgres.query("SELECT coalesce(max(id), '') FROM insights")
  return rows[0]?.[0] ?? ""
}

/** Prints the insights after that id, oldest first, and gives the last one's. */
async function tellInsights(postgres: Postgres, after: string): Promise<string> {
  if (stopping) return after
  const { rows } = await postgres.query(
    "SELECT id, made_at, asset, type, probability, headline, statement_text FROM insights WHERE id > $1 ORDER BY id LIMIT 200",
    [after],
  )
  for (const [, madeAt, asset, type, probability, headline, statement] of rows) {
    print(insightLine({ madeAt, asset, type, probability, headline, statement } as InsightLine))
  }
  return rows.at(-1)?.[0] ?? after
}

/** One heartbeat at once, and one at every fifth minute of the studio's time. */
function beat(world: World, { clock }: StudioState): void {
  let timer: NodeJS.Timeout
  const fire = () => {
    const now = clock.now().getTime()
    world.cron(new Date(now)).catch((error: unknown) => void (stopping || print(`  the heartbeat failed: ${String(error)}`)))
    timer = setTimeout(fire, (HEARTBEAT_MS - (now % HEARTBEAT_MS)) / clock.speed)
  }
  fire()
  undo.push(() => clearTimeout(timer))
}

/** Undoes everything, newest first, and ends the process. A second wish to stop ends it at once. */
function stop(code: number): void {
  if (stopping) {
    // A terminal, npm and the launcher may each pass the same Ctrl-C on.
    if (performance.now() - stoppedAt > SAME_WISH_MS) process.exit(130)
    return
  }
  stopping = true
  stoppedAt = performance.now()
  setTimeout(() => process.exit(code), LONGEST_STOP_MS).unref()
  const exit = () => process.exit(code)
  undoAll().then(exit, exit)
}

async function undoAll(): Promise<void> {
  for (const each of undo.toReversed()) {
    try {
      await each()
    } catch {
      // What can't be undone must not keep the rest from being undone.
    }
  }
}

/** The launcher passes signals on, but can't when it is killed: then this process has another parent. */
function stopWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) endBy("the launcher is gone")
  }, 1_000).unref()
}

function endBy(why: string): void {
  if (!stopping) print(`\nStopping: ${why}.`)
  stop(0)
}

async function run(): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes("--help") || args.includes("-h")) return print(USAGE)
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => endBy(signal))
  stopWithParent()
  try {
    await start(readOptions(args, process.env))
  } catch (thrown) {
    const { message, code } = thrown as Error & { code?: string }
    print(`\n${message}`)
    if (code?.startsWith("ERR_PARSE_ARGS")) print(`\n${USAGE}`)
    stop(1)
  }
}

await run()
