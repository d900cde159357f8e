// What a heartbeat or a run needs from its Worker: config, time, the agents there are, their ports, and the caches to tell.
import type { Clock } from "../../shared/kit/clock.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import type { Db } from "../../shared/db/client.ts"
import type { Agent, AskModel } from "./contract.ts"
import type { AgentsConfig } from "./env.ts"
import type { PortName, Ports } from "./ports.ts"

export type Runtime = {
  readonly config: AgentsConfig
  readonly clock: Clock
  readonly agents: readonly Agent[]
  open(needs: readonly PortName[], meter: Meter): Ports
  /** How the run with that key asks a model. */
  model(run: { readonly db: Db; readonly meter: Meter; readonly key: string; readonly runId: string }): AskModel
  /** Tells the caches that what this agent writes has changed. */
  bump(agent: string): Promise<void>
}

export const findAgent = (agents: readonly Agent[], name: string): Agent | null => agents.find((agent) => agent.name === name) ?? null
