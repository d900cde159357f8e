// One message is one run: claim, let the agent work within its budget, finish and emit, pass on what follows.
import { openDb, type Db } from "../../shared/db/client.ts"
import { type ClaimedPolicy, claimRun, type EndedAttempt, failRun, finishRun, type StoredEvent } from "../../shared/db/queries/runs.ts"
import { markDispatched } from "../../shared/db/queries/events.ts"
import { isFrozen, isReadable } from "../../shared/domain/policy.ts"
import type { RunMessage } from "../../shared/domain/run.ts"
import { FAILURES, Failure, toFailure } from "../../shared/kit/failure.ts"
import { log } from "../../shared/kit/log.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import type { Agent, Later, Moment } from "./contract.ts"
import { followersOf, laterMessages, route } from "./dispatch.ts"
import { OUTSIDE } from "./ports.ts"
import { findAgent, type Runtime } from "./runtime.ts"

/** A run is tried this often before it is dead. */
export const MAX_ATTEMPTS = 5
/** Longest delay that a queue takes, in seconds. What is due later is found by the agent's own slot. */
export const LONGEST_DELAY_S = 43_200
/** How much longer than its budget a run keeps its lease: the runner's own statements, and a slow isolate. */
const LEASE_MARGIN_MS = 30_000
/** What the outside says is not of a moment longer ago: a run that asks it looks at a new one in an attempt as late as this. */
const OUTSIDE_MOMENT_MS = 3_600_000
/** First wait before another attempt; it doubles each time, up to the longest. */
const RETRY_MS = { first: 15_000, longest: 900_000 }

/** What became of a message: it is settled, or it should come back after that long (studio time). */
export type Outcome =
  | { readonly settled: true; readonly why: string }
  | { readonly settled: false; readonly waitMs: number; readonly why: string }

const settled = (why: string): Outcome => ({ settled: true, why })

/** The slot of an input that has one. */
const slotOf = (input: Record<string, unknown>): Date | null => (typeof input["slot"] === "string" ? new Date(input["slot"]) : null)

/** Runs one message to its end. Throws only what concerns the database itself: then the message comes back. */
export async function executeRun(message: RunMessage, runtime: Runtime): Promise<Outcome> {
  const agent = findAgent(runtime.agents, message.agent)
  if (!agent) return drop(message, "there is no such agent")
  const key = keyOf(agent, message)
  if (key === null) return drop(message, "its input does not fit the agent")
  const own = new Meter()
  const db = openDb(runtime.config.database, own)
  const now = runtime.clock.now()
  const claim = await claimRun(db, {
    agent: agent.name,
    key,
    slot: slotOf(message.input),
    trigger: message.trigger,
    input: message.input,
    now,
    leaseMs: agent.budget.wallMs + LEASE_MARGIN_MS,
    maxAttempts: MAX_ATTEMPTS,
    momentMs: agent.needs.some((name) => OUTSIDE.includes(name)) ? OUTSIDE_MOMENT_MS : null,
    tuned: Object.keys(agent.tunables).length > 0 && !isFrozen(key),
  })
  // What a slot doesn't bring back is kept as a waiting run: the heartbeat finds either once the switch is off.
  if (claim.answer === "stopped") return settled("stopped")
  if (claim.answer === "done") return settled(`done before: ${claim.state}`)
  if (claim.answer === "busy") return { settled: false, waitMs: Math.max(1_000, claim.until.getTime() - now.getTime()), why: "busy" }
  const at: Moment = { now: claim.moment, runId: claim.id, random: seededRandom(key), tuned: valuesOf(agent, claim.policy) }
  return work({ agent, message, key, at, attempt: claim.attempt, db, own, runtime })
}

/** The values of a version; null, and an alert, where they can't be read: then the defaults hold. */
function valuesOf(agent: Agent, policy: ClaimedPolicy | null): unknown {
  if (policy === null) return null
  if (isReadable(policy.tunables)) return policy.tunables
  log("alert", "policy.unreadable", { agent: agent.name, version: policy.version })
  return null
}

type Work = {
  readonly agent: Agent
  readonly message: RunMessage
  readonly key: string
  readonly at: Moment
  readonly attempt: number
  readonly db: Db
  /** Counts the runner's own statements. */
  readonly own: Meter
  readonly runtime: Runtime
}

