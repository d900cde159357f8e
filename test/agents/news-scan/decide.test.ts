import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ASSETS } from "../../../shared/domain/asset.ts"
import type { FeedItem } from "../../../shared/domain/news.ts"
import { decide, type Decision, type Facts, type Story, TUNABLES } from "../../../workers/agents/news-scan/decide.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
const HOUR = 3_600_000
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR)
const policy = {
  sameStory: TUNABLES.sameStory.default,
  sameSource: TUNABLES.sameSource.default,
  storyHours: TUNABLES.storyHours.default,
  summaryShare: TUNABLES.summaryShare.default,
}
const item = (title: string, publishedAt: Date | null = ago(1), more: Partial<FeedItem> = {}): FeedItem => {
  return { externalId: title, url: "https://news.example/1", title, summary: "", publishedAt, ...more }
}
const offer = (source: string, ...rest: Parameters<typeof item>) => ({ source, item: item(...rest) })
const run = (facts: Partial<Facts>): Decision =>
  decide({ items: [], knownExternalIds: [], stories: [], assets: ASSETS, ...facts }, null, policy, { now: NOW })

describe("news-scan decides", () => {
  it("keeps new articles with their assets, polarity and story", () => {
    const { articles, stories } = run({ items: [offer("one", "Solana hacked for $80 million", ago(2))] })
    expect(articles).toMatchObject([{ source: "one", assets: ["SOL"], publishedAt: ago(2), toldAt: ago(2), storyId: stories[0]?.id }])
    expect(articles[0]?.polarity).toBeLessThan(-0.3)
    expect(stories).toMatchObject([
      { title: "Solana hacked for $80 million", assets: ["SOL"], witnesses: 1, sources: ["one"], firstSeenAt: ago(2) },
    ])
    expect(stories[0]?.id).toMatch(/^story_[0-9a-f]{16}$/)
  })

  it("leaves out what is stored, what is offered twice and what has no title", () => {
    const items = [offer("one", "Bitcoin rallies"), offer("one", "Bitcoin rallies"), offer("one", "Known"), offer("one", "  ")]
    expect(run({ items, knownExternalIds: new Set(["one\nKnown"]) }).articles.map(({ title }) => title)).toEqual(["Bitcoin rallies"])
  })

  it("takes the summary for the assets and a share of the polarity", () => {
    const [article] = run({ items: [offer("one", "A strange day", ago(1), { summary: "Chainlink plunges 20% after a hack." })] }).articles
    expect(article?.assets).toEqual(["LINK"])
    expect(article?.polarity).toBeLessThan(-0.1)
    expect(article?.polarity).toBeGreaterThan(-0.25)
  })

  it("believes no date that lies more than an hour ahead", () => {
    const items = [
      offer("one", "A", ago(-0.5)),
      offer("one", "B", ago(-2)),
      offer("one", "C", null),
      offer("one", "D", new Date(Number.NaN)),
    ]
    const { articles, stories } = run({ items })
    const dates = new Map(articles.map(({ title, publishedAt }) => [title, publishedAt]))
    expect(dates).toEqual(
      new Map([
        ["A", ago(-0.5)],
        ["B", null],
        ["C", null],
        ["D", null],
      ]),
    )
    for (const time of [...articles.map(({ toldAt }) => toldAt), ...stories.map(({ lastSeenAt }) => lastSeenAt)]) expect(time).toEqual(NOW)
  })

  it("makes one story of several feeds, each with one voice", () => {
    const items = [
      offer("two", "Hackers drain $80M from DeFi protocol Qubit Finance", ago(2)),
      offer("one", "Qubit Finance hacked for $80 million", ago(3)),
      offer("one", "Qubit Finance hacked for $80 million, team confirms", ago(1)),
    ]
    const { articles, stories } = run({ items })
    const of = (source: string): number => {
      const its = articles.filter((article) => article.source === source).map(({ polarity }) => polarity)
      return its.reduce((a, b) => a + b) / its.length
    }
    expect(stories).toMatchObject([{ witnesses: 2, sources: ["one", "two"], firstSeenAt: ago(3), lastSeenAt: ago(1) }])
    expect(stories[0]?.polarity).toBeCloseTo((of("one") + of("two")) / 2, 10)
  })

  const known: Story = {
    id: "story_known",
    title: "Qubit Finance hacked for $80 million",
    assets: ["BNB"],
    polarity: -0.9,
    witnesses: 2,
    sources: ["one", "three"],
    firstSeenAt: ago(5),
    lastSeenAt: ago(4),
  }

  it("adds a witness to a known story, weighing its polarity by sources", () => {
    const { articles, stories } = run({
      items: [offer("two", "Hackers drain $80M in ether from DeFi protocol Qubit Finance")],
      stories: [known],
    })
    expect(stories).toMatchObject([
      {
        ...known,
        assets: ["ETH", "BNB"],
        witnesses: 3,
        sources: ["one", "three", "two"],
        polarity: expect.any(Number),
        lastSeenAt: ago(1),
      },
    ])
    expect(stories[0]?.polarity).toBeCloseTo((2 * -0.9 + (articles[0]?.polarity ?? 0)) / 3, 10)
  })

  it("lets an update by a source that has told the story change its time only", () => {
    const { stories } = run({ items: [offer("one", "Qubit Finance hacked for $80 million (updated)")], stories: [known] })
    expect(stories).toEqual([{ ...known, lastSeenAt: ago(1) }])
  })

  it("gives only stories that are new or changed", () => {
    expect(run({ stories: [known] })).toEqual({ articles: [], stories: [] })
  })

  it("decides the same again, whatever the order of the items, and leaves its facts alone", () => {
    const titles = fc.constantFrom(
      "Bitcoin falls 3%",
      "BTC falls 3% on Fed",
      "Solana hacked",
      "Solana exploited by hackers",
      "",
      "Chart check 5/12: BTC, ETH",
    )
    const source = fc.constantFrom("one", "two", "three")
    const row = fc.tuple(source, fc.oneof(titles, fc.string()), fc.integer({ min: -3, max: 40 }), fc.string({ maxLength: 2 }))
    const rows = fc.array(row, { maxLength: 12 })
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, others]) => {
          const factsOf = (each: typeof list) =>
            Object.freeze(each.map(([from, title, hours, externalId]) => Object.freeze(offer(from, title, ago(hours), { externalId }))))
          expect(run({ items: factsOf(others), stories: [known] })).toEqual(run({ items: factsOf(list), stories: [known] }))
        },
      ),
    )
  })
})
