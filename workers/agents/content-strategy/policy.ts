// Which numbers does the strategy work with? All that may be tuned, at their values of this run.
import { defaultsOf, type Policy as PolicyOf } from "../../../shared/domain/policy.ts"
import { STRATEGY_TUNABLES } from "../../../shared/domain/strategy-tunables.ts"

export type Policy = PolicyOf<typeof STRATEGY_TUNABLES>

/** Every tunable at its default. */
export const DEFAULT_POLICY: Policy = defaultsOf(STRATEGY_TUNABLES)
