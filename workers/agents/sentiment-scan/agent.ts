// Measures the mood: the fear and greed index, and the tone of the last day's news.
import * as z from "zod"
import { listStoriesAsOf } from "../../../shared/db/queries/news.ts"
import { insertReadings } from "../../../shared/db/queries/sentiment.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { defineAgent } from "../contract.ts"
import { tolerated } from "../tolerate.ts"
import { decide, TUNABLES } from "./decide.ts"

/** The index has one reading a day: this many are asked for, so that a month's history exists from the first run. */
const INDEX_DAYS = 30

export const sentimentScan = defineAgent({
  ...profileOf("sentiment-scan"),
  emits: [],
  needs: ["db", "fearGreed"],
  tunables: TUNABLES,
  input: z.object({ slot: Slot }),
  output: z.object({ readings: z.int(), failedSources: z.array(z.string()) }),
  key: ({ slot }) => `sentiment-scan:${slot}`,
  async gather({ db, fearGreed }, _input, at) {
    const [index, stories] = await Promise.allSettled([fearGreed.readings(INDEX_DAYS), listStoriesAsOf(db, at.now, 24, false)])
    if (stories.status === "rejected") throw stories.reason
    return {
      fearGreed: index.status === "fulfilled" ? index.value : null,
      stories: stories.value,
      failure: index.status === "rejected" ? tolerated(index.reason) : null,
    }
  },
  decide: (facts, reply, policy, at) => ({ readings: decide(facts, reply, policy, at), failure: facts.failure }),
  async act({ db }, { readings, failure }, at) {
    const inserted = await insertReadings(db, readings, [{ source: "fear-greed", failure, etag: null, lastModified: null }], at.now)
    return { output: { readings: inserted, failedSources: failure === null ? [] : ["fear-greed"] }, emits: [] }
  },
})
