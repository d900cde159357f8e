// What does the operator want done now? A command is stored first and queued then: what the queue doesn't take, the heartbeat finds.
import * as z from "zod"
import { insertCommand } from "../../../shared/db/queries/events.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import type { Emit } from "../../../shared/domain/event.ts"
import { endpoint, type IngestServices } from "../endpoint.ts"
import { type Actor, OPERATOR } from "../operator.ts"
import { passOn } from "../pass-on.ts"

const names = AGENT_PROFILES.map((profile) => profile.name)

const Command = z.discriminatedUnion("command", [
  z.strictObject({
    command: z.literal("run-now"),
    agent: z
      .enum(names, `must be one of ${names.join(", ")}`)
      .describe("The agent that shall run; a slot that it has run for already is not run again."),
  }),
  z.strictObject({
    command: z.literal("replay-run"),
    runId: z
      .string()
      .regex(/^run_[0-9a-z]{10,40}$/, "must be a run's id, such as run_01jd8z3k9q4m7x2c5v8b")
      .describe("A run that failed or died."),
  }),
])

type Told = { [N in Emit["name"]]: { readonly name: N; readonly data: Extract<Emit, { name: N }>["data"] } }[Emit["name"]]

const toEvent = (command: z.infer<typeof Command>, now: Date): Told =>
  command.command === "run-now"
    ? { name: "command.run-now", data: { agent: command.agent, at: now.toISOString() } }
    : { name: "command.replay-run", data: { runId: command.runId } }

/** Stores the command once. A second request with the same key that comes at the very same moment sees no row yet: it looks again. */
async function store({ db }: IngestServices, told: Told, externalId: string, by: { readonly actor: Actor; readonly now: Date }) {
  const event = { name: told.name, source: "operator", externalId, data: told.data, now: by.now }
  const stored = await insertCommand(db, event, by.actor)
  return stored.id === "" ? insertCommand(db, event, by.actor) : stored
}

export const postCommandRoute = endpoint({
  method: "POST",
  path: "/api/v1/commands",
  name: "postCommand",
  summary: "Tells the studio to run an agent now, or to try a failed run again. The answer means that the command is stored.",
  tag: "Commands",
  headers: {
    "idempotency-key": z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 visible ASCII characters")
      .optional()
      .describe("Sending a command twice with the same key is sending it once."),
  },
  body: Command,
  reply: z.object({ id: z.string().describe("The stored event."), accepted: z.literal(true), duplicate: z.boolean() }),
  status: 202,
  cache: "never",
  guard: OPERATOR,
  async answer(services, { body, headers, actor }) {
    const now = services.clock.now()
    const told = toEvent(body, now)
    const { id, isNew } = await store(services, told, headers["idempotency-key"] ?? crypto.randomUUID(), { actor, now })
    if (isNew) await passOn(services, { id, name: told.name, data: told.data })
    return { id, accepted: true as const, duplicate: !isNew }
  },
})
