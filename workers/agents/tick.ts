// The heartbeat: finds what is due, what was cut off and what nobody was told of, and puts it on the queue.
import { openDb } from "../../shared/db/client.ts"
import { getDueWork } from "../../shared/db/queries/due-work.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { dueMessages } from "./dispatch.ts"
import { drainLeftovers } from "./inbox.ts"
import type { Runtime } from "./runtime.ts"

/** How far back slots are looked at: more than the longest schedule. */
const LOOK_BACK_MS = 26 * 3_600_000
/** Events, and rows of the inbox, that are younger than this are left to whoever stored them, who is about to pass them on. */
const GRACE_MS = 30_000

/** One heartbeat: one statement, then one message for each thing due, then what was left in the inbox. Twice is harmless: the slot is the key. */
export async function tick(runtime: Runtime): Promise<number> {
  const db = openDb(runtime.config.database, new Meter())
  const now = runtime.clock.now()
  const work = await getDueWork(db, now, new Date(now.getTime() - LOOK_BACK_MS), GRACE_MS)
  const messages = [...dueMessages(work, now, runtime.agents), ...work.events.map((event) => ({ kind: "event" as const, ...event }))]
  for (const message of messages) await runtime.config.queue.send(message)
  log("info", "heartbeat", {
    due: messages.length,
    overdue: work.overdue.length,
    events: work.events.length,
    isInboxLeft: work.isInboxLeft,
  })
  if (work.isInboxLeft) await drainLeftovers(runtime)
  return messages.length
}
