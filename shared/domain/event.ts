// The catalogue of events: every name, what its data is, and nothing that isn't here can be stored.
import * as z from "zod"
import { AssetSymbol } from "./asset.ts"
import { AgentName } from "./run.ts"
import { InsightType } from "./insight.ts"

export const EVENTS = {
  /** An insight was stored. */
  "insight.created": z.object({ id: z.string(), asset: AssetSymbol, type: InsightType }),
  /** The operator wants an agent to run now. `at` is when he said so, in UTC. */
  "command.run-now": z.object({ agent: AgentName, at: z.iso.datetime() }),
  /** The operator wants a dead or failed run to be tried again. */
  "command.replay-run": z.object({ runId: z.string().regex(/^run_[0-9a-z]{10,40}$/) }),
} as const

export type EventName = keyof typeof EVENTS
export type EventData<N extends EventName> = z.infer<(typeof EVENTS)[N]>

/** An event to be stored: `key` is its identity within its source, so that saying it twice stores it once. */
export type Emit = { [N in EventName]: { readonly name: N; readonly key: string; readonly data: EventData<N> } }[EventName]
