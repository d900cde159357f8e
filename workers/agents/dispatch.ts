// Who has to work now: which runs follow from an event, from an ended cycle, from the time of day. Pure but for `followersOf`.
import type { Db } from "../../shared/db/client.ts"
import { type DueWork, listEndedAgents } from "../../shared/db/queries/due-work.ts"
import type { StoredEvent } from "../../shared/db/queries/runs.ts"
import { EVENTS } from "../../shared/domain/event.ts"
import type { RunMessage, RunTrigger } from "../../shared/domain/run.ts"
import { latestSlot } from "../../shared/kit/schedule.ts"
import type { Agent, Later } from "./contract.ts"
import { findAgent } from "./runtime.ts"

/** An agent that follows others starts without one that has not ended this long after it began. */
export const FOLLOW_ANYWAY_MS = 20 * 60_000

export const runMessage = (agent: string, trigger: RunTrigger, input: Record<string, unknown>): RunMessage => ({
  kind: "run",
  agent,
  trigger,
  input,
})
const slotMessage = (agent: Agent, trigger: RunTrigger, slot: Date): RunMessage =>
  runMessage(agent.name, trigger, { slot: slot.toISOString() })

/** Whom an agent follows; nobody, where it has a schedule of its own or none. */
const leadersOf = (agent: Agent): readonly string[] => agent.on.flatMap((on) => (on.kind === "after" ? on.agents : []))

/** The slot an agent is in at that moment; one that follows others is in theirs. */
export function slotOfAgent(agent: Agent, now: Date, agents: readonly Agent[]): Date | null {
  const own = agent.on.map((on) => latestSlot(on, now)).find((slot) => slot !== null)
  if (own !== undefined) return own
  const slots = leadersOf(agent)
    .flatMap((name) => findAgent(agents, name) ?? [])
    .map((leader) => slotOfAgent(leader, now, agents)?.getTime() ?? 0)
  return slots.length === 0 ? null : new Date(Math.max(...slots))
}

/** The further runs that an agent asked for, each with the seconds until it is due, in studio time. */
export const laterMessages = (agent: string, later: readonly Later[], now: Date): { message: RunMessage; waitMs: number }[] =>
  later.map(({ input, at }) => ({
    message: runMessage(agent, "schedule", { ...input }),
    waitMs: Math.max(0, at.getTime() - now.getTime()),
  }))

/** A run's input is there for anyone to read: what a person asks for about himself stays in its event, where the run looks it up. */
const openData = ({ name, data }: StoredEvent): StoredEvent["data"] => (name.startsWith("person.") ? {} : data)

/** The runs that an event asks for. `command.replay-run` asks for none: its handler looks the run up. */
export function route(event: StoredEvent, agents: readonly Agent[]): RunMessage[] {
  if (event.name === "command.run-now") {
    const { agent: name, at } = EVENTS["command.run-now"].parse(event.data)
    const agent = findAgent(agents, name)
    const slot = agent ? slotOfAgent(agent, new Date(at), agents) : null
    return agent && slot ? [slotMessage(agent, "manual", slot)] : []
  }
  return agents
    .filter((agent) => agent.on.some((on) => on.kind === "when" && on.event === event.name))
    .map((agent) => runMessage(agent.name, "event", { event: event.id, ...openData(event) }))
}

/** Runs that follow because the run of `ended` for that slot was the last of its cycle. */
export async function followersOf(db: Db, ended: string, slot: Date, agents: readonly Agent[]): Promise<RunMessage[]> {
  const waiting = agents.filter((agent) => leadersOf(agent).includes(ended))
  if (waiting.length === 0) return []
  const done = new Set(await listEndedAgents(db, [...new Set(waiting.flatMap(leadersOf))], slot))
  return waiting.filter((agent) => leadersOf(agent).every((name) => done.has(name))).map((agent) => slotMessage(agent, "schedule", slot))
}

type SlotRuns = ReadonlyMap<string, DueWork["slots"][number]>
const ENDED = new Set(["succeeded", "failed", "dead"])
const place = (agent: string, slot: Date): string => `${agent}:${slot.getTime()}`

/** Whether an agent may follow: all whom it follows have ended, or began so long ago that it is not to wait any longer. */
function mayFollow(leaders: readonly string[], slot: Date, runs: SlotRuns, now: Date): boolean {
  const theirs = leaders.map((name) => runs.get(place(name, slot)))
  return theirs.every((run) => run !== undefined && (ENDED.has(run.state) || now.getTime() - run.moment.getTime() >= FOLLOW_ANYWAY_MS))
}

/**
 * What a heartbeat has to enqueue: the newest slot of each schedule that has no run yet (slots missed before it are not made
 * up one by one: the newest covers them), followers whose cycle has ended, runs that were cut off or whose wait is over.
 */
export function dueMessages(work: DueWork, now: Date, agents: readonly Agent[]): RunMessage[] {
  const runs: SlotRuns = new Map(work.slots.map((row) => [place(row.agent, row.slot), row]))
  const due = agents.flatMap((agent) => {
    const slot = slotOfAgent(agent, now, agents)
    if (slot === null || runs.has(place(agent.name, slot))) return []
    if (!mayFollow(leadersOf(agent), slot, runs, now)) return []
    return [slotMessage(agent, "schedule", slot)]
  })
  return [...due, ...work.overdue.map((run) => runMessage(run.agent, run.trigger, run.input))]
}
