// conversion: drafts offers for the people who take part most and agreed to hear of offers. It sends none.
import * as z from "zod"
import { insertOffers, listCandidates } from "../../../shared/db/queries/candidates.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { policyOf } from "../../../shared/domain/policy.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { microPointsOfScore } from "../../../shared/domain/score.ts"
import { stableId } from "../../../shared/kit/ids.ts"
import { defineAgent } from "../contract.ts"
import { decide } from "./decide.ts"

const TUNABLES = {
  scoreMin: { default: 60, min: 30, max: 100, step: 5 },
  coolDownDays: { default: 30, min: 14, max: 90, step: 1 },
  offersPerRun: { default: 10, min: 0, max: 50, step: 1 },
}

export const conversion = defineAgent({
  ...profileOf("conversion"),
  emits: [],
  needs: ["db"],
  tunables: TUNABLES,
  input: z.object({ slot: Slot }),
  output: z.object({ candidates: z.int(), drafted: z.int(), expired: z.int(), withdrawn: z.int() }),
  key: ({ slot }) => `conversion:${slot}`,
  async gather({ db }, _input, at) {
    const { scoreMin, coolDownDays, offersPerRun } = policyOf(TUNABLES, at.tuned)
    const filter = { now: at.now, runId: at.runId, minMicroPoints: microPointsOfScore(scoreMin), coolDownDays, limit: offersPerRun }
    return { candidates: await listCandidates(db, filter) }
  },
  decide,
  async act({ db }, { offers }, at) {
    const drafts = offers.map((offer) => ({ ...offer, id: stableId("cnv", at.now, `${at.runId}:${offer.userId}`) }))
    const kept = await insertOffers(db, drafts, { id: at.runId, now: at.now })
    return { output: { candidates: offers.length, ...kept }, emits: [] }
  },
})
