import { expect, test } from "vitest"
import { writingPrompt } from "../../../workers/agents/content-creation/prompt.ts"
import { decide } from "../../../workers/agents/content-creation/decide.ts"
import type { Decision, Reply } from "../../../workers/agents/content-creation/facts.ts"
import { FIRST, modelWorld } from "../../integrations/model-world.ts"
import { openLiar } from "../../world/hosts/model-liar.ts"
import type { WritingOrder } from "../../../shared/domain/writing-order.ts"
import { everyOrder } from "./orders.ts"

const PLANS = 1_000

type Text = Extract<Decision, { kind: "write" }>

function written(order: WritingOrder, reply: Reply | null, now: Date): Text {
  const decision = decide({ task: "write", order, linkHosts: [] }, reply, {}, { now })
  if (decision.kind !== "write") throw new Error("every plan gets a text")
  return decision
}

/** What a good model would write: a true text, another one than the studio's own for this plan. */
function honest({ plan, ...rest }: WritingOrder, now: Date): Reply {
  const { title, parts } = written({ ...rest, plan: { ...plan, disclosure: "none", id: `${plan.id}model` } }, null, now).post
  return { title, parts }
}

test("of 1,000 plans with a model that lies in half of its answers, no lie stands in a draft that passes", async () => {
  let [current, now]: [WritingOrder | null, Date] = [null, new Date(0)]
  const liar = openLiar({ seed: 20_261_122, write: () => honest(current!, now) })
  const { model } = modelWorld({ first: liar.behave, providers: [FIRST], budget: { calls: 10_000, tokens: 1e9, microUsd: 1e9 } })
  const counts = { honest: 0, lied: 0, accepted: 0, honestRefused: 0, liesRefused: 0, liesAccepted: 0, blocked: 0 }
  let asked = 0
  for (const each of everyOrder()) {
    if ((asked += 1) > PLANS) break
    ;[current, now] = [each.order, each.now]
    const { value } = await model.ask(writingPrompt(each.order))
    const { lied } = liar.answers.at(-1)!
    const text = written(each.order, value, now)
    counts[lied ? "lied" : "honest"] += 1
    if (text.author === "model") counts.accepted += 1
    if (text.author === "model" && lied) counts.liesAccepted += 1
    if (text.author === "studio") counts[lied ? "liesRefused" : "honestRefused"] += 1
    if (!text.passes) counts.blocked += 1
  }
  console.log(`a model that lies: ${JSON.stringify(counts)}`)
  expect(counts).toMatchObject({ liesAccepted: 0, blocked: 0, honestRefused: 0 })
  expect(counts.lied).toBeGreaterThan(400)
  expect(counts.accepted).toBe(counts.honest)
}, 120_000)
