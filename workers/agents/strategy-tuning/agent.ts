// Tries one change of the strategy at a time, keeps what proves itself, and takes back what doesn't.
import * as z from "zod"
import { listArmRates, listArmRuns, listFormatRates, listPolicyVersions, takePolicyStep } from "../../../shared/db/queries/policies.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { windowsOf } from "../../../shared/domain/policy-evidence.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { TUNED_AGENT } from "../../../shared/domain/strategy-tunables.ts"
import { defineAgent } from "../contract.ts"
import { decide, type Facts } from "./decide.ts"

const FORMAT_DAYS_MS = 30 * 86_400_000
/** Years of steps, a few of which are looked at again. */
const MOST_VERSIONS = 500

export const strategyTuning = defineAgent({
  ...profileOf("strategy-tuning"),
  emits: [],
  needs: ["db"],
  tunables: {},
  input: z.object({ slot: Slot }),
  output: z.object({
    action: z.enum(["nothing", "kept", "ended", "began"]),
    why: z.string(),
    /** The version that was kept or ended, and the one that began. */
    changed: z.int().nullable(),
    begun: z.int().nullable(),
  }),
  key: ({ slot }) => `strategy-tuning:${slot}`,
  async gather({ db }, _input, { now }): Promise<Facts> {
    const versions = await listPolicyVersions(db, TUNED_AGENT, MOST_VERSIONS)
    const windows = windowsOf(versions, now)
    const [rates, runs, formats] = await Promise.all([
      listArmRates(db, windows),
      listArmRuns(db, TUNED_AGENT, windows),
      listFormatRates(db, new Date(now.getTime() - FORMAT_DAYS_MS).toISOString().slice(0, 10)),
    ])
    return { versions, rates, runs, formats }
  },
  decide,
  async act({ db }, { action, why, step }, at) {
    const by = { agent: TUNED_AGENT, actor: "strategy-tuning", runId: at.runId, now: at.now }
    const { changed, begun } = step === null ? { changed: null, begun: null } : await takePolicyStep(db, step, by)
    return { output: { action, why, changed, begun }, emits: [] }
  },
})