async function work(job: Work): Promise<Outcome> {
  const { agent, at, attempt, db, own, runtime } = job
  const meter = new Meter(agent.budget)
  const started = performance.now()
  // The ledger counts the whole run: the agent's statements, the claim, and the one that writes this.
  const usage = () => ({ ...meter.usage, statements: meter.usage.statements + own.usage.statements + 1 })
  const ended = (): EndedAttempt => ({
    id: at.runId,
    attempt,
    now: runtime.clock.now(),
    wallMs: performance.now() - started,
    usage: usage(),
  })
  try {
    const ports = runtime.open(agent.needs, meter)
    const model = runtime.model({ db, meter, key: job.key, runId: at.runId, input: job.message.input })
    const report = await withinWall(agent, (signal) => agent.run(ports, job.message.input, at, signal, model))
    const end = ended()
    const events = await finishRun(db, { ...end, agent: agent.name, output: report.output, emits: report.emits })
    tell(job, end, events === null ? "lost" : "succeeded", null)
    if (events === null) return settled("another attempt has taken over")
    await runtime.bump(agent.name)
    await passOnOrLeave(job, events, report.later)
    return settled("succeeded")
  } catch (thrown) {
    return settleFailure(job, toFailure(thrown), ended())
  }
}

/** Stops waiting when the wall-clock budget is spent; the signal keeps the stages that follow from starting. */
async function withinWall<T>(agent: Agent, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const spent = new Failure("budget-spent", `The budget of ${agent.budget.wallMs} ms is spent.`, { context: { kind: "wallMs" } })
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort(spent)
      reject(spent)
    }, agent.budget.wallMs)
  })
  try {
    return await Promise.race([task(controller.signal), deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** How long to wait before the attempt after this one, in milliseconds. */
export function retryWaitMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** (attempt - 1))
  return Math.round(ceiling / 2 + (random() * ceiling) / 2)
}

async function settleFailure(job: Work, failure: Failure, end: EndedAttempt): Promise<Outcome> {
  const { verdict } = FAILURES[failure.code]
  const again = verdict === "back-off" || verdict === "after-wait" || verdict === "reconcile"
  const state = !again ? "failed" : job.attempt >= MAX_ATTEMPTS ? "dead" : "waiting"
  const waitMs = Math.max(failure.waitMs ?? 0, retryWaitMs(job.attempt, job.at.random))
  tell(job, end, state, failure)
  const retryAt = state === "waiting" ? new Date(end.now.getTime() + waitMs) : null
  const mine = await failRun(job.db, { ...end, state, retryAt, code: failure.code, detail: failure.detail })
  if (!mine) return settled("another attempt has taken over")
  if (state === "waiting") return { settled: false, waitMs, why: failure.code }
  await passOnOrLeave(job, [], [])
  return settled(state)
}

/** The run has ended, whatever becomes of this: events and followers that are not passed on now are found by the heartbeat. */
async function passOnOrLeave(job: Work, events: readonly StoredEvent[], later: readonly Later[]): Promise<void> {
  try {
    await passOn(job, events, later)
  } catch (error) {
    log("warn", "run.passed-on-later", { agent: job.agent.name, run: job.at.runId, error })
  }
}

/** Tells those who wait for this run: listeners of its events, agents that follow when a whole cycle has ended, and itself, later. */
async function passOn(job: Work, events: readonly StoredEvent[], later: readonly Later[]): Promise<void> {
  const { agent, db, runtime, message } = job
  const now = runtime.clock.now()
  const slot = slotOf(message.input)
  const followers = slot === null ? [] : await followersOf(db, agent.name, slot, runtime.agents)
  const messages = [...events.flatMap((event) => route(event, runtime.agents)), ...followers]
  for (const next of messages) await runtime.config.queue.send(next)
  for (const { message: next, waitMs } of laterMessages(agent.name, later, now)) {
    const delaySeconds = Math.ceil(waitMs / 1_000 / runtime.clock.speed)
    if (delaySeconds <= LONGEST_DELAY_S) await runtime.config.queue.send(next, { delaySeconds })
  }
  await markDispatched(
    db,
    events.map((event) => event.id),
    now,
  )
}

/** The one wide line of a run, with the figures that its ledger row has. */
function tell(job: Work, { wallMs, usage }: EndedAttempt, state: string, failure: Failure | null): void {
  const { agent, key, at, attempt } = job
  const level = failure === null ? "info" : FAILURES[failure.code].tell === "alert" || state === "dead" ? "alert" : "warn"
  log(level, "run", {
    agent: agent.name,
    run: at.runId,
    key,
    attempt,
    state,
    wallMs: Math.round(wallMs),
    ...usage,
    databaseMs: Math.round(usage.databaseMs),
    ...(failure === null ? {} : { code: failure.code, detail: failure.detail, context: failure.context, cause: failure.cause }),
  })
}

function keyOf(agent: Agent, message: RunMessage): string | null {
  try {
    return agent.key(message.input)
  } catch (thrown) {
    log("alert", "message.unfit", { agent: agent.name, failure: toFailure(thrown).faults })
    return null
  }
}

function drop(message: RunMessage, why: string): Outcome {
  log("alert", "message.dropped", { agent: message.agent, why })
  return settled(why)
}
