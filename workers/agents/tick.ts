// The heartbeat: finds what is due, what was cut off and what nobody was told of, and puts it on the queue.
import { openDb } from "../../shared/db/client.ts"
import { getDueWork } from "../../shared/db/queries/due-work.ts"
import type { Message } from "../../shared/domain/run.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { dueMessages } from "./dispatch.ts"
import { drainLeftovers } from "./inbox.ts"
import type { Runtime } from "./runtime.ts"

/** How far back slots are looked at: more than the longest schedule. */
const LOOK_BACK_MS = 26 * 3_600_000
/** Events, and rows of the inbox, that are younger than this are left to whoever stored them, who is about to pass them on. */
const GRACE_MS = 30_000

export type Beat = {
  /** Messages that were sent. */
  readonly due: number
  /** How long the oldest of what was found had waited past its time, in milliseconds of the studio's time; 0 where nothing had. */
  readonly lateMs: number
}

/** One heartbeat: one statement, then one message for each thing due, then what was left in the inbox. Twice is harmless: the slot is the key. */
export async function tick(runtime: Runtime): Promise<Beat> {
  const db = openDb(runtime.config.database, new Meter())
  const now = runtime.clock.now()
  const work = await getDueWork(db, now, new Date(now.getTime() - LOOK_BACK_MS), GRACE_MS)
  const messages = [...dueMessages(work, now, runtime.agents), ...work.events.map((event) => ({ kind: "event" as const, ...event }))]
  for (const message of messages) await runtime.config.queue.send(message)
  const since = [work.waitsSince, ...messages.map((message) => slotOf(message, work.stopped))].flatMap((moment) => moment?.getTime() ?? [])
  const lateMs = Math.max(0, now.getTime() - Math.min(now.getTime(), ...since))
  log("info", "heartbeat", {
    due: messages.length,
    lateMs,
    overdue: work.overdue.length,
    events: work.events.length,
    isInboxLeft: work.isInboxLeft,
  })
  if (work.isInboxLeft) await drainLeftovers(runtime)
  return { due: messages.length, lateMs }
}

/** When a run of a schedule was due; null where it may rest. */
function slotOf(message: Message, stopped: readonly string[]): Date | null {
  if (message.kind !== "run" || message.trigger !== "schedule" || stopped.includes(message.agent)) return null
  const { slot } = message.input
  return typeof slot === "string" ? new Date(slot) : null
}
