// Do the sums by day agree with the readings they were made of? Against a slow reference, on random posts, with readings that come twice and at once.
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { insertPostReadings } from "../../shared/db/queries/post-readings.ts"
import type { PostReading } from "../../shared/domain/engagement.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPosts, type PostRow, postIdOf, randomPost } from "./post-rows.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
const UNKNOWN = { impressions: null, likes: null, replies: null, reposts: null, quotes: null, bookmarks: null }
const SUMS = "day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE runs, events, insights, post_days CASCADE"))

const keep = (readings: readonly PostReading[]) => insertPostReadings(database.db(), readings, NOW)
const sums = () => database.rows(`SELECT ${SUMS} FROM post_days ORDER BY 1, 2, 3, 4`)

function randomReading(post: PostRow, bandHours: number, draw: () => number): PostReading {
  const count = (most: number) => (draw() < 0.2 ? null : Math.floor(draw() * most))
  const base = { postId: postIdOf(post.number), bandHours }
  if (draw() < 0.1) return { ...base, state: "gone", ...UNKNOWN }
  const impressions = draw() < 0.1 ? 0 : count(5_000)
  if (draw() < 0.15) return { ...base, ...UNKNOWN, state: "measured", impressions }
  return {
    ...base,
    state: "measured",
    impressions,
    likes: count(90),
    replies: count(9),
    reposts: count(30),
    quotes: count(5),
    bookmarks: count(9),
  }
}

const engagementsOf = ({ likes, replies, reposts, quotes, bookmarks }: PostReading): number | null => {
  const known = [likes, replies, reposts, quotes, bookmarks].filter((each) => each !== null)
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0)
}

const rateOf = (reading: PostReading): number | null => {
  const engagements = engagementsOf(reading)
  return engagements === null || reading.impressions === null || reading.impressions === 0
    ? null
    : Math.round((1e6 * engagements) / reading.impressions)
}

/** The same sums, obvious and slow. */
function reference(posts: readonly PostRow[], readings: readonly PostReading[]): string[][] {
  const rows = new Map<string, number[]>()
  for (const reading of readings) {
    if (reading.state === "gone") continue
    const post = posts.find(({ number }) => postIdOf(number) === reading.postId) as PostRow
    const values = {
      all: "all",
      asset: post.asset,
      channel: post.channel,
      format: post.format,
      hour: post.publishedAt.slice(11, 13),
      "insight-type": post.insightType,
      policy: post.policyVersion === null ? "frozen" : String(post.policyVersion),
      "policy-channel": `${post.policyVersion ?? "frozen"}/${post.channel}`,
      topic: post.topic,
    }
    const rate = rateOf(reading)
    const adds = [1, rate === null ? 0 : 1, reading.impressions ?? 0, engagementsOf(reading) ?? 0, rate ?? 0, (rate ?? 0) ** 2]
    for (const [dimension, value] of Object.entries(values)) {
      const key = [post.publishedAt.slice(0, 10), String(reading.bandHours).padStart(3, "0"), dimension, value].join("\t")
      const row = rows.get(key) ?? adds.map(() => 0)
      rows.set(
        key,
        row.map((sum, i) => sum + (adds[i] ?? 0)),
      )
    }
  }
  return [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => [...key.split("\t").map((part, i) => (i === 1 ? String(Number(part)) : part)), ...row.map(String)])
}

it("agree with a slow reference on random posts, whatever the readings leave open", async () => {
  for (const seed of ["days-1", "days-2", "days-3"]) {
    await database.postgres.exec("TRUNCATE runs, events, insights, post_days CASCADE")
    const draw = seededRandom(seed)
    const posts = Array.from({ length: 60 }, (_, i) => randomPost(i + 1, draw, { until: NOW, hours: 96 }))
    await insertPosts(database.postgres, posts)
    const readings = posts.flatMap((post) => [1, 24, 72].map((hours) => randomReading(post, hours, draw)))
    for (let i = 0; i < readings.length; i += 25) await keep(readings.slice(i, i + 25))
    expect(await sums(), seed).toEqual(reference(posts, readings))
    const compared = readings.filter(({ bandHours, state }) => bandHours === 24 && state === "measured")
    expect(
      await database.rows(
        "SELECT id, impressions, engagements, micro_rate FROM published_content WHERE coalesce(impressions, engagements) IS NOT NULL ORDER BY id",
      ),
      seed,
    ).toEqual(
      compared
        .filter((reading) => reading.impressions !== null || engagementsOf(reading) !== null)
        .map((reading) =>
          [reading.postId, reading.impressions, engagementsOf(reading), rateOf(reading)].map((each) =>
            each === null ? null : String(each),
          ),
        ),
    )
  }
})

it("twenty posts' impressions and mean rate come out exactly", async () => {
  const posts = Array.from({ length: 20 }, (_, i) => randomPost(i + 1, seededRandom(`twenty-${i}`), { until: NOW, hours: 1 }))
  await insertPosts(database.postgres, posts)
  await keep(
    posts.map(({ number }) => ({
      ...UNKNOWN,
      postId: postIdOf(number),
      bandHours: 24,
      state: "measured",
      impressions: 1_000 * number,
      likes: 50 * number,
      replies: number,
    })),
  )
  // 1,000 to 20,000 impressions; each post has 51 engagements for 1,000 of them.
  expect(
    await database.rows(
      "SELECT posts, rated, impressions, engagements, micro_rates, micro_rate_squares FROM post_days WHERE dimension = 'all'",
    ),
  ).toEqual([["20", "20", "210000", "10710", String(20 * 51_000), String(20 * 51_000 ** 2)]])
})

it("a reading that comes again, also in another's company or at once, is counted once", async () => {
  const posts = Array.from({ length: 30 }, (_, i) => randomPost(i + 1, seededRandom(`again-${i}`), { until: NOW, hours: 30 }))
  await insertPosts(database.postgres, posts)
  const draw = seededRandom("again")
  const readings = posts.map((post) => randomReading(post, 24, draw))
  await Promise.all([keep(readings), keep(readings.toReversed()), keep(readings.slice(10)), keep(readings.slice(0, 20))])
  await keep(readings)
  expect(await sums()).toEqual(reference(posts, readings))
})

it("a figure that no platform could mean stops nothing", async () => {
  await insertPosts(database.postgres, [randomPost(1, seededRandom("1"), { until: NOW, hours: 1 })])
  await keep([{ ...UNKNOWN, postId: postIdOf(1), bandHours: 24, state: "measured", impressions: 1, likes: Number.MAX_SAFE_INTEGER }])
  expect(await database.rows("SELECT micro_rate FROM published_content")).toEqual([["1000000000000"]])
})
