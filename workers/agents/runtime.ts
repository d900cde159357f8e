// What a run or a heartbeat needs from its Worker: config, time and a way out.
import type { Clock } from "../../shared/kit/clock.ts"
import type { AgentsConfig } from "./env.ts"

export type Runtime = {
  readonly config: AgentsConfig
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** Tells the caches that what this agent writes has changed. */
  bump(agent: string): Promise<void>
}
