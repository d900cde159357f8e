// performance-analytics: sums up what days, weeks and months came to, and says what of it is more than chance.
import * as z from "zod"
import { measureSpans } from "../../../shared/db/queries/snapshots.ts"
import { insertStudy, lookBack } from "../../../shared/db/queries/studies.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { COVERAGE } from "../../../shared/domain/forecast.ts"
import { endedSpans } from "../../../shared/domain/periods.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { defineAgent } from "../contract.ts"
import { decide, LOOK_BACK_DAYS } from "./decide.ts"

/** A trend is told once in so many days. */
const TOLD_MS = 28 * 86_400_000

export const performanceAnalytics = defineAgent({
  ...profileOf("performance-analytics"),
  emits: [],
  needs: ["db"],
  tunables: {},
  input: z.object({ slot: Slot }),
  output: z.object({
    snapshots: z.array(z.string()),
    findings: z.array(z.string()),
    forecasts: z.int().nonnegative(),
    settled: z.int().nonnegative(),
  }),
  key: ({ slot }) => `performance-analytics:${slot}`,
  async gather({ db }, _input, { now }) {
    const [measured, past] = await Promise.all([
      measureSpans(db, endedSpans(now)),
      lookBack(db, { now, days: LOOK_BACK_DAYS, trendsSince: new Date(now.getTime() - TOLD_MS) }),
    ])
    return { measured, ...past }
  },
  decide: (facts, _reply, _policy, { now }) => decide(facts, now),
  async act({ db }, study, { runId, now }) {
    await insertStudy(db, study, { runId, now, coverage: COVERAGE })
    return {
      output: {
        snapshots: study.snapshots.map(({ period, startsOn }) => `${period} ${startsOn}`),
        findings: study.findings.map(({ kind, metric, direction }) => `${kind} of ${metric}, ${direction}`),
        forecasts: study.forecasts.length,
        settled: study.settled.length,
      },
      emits: [],
    }
  },
})
