// engagement: makes people's scores. The first run of a UTC day scores everyone, the others those for whom something came or left.
import * as z from "zod"
import { rescoreChanged } from "../../../shared/db/queries/scores.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { DEFAULT_WEIGHTS } from "../../../shared/domain/interaction.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { defineAgent } from "../contract.ts"
import { decide } from "./decide.ts"

const weight = (standard: number) => ({ default: standard, min: 0, max: 20, step: 0.5 })

export const engagement = defineAgent({
  ...profileOf("engagement"),
  emits: [],
  needs: ["bulkDb"],
  tunables: {
    weightLike: weight(DEFAULT_WEIGHTS.like),
    weightRepost: weight(DEFAULT_WEIGHTS.repost),
    weightReply: weight(DEFAULT_WEIGHTS.reply),
    weightQuote: weight(DEFAULT_WEIGHTS.quote),
    weightMessageOpened: weight(DEFAULT_WEIGHTS.message_opened),
    weightMessageClicked: weight(DEFAULT_WEIGHTS.message_clicked),
    weightOther: weight(DEFAULT_WEIGHTS.other),
  },
  input: z.object({ slot: Slot }),
  output: z.object({ kind: z.enum(["full", "changed"]).nullable(), people: z.int(), changed: z.int() }),
  key: ({ slot }) => `engagement:${slot}`,
  // The statement that scores reads for itself: what it needs would not fit into this program.
  gather: () => Promise.resolve({}),
  decide,
  async act({ bulkDb }, { weights }, at) {
    return { output: await rescoreChanged(bulkDb, { runId: at.runId, now: at.now, weights }), emits: [] }
  },
})
