// `npm run fault-test`: is each post sent once, whatever fails on the way? Tells seeded stories of faults, and prints what was tried and what came of it.
import { parseArgs } from "node:util"
import { migrate } from "./migrations.ts"
import { readSettings } from "./settings.ts"
import { drawSchedule } from "../test/world/faults/schedule.ts"
import { type Told, tell } from "../test/world/faults/story.ts"
import { faultTables } from "../test/world/faults/tables.ts"
import { openTestDatabase } from "../test/world/test-database.ts"

const USAGE = `npm run fault-test -- [options]

  --schedules N   how many stories are told (1000)
  --seed N        of the first story; each further one has the next (1)
  --lanes N       databases that are used at the same time (4)

On a real server, with several connections, where TEST_DATABASE_URL names one: each lane makes a database of its own and drops it.
Without one on PGlite, whose single connection can't show a race.`

const print = (text: string): void => void process.stdout.write(`${text}\n`)

function readOptions() {
  const text = (usual: string) => ({ type: "string", default: usual }) as const
  const { values } = parseArgs({ options: { schedules: text("1000"), seed: text("1"), lanes: text("4") } })
  const number = (name: keyof typeof values, most: number): number => {
    const value = Number(values[name])
    if (/^\d+$/.test(values[name]) && value >= 1 && value <= most) return value
    throw new Error(`--${name} ${values[name]}: a whole number from 1 to ${most} is wanted.\n\n${USAGE}`)
  }
  return { schedules: number("schedules", 1_000_000), seed: number("seed", 2 ** 31), lanes: number("lanes", 16) }
}

/** Tells every story whose number is this lane's turn, in a database of its own. */
async function runLane(seeds: readonly number[], url: string | undefined): Promise<Told[]> {
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })), { url })
  const told: Told[] = []
  try {
    for (const seed of seeds) told.push(await tell(postgres, drawSchedule(seed)))
  } finally {
    await postgres.close()
  }
  return told
}

async function run(): Promise<void> {
  const { schedules, seed, lanes } = readOptions()
  // Never DATABASE_URL: that may be the studio's own.
  const url = readSettings()["TEST_DATABASE_URL"]
  const started = performance.now()
  // What the senders log of each fault is not the report.
  for (const method of ["log", "error"] as const) console[method] = () => undefined
  const where =
    url === undefined ? "PGlite (one connection: no races; name a server in TEST_DATABASE_URL for them)" : "PostgreSQL, several connections"
  print(`${schedules} schedules from seed ${seed}, ${lanes} at a time, on ${where}`)
  const seeds = Array.from({ length: schedules }, (_, i) => seed + i)
  const lots = Array.from({ length: Math.min(lanes, schedules) }, (_, lane) => seeds.filter((_seed, i) => i % lanes === lane))
  const told = (await Promise.all(lots.map((lot) => runLane(lot, url)))).flat()
  const { text, isFine } = faultTables(told)
  print(text)
  print(`Wall time: ${Math.round((performance.now() - started) / 1_000)} s`)
  if (!isFine) process.exitCode = 1
}

try {
  await run()
} catch (thrown) {
  print(`\n${(thrown as Error).stack}`)
  process.exit(1)
}
