// Do the questions about posts' performance and the studio's figures agree with slow references on random posts?
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { getKpis } from "../../shared/db/queries/kpis.ts"
import { insertPostReadings } from "../../shared/db/queries/post-readings.ts"
import {
  LEAST_IMPRESSIONS,
  listBestPosts,
  listMostViewedPosts,
  listNewestPosts,
  summarisePosts,
} from "../../shared/db/queries/post-stats.ts"
import { performanceOf } from "../../shared/domain/performance.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPosts, type PostRow, postIdOf, randomPost } from "./post-rows.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)
const UNKNOWN = { impressions: null, likes: null, replies: null, reposts: null, quotes: null, bookmarks: null }

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE runs, events, insights, post_days, spend, audience_days CASCADE"))

const db = () => database.db("studio_api")

type Read = { readonly post: PostRow; readonly impressions: number | null; readonly likes: number | null }

/** Posts of the last days with what was read of them at 24 hours. */
async function publish(count: number, seed: string, days = 10): Promise<Read[]> {
  const draw = seededRandom(seed)
  const posts = Array.from({ length: count }, (_, i) => randomPost(i + 1, draw, { until: NOW, hours: days * 24 }))
  await insertPosts(database.postgres, posts)
  const read = posts.map((post) => ({
    post,
    impressions: draw() < 0.2 ? null : Math.floor(draw() * 2_000),
    likes: draw() < 0.1 ? null : Math.floor(draw() * 60),
  }))
  await insertPostReadings(
    database.db(),
    read.map(({ post, impressions, likes }) => ({
      ...UNKNOWN,
      postId: postIdOf(post.number),
      bandHours: 24,
      state: "measured",
      impressions,
      likes,
    })),
    NOW,
  )
  return read
}

const rateOf = ({ impressions, likes }: Read): number | null =>
  impressions === null || impressions === 0 || likes === null ? null : Math.round((1e6 * likes) / impressions)
const isKnown = <T>(value: T | null): value is T => value !== null
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

describe("the summary", () => {
  it("agrees with a slow reference in every dimension, for 7 and for 30 days", async () => {
    const read = await publish(250, "summary", 40)
    for (const since of [daysAgo(7), daysAgo(30)]) {
      const rows = await summarisePosts(db(), { since, until: daysAgo(-1) })
      const inside = read.filter(({ post }) => post.publishedAt.slice(0, 10) >= since.toISOString().slice(0, 10))
      const values = (post: PostRow) => ({
        all: "all",
        channel: post.channel,
        format: post.format,
        asset: post.asset,
        topic: post.topic,
        "insight-type": post.insightType,
        hour: post.publishedAt.slice(11, 13),
        policy: post.policyVersion === null ? "frozen" : String(post.policyVersion),
      })
      expect(sum(rows.filter(({ dimension }) => dimension === "hour").map(({ posts }) => posts))).toBe(inside.length)
      for (const row of rows) {
        const own = inside.filter(({ post }) => values(post)[row.dimension] === row.value)
        const rates = own.map(rateOf).filter(isKnown)
        expect(row).toEqual({
          dimension: row.dimension,
          value: row.value,
          posts: own.length,
          rated: rates.length,
          impressions: sum(own.map(({ impressions }) => impressions ?? 0)),
          engagements: sum(own.map(({ likes }) => likes ?? 0)),
          microRates: sum(rates),
          microRateSquares: sum(rates.map((rate) => rate ** 2)),
        })
      }
    }
  })

  it("gives a mean whose unit is the post, and null for what no platform tells", async () => {
    await insertPosts(
      database.postgres,
      [1, 2, 3].map((number) => ({
        ...randomPost(number, seededRandom("3"), { until: NOW, hours: 1 }),
        channel: number === 3 ? "feed" : "x",
      })),
    )
    const base = { ...UNKNOWN, bandHours: 24, state: "measured" } as const
    await insertPostReadings(
      database.db(),
      [
        { ...base, postId: postIdOf(1), impressions: 10_000, likes: 100 },
        { ...base, postId: postIdOf(2), impressions: 100, likes: 3 },
        { ...base, postId: postIdOf(3) },
      ],
      NOW,
    )
    const { all, by } = performanceOf(await summarisePosts(db(), { since: daysAgo(7), until: daysAgo(-1) }))
    expect(all).toMatchObject({ posts: 3, rated: 2, impressions: 10_100, engagements: 103 })
    // (1 % + 3 %) / 2, and not 103 / 10,100.
    expect(all?.rate?.mean).toBeCloseTo(0.02, 12)
    expect(by.channel.find(({ value }) => value === "feed")).toMatchObject({
      posts: 1,
      rated: 0,
      impressions: null,
      engagements: null,
      rate: null,
      drawn: null,
    })
  })

  it("is empty and says so before anything was published", async () => {
    expect(performanceOf(await summarisePosts(db(), { since: daysAgo(7), until: NOW }))).toMatchObject({
      all: null,
      by: { channel: [], hour: [] },
    })
  })
})

