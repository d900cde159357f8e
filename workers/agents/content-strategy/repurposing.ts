// Which posts that did well are taken up again? A long post for the feed about what became of it, only where its facts still stand.
import { type PlanDraft, type Rejection, topicOf } from "../../../shared/domain/plan-draft.ts"
import type { Agenda } from "./agenda.ts"
import type { PlannedFact, SuccessfulPost } from "./facts.ts"
import type { Policy } from "./policy.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const EXPIRES_MS = 2 * DAY_MS
/** Behind every insight of today. */
const PRIORITY = 0.2

export type Sight = { readonly policy: Policy; readonly now: number; readonly planned: readonly PlannedFact[] }

type PostRule = {
  readonly name: string
  applies(post: SuccessfulPost, sight: Sight): boolean
  why(post: SuccessfulPost, sight: Sight): string
}

export const POST_RULES: readonly PostRule[] = [
  {
    name: "facts-changed",
    applies: ({ isVerified }) => !isVerified,
    why: () => "A row that it cites is another today, or is disputed.",
  },
  {
    name: "not-settled",
    applies: ({ deadline }, { now }) => deadline >= now,
    why: ({ deadline }) => `What became of it is known after ${new Date(deadline).toISOString().slice(0, 16).replace("T", " ")} UTC.`,
  },
  {
    name: "too-few-compared",
    applies: ({ compared }, { policy }) => compared < policy.repurposeComparedMin,
    why: ({ compared }, { policy }) => `It was compared with ${compared} posts; ${policy.repurposeComparedMin} are needed.`,
  },
  {
    name: "no-success",
    applies: ({ lift }, { policy }) => lift < policy.repurposeLiftMin,
    why: ({ lift }, { policy }) => `It did ${lift.toFixed(1)} times as well as the median; ${policy.repurposeLiftMin} are needed.`,
  },
  {
    name: "members-only",
    applies: ({ tier }) => tier === "members",
    why: () => "It is for members, and the feed is public.",
  },
  {
    name: "taken-up-before",
    applies: ({ id, insightId }, { planned }) =>
      planned.some((plan) => plan.kind === "repurpose" && (plan.aboutPostId === id || plan.insightId === insightId)),
    why: () => "It is taken up already.",
  },
]

/** The best first; each insight once, at most as many as the policy's day allows, and only while the feed has a slot left. */
export function planRepurposes(posts: readonly SuccessfulPost[], feed: Agenda | undefined, sight: Sight): PlanDraft[] {
  const { policy, now, planned } = sight
  if (feed === undefined || !feed.settings.formats.includes("long")) return []
  const today = planned.filter(({ kind, scheduledAt }) => kind === "repurpose" && scheduledAt > now - DAY_MS).length
  const sorted = posts.toSorted((a, b) => b.lift - a.lift || (a.id < b.id ? -1 : 1))
  const rejected = sorted.flatMap((post) => rejectionsOf(post, sight))
  const fit = sorted.filter((post) => rejectionsOf(post, sight).length === 0)
  const once = fit.filter((post, i) => fit.findIndex(({ insightId }) => insightId === post.insightId) === i)
  return once.slice(0, Math.max(0, policy.repurposesPerDay - today)).flatMap((post) => {
    const { at } = feed.slots.take()
    return at === null ? [] : [toPlan(post, { feed, at, rejected })]
  })
}

const rejectionsOf = (post: SuccessfulPost, sight: Sight): Rejection[] =>
  POST_RULES.filter((rule) => rule.applies(post, sight)).map((rule) => ({
    channel: "feed",
    format: "long",
    rule: rule.name,
    text: `${post.id}: ${rule.why(post, sight)}`,
  }))

type Chosen = { readonly feed: Agenda; readonly at: number; readonly rejected: readonly Rejection[] }

function toPlan(post: SuccessfulPost, { feed, at, rejected }: Chosen): PlanDraft {
  const { channel, language, voice, disclosure } = feed.settings
  const why = `Its post on ${post.channel} did ${post.lift.toFixed(1)} times as well as the median of ${post.compared} posts at ${post.ageHours} hours.`
  return {
    kind: "repurpose",
    insightId: post.insightId,
    aboutPostId: post.id,
    asset: post.asset,
    topic: topicOf(post.type),
    channel,
    format: "long",
    language,
    voice,
    disclosure,
    tier: "public",
    priority: PRIORITY,
    since: new Date(post.publishedAt).toISOString(),
    scheduledAt: new Date(at).toISOString(),
    expiresAt: new Date(at + EXPIRES_MS).toISOString(),
    reasons: { why: [why, "Every row that it cites is the same today, and undisputed."], rejected: rejected.slice(0, 20) },
  }
}
