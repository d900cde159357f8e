// Who works here, and how did each last do?
import * as z from "zod"
import { listRecentRuns } from "../../../shared/db/queries/run-reports.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Agent, toAgent } from "../shapes/agent.ts"

export const listAgentsRoute = endpoint({
  path: `${API}/agents`,
  name: "listAgents",
  summary: "Every agent with its purpose, trigger, budget and newest run, in the order of the flow.",
  tag: "Operation",
  reply: z.object({ data: z.array(Agent) }),
  cache: null,
  sparse: true,
  async answer({ db }) {
    const names = AGENT_PROFILES.map((profile) => profile.name)
    const newest = new Map((await listRecentRuns(db, names, 1)).map((run) => [run.agent, run]))
    return { data: AGENT_PROFILES.map((profile) => toAgent(profile, newest.get(profile.name))) }
  },
})
