// The button that lets an agent run now.
import * as z from "zod"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { operatorForm } from "../form.ts"

const names = AGENT_PROFILES.map((profile) => profile.name)

export const runNowForm = operatorForm({
  path: "/agents/run-now",
  fields: { agent: z.enum(names, "must be the name of an agent") },
  command: ({ agent }) => ({ method: "POST", path: "/api/v1/commands", body: { command: "run-now", agent } }),
  next: ({ agent }) => `/agents#${agent}`,
  done: "run-asked",
})
