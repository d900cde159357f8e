// What a message from the queue leads to: a run, the spreading of an event, or the burial of a run that nobody could finish.
import { openDb } from "../../shared/db/client.ts"
import { markDispatched } from "../../shared/db/queries/events.ts"
import { buryRun, reviveRun } from "../../shared/db/queries/runs.ts"
import { type EventName, EVENTS } from "../../shared/domain/event.ts"
import { type EventMessage, InboxMessage, Message } from "../../shared/domain/run.ts"
import { FAILURES, toFailure } from "../../shared/kit/failure.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { route, runMessage } from "./dispatch.ts"
import { executeRun, LONGEST_DELAY_S, type Outcome, retryWaitMs } from "./run.ts"
import { findAgent, type Runtime } from "./runtime.ts"

/** Handles one message of the runs queue. A message that isn't ours is dropped with an alert, never retried. */
export async function consume(
  message: { body: unknown; attempts: number; ack(): void; retry(options: { delaySeconds: number }): void },
  runtime: Runtime,
): Promise<void> {
  const parsed = Message.safeParse(message.body)
  if (!parsed.success) {
    log("alert", "message.malformed", { issues: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) })
    return message.ack()
  }
  const outcome = await handle(parsed.data, message.attempts, runtime)
  if (outcome.settled) return message.ack()
  message.retry({ delaySeconds: Math.min(LONGEST_DELAY_S, Math.ceil(outcome.waitMs / 1_000 / runtime.clock.speed)) })
}

async function handle(message: Message, attempts: number, runtime: Runtime): Promise<Outcome> {
  try {
    return message.kind === "run" ? await executeRun(message, runtime) : await spread(message, runtime)
  } catch (thrown) {
    const failure = toFailure(thrown)
    log(FAILURES[failure.code].tell === "alert" ? "alert" : "warn", "message.failed", {
      code: failure.code,
      context: failure.context,
      cause: failure.cause,
    })
    return { settled: false, waitMs: failure.waitMs ?? retryWaitMs(Math.min(attempts, 6), Math.random), why: failure.code }
  }
}

/** Sends a run to everyone who listens to an event, then notes that it was told. Twice is harmless: runs have keys. */
async function spread(event: EventMessage, runtime: Runtime): Promise<Outcome> {
  const db = openDb(runtime.config.database, new Meter())
  const now = runtime.clock.now()
  // What can't be understood now can't be later either: told to a person once, not to the queue for ever.
  if (!(event.name in EVENTS && EVENTS[event.name as EventName].safeParse(event.data).success)) {
    log("alert", "event.malformed", { event: event.id, name: event.name })
    await markDispatched(db, [event.id], now)
    return { settled: true, why: "malformed" }
  }
  const messages = route(event, runtime.agents)
  if (event.name === "command.replay-run") {
    const run = await reviveRun(db, EVENTS["command.replay-run"].parse(event.data).runId, now)
    if (run) messages.push(runMessage(run.agent, run.trigger, run.input))
  }
  for (const message of messages) await runtime.config.queue.send(message)
  await markDispatched(db, [event.id], now)
  return { settled: true, why: `${messages.length} runs asked for` }
}

/** Handles one message of the dead-letter queue: the run it was for is marked dead, visible and replayable. */
export async function bury(body: unknown, runtime: Runtime): Promise<void> {
  // Only a hint: the events wait in their table, and the heartbeat looks there.
  if (InboxMessage.safeParse(body).success) return log("warn", "inbox.hint-lost", {})
  const parsed = Message.safeParse(body)
  if (!parsed.success || parsed.data.kind !== "run") {
    // An undispatched event is still in its table: the next heartbeat finds it.
    log("alert", "dead-letter.unknown", { kind: parsed.success ? parsed.data.kind : "malformed" })
    return
  }
  const agent = findAgent(runtime.agents, parsed.data.agent)
  if (!agent) return
  const key = agent.key(parsed.data.input)
  const db = openDb(runtime.config.database, new Meter())
  const run = await buryRun(db, key, runtime.clock.now(), "The queue gave the message up.")
  log("alert", "run.dead", { agent: agent.name, key, run })
}
