import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clusterStories, type KnownStory, type StoryArticle, storyIdOf } from "../../shared/domain/stories.ts"
import { bestMs, hasRecordings, readNaughtyStrings, readTitles, WHY_SKIPPED } from "./recorded.ts"
import { PAIRS_DEVELOPMENT, PAIRS_HELD_OUT, type Pair } from "./story-pairs.ts"

const POLICY = { sameStory: 0.48, sameSource: 0.7, windowHours: 36 }
const START = Date.UTC(2026, 10, 20)
const article = (source: string, title: string, hours = 0, externalId = `${title} ${hours}`): StoryArticle => {
  return { source, externalId, title, at: new Date(START + hours * 3_600_000) }
}
const storiesOf = (articles: readonly StoryArticle[]): string[] => clusterStories(articles, [], POLICY).map(({ storyId }) => storyId)
const isOneStory = ([a, b, hours]: Pair): boolean => new Set(storiesOf([article("one", a), article("two", b, hours)])).size === 1

function precisionAndRecall(pairs: readonly Pair[]): { precision: number; recall: number } {
  const merged = pairs.filter(isOneStory)
  const right = merged.filter(([, , , same]) => same).length
  return { precision: right / merged.length, recall: right / pairs.filter(([, , , same]) => same).length }
}

