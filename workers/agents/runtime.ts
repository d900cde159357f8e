// What a heartbeat or a run needs from its Worker: config, time, the agents there are, their ports, and the caches to tell.
import type { Clock } from "../../shared/kit/clock.ts"
import type { Meter } from "../../shared/kit/meter.ts"
import type { Db } from "../../shared/db/client.ts"
import type { Agent, AskModel } from "./contract.ts"
import type { AgentsConfig } from "./env.ts"
import type { PortName, Ports } from "./ports.ts"

export type ModelRun = {
  /** Where its answers are kept and paid for; the runner's own, not the agent's. */
  readonly db: Db
  readonly meter: Meter
  readonly key: string
  readonly runId: string
  readonly input: Readonly<Record<string, unknown>>
}

export type Runtime = {
  readonly config: AgentsConfig
  readonly clock: Clock
  readonly agents: readonly Agent[]
  open(needs: readonly PortName[], meter: Meter): Ports
  /** How a run asks a model. */
  model(run: ModelRun): AskModel
  /** Tells the caches that what this agent writes has changed. */
  bump(agent: string): Promise<void>
}

export const findAgent = (agents: readonly Agent[], name: string): Agent | null => agents.find((agent) => agent.name === name) ?? null
