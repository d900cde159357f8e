// Which offered articles are new, what do they speak of and how, and which story does each tell?
import type { Asset, AssetSymbol } from "../../../shared/domain/asset.ts"
import { findAssets } from "../../../shared/domain/entities.ts"
import type { Article, FeedItem } from "../../../shared/domain/news.ts"
import { polarityOf } from "../../../shared/domain/polarity.ts"
import { clusterStories, type Place } from "../../../shared/domain/stories.ts"

const HOUR = 3_600_000

export const TUNABLES = {
  /** Least likeness of two titles of different sources to be one story. */
  sameStory: { default: 0.48, min: 0.36, max: 0.8, step: 0.02 },
  /** Least likeness of two titles of one source to be an update and not a further story. */
  sameSource: { default: 0.7, min: 0.5, max: 1, step: 0.05 },
  /** A story takes no further article that came so many hours after its first. */
  storyHours: { default: 36, min: 6, max: 48, step: 6 },
  /** Share of the summary in an article's polarity; the title has the rest. */
  summaryShare: { default: 0.25, min: 0, max: 0.5, step: 0.05 },
} as const

type Policy = { readonly [K in keyof typeof TUNABLES]: number }

/** Times are when an article was published as far as that is believed, else when the studio read it; never later than the run. */
export type Story = {
  readonly id: string
  /** Of the first article. */
  readonly title: string
  readonly assets: readonly AssetSymbol[]
  /** Mean over the sources, each with one voice; -1 to 1. */
  readonly polarity: number
  /** Number of distinct sources. */
  readonly witnesses: number
  readonly sources: readonly string[]
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
}

export type Facts = {
  readonly items: readonly { readonly source: string; readonly item: FeedItem }[]
  /** `source + "\n" + externalId` of the articles that are stored already. */
  readonly knownExternalIds: ReadonlySet<string> | readonly string[]
  /** Stories of the last 48 hours. */
  readonly stories: readonly Story[]
  readonly assets: readonly Asset[]
}

export type DecidedArticle = Article & {
  readonly storyId: string
  /** `publishedAt` where it is given and believed, at most the moment of the run; else the moment of the run. */
  readonly toldAt: Date
}

/** `stories` holds the new and the changed ones, oldest first; `articles` likewise. */
export type Decision = { readonly articles: readonly DecidedArticle[]; readonly stories: readonly Story[] }

/** Pure. Ids come from content: deciding again on the same items names the same stories. The order of the items doesn't matter. */
export function decide(facts: Facts, _reply: null, policy: Policy, at: { readonly now: Date }): Decision {
  const articles = newItems(facts).map(({ source, item }) => readArticle(source, item, facts.assets, policy, at.now))
  const candidates = articles.map((article) => ({ ...article, at: article.toldAt }))
  const places = clusterStories(candidates, facts.stories, { ...policy, windowHours: policy.storyHours })
  const known = new Map(facts.stories.map((story) => [story.id, story]))
  const told = new Map<string, Place<Candidate>[]>()
  for (const place of places) told.set(place.storyId, [...(told.get(place.storyId) ?? []), place])
  return {
    articles: places.map(({ article: { at: _, ...article }, storyId }) => ({ ...article, storyId })),
    stories: [...told].flatMap(([id, parts]) => tellStory(id, known.get(id), parts, facts.assets) ?? []),
  }
}

type Candidate = Omit<DecidedArticle, "storyId"> & { readonly at: Date }

/** Items with a title that aren't stored yet, each once; of two with one identity the one whose text sorts first. */
function newItems(facts: Facts): Facts["items"] {
  const seen = new Set(facts.knownExternalIds)
  const textOf = ({ item }: Facts["items"][number]): string => `${item.title}\n${item.summary}\n${item.url}\n${item.publishedAt?.getTime()}`
  return facts.items
    .toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0))
    .filter(({ source, item }) => {
      const key = `${source}\n${item.externalId}`
      if (seen.has(key) || item.title.trim() === "") return false
      seen.add(key)
      return true
    })
}

function readArticle(source: string, item: FeedItem, assets: readonly Asset[], policy: Policy, now: Date): Omit<DecidedArticle, "storyId"> {
  const publishedAt = believe(item.publishedAt, now)
  return {
    source,
    externalId: item.externalId,
    url: item.url,
    title: item.title,
    summary: item.summary,
    publishedAt,
    toldAt: publishedAt === null || publishedAt > now ? now : publishedAt,
    assets: findAssets(`${item.title}\n${item.summary}`, assets),
    polarity: (1 - policy.summaryShare) * polarityOf(item.title) + policy.summaryShare * polarityOf(item.summary),
  }
}

/** A date more than an hour ahead of the run, or none at all, is no date. */
function believe(publishedAt: Date | null, now: Date): Date | null {
  const time = publishedAt?.getTime() ?? Number.NaN
  return Number.isNaN(time) || time > now.getTime() + HOUR ? null : publishedAt
}

/** The story with its new articles; a source that told it before changes its assets and its time, not its polarity or witnesses. */
function tellStory(id: string, known: Story | undefined, parts: readonly Place<Candidate>[], assets: readonly Asset[]): Story | null {
  const first = parts[0]?.article
  if (first === undefined) return null
  const voices = new Map<string, number[]>()
  for (const { article } of parts) {
    if (!known?.sources.includes(article.source)) voices.set(article.source, [...(voices.get(article.source) ?? []), article.polarity])
  }
  const sources = [...new Set([...(known?.sources ?? []), ...voices.keys()])].toSorted()
  const sum = [...voices.values()].reduce((total, each) => total + meanOf(each), (known?.polarity ?? 0) * (known?.sources.length ?? 0))
  const symbols = new Set([...(known?.assets ?? []), ...parts.flatMap(({ article }) => article.assets)])
  const watched = assets.map(({ symbol }) => symbol).filter((symbol) => symbols.has(symbol))
  const times = [...(known ? [known.firstSeenAt, known.lastSeenAt] : []), ...parts.map(({ article }) => article.toldAt)].map(Number)
  return {
    id,
    title: known?.title ?? first.title,
    assets: [...watched, ...[...symbols].filter((symbol) => !watched.includes(symbol)).toSorted()],
    polarity: sum / sources.length,
    witnesses: sources.length,
    sources,
    firstSeenAt: known?.firstSeenAt ?? first.toldAt,
    lastSeenAt: new Date(Math.max(...times)),
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
