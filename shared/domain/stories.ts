// Which articles tell the same story? Titles compared in pairs by shared names, acts and numbers, with vetoes for what only sounds alike.
//
// A pair's verdict depends on the two titles, sources and times alone: no corpus statistics, so that one more article in a batch never
// changes what is said of two others. The score is the weighted cosine of two sets of features (Ochiai coefficient).
import { type Num, type Print, printOf } from "./headline.ts"
import { contentId } from "./text.ts"

const HOUR = 3_600_000
/** A move of the market is over after this; whoever reports it later reports the next one. */
const MOVE_WINDOW = 6 * HOUR

export type StoryArticle = { readonly source: string; readonly externalId: string; readonly title: string; readonly at: Date }
export type KnownStory = { readonly id: string; readonly title: string; readonly sources: readonly string[]; readonly firstSeenAt: Date }
export type ClusterPolicy = {
  /** Least score at which titles of different sources tell one story, 0 to 1. */
  readonly sameStory: number
  /** Least score at which a title is an update of a story that its source has told. */
  readonly sameSource: number
  /** Longest time between a story's first article and a further one, in hours. */
  readonly windowHours: number
}
/** `first` opens a story, `witness` is a further source of it, `update` a further article of a source that has told it. */
export type Place<A> = { readonly article: A; readonly storyId: string; readonly role: "first" | "witness" | "update" }
type Story = { readonly id: string; readonly print: Print; readonly sources: Set<string>; readonly at: number }

/**
 * Places each article with the known or new story whose first title it fits best, oldest article first. The order of `articles` doesn't
 * matter, and taking them in one go or in several, oldest first, comes to the same, because only first titles are compared. `articles` must
 * not repeat a source and external id. Never throws; cost is articles times stories, about 2 microseconds a pair.
 */
export function clusterStories<A extends StoryArticle>(
  articles: readonly A[],
  known: readonly KnownStory[],
  policy: ClusterPolicy,
): Place<A>[] {
  const stories: Story[] = known.map(({ id, title, sources, firstSeenAt }) => {
    return { id, print: printOf(title), sources: new Set(sources), at: firstSeenAt.getTime() }
  })
  return articles.toSorted(byTime).map((article) => {
    const print = printOf(article.title)
    const at = article.at.getTime()
    const story = bestStory(stories, { print, at, source: article.source }, policy)
    if (story === undefined) {
      const id = storyIdOf(article)
      stories.push({ id, print, sources: new Set([article.source]), at })
      return { article, storyId: id, role: "first" }
    }
    const role = story.sources.has(article.source) ? "update" : "witness"
    story.sources.add(article.source)
    return { article, storyId: story.id, role }
  })
}

/** The id of the story that this article opens: the same whenever it is decided. */
export const storyIdOf = ({ source, externalId }: Pick<StoryArticle, "source" | "externalId">): string =>
  contentId("story", source, externalId)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byTime = (a: StoryArticle, b: StoryArticle): number =>
  a.at.getTime() - b.at.getTime() || compare(a.source, b.source) || compare(a.externalId, b.externalId)

function bestStory(
  stories: readonly Story[],
  article: { print: Print; at: number; source: string },
  policy: ClusterPolicy,
): Story | undefined {
  let best: { readonly story: Story; readonly score: number } | undefined
  for (const story of stories) {
    const apart = Math.abs(article.at - story.at)
    if (apart > policy.windowHours * HOUR) continue
    const score = scorePrints(story.print, article.print, apart)
    if (score < (story.sources.has(article.source) ? policy.sameSource : policy.sameStory)) continue
    const order = best === undefined ? 1 : score - best.score || best.story.at - story.at || compare(best.story.id, story.id)
    if (order > 0) best = { story, score }
  }
  return best?.story
}

/** How far apart two numbers of a kind may lie and still be one report: percent (of a percentage), money, dates, other numbers. */
const TOLERANCE = { "%": 0.12, $: 0.06, d: 0, n: 0.01 } as const satisfies Record<Num["kind"], number>

const sharedOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((each) => b.has(each)).length
const jaccard = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => sharedOf(a, b) / (a.size + b.size - sharedOf(a, b) || 1)

/** 1 where numbers of one kind agree, -1 where a kind stands in both and none agrees, else 0. */
function compareNumbers(a: readonly Num[], b: readonly Num[]): number {
  const agree = (x: Num, y: Num): boolean =>
    x.kind === y.kind && Math.abs(x.value - y.value) <= TOLERANCE[x.kind] * Math.max(x.value, y.value)
  const agreeing = new Set(a.filter((x) => b.some((y) => agree(x, y))).map(({ kind }) => kind))
  const clash = a.some(({ kind }) => !agreeing.has(kind) && b.some((y) => y.kind === kind))
  return clash ? -1 : Math.sign(agreeing.size)
}

/** How much two titles, `hours` apart, tell the same story, 0 to 1; 0 by veto. Symmetric. */
function scorePrints(a: Print, b: Print, apart: number): number {
  const cosine = cosineOf(a, b)
  if (cosine < 0.1) return 0
  const numbers = compareNumbers(a.numbers, b.numbers)
  const assets = jaccard(a.assets, b.assets)
  const many = Math.max(a.assets.size, b.assets.size) > 2
  if (numbers < 0 || (a.assets.size > 0 && b.assets.size > 0 && assets === 0) || (many && assets < 0.6)) return 0
  if (a.isMove && b.isMove) {
    const sameMove = a.direction === b.direction && assets >= 0.5 && apart <= MOVE_WINDOW
    return sameMove ? Math.min(1, cosine + 0.3 * numbers) : 0
  }
  if (a.direction * b.direction < 0) return 0.5 * cosine
  const actsDiffer = a.acts.size > 0 && b.acts.size > 0 && sharedOf(a.acts, b.acts) === 0
  const names = sharedOf(a.names, b.names)
  const namesDiffer = names < a.names.size && names < b.names.size
  const factor = (actsDiffer ? 0.5 : 1) * (namesDiffer ? (names === 0 ? 0.4 : 0.75) : 1)
  return Math.min(1, factor * cosine + 0.15 * numbers)
}

/** Weighted Ochiai coefficient: shared weight over the geometric mean of both weights. */
function cosineOf(a: Print, b: Print): number {
  let both = 0
  for (const [feature, weight] of a.features) both += Math.min(weight, b.features.get(feature) ?? 0)
  return both === 0 ? 0 : both / Math.sqrt(a.weight * b.weight)
}
