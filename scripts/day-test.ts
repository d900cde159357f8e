// `npm run day-test`: does a simulated day of a thousand posts over four channels end with all of them live, paid to the micro-dollar, and on time?
import { parseArgs } from "node:util"
import { migrate } from "./migrations.ts"
import { readSettings } from "./settings.ts"
import { neonProxy } from "../test/world/neon-proxy.ts"
import { faultsOf, liveDay } from "../test/world/posting-day.ts"
import { serve } from "../test/world/serve.ts"
import { openTestDatabase } from "../test/world/test-database.ts"

const USAGE = `npm run day-test -- [options]

  --posts N   of the day, over four channels (1000)
  --seed N    draws approvals and how long the platforms take (1)

In a database of its own: on the server that TEST_DATABASE_URL names, else on PGlite.`

const print = (text: string): void => void process.stdout.write(`${text}\n`)

function readOptions(): { posts: number; seed: number } {
  const { values } = parseArgs({ options: { posts: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } } })
  const [posts, seed] = [Number(values.posts), Number(values.seed)]
  if ([values.posts, values.seed].every((text) => /^\d+$/.test(text)) && posts >= 4 && posts <= 1_300) return { posts, seed }
  throw new Error(`--posts ${values.posts} --seed ${values.seed}: 4 to 1,300 posts, and a whole number, are wanted.\n\n${USAGE}`)
}

async function run(): Promise<void> {
  const { posts, seed } = readOptions()
  const started = performance.now()
  for (const method of ["log", "error"] as const) console[method] = () => undefined
  const url = readSettings()["TEST_DATABASE_URL"]
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })), { url })
  const server = await serve(neonProxy(postgres))
  const day = await liveDay(
    { postgres, url: "postgresql://studio_agents:local-only@db.local/studio", endpoint: `${server.url}/sql` },
    posts,
    seed,
  )
  await server.close()
  await postgres.close()
  print(`${posts} posts over four channels, seed ${seed}, on ${url === undefined ? "PGlite" : "PostgreSQL"}`)
  print(`Live: ${day.live}; parts on the platforms: ${day.parts}, twice: ${day.doubled}; runs: ${day.runs}`)
  print(`Ledger: ${day.ledger} micro-dollars, its sums ${day.spent}, by the price list ${day.owed}; caps ${JSON.stringify(day.caps)}`)
  print(`Scheduled to live, simulated: p50 ${day.p50} ms, p95 ${day.p95} ms, worst ${day.worst} ms`)
  print(`Wall time: ${Math.round((performance.now() - started) / 1_000)} s`)
  const faults = faultsOf(day)
  for (const fault of faults) print(`FOUND  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}

try {
  await run()
} catch (thrown) {
  print(`\n${(thrown as Error).stack}`)
  process.exit(1)
}
