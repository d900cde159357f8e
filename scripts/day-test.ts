// `npm run day-test`: does a simulated day of a thousand posts over four channels end with all of them live, paid to the micro-dollar, and on time, while the community does a hundred thousand things?
import { parseArgs } from "node:util"
import { migrate } from "./migrations.ts"
import { readSettings } from "./settings.ts"
import { neonProxy } from "../test/world/neon-proxy.ts"
import type { Desk } from "../test/world/desk.ts"
import { BEAT_MS, faultsOf, liveDay, MIDNIGHT } from "../test/world/posting-day.ts"
import type { Postgres } from "../test/world/postgres-session.ts"
import { type Handler, serve } from "../test/world/serve.ts"
import { openTestDatabase } from "../test/world/test-database.ts"
import { conversion } from "../workers/agents/conversion/agent.ts"
import { engagement } from "../workers/agents/engagement/agent.ts"
import { performanceAnalytics } from "../workers/agents/performance-analytics/agent.ts"
import { quantile } from "./bench/measure.ts"
import { openCommunity } from "./day-test/community.ts"

const USAGE = `npm run day-test -- [options]

  --posts N   of the day, over four channels (1000)
  --events N  of the community, told and counted in the course of the day (100000)
  --seed N    draws approvals and how long the platforms take (1)

In a database of its own: on the server that TEST_DATABASE_URL names, else on PGlite.`

const print = (text: string): void => void process.stdout.write(`${text}\n`)

type Options = { readonly posts: number; readonly seed: number; readonly events: number }

function readOptions(): Options {
  const text = { type: "string" } as const
  const { values } = parseArgs({
    options: { posts: { ...text, default: "1000" }, seed: { ...text, default: "1" }, events: { ...text, default: "100000" } },
  })
  const [posts, seed, events] = [Number(values.posts), Number(values.seed), Number(values.events)]
  const areNumbers = Object.values(values).every((value) => /^\d+$/.test(value))
  if (areNumbers && posts >= 4 && posts <= 1_300 && events <= 1_000_000) return { posts, seed, events }
  throw new Error(
    `--posts ${values.posts} --events ${values.events} --seed ${values.seed}: 4 to 1,300 posts, at most 1,000,000 events, and a whole number, are wanted.\n\n${USAGE}`,
  )
}

/** Wall time of each request to the database in milliseconds, as its stand-in sees it: from when it has arrived until it is answered. */
function withTimes(handler: Handler, times: number[]): Handler {
  return async (request) => {
    const started = performance.now()
    const answer = await handler(request)
    times.push(performance.now() - started)
    return answer
  }
}

/** The goals of the performance documents, tightened: in milliseconds and MB. */
const GOALS = { runP95: 1_000, queryP95: 20, memory: 100 } as const

async function run(): Promise<void> {
  const { posts, seed, events } = readOptions()
  const started = performance.now()
  for (const method of ["log", "error"] as const) console[method] = () => undefined
  const url = readSettings()["TEST_DATABASE_URL"]
  const postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })), { url })
  const times: number[] = []
  const server = await serve(withTimes(neonProxy(postgres), times))
  const database = { url: "postgresql://studio_agents:local-only@db.local/studio", endpoint: `${server.url}/sql` }
  const community = openCommunity(events, (24 * 3_600_000) / BEAT_MS, MIDNIGHT, database)
  const partitions = "SELECT make_interaction_partitions(timestamptz '2026-09-01T00:00Z', timestamptz '2026-12-01T00:00Z')"
  await postgres.exec(partitions)
  const idle = process.memoryUsage.rss()
  const memory = { most: idle }
  const look = setInterval(() => (memory.most = Math.max(memory.most, process.memoryUsage.rss())), 200)
  const also = { agents: [engagement, conversion, performanceAnalytics], beat: (desk: Desk, now: Date) => community.beat(desk, now) }
  const day = await liveDay({ postgres, ...database }, posts, seed, 24, also)
  clearInterval(look)
  const held = await community.compare(postgres)
  const runs = await timesOfRuns(postgres)
  await server.close()
  await postgres.close()
  print(`${posts} posts over four channels and ${events} events, seed ${seed}, on ${url === undefined ? "PGlite" : "PostgreSQL"}`)
  print(`Live: ${day.live}; parts on the platforms: ${day.parts}, twice: ${day.doubled}; runs: ${day.runs}`)
  print(`Ledger: ${day.ledger} micro-dollars, its sums ${day.spent}, by the price list ${day.owed}; caps ${JSON.stringify(day.caps)}`)
  print(`Scheduled to live, simulated: p50 ${day.p50} ms, p95 ${day.p95} ms, worst ${day.worst} ms`)
  print(`Events told: ${held.told}, lost ${held.lost}, counted twice ${held.doubled}`)
  print(`Agent runs: ${runs.ended}, p95 ${runs.p95} ms, not well ${runs.bad} (goal: p95 below ${GOALS.runP95} ms)`)
  print(
    `Questions: ${times.length}, p95 ${quantile(times, 0.95).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms (goal: p95 below ${GOALS.queryP95} ms)`,
  )
  const [most, above] = [memory.most, memory.most - idle].map((bytes) => Math.round(bytes / 2 ** 20))
  print(
    `Memory: ${above} MB above idle, ${most} MB in all, of one process that is the Workers, the platforms and the stand-in for Neon (goal: ${GOALS.memory} MB a Worker)`,
  )
  print(`Wall time: ${Math.round((performance.now() - started) / 1_000)} s`)
  const faults = [
    ...faultsOf(day),
    ...(held.lost === 0 && held.doubled === 0 ? [] : [`${held.lost} events are lost, ${held.doubled} counted twice`]),
  ]
  for (const fault of faults) print(`FOUND  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}

async function timesOfRuns(postgres: Postgres): Promise<{ readonly ended: number; readonly p95: number; readonly bad: number }> {
  const { rows } = await postgres.query(
    "SELECT count(*), percentile_disc(0.95) WITHIN GROUP (ORDER BY wall_ms), count(*) FILTER (WHERE state <> 'succeeded') FROM runs",
  )
  const [ended, p95, bad] = (rows[0] ?? []).map(Number)
  return { ended: ended ?? 0, p95: p95 ?? Number.NaN, bad: bad ?? 0 }
}

try {
  await run()
} catch (thrown) {
  print(`\n${(thrown as Error).stack}`)
  process.exit(1)
}
