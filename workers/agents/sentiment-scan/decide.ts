// What is the mood? The fear and greed index as it is published, and the tone of the last day's stories for the market and for each asset.
import type { AssetSymbol } from "../../../shared/domain/asset.ts"
import type { SentimentReading, SentimentSubject } from "../../../shared/domain/sentiment.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const TUNABLES = {
  /** Weight of "nothing has happened": so many neutral stories are mixed into every mean, which draws it to 0 where stories are few. */
  shrinkage: { default: 3, min: 0, max: 10, step: 0.5 },
  /** Most voices that one story can have, however many sources carry it. */
  maxWitnesses: { default: 4, min: 1, max: 10, step: 1 },
} as const

type Policy = { readonly [K in keyof typeof TUNABLES]: number }

export type Facts = {
  /** Daily readings 0 to 100 in any order; null where the source failed. */
  readonly fearGreed: readonly { readonly observedAt: Date; readonly value: number }[] | null
  /** Of the last 24 hours; older ones are left out here as well. */
  readonly stories: readonly {
    readonly id: string
    readonly assets: readonly AssetSymbol[]
    /** -1 to 1. */
    readonly polarity: number
    readonly witnesses: number
    readonly firstSeenAt: Date
  }[]
}

/** Pure. Index readings oldest first, then news: the market, the assets in alphabetical order; nothing of a subject without stories. */
export function decide(facts: Facts, _reply: null, policy: Policy, at: { readonly now: Date }): SentimentReading[] {
  return [...readIndex(facts.fearGreed ?? [], at.now), ...readNews(facts.stories, policy, at.now)]
}

/** One reading a day (UTC), the day's latest; what lies ahead of the run or outside 0 to 100 is left out. */
function readIndex(points: NonNullable<Facts["fearGreed"]>, now: Date): SentimentReading[] {
  const days = new Map<number, { readonly observedAt: Date; readonly value: number }>()
  for (const point of points) {
    if (!(point.value >= 0 && point.value <= 100 && point.observedAt <= now)) continue
    const day = Math.floor(point.observedAt.getTime() / DAY)
    const known = days.get(day)
    if (known === undefined || isLater(point, known)) days.set(day, point)
  }
  return [...days.values()]
    .toSorted((a, b) => a.observedAt.getTime() - b.observedAt.getTime())
    .map(({ observedAt, value }) => ({ source: "fear-greed", subject: "MARKET", observedAt, value: String(Math.round(value)), count: 1 }))
}

const isLater = (a: { observedAt: Date; value: number }, b: { observedAt: Date; value: number }): boolean =>
  a.observedAt > b.observedAt || (a.observedAt.getTime() === b.observedAt.getTime() && a.value > b.value)

function readNews(stories: Facts["stories"], policy: Policy, now: Date): SentimentReading[] {
  const observedAt = new Date(Math.floor(now.getTime() / HOUR) * HOUR)
  const recent = stories.filter(({ firstSeenAt }) => firstSeenAt <= now && firstSeenAt.getTime() > now.getTime() - DAY)
  const bySubject = new Map<SentimentSubject, Facts["stories"][number][]>()
  for (const story of recent) {
    for (const subject of new Set(["MARKET", ...story.assets])) bySubject.set(subject, [...(bySubject.get(subject) ?? []), story])
  }
  const subjects = [...bySubject].toSorted(([a], [b]) => Number(b === "MARKET") - Number(a === "MARKET") || (a < b ? -1 : 1))
  return subjects.map(([subject, its]) => ({
    source: "news",
    subject,
    observedAt,
    value: toDecimal(meanPolarity(its, policy)),
    count: its.length,
  }))
}

/** Sum of voices times polarity over the sum of voices plus `shrinkage`: the posterior mean under a prior of 0 (a Bayesian average). */
function meanPolarity(stories: Facts["stories"], policy: Policy): number {
  let [sum, voices] = [0, policy.shrinkage]
  for (const { polarity, witnesses } of stories) {
    const weight = Math.max(1, Math.min(witnesses, policy.maxWitnesses))
    sum += weight * polarity
    voices += weight
  }
  return sum / voices
}

/** Four digits, and no minus before a zero. */
const toDecimal = (value: number): string => value.toFixed(4).replace(/^-(0\.0+)$/, "$1")
