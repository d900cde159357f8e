// Which agents have a run in every slot of half an hour?
import { AGENT_PROFILES } from "../../shared/domain/agents.ts"

export const SLOT_MS = 30 * 60_000

/** Those that scan, and all that follow them; others run when something happens, or in slots of their own. */
export const CYCLE: readonly string[] = AGENT_PROFILES.filter(({ on }) =>
  on.some((trigger) => trigger.kind === "after" || (trigger.kind === "every" && trigger.ms === SLOT_MS)),
).map(({ name }) => name)
