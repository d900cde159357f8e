// Which published posts are no longer true, and when is that said? On the same channel, at once: no window, gap or cap holds a correction back.
import { type ChannelSettings, Weekday } from "../../../shared/domain/channels.ts"
import { type PlanDraft, topicOf } from "../../../shared/domain/plan-draft.ts"
import type { PostFormat } from "../../../shared/domain/post.ts"
import { openSlots } from "../../../shared/domain/slots.ts"
import type { Facts, PlannedFact, RevisedPost } from "./facts.ts"

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** A correction may wait so long for a person. */
const EXPIRES_MS = 7 * DAY_MS

/** A correction is short where it can be, and has no picture. */
const FORMATS: readonly PostFormat[] = ["single", "message", "long", "thread", "picture"]

const ALWAYS = [{ days: [...Weekday.options], from: "00:00", until: "24:00" as const }]

const formatOf = ({ formats }: ChannelSettings): PostFormat => FORMATS.find((format) => formats.includes(format)) ?? "single"

/** A plan for each post whose facts were revised, on the channels that are in use. */
export function planCorrections({ revised, channels, planned, timeZone }: Facts, now: number): PlanDraft[] {
  return channels.flatMap((settings) => {
    const posts = revised.filter(({ channel }) => channel === settings.channel).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (posts.length === 0) return []
    const taken = planned.filter(({ channel }) => channel === settings.channel).map(({ scheduledAt }) => scheduledAt)
    const order = { windows: ALWAYS, timeZone, gapMs: MINUTE_MS, taken, from: now, until: now + 2 * DAY_MS, cap: Number.POSITIVE_INFINITY }
    const slots = openSlots(order)
    return posts.flatMap((post) => {
      const { at } = slots.take()
      return at === null ? [] : [toCorrection(post, settings, at)]
    })
  })
}

function toCorrection(post: RevisedPost, settings: ChannelSettings, at: number): PlanDraft {
  const { channel, language, voice, disclosure } = settings
  return {
    kind: "correction",
    insightId: post.insightId,
    aboutPostId: post.id,
    asset: post.asset,
    topic: topicOf(post.type),
    channel,
    format: formatOf(settings),
    language,
    voice,
    disclosure,
    tier: post.tier,
    priority: 1,
    since: new Date(post.publishedAt).toISOString(),
    scheduledAt: new Date(at).toISOString(),
    expiresAt: new Date(at + EXPIRES_MS).toISOString(),
    reasons: { why: post.changes.slice(0, 5).map((change) => change.slice(0, 300)), rejected: [] },
  }
}

/** A plan as one that is there already. */
export const toPlanned = (plan: PlanDraft): PlannedFact => ({ ...plan, scheduledAt: Date.parse(plan.scheduledAt) })
