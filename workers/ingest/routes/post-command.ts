// What does the operator want done now? A command is stored first and queued then: what the queue doesn't take, the heartbeat finds.
import * as z from "zod"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import type { Emit } from "../../../shared/domain/event.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"
import { IDEMPOTENCY, StoredEvent, tell } from "../tell.ts"

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

export const postCommandRoute = endpoint({
  method: "POST",
  path: "/api/v1/commands",
  name: "postCommand",
  summary: "Tells the studio to run an agent now, or to try a failed run again. The answer means that the command is stored.",
  tag: "Commands",
  headers: IDEMPOTENCY,
  body: Command,
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: OPERATOR,
  async answer(services, { body, headers, actor }) {
    const now = services.clock.now()
    return tell(services, { ...toEvent(body, now), source: "operator", externalId: headers["idempotency-key"] }, { actor, now })
  },
})
