// Orders to write from: any insight of the samples as a plan for any channel, with rows on which two exchanges agree.
import { INSIGHTS } from "../../domain/insights.ts"
import { DEFAULT_CHANNELS } from "../../../shared/domain/channels.ts"
import type { InsightDraft } from "../../../shared/domain/insight.ts"
import type { ChannelName, Language, PostFormat, Voice } from "../../../shared/domain/post.ts"
import { DISCLOSURE_PROFILES } from "../../../shared/domain/writing/disclosure.ts"
import type { CitedRow, StoredVersion, WritingOrder } from "../../../shared/domain/writing-order.ts"

type Plan = WritingOrder["plan"]

export const VOICES: readonly Voice[] = ["analytical", "bold", "educational"]
export const LANGUAGES: readonly Language[] = ["en", "nl"]
export const FORMS: readonly (readonly [ChannelName, PostFormat])[] = DEFAULT_CHANNELS.flatMap(({ channel, formats }) =>
  formats.map((format) => [channel, format] as const),
)

export const citedNow = (insight: InsightDraft, change: Partial<CitedRow> = {}): CitedRow[] =>
  insight.evidence.map((row) => ({ ...row, agreementNow: row.kind === "candle" ? "agreed" : null, valueNow: row.value, ...change }))

export function order(insight: InsightDraft, plan: Partial<Plan> = {}, rest: Partial<WritingOrder> = {}): WritingOrder {
  const madeAt = Date.parse(insight.madeAt)
  return {
    plan: {
      id: "plan_0000000001",
      kind: "insight",
      asset: insight.asset,
      channel: "telegram",
      format: "message",
      language: "en",
      voice: "analytical",
      disclosure: "eu",
      scheduledAt: new Date(madeAt + 3_600_000).toISOString(),
      expiresAt: new Date(madeAt + 8 * 3_600_000).toISOString(),
      createdAt: insight.madeAt,
      version: 0,
      state: "planned",
      ...plan,
    },
    insight: { ...insight, evidence: citedNow(insight) },
    draft: null,
    about: null,
    outcome: null,
    recent: [],
    ...rest,
  }
}

export const momentOf = (insight: InsightDraft): { now: Date } => ({ now: new Date(Date.parse(insight.madeAt) + 60_000) })

export const version = (text: Pick<StoredVersion, "parts">, rest: Partial<StoredVersion> = {}): StoredVersion => ({
  id: "draft_0000000002",
  version: 2,
  author: "operator",
  format: "message",
  title: null,
  alt: null,
  needsPicture: false,
  mediaHash: null,
  scheduledAt: "2026-11-21T13:00:00.000Z",
  passes: null,
  ...text,
  ...rest,
})

/** Every sample on every form of the channels, in every voice, language and disclosure profile, one after another without end. */
export function* everyOrder(): Generator<{ readonly order: WritingOrder; readonly now: Date }> {
  for (let n = 0; ; n += 1) {
    const insight = INSIGHTS[n % INSIGHTS.length]!
    const [channel, format] = FORMS[n % FORMS.length]!
    const plan: Partial<Plan> = {
      id: `plan_${String(n).padStart(10, "0")}`,
      channel,
      format,
      language: LANGUAGES[Math.floor(n / 3) % 2]!,
      voice: VOICES[Math.floor(n / 5) % 3]!,
      disclosure: DISCLOSURE_PROFILES[Math.floor(n / 11) % DISCLOSURE_PROFILES.length]!,
    }
    yield { order: order(insight, plan), now: momentOf(insight).now }
  }
}
