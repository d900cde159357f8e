// Which insights become posts, on which channels, in which form and when? Corrections first, then what is worth most; what did well comes last.
import type { PlanDraft, Rejection, Verdict } from "../../../shared/domain/plan-draft.ts"
import { type Agenda, openAgenda } from "./agenda.ts"
import { byPriority, type Candidate, judgeInsight, topicOfCandidate } from "./candidate.ts"
import { planCorrections, toPlanned } from "./corrections.ts"
import type { Facts } from "./facts.ts"
import { chooseFormat } from "./formats.ts"
import { type Place, PLACE_RULES } from "./place.ts"
import type { Policy } from "./policy.ts"
import { planRepurposes } from "./repurposing.ts"
import { scoreText } from "./score.ts"

export type Decision = {
  /** Corrections, then plans by priority, then what is taken up again. */
  readonly plans: readonly PlanDraft[]
  /** Of every insight that was decided on; one that waits for something has none. */
  readonly verdicts: readonly Verdict[]
}

/** Pure and deterministic: the same facts, policy and moment give the same plans. */
export function decide(facts: Facts, _reply: null, policy: Policy, at: { readonly now: Date }): Decision {
  const now = at.now.getTime()
  const corrections = planCorrections(facts, now)
  const planned = [...facts.planned, ...corrections.map(toPlanned)]
  const agendas = facts.channels.map((settings) => openAgenda(settings, planned, { timeZone: facts.timeZone, policy, now }))
  const hasMembers = facts.channels.some(({ tier }) => tier === "members")
  const insights = facts.insights.toSorted((a, b) => b.madeAt - a.madeAt || (a.id < b.id ? -1 : 1))
  const judged = insights.map((insight) => ({ insight, judgement: judgeInsight(insight, { policy, now, others: insights }, hasMembers) }))
  const candidates = judged.flatMap(({ judgement }) => (judgement.kind === "candidate" ? [judgement.candidate] : [])).sort(byPriority)
  const chosen = candidates.map((candidate) => planCandidate(candidate, agendas, policy))
  const refused = judged.flatMap(({ insight, judgement }): Verdict[] =>
    judgement.kind === "refused" ? [{ insightId: insight.id, planned: 0, rejected: judgement.rejected }] : [],
  )
  const feed = agendas.find(({ settings }) => settings.channel === "feed")
  const repurposes = planRepurposes(facts.successes, feed, { policy, now, planned })
  return {
    plans: [...corrections, ...chosen.flatMap(({ plans }) => plans), ...repurposes],
    verdicts: [...chosen.map(({ verdict }) => verdict), ...refused],
  }
}

type Chosen = { readonly plans: readonly PlanDraft[]; readonly verdict: Verdict }

/** A candidate on every channel. Each plan keeps what was rejected everywhere, so that it can be read by itself. */
function planCandidate(candidate: Candidate, agendas: readonly Agenda[], policy: Policy): Chosen {
  const tried = agendas.map((agenda) => planOnChannel({ candidate, agenda, policy }))
  const rejected = tried.flatMap((each) => each.rejected)
  const plans = tried.flatMap(({ plan }) => (plan === null ? [] : [{ ...plan, reasons: { why: plan.reasons.why, rejected } }]))
  return { plans, verdict: { insightId: candidate.insight.id, planned: plans.length, rejected } }
}

function planOnChannel(place: Place): { readonly plan: PlanDraft | null; readonly rejected: readonly Rejection[] } {
  const { agenda } = place
  const { channel } = agenda.settings
  const { at } = agenda.slots.peek()
  const against = PLACE_RULES.filter((rule) => rule.applies(place, at))
  if (at === null || against.length > 0) {
    return { plan: null, rejected: against.map((rule) => ({ channel, format: null, rule: rule.name, text: rule.why(place, at) })) }
  }
  const choice = chooseFormat(place, at)
  if (choice.format === null) return { plan: null, rejected: choice.rejected }
  agenda.slots.take()
  const plan = toPlan(place, { at, format: choice.format, why: choice.why })
  agenda.add(toPlanned(plan))
  return { plan, rejected: choice.rejected }
}

type Form = { readonly at: number; readonly format: PlanDraft["format"]; readonly why: string }

function toPlan({ candidate, agenda }: Place, { at, format, why }: Form): PlanDraft {
  const { insight, score, expiresAt, isExclusive } = candidate
  const { channel, language, voice, disclosure } = agenda.settings
  return {
    kind: "insight",
    insightId: insight.id,
    aboutPostId: null,
    asset: insight.asset,
    topic: topicOfCandidate(candidate),
    channel,
    format,
    language,
    voice,
    disclosure,
    tier: isExclusive ? "members" : "public",
    priority: score.value,
    since: new Date(insight.madeAt).toISOString(),
    scheduledAt: new Date(at).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    reasons: { why: [`Its score is ${scoreText(score)}.`, why], rejected: [] },
  }
}
