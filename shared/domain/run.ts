// Runs and the messages that ask for them, as the queue carries them.
import * as z from "zod"

export const AgentName = z.string().regex(/^[a-z][a-z-]{1,39}$/)
export type AgentName = z.infer<typeof AgentName>

/** A slot on the wire: a moment in UTC. */
export const Slot = z.iso.datetime()

export const RunTrigger = z.enum(["schedule", "event", "manual"])
export type RunTrigger = z.infer<typeof RunTrigger>

/** `running` has a lease, `waiting` a time for its next try; `failed` will not be tried again, `dead` used up its tries. */
export const RunState = z.enum(["running", "waiting", "succeeded", "failed", "dead"])
export type RunState = z.infer<typeof RunState>

/** Asks for one run of one agent. */
export const RunMessage = z.object({
  kind: z.literal("run"),
  agent: AgentName,
  trigger: RunTrigger,
  input: z.record(z.string(), z.unknown()),
})
export type RunMessage = z.infer<typeof RunMessage>

/** Says that an event was stored; whoever listens to it gets a run. */
export const EventMessage = z.object({
  kind: z.literal("event"),
  id: z.string(),
  name: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type EventMessage = z.infer<typeof EventMessage>

export const Message = z.discriminatedUnion("kind", [RunMessage, EventMessage])
export type Message = z.infer<typeof Message>

/** Says that events wait in the inbox to be counted. Only a hint: the heartbeat looks there too. */
export const InboxMessage = z.object({ kind: z.literal("inbox") })
export type InboxMessage = z.infer<typeof InboxMessage>
