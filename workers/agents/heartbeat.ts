// Is the scheduler well, and who is told? Each heartbeat is counted; a watchman outside is called only after one that ended well with nothing overdue.
import { ISOLATE_COUNTERS } from "../../shared/kit/counters.ts"
import { toFailure } from "../../shared/kit/failure.ts"
import { openCall } from "../../shared/kit/http.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { Runtime } from "./runtime.ts"
import { type Beat, tick } from "./tick.ts"

/** Later than this is overdue: the shortest schedule, and six heartbeats. In the studio's time. */
const OVERDUE_MS = 30 * 60_000

/** One heartbeat. Throws what the tick throws; that the watchman can't be reached is logged. */
export async function heartbeat(runtime: Runtime, reach: typeof fetch): Promise<void> {
  const beat = await tick(runtime).catch((thrown: unknown) => {
    ISOLATE_COUNTERS.add("heartbeats_total", { outcome: "failed" })
    throw thrown
  })
  const isWell = beat.lateMs <= OVERDUE_MS
  ISOLATE_COUNTERS.add("heartbeats_total", { outcome: isWell ? "well" : "overdue" })
  if (!isWell) log("warn", "heartbeat.overdue", { lateMs: beat.lateMs } satisfies Partial<Beat>)
  else if (runtime.config.heartbeatUrl !== null) await callWatchman(runtime.config.heartbeatUrl.reveal(), runtime, reach)
}

/** The address is a secret: whoever knows it could say that all is well. */
async function callWatchman(url: string, { clock }: Runtime, reach: typeof fetch): Promise<void> {
  const call = openCall({
    fetch: reach,
    clock,
    meter: new Meter(),
    random: Math.random,
    timeoutMs: 5_000,
    maxBytes: 100_000,
    concurrency: 1,
    attempts: 2,
    backoff: { baseMs: 1_000, capMs: 2_000 },
  })
  try {
    await call({ source: "heartbeat", url })
  } catch (thrown) {
    const { code, detail } = toFailure(thrown)
    log("warn", "heartbeat.untold", { code, detail })
  }
}
