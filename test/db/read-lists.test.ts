// Do lists give each row that is asked for once, in both orders, whatever the filter, and is every page found by index, however deep?
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { listInsights } from "../../shared/db/queries/insights.ts"
import { listCandles } from "../../shared/db/queries/market.ts"
import { listQuotesBetween } from "../../shared/db/queries/markets.ts"
import { listPosts, type PostFilter } from "../../shared/db/queries/posts.ts"
import { listReadings } from "../../shared/db/queries/readings.ts"
import { listStories, type StoryFilter } from "../../shared/db/queries/stories.ts"
import { stableId } from "../../shared/kit/ids.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { planOf, rowsRead } from "./plan-shapes.ts"
import { insertPosts, type PostRow, postIdOf, randomPost } from "./post-rows.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
const HOUR = 3_600_000
const N = 4_000
const ORDERS = ["newest", "oldest"] as const

type Story = { readonly id: string; readonly at: string; readonly assets: string[]; readonly sources: string[] }
type Made = { readonly id: string; readonly at: number; readonly asset: string; readonly type: string }

let database: TestDatabase
let posts: readonly PostRow[]
let stories: readonly Story[]
let made: readonly Made[]
const db = () => database.db("studio_api")

beforeAll(async () => {
  database = await openDatabase()
  const draw = seededRandom("read-lists")
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T
  // Few moments for many rows, so that ids tell them apart.
  posts = Array.from({ length: N }, (_, i) => randomPost(i + 1, draw, { until: NOW, hours: 1 })).map((post, i) => ({
    ...post,
    channel: post.number % 97 === 0 ? "feed" : post.channel,
    publishedAt: new Date(NOW.getTime() - Math.floor(i / 3) * HOUR).toISOString(),
  }))
  await insertPosts(database.postgres, posts)
  await database.postgres.exec(`
    UPDATE published_content SET tier = 'members' WHERE right(id, 1) = '7';
    UPDATE published_content SET removed_at = published_at WHERE right(id, 2) = '42'`)
  stories = Array.from({ length: N }, (_, i) => ({
    id: `story_${String((i * 7_919) % 1_000_003).padStart(10, "0")}`,
    at: new Date(NOW.getTime() - Math.floor(i / 2) * HOUR).toISOString(),
    assets: [pick(["BTC", "ETH", "SOL"])],
    sources: i % 500 === 0 ? ["rare", "coindesk"] : [pick(["coindesk", "decrypt", "theblock"])],
  }))
  await database.postgres.query(
    `INSERT INTO news_stories (id, title, assets, polarity, sources, first_seen_at, last_seen_at) SELECT id, 'x', assets, 0, sources, at, at
     FROM jsonb_to_recordset($1::jsonb) AS s (id text, at timestamptz, assets text[], sources text[])`,
    [JSON.stringify(stories)],
  )
  made = Array.from({ length: N }, (_, i) => {
    const at = NOW.getTime() - Math.floor(i / 3) * HOUR - 17
    return {
      id: stableId("ins", new Date(at), `list ${i}`),
      at,
      asset: pick(["BTC", "ETH", "SOL"]),
      type: pick(["breakout", "news_impact"]),
    }
  })
  await database.postgres.query(
    `INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
     SELECT id, id, 'run_0000000001', asset, type, 'up', 'x', to_timestamp(at / 1000.0), 0.5, 24, to_timestamp(at / 1000.0) + interval '1 day', '{}', 'x', '[]'
     FROM jsonb_to_recordset($1::jsonb) AS s (id text, at bigint, asset text, type text)`,
    [JSON.stringify(made)],
  )
  await database.postgres.exec(`
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement)
    SELECT 'BTC', t, 1, 1, 1, 1, 1, 'binance', t, 'single' FROM generate_series(1, 1500) AS n, LATERAL (SELECT timestamptz '${NOW.toISOString()}' - n * interval '1 hour' AS t) AS v;
    INSERT INTO quotes (asset, observed_at, price, volume_24h, source, agreement, state) SELECT asset, open_time, 1, 1, source, agreement, 'live' FROM candles;
    INSERT INTO sentiment_readings (subject, source, observed_at, value, count, known_at) SELECT s, 'news', open_time, 0, 1, known_at FROM candles, unnest(ARRAY['BTC', 'ETH']) AS s;
    ANALYZE`)
}, 120_000)
afterAll(() => database.close())

/** All pages of a list: `ask` gives the one after the last row seen. */
async function walk<T>(ask: (last: T | undefined) => Promise<readonly T[]>, limit: number): Promise<T[]> {
  const found: T[] = []
  for (;;) {
    const page = await ask(found.at(-1))
    found.push(...page)
    if (page.length < limit) return found
  }
}

/** The newest and the oldest fifth are left out, so that both ends of the stretch count. */
const STRETCH = { since: new Date(NOW.getTime() - 1_000 * HOUR), until: new Date(NOW.getTime() - 200 * HOUR) }
const isWithin = (at: number): boolean => at >= STRETCH.since.getTime() && at < STRETCH.until.getTime()
const inOrder = (rows: readonly { readonly at: number; readonly id: string }[], order: string): string[] => {
  const sorted = rows.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
  return order === "newest" ? sorted.reverse() : sorted
}

const POST_FILTERS: readonly Partial<PostFilter>[] = [
  {},
  { asset: "ETH" },
  { format: "thread", topic: "news" },
  { channel: "feed", tiers: ["public", "members"] },
  { tiers: ["members"], asset: "BTC", ...STRETCH },
]

