// Turns insights into plans: which become posts, on which channels, in which form and when.
import * as z from "zod"
import { insertPlans, listStandingPlans, listUndecidedInsights } from "../../../shared/db/queries/plans.ts"
import { listRevisedPosts, listSuccessfulPosts } from "../../../shared/db/queries/revisits.ts"
import { profileOf } from "../../../shared/domain/agents.ts"
import { Topic } from "../../../shared/domain/plan-draft.ts"
import { Slot } from "../../../shared/domain/run.ts"
import { STRATEGY_TUNABLES } from "../../../shared/domain/strategy-tunables.ts"
import { defineAgent } from "../contract.ts"
import { changeText } from "./changes.ts"
import { decide } from "./decide.ts"
import type { Facts } from "./facts.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Insights of a day, at most; what is left over is looked at by the next run, or too old by then. */
const MOST_INSIGHTS = 1_000
/** Plans that still matter for caps and cool-downs: of the two days before, and all to come. */
const PLANS_MS = 2 * DAY_MS
const MOST_PLANS = 10_000
/** Rows are compared and revised in the first hours; a post is watched much longer than that. */
const WATCHED_MS = 2 * DAY_MS
const MOST_CORRECTIONS = 100
/** A post is compared when it is a week old, with those of the week before it. */
const COMPARED = { fromMs: 14 * DAY_MS, toMs: 7 * DAY_MS, bandHours: 168, most: 20 }

export const contentStrategy = defineAgent({
  ...profileOf("content-strategy"),
  emits: ["plan.created"],
  needs: ["db", "channels"],
  tunables: STRATEGY_TUNABLES,
  input: z.object({ slot: Slot }),
  output: z.object({ looked: z.int(), decided: z.int(), corrections: z.int(), plans: z.array(z.string()) }),
  key: ({ slot }) => `content-strategy:${slot}`,
  async gather({ db, channels }, _input, { now }): Promise<Facts> {
    const ago = (ms: number): Date => new Date(now.getTime() - ms)
    const week = { since: ago(COMPARED.fromMs), until: ago(COMPARED.toMs), bandHours: COMPARED.bandHours }
    const [insights, plans, revised, successes] = await Promise.all([
      listUndecidedInsights(db, now, { since: ago(DAY_MS), limit: MOST_INSIGHTS }),
      listStandingPlans(db, ago(PLANS_MS), MOST_PLANS),
      listRevisedPosts(db, ago(WATCHED_MS), MOST_CORRECTIONS),
      listSuccessfulPosts(db, { ...week, leastLift: STRATEGY_TUNABLES.repurposeLiftMin.min, limit: COMPARED.most }),
    ])
    return {
      insights,
      planned: plans.flatMap((plan) => {
        const topic = Topic.safeParse(plan.topic)
        return topic.success ? [{ ...plan, topic: topic.data }] : []
      }),
      channels: channels.list,
      timeZone: channels.timeZone,
      revised: revised.map(({ rows, ...post }) => ({ ...post, changes: rows.map(changeText) })),
      successes: successes.map((post) => ({ ...post, ageHours: COMPARED.bandHours })),
    }
  },
  decide: (facts, reply, policy, at) => ({ ...decide(facts, reply, policy, at), looked: facts.insights.length }),
  async act({ db }, { plans, verdicts, looked }, at) {
    const ids = await insertPlans(db, { plans, verdicts }, { id: at.runId, now: at.now })
    const corrections = plans.filter(({ kind }) => kind === "correction").length
    return {
      output: { looked, decided: verdicts.length, corrections, plans: ids },
      emits: ids.map((id) => ({ name: "plan.created" as const, key: id, data: { id } })),
    }
  },
})