describe("lists of posts", () => {
  it("of 200 hourly posts give exactly the 100 newest, the newest first", async () => {
    const posts = Array.from({ length: 200 }, (_, i) => ({
      ...randomPost(i + 1, seededRandom(`h${i}`), { until: NOW, hours: 1 }),
      publishedAt: new Date(NOW.getTime() - i * 3_600_000).toISOString(),
    }))
    await insertPosts(database.postgres, posts)
    const newest = await listNewestPosts(db(), 100)
    expect(newest.map(({ id, publishedAt }) => [id, publishedAt])).toEqual(
      posts.slice(0, 100).map((post) => [postIdOf(post.number), post.publishedAt]),
    )
  })

  it("give the best rates of posts that enough people saw, and the most seen", async () => {
    const read = await publish(120, "best")
    const since = daysAgo(7)
    const recent = read.filter(({ post }) => post.publishedAt >= since.toISOString())
    const by = (of: (each: Read) => number | null) =>
      recent
        .flatMap((each) => (of(each) === null ? [] : [[of(each) ?? 0, postIdOf(each.post.number)] as const]))
        .toSorted(([a, x], [b, y]) => b - a || (x < y ? 1 : -1))
        .slice(0, 10)
    expect((await listBestPosts(db(), { since, limit: 10 })).map(({ microRate, id }) => [microRate, id])).toEqual(
      by((each) => ((each.impressions ?? 0) < LEAST_IMPRESSIONS ? null : rateOf(each))),
    )
    expect((await listMostViewedPosts(db(), { since, limit: 10 })).map(({ impressions, id }) => [impressions, id])).toEqual(
      by(({ impressions }) => impressions),
    )
  })
})

describe("the figures of the moment", () => {
  it("are zeros and unknowns of a studio that has just begun", async () => {
    expect(await getKpis(db(), NOW)).toEqual({
      insights: { day: 0, week: 0 },
      published: { day: 0, week: 0 },
      readings: null,
      plansWaiting: 0,
      spentToday: 0,
      people: null,
    })
  })

  it("count what is there, exactly", async () => {
    const read = await publish(150, "kpis", 12)
    await database.postgres.exec(`
      INSERT INTO spend (scope, day, micro_usd) VALUES ('all', '2026-11-21', 1234), ('model', '2026-11-21', 1000), ('all', '2026-11-20', 99);
      INSERT INTO audience_days (day, people, active_1d, active_7d, active_30d, micro_points, by_score) VALUES
        ('2026-11-20', 9, 1, 2, 3, 0, '{9,0,0,0,0,0,0,0,0,0,0}'), ('2026-11-21', 10, 4, 5, 6, 0, '{10,0,0,0,0,0,0,0,0,0,0}')`)
    const since = (days: number) => read.filter(({ post }) => post.publishedAt > daysAgo(days).toISOString()).length
    const week = read.filter(({ post }) => post.publishedAt.slice(0, 10) >= "2026-11-14")
    const rates = week.map(rateOf).filter(isKnown)
    const kpis = await getKpis(db(), NOW)
    expect(kpis).toMatchObject({
      insights: { day: since(1), week: since(7) },
      published: { day: since(1), week: since(7) },
      plansWaiting: 0,
      spentToday: 1_234,
      people: { day: "2026-11-21", all: 10, active1d: 4, active7d: 5, active30d: 6 },
      readings: { posts: week.length, engagements: sum(week.map(({ likes }) => likes ?? 0)), rates: { n: rates.length } },
    })
    expect(kpis.readings?.rates.sum).toBeCloseTo(sum(rates) / 1e6, 9)
  })
})
