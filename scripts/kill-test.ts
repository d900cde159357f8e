// `npm run kill-test`: does a studio that is killed at any moment lose nothing and double nothing? Kills it over and over, and prints the ledger.
import { rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { parseArgs } from "node:util"
import { ASSETS } from "../shared/domain/asset.ts"
import { seededRandom } from "../shared/kit/random.ts"
import { openMarket } from "../test/world/market.ts"
import { signIn } from "../test/world/operator.ts"
import { openPglite } from "../test/world/postgres-pglite.ts"
import { type Callers, call, openCallers, type Urls } from "./kill-test/callers.ts"
import { MAX_ATTEMPTS } from "../workers/agents/run.ts"
import { check, type Ended, listSkipped } from "./kill-test/checks.ts"
import { CYCLE, SLOT_MS } from "./kill-test/cycle.ts"
import { launch, type Life, studioTime } from "./kill-test/life.ts"
import { drawMoments, type KillMoment } from "./kill-test/moments.ts"
import { openMemory, readKilled, type Snapshot } from "./kill-test/snapshot.ts"
import { killHeading, killLine, print, printLedger } from "./kill-test/tables.ts"
import { root } from "./settings.ts"

const USAGE = `npm run kill-test -- [options]

  --kills N   how often the studio is killed (10)
  --seed N    draws the moments and the world (1)
  --speed N   studio seconds in a real second (60: a slot every 30 s)`

/** Two heartbeats, in studio time: what was asked again has been told by then. */
const TWO_BEATS_MS = 11 * 60_000
const HOUR_MS = 3_600_000
/** A log return of several times what an hour usually brings. */
const NEWSWORTHY = 0.03
const LONGEST_SETTLE_MS = 120_000
const BURST_AFTER_MS = 1_500
const dir = join(root, ".studio", "kill-test")

type Options = { readonly kills: number; readonly seed: number; readonly speed: number }

/** The first seed from there on in whose world something happens in the hours of the test that insights are made of. */
function livelyWorld(from: number): number {
  const now = Date.now()
  for (let seed = from; ; seed += 1) {
    const market = openMarket({ seed, assets: ASSETS, start: new Date(now) })
    if (market.events(now + HOUR_MS / 2, now + 2 * HOUR_MS).some(({ impact }) => Math.abs(impact) >= NEWSWORTHY)) return seed
  }
}

function readOptions(): Options {
  const text = (usual: string) => ({ type: "string", default: usual }) as const
  const { values } = parseArgs({ options: { kills: text("10"), seed: text("1"), speed: text("60") } })
  const number = (name: keyof typeof values, least: number, most: number): number => {
    const value = Number(values[name])
    if (/^\d+$/.test(values[name]) && value >= least && value <= most) return value
    throw new Error(`--${name} ${values[name]}: a whole number from ${least} to ${most} is wanted.\n\n${USAGE}`)
  }
  return { kills: number("kills", 1, 100), seed: number("seed", 0, 2 ** 31), speed: number("speed", 2, 600) }
}

/** What is known of the studio's lives so far. */
type Story = {
  readonly options: Options
  /** The seed of its market. */
  readonly world: number
  readonly callers: Callers
  readonly findings: string[]
  readonly downs: Ended["downs"][number][]
  /** The attempts of each run that a kill cut off, by the run's key. */
  readonly cut: Map<string, Set<number>>
  /** When it was killed, in its own time; null before the first kill, and while it lives. */
  wentDown: Date | null
}

const timeNow = ({ options }: Story): Date | null => studioTime(dir, options.speed, Date.now())

const begin = ({ options, world }: Story): Life => launch(["--dir", dir, "--seed", String(world), "--speed", String(options.speed)])

/** Waits until the studio is ready, and lets the callers call. */
async function comeUp(life: Life, story: Story): Promise<Date> {
  const urls = await life.ready()
  const now = timeNow(story)
  if (now === null) throw new Error("The studio is ready and has written down no time.")
  if (story.wentDown !== null) story.downs.push({ from: story.wentDown, until: now })
  story.wentDown = null
  story.callers.begin(urls)
  return now
}

async function untilMoment(life: Life, { kind, afterMs }: KillMoment, story: Story): Promise<void> {
  if (kind === "start-up") return wait(afterMs)
  const now = await comeUp(life, story)
  if (kind === "scan") await wait((SLOT_MS - (now.getTime() % SLOT_MS)) / story.options.speed)
  if (kind === "command" || kind === "read") {
    await wait(BURST_AFTER_MS)
    story.callers.burst(kind)
  }
  await wait(afterMs)
}

const namesOf = ({ running }: Snapshot): string => [...new Set(running.map(({ agent }) => agent))].join(", ")

function whatWasGoingOn(life: Life, snapshot: Snapshot | null): string {
  if (life.isReady) return snapshot?.running.length ? `in ${namesOf(snapshot)}` : "between runs"
  const part = /^(database|migrations|redis|internet|workers|ready) /.exec(life.lastLine())?.[1]
  return part === undefined ? "before the database was open" : `start-up, after ${part}`
}

/** Starts and kills, as often as there are moments. */
async function killOverAndOver(moments: readonly KillMoment[], story: Story): Promise<void> {
  const memory = openMemory()
  let before: Snapshot | null = null
  print(killHeading())
  for (const [i, moment] of moments.entries()) {
    const life = begin(story)
    await untilMoment(life, moment, story)
    if (life.isOver) throw new Error(`The studio ended by itself before kill ${i + 1}. It said last: ${life.lastLine()}`)
    story.callers.end()
    const afterMs = performance.now() - life.startedAt
    story.wentDown ??= timeNow(story)
    await life.kill()
    const after = await readKilled(dir)
    const aim = `${moment.kind} + ${moment.afterMs}`
    print(killLine({ number: i + 1, afterMs, aim, doing: whatWasGoingOn(life, after), before, after }))
    if (after === null && before !== null) story.findings.push(`kill ${i + 1}: the database is gone`)
    for (const { key, attempt } of after?.running ?? []) story.cut.set(key, (story.cut.get(key) ?? new Set()).add(attempt))
    if (after !== null) story.findings.push(...memory.compare(after).map((lost) => `kill ${i + 1}: ${lost}`))
    before = after ?? before
  }
}

type RunRow = { readonly agent: string; readonly slot: string | null; readonly state: string }

/** Whether every slot since `first` has its runs, and nothing is under way. */
async function isSettled({ api, ingest }: Urls, first: Date, now: Date): Promise<boolean> {
  const answer = await call(`${api}/api/v1/runs?limit=100`, { headers: await signIn(ingest).catch(() => ({})) })
  const rows = (answer?.rows ?? []) as unknown as RunRow[]
  const done = new Set(rows.filter(({ state }) => state === "succeeded").map(({ agent, slot }) => `${agent} ${Date.parse(slot ?? "")}`))
  for (let slot = first.getTime(); slot <= now.getTime(); slot += SLOT_MS) {
    if (CYCLE.some((name) => !done.has(`${name} ${slot}`))) return false
  }
  return rows.length > 0 && rows.every(({ state }) => state !== "running" && state !== "waiting")
}

/** Lets the studio live until it has done all it owes, and stops it. */
async function settle(story: Story): Promise<Ended> {
  const life = begin(story)
  const urls = await life.ready()
  const first = await comeUp(life, story)
  const firstSlot = new Date(Math.floor(first.getTime() / SLOT_MS) * SLOT_MS)
  // Callers go on for a slot and some more, then the studio is left alone for two heartbeats.
  const alone = new Date(firstSlot.getTime() + 2 * SLOT_MS)
  const quiet = new Date(alone.getTime() + TWO_BEATS_MS)
  const deadline = Date.now() + LONGEST_SETTLE_MS
  for (let now = first; now < quiet || !(await isSettled(urls, firstSlot, now)); now = timeNow(story) ?? now) {
    if (now >= alone) story.callers.end()
    if (life.isOver) throw new Error(`The studio ended by itself. It said last: ${life.lastLine()}`)
    if (Date.now() > deadline) {
      story.findings.push(`not settled ${LONGEST_SETTLE_MS / 1_000} s after the last start`)
      break
    }
    await wait(100)
  }
  const at = timeNow(story) ?? first
  const code = await life.stop()
  if (code !== 0) story.findings.push(`Ctrl-C ended the studio with ${code ?? "nothing: it had to be killed"}`)
  const { commands, told } = story.callers
  const cutOff = [...story.cut].filter(([, attempts]) => attempts.size >= MAX_ATTEMPTS).map(([key]) => key)
  return { at, firstSlot, downs: story.downs, cutOff, commands, told }
}

/** Opens what the studio left, checks it and prints the ledger. */
async function judge(ended: Ended, story: Story): Promise<void> {
  const postgres = await openPglite({ dir: join(dir, "world", "postgres") })
  await postgres.session(null, async (session) => {
    await printLedger(session)
    story.findings.push(...(await check(session, ended)))
    const { covered } = await listSkipped(session, ended)
    print(`\nSlots that passed while the studio was down, covered by the next one: ${covered}`)
    print(`Runs that the kills cut off in each of their ${MAX_ATTEMPTS} attempts: ${ended.cutOff.join(", ") || "none"}`)
  })
  await postgres.close()
  const { commands, told, reads, complaints } = story.callers
  const answers = commands.reduce((sum, sent) => sum + sent.answers, 0)
  const open = commands.filter(({ id }) => id === null).length
  print(`Commands: ${commands.length} sent, ${answers} times answered 202, ${open} never`)
  print(`API: ${reads} reads, which told of ${told.insights.size} insights and ${told.runs.size} ended runs`)
  story.findings.push(...complaints)
}

async function run(): Promise<void> {
  const options = readOptions()
  const started = performance.now()
  rmSync(dir, { recursive: true, force: true })
  const random = seededRandom(`kill-test ${options.seed}`)
  const moments = drawMoments(options.kills, random)
  const world = livelyWorld(options.seed * 1_000)
  const story: Story = {
    options,
    world,
    callers: openCallers(options.seed, random),
    findings: [],
    downs: [],
    cut: new Map(),
    wentDown: null,
  }
  print(`\nThe studio is killed ${options.kills} times. Seed ${options.seed}, world ${world}, ${options.speed} times as fast as real time.`)
  print("A cell of the tables is what the life began with + what it added.\n")
  await killOverAndOver(moments, story)
  await judge(await settle(story), story)
  print(`Wall time: ${Math.round((performance.now() - started) / 1_000)} s\n`)
  if (story.findings.length === 0) return print("0 lost, 0 doubled")
  for (const finding of story.findings) print(`FOUND  ${finding}`)
  process.exitCode = 1
}

try {
  await run()
} catch (thrown) {
  print(`\n${(thrown as Error).message}`)
  process.exit(1)
}