describe("clusterStories", () => {
  it.each([
    ["the pairs it was tuned on", PAIRS_DEVELOPMENT, 0.95, 0.95],
    ["pairs it was not tuned on", PAIRS_HELD_OUT, 0.95, 0.8],
  ] as const)("tells same from alike on %s", (_, pairs, leastPrecision, leastRecall) => {
    const { precision, recall } = precisionAndRecall(pairs)
    expect(pairs.length).toBeGreaterThanOrEqual(38)
    expect(precision).toBeGreaterThanOrEqual(leastPrecision)
    expect(recall).toBeGreaterThanOrEqual(leastRecall)
  })

  it("judges a pair the same from either side", () => {
    const swapped = ([a, b, hours, same]: Pair): Pair => [b, a, hours, same]
    for (const pair of [...PAIRS_DEVELOPMENT, ...PAIRS_HELD_OUT]) expect(isOneStory(swapped(pair))).toBe(isOneStory(pair))
  })

  it("calls a second source a witness and a second article of one source an update", () => {
    const first = article("one", "Qubit Finance hacked for $80 million")
    const update = article("one", "Qubit Finance hacked for $80 million, team confirms", 1)
    const witness = article("two", "Hackers drain $80M from DeFi protocol Qubit Finance", 2)
    const places = clusterStories([witness, update, first], [], POLICY)
    expect(places.map(({ role }) => role)).toEqual(["first", "update", "witness"])
    expect(new Set(places.map(({ storyId }) => storyId))).toEqual(new Set([storyIdOf(first)]))
  })

  it("merges a title with itself, whatever its numbers look like", () => {
    for (const title of ["Coins 1/a 2/b and 3/", "Bitcoin trades 24/7", "BTC 9e99 up 1,5,0%", "Token 5constructor 6 constructor raises"]) {
      expect(new Set(storiesOf([article("one", title), article("two", title, 1)])).size).toBe(1)
    }
  })

  it("needs more likeness within one source than between two", () => {
    const titles = [
      "Kraken to end staking in the US after regulator's pressure",
      "Kraken settles with SEC and ends US staking service",
    ] as const
    expect(new Set(storiesOf([article("one", titles[0]), article("two", titles[1], 1)])).size).toBe(1)
    expect(new Set(storiesOf([article("one", titles[0]), article("one", titles[1], 1)])).size).toBe(2)
  })

  it("joins a story that is known already, within its window only", () => {
    const known: KnownStory = { id: "story_known", title: "Celsius files for bankruptcy", sources: ["one"], firstSeenAt: new Date(START) }
    const later = (hours: number) =>
      clusterStories([article("two", "Crypto lender Celsius Network files for Chapter 11", hours)], [known], POLICY)[0]
    expect(later(30)).toMatchObject({ storyId: "story_known", role: "witness" })
    expect(later(37)).toMatchObject({ role: "first" })
  })

  it("names a new story by its first article's source and external id", () => {
    expect(storyIdOf({ source: "one", externalId: "x" })).toBe(`story_${createHash("sha256").update("one\nx").digest("hex").slice(0, 16)}`)
    expect(storyIdOf({ source: "one", externalId: "y" })).not.toBe(storyIdOf({ source: "one", externalId: "x" }))
  })

  const titles = [...PAIRS_DEVELOPMENT, ...PAIRS_HELD_OUT].flatMap(([a, b]) => [a, b])
  const batch = fc
    .array(fc.tuple(fc.constantFrom("one", "two", "three"), fc.constantFrom(...titles), fc.integer({ min: 0, max: 47 })), { maxLength: 25 })
    .map((rows) => rows.map(([source, title, hours], i) => article(source, title, hours, String(i))))

  it("doesn't depend on the order in which articles are offered", () => {
    const shuffled = batch.chain((articles) =>
      fc.tuple(fc.constant(articles), fc.shuffledSubarray(articles, { minLength: articles.length })),
    )
    fc.assert(
      fc.property(shuffled, ([articles, others]) => {
        expect(clusterStories(others, [], POLICY)).toEqual(clusterStories(articles, [], POLICY))
      }),
    )
  })

  it("comes to the same in one go and in two, the older articles first", () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: 0, max: 47 }), (articles, cut) => {
        const isEarly = ({ at }: StoryArticle): boolean => at.getTime() < START + cut * 3_600_000
        const early = clusterStories(articles.filter(isEarly), [], POLICY)
        const known = early.flatMap(({ article: { title, at }, storyId, role }): KnownStory[] => {
          const sources = [...new Set(early.filter((place) => place.storyId === storyId).map((place) => place.article.source))]
          return role === "first" ? [{ id: storyId, title, sources, firstSeenAt: at }] : []
        })
        const late = clusterStories(
          articles.filter((each) => !isEarly(each)),
          known,
          POLICY,
        )
        expect([...early, ...late]).toEqual(clusterStories(articles, [], POLICY))
      }),
    )
  })

  it("never throws, whatever the titles are", () => {
    const hostile = fc.array(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("1/0", "$1e999K", "9".repeat(400), "0%", "%", "__proto__ constructor")),
    )
    fc.assert(
      fc.property(hostile, (list) => {
        const places = clusterStories(
          list.map((title, i) => article("one", title, 0, String(i))),
          [],
          POLICY,
        )
        expect(places).toHaveLength(list.length)
      }),
    )
  })

  it("places 200 articles among 500 known stories in under 500 ms", () => {
    const known = Array.from({ length: 500 }, (_, i): KnownStory => {
      return { id: `story_${i}`, title: `${titles[i % titles.length]} ${i}`, sources: ["one"], firstSeenAt: new Date(START) }
    })
    const offered = Array.from({ length: 200 }, (_, i) => article("two", titles[(i * 7) % titles.length] ?? "", 1, String(i)))
    expect(bestMs(() => clusterStories(offered, known, POLICY))).toBeLessThan(500)
  })

  it("reads 100 KB of hostile text in under 50 ms", () => {
    for (const text of ["Hacked $80M ".repeat(8_500), "9".repeat(100_000), "1/2 ".repeat(25_000)]) {
      const [a, b] = [article("one", text), article("two", text, 1)]
      expect(bestMs(() => clusterStories([a, b], [], POLICY)) / 2).toBeLessThan(50)
    }
  })
})

describe.skipIf(!hasRecordings)(`clusterStories on recordings (skipped where ${WHY_SKIPPED})`, () => {
  it("takes every naughty string as data", () => {
    const strings = readNaughtyStrings()
    expect(storiesOf(strings.map((title, i) => article("one", title, 0, String(i))))).toHaveLength(strings.length)
  })

  it("merges at most two in 3,800 pairs of unrelated titles", () => {
    // Every 40th title is days away from its neighbours, so nothing here is one story, though all are put into one moment.
    const sample = readTitles().filter((title, row) => row > 0 && row % 40 === 0 && title !== "")
    const ids = storiesOf(sample.map((title, i) => article(`feed${i}`, title, 0, String(i))))
    expect(ids.length - new Set(ids).size).toBeLessThanOrEqual(2)
  })
})
