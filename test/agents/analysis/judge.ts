// One judgement, with the default policy unless told otherwise, as the tests of single rules ask for it.
import type { InsightDraft } from "../../../shared/domain/insight.ts"
import { decide } from "../../../workers/agents/analysis/decide.ts"
import type { Facts } from "../../../workers/agents/analysis/facts.ts"
import { DEFAULT_POLICY, type Policy } from "../../../workers/agents/analysis/policy.ts"
import { calm, closeOf, factsOf, type Market, market, type Step } from "./market-fixture.ts"

export const judge = (facts: Facts, now: number, policy: Policy = DEFAULT_POLICY): InsightDraft[] =>
  decide(facts, null, policy, { now: new Date(now), random: () => 0.5 })

/** What is said of one asset alone when its last hour closes. */
export const seen = (one: Market, rest: Partial<Facts> = {}): InsightDraft[] => judge(factsOf([one], rest), closeOf(one))

/** Thirty calm days of one asset, then the steps. */
export const after = (...steps: Step[]): Market => market("BTC", [...calm(720), ...steps])

export const types = (drafts: readonly InsightDraft[]): string[] =>
  drafts.map(({ asset, type, direction }) => `${asset} ${type} ${direction}`)
