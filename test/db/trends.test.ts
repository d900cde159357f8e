// Do a topic's days agree with the hours they were made of?
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { lastHourBefore, listTopicDays } from "../../shared/db/queries/trends.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPosts, randomPost } from "./post-rows.ts"

const NOW = new Date("2026-11-21T12:34:56Z")
const HOUR_MS = 3_600_000
const END = Date.parse("2026-11-21T12:00:00Z")

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE runs, events, insights, topic_hours CASCADE"))

type Hour = { readonly hour: string; readonly asset: string; readonly topic: string; readonly interactions: number }

async function store(hours: readonly Hour[]): Promise<void> {
  await database.postgres.exec(`
    INSERT INTO topic_hours (hour, asset, topic, interactions, milli_value)
    SELECT hour, asset, topic, interactions, 1000 * interactions FROM jsonb_to_recordset('${JSON.stringify(hours)}') AS r (hour timestamptz, asset text, topic text, interactions int)`)
}

it("agree with a slow reference on random hours, whole hours only, with the posts of those days", async () => {
  const draw = seededRandom("trends")
  const hours = Array.from({ length: 220 }, (_, back) => new Date(END + (3 - back) * HOUR_MS).toISOString()).flatMap((hour) =>
    ["BTC", "ETH"].flatMap((asset) =>
      ["price", "news"].flatMap((topic) => (draw() < 0.4 ? [{ hour, asset, topic, interactions: Math.floor(draw() * 9) - 1 }] : [])),
    ),
  )
  await store(hours)
  const posts = Array.from({ length: 80 }, (_, i) => ({
    ...randomPost(i + 1, draw, { until: NOW, hours: 250 }),
    topic: i % 2 === 0 ? "price" : "news",
  }))
  await insertPosts(database.postgres, posts)
  const rows = await listTopicDays(database.db("studio_api"), NOW)
  expect(rows.map(({ asset, topic }) => `${asset} ${topic}`)).toEqual(["BTC news", "BTC price", "ETH news", "ETH price"])
  for (const { asset, topic, ...found } of rows) {
    const day = (n: number) => {
      const own = hours.filter(
        (each) =>
          each.asset === asset && each.topic === topic && Math.floor((END - HOUR_MS - Date.parse(each.hour)) / (24 * HOUR_MS)) === n,
      )
      return Math.max(
        0,
        own.reduce((sum, { interactions }) => sum + interactions, 0),
      )
    }
    const out = posts.filter(
      (post) =>
        post.asset === asset &&
        post.topic === topic &&
        Date.parse(post.publishedAt) >= END - 192 * HOUR_MS &&
        Date.parse(post.publishedAt) < END,
    )
    expect(found).toEqual({ posts: out.length, today: day(0), before: [1, 2, 3, 4, 5, 6, 7].map(day) })
  }
})

it("has no day before the first interaction of any topic, and none at all before that", async () => {
  expect(await listTopicDays(database.db("studio_api"), NOW)).toEqual([])
  const at = (hoursBack: number) => new Date(END - hoursBack * HOUR_MS).toISOString()
  await store([
    { hour: at(1), asset: "BTC", topic: "price", interactions: 5 },
    { hour: at(60), asset: "ETH", topic: "news", interactions: 7 },
  ])
  expect(await listTopicDays(database.db("studio_api"), NOW)).toEqual([
    { asset: "BTC", topic: "price", posts: 0, today: 5, before: [0, 0] },
    { asset: "ETH", topic: "news", posts: 0, today: 0, before: [0, 7] },
  ])
})

it("ends with the last whole hour", () => {
  expect(lastHourBefore(NOW)).toEqual(new Date(END))
})