describe.each(ORDERS)("the %s first", (order) => {
  it.each(POST_FILTERS)("posts come once each: %j", async (filter) => {
    const { tiers = ["public"], since, until, limit: _limit, ...equal } = filter as PostFilter
    const wanted = posts
      .map((post) => ({ ...post, id: postIdOf(post.number), at: Date.parse(post.publishedAt) }))
      .filter((post) => Object.entries(equal).every(([name, value]) => post[name as "asset"] === value))
      .filter(({ id }) => tiers.includes(id.endsWith("7") ? "members" : "public") && !id.endsWith("42"))
      .filter(({ at }) => (since === undefined && until === undefined) || isWithin(at))
    const found = await walk<{ id: string; publishedAt: Date }>((before) => listPosts(db(), { ...filter, order, before, limit: 301 }), 301)
    expect(found.map(({ id }) => id)).toEqual(inOrder(wanted, order))
    expect(found.length).toBeGreaterThan(5)
  })

  it.each([{}, { source: "rare" }, { asset: "SOL", source: "decrypt", ...STRETCH }] as Partial<StoryFilter>[])(
    "stories come once each: %j",
    async (filter) => {
      const wanted = stories
        .filter(
          ({ assets, sources }) => assets.includes(filter.asset ?? assets[0] ?? "") && sources.includes(filter.source ?? sources[0] ?? ""),
        )
        .map(({ id, at }) => ({ id, at: Date.parse(at) }))
        .filter(({ at }) => filter.since === undefined || isWithin(at))
      const found = await walk<{ id: string; first_seen_at: string }>(
        (last) => listStories(db(), { ...filter, order, before: last && { firstSeenAt: last.first_seen_at, id: last.id }, limit: 301 }),
        301,
      )
      expect(found.map(({ id }) => id)).toEqual(inOrder(wanted, order))
      expect(found.length).toBeGreaterThan(5)
    },
  )

  it("candles, quotes and readings of a stretch come in that order", async () => {
    const window = { ...STRETCH, order, limit: 2_000 }
    const hours = Array.from({ length: 800 }, (_, i) => STRETCH.since.getTime() + i * HOUR)
    const wanted = order === "oldest" ? hours : hours.toReversed()
    expect((await listCandles(db(), "BTC", window)).map(({ openTime }) => openTime.getTime())).toEqual(wanted)
    expect((await listQuotesBetween(db(), "BTC", window)).map(({ observedAt }) => observedAt.getTime())).toEqual(wanted)
    const found = await walk<{ observedAt: Date; subject: string; source: string }>(
      (last) => listReadings(db(), { ...window, before: last && { ...last, observedAt: last.observedAt.toISOString() }, limit: 301 }),
      301,
    )
    const both = hours.flatMap((at) => ["BTC", "ETH"].map((subject) => `${at} ${subject}`))
    expect(found.map(({ observedAt, subject }) => `${observedAt.getTime()} ${subject}`)).toEqual(
      order === "oldest" ? both : both.toReversed(),
    )
  })

  it("insights of a stretch come once each, by asset and type", async () => {
    const wanted = made.filter(({ at, asset, type }) => isWithin(at) && asset === "ETH" && type === "breakout")
    const filter = { ...STRETCH, asset: "ETH", type: "breakout" as const, order, limit: 101 }
    const found = await walk<{ id: string }>((last) => listInsights(db(), { ...filter, before: last?.id }), 101)
    expect(found.map(({ id }) => id)).toEqual(inOrder(wanted, order))
  })
})

describe("a page in the middle of a long list", () => {
  const LIMIT = 20
  /** Rows of the list's own table for each page; a page of posts also looks up drafts, pictures, corrections and readings. */
  const LOOKUPS = 6
  const middle = new Date(NOW.getTime() - 600 * HOUR)
  const read = async (ask: () => Promise<unknown>) => {
    const count = database.statements.length
    await ask()
    const statement = database.statements[count]
    if (statement === undefined) throw new Error("nothing was asked")
    return rowsRead(await planOf(database.postgres, statement, { analyze: true }))
  }

  it.each([{}, { asset: "ETH" }, { format: "thread" }, { topic: "news" }, { channel: "x" }] as Partial<PostFilter>[])(
    "of posts reads little more than it gives: %j",
    async (filter) => {
      const before = { publishedAt: middle, id: "post_000000000000" }
      for (const order of ORDERS)
        expect(await read(() => listPosts(db(), { ...filter, order, before, limit: LIMIT })), order).toBeLessThanOrEqual(
          2 * LOOKUPS * LIMIT,
        )
    },
  )

  it("of stories and of a stretch of insights reads little more than it gives", async () => {
    const before = { firstSeenAt: middle.toISOString(), id: "story_0000000000" }
    expect(await read(() => listStories(db(), { before, limit: LIMIT }))).toBeLessThanOrEqual(3 * LIMIT)
    expect(await read(() => listStories(db(), { source: "rare", limit: LIMIT }))).toBeLessThanOrEqual(3 * LIMIT)
    expect(await read(() => listInsights(db(), { until: middle, limit: LIMIT }))).toBeLessThanOrEqual(2 * LIMIT)
    // A third of all are about it: the planner may pass over the others.
    expect(await read(() => listInsights(db(), { asset: "ETH", since: middle, order: "oldest", limit: LIMIT }))).toBeLessThanOrEqual(
      5 * LIMIT,
    )
  })
})
