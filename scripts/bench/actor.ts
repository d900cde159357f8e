// The process that a contender runs in: started by contender.ts, told what to do by messages.
import { readFileSync, writeFileSync } from "node:fs"
import pg from "pg"
import { openDb } from "../../shared/db/client.ts"
import { pingDatabase } from "../../shared/db/queries/health.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { Contender, Job, Result } from "./contender.ts"
import { aggregatedEngagement, naiveEngagement } from "./earlier-engagement.ts"
import { aggregatedAgents, aggregatedSnapshot, naiveAgents, naiveSnapshot } from "./earlier-snapshot.ts"
import { rowsReadSoFar } from "./measure.ts"
import { OURS } from "./ours.ts"

const DIRECT: Readonly<Record<string, Contender>> = {
  "naive.engagement": naiveEngagement,
  "aggregated.engagement": aggregatedEngagement,
  "naive.snapshot": naiveSnapshot,
  "aggregated.snapshot": aggregatedSnapshot,
  "naive.agents": naiveAgents,
  "aggregated.agents": aggregatedAgents,
}
const LONGEST_MS = 600_000

/** Resident set in MB, after everything that can go is gone; the system's note of the highest one begins anew. */
function settle(): number {
  globalThis.gc?.()
  try {
    writeFileSync("/proc/self/clear_refs", "5")
  } catch {
    // Elsewhere than on Linux the highest one since the start counts, which is never less.
  }
  return process.memoryUsage.rss() / 2 ** 20
}

function highest(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) / 1024
  } catch {
    // No such file: ask Node.
  }
  return process.resourceUsage().maxRSS / 1024
}

let client: pg.Client | null = null

async function direct(job: Job, contender: Contender): Promise<Result> {
  if (client === null) {
    client = new pg.Client({ connectionString: job.url, options: "-c timezone=UTC" })
    await client.connect()
  }
  const readBefore = await rowsReadSoFar(client)
  const idle = settle()
  const started = performance.now()
  await client.query("BEGIN")
  const done = await contender({ client, deadline: started + job.patienceMs }, job.input)
  await client.query("COMMIT")
  const wallMs = performance.now() - started
  const peakMb = highest() - idle
  const fixedMs = (done.rowsBegan ?? started) - started
  const { statements, share } = done
  return { statements, share, wallMs, fixedMs, peakMb, rowsRead: (await rowsReadSoFar(client)) - readBefore }
}

async function overHttp(job: Job, ask: (typeof OURS)[string]): Promise<Result> {
  const meter = new Meter()
  const db = openDb({ url: job.roleUrl, endpoint: job.endpoint, timeoutMs: LONGEST_MS }, meter)
  await pingDatabase(db)
  const idle = settle()
  const before = meter.usage.statements
  const started = performance.now()
  await ask(db, job.input)
  const wallMs = performance.now() - started
  return { statements: meter.usage.statements - before, share: 1, wallMs, fixedMs: 0, peakMb: highest() - idle, rowsRead: null }
}

async function act(job: Job): Promise<Result> {
  const ours = OURS[job.contender]
  if (ours !== undefined) return overHttp(job, ours)
  const contender = DIRECT[job.contender]
  if (contender === undefined) throw new Error("there is no such contender")
  return direct(job, contender)
}

process.on("message", (job: Job) => {
  act(job).then(
    (result) => process.send?.(result),
    (thrown: unknown) => process.send?.({ error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }),
  )
})
