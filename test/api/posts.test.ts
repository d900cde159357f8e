// What anyone may read of what is out: posts with their figures, the page of one, the feeds.
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import type { Gate } from "../../shared/kit/admission.ts"
import { newApi } from "../../workers/api/app.ts"
import { DESK_NOW, POST, seedDesk } from "./desk-cast.ts"
import { minutes } from "./desk-rows.ts"
import { openStudio, type Studio } from "./studio.ts"

const PAGE = { headers: { accept: "text/html" } }

let studio: Studio
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {})
  studio = await openStudio(DESK_NOW)
  const desk = await seedDesk(studio.database)
  const publish = (name: string, of: string, tier: string, removedAt: string | null) =>
    studio.database.postgres
      .query(
        `INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
       SELECT 'dlv_feed0000' || $1, plan_id, id, 'feed', '{}', 1, 'live', $2, $2, '[{}]', 1, $2, $2 FROM drafts WHERE plan_id = $3 AND version = 1`,
        [name, minutes(-20), of],
      )
      .then(() =>
        studio.database.postgres.query(
          `INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, url, published_at, removed_at, asset, topic, format, insight_type)
         SELECT 'post_feed0000' || $1, 'dlv_feed0000' || $1, p.id, d.id, p.insight_id, 'feed', $2, $1, 'https://studio.example/posts/x', $3, $4, p.asset, p.topic, p.format, 'breakout'
         FROM content_plans p JOIN drafts d ON d.plan_id = p.id AND d.version = 1 WHERE p.id = $5`,
          [name, tier, minutes(-20), removedAt, of],
        ),
      )
  await publish("open", desk.edited, "public", null)
  await publish("members", desk.picture, "members", null)
  await publish("gone", desk.thread, "public", minutes(-10))
})
afterAll(() => studio.close())

/** Lets everybody in; whoever brings a key may read what is for members. */
const memberGate: Gate = {
  admit: (request) =>
    Promise.resolve({
      caller: { id: "key_1", scopes: request.headers.has("authorization") ? ["read:insights", "read:premium"] : [] },
      headers: () => [],
      giveBack: () => {},
    }),
}

const json = async (path: string) => (await studio.ask(path)).json() as Promise<never>

describe("/api/v1/posts", () => {
  it("lists what is open to all, newest first, page by page", async () => {
    const first: { data: { id: string }[]; next: string } = await json("/api/v1/posts?limit=1")
    const second: { data: { id: string }[]; next: null } = await json(`/api/v1/posts?limit=1&cursor=${first.next}`)
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(["post_feed0000open", POST])
    expect(second.next).toBeNull()
  })

  it("keeps to the channel and the asset that is asked for", async () => {
    const of = async (query: string) => ((await json(`/api/v1/posts?${query}`)) as { data: { id: string }[] }).data.map(({ id }) => id)
    expect(await of("channel=x")).toEqual([POST])
    expect(await of("asset=BTC")).toEqual(["post_feed0000open"])
    expect(await of("asset=BTC&channel=x")).toEqual([])
  })

  it("keeps to format, topic, insight and time, in the order that is asked for", async () => {
    const of = async (query: string) => ((await json(`/api/v1/posts?${query}`)) as { data: { id: string }[] }).data.map(({ id }) => id)
    expect(await of("sort=at")).toEqual([POST, "post_feed0000open"])
    expect(await of("format=long")).toEqual(["post_feed0000open"])
    expect(await of("topic=mood")).toEqual([])
    const { insight, publishedAt }: { insight: string; publishedAt: string } = await json(`/api/v1/posts/${POST}`)
    const { posts }: { posts: string } = await json(insight)
    expect(await of(posts.split("?")[1] ?? "")).toContain(POST)
    expect(await of(`since=${minutes(-21)}`)).toEqual(["post_feed0000open"])
    expect(await of(`until=${minutes(-20)}`)).toEqual([POST])
    expect(await of(`since=${publishedAt}&until=${minutes(-20)}`)).toEqual([POST])
  })

  it("tells how each did at equal ages, and nothing that its platform doesn't tell", async () => {
    await studio.database.postgres.query(
      `INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes, replies) VALUES ($1, 168, $2, 'gone', NULL, NULL, NULL), ($1, 72, $2, 'measured', 400, 6, 2),
         ($1, 6, $2, 'measured', NULL, NULL, NULL), ($1, 24, $2, 'measured', 0, 1, NULL)`,
      [POST, minutes(-1)],
    )
    await studio.redis.flush()
    const { engagement }: { engagement: Record<string, unknown>[] } = await json(`/api/v1/posts/${POST}`)
    expect(
      engagement.slice(1).map(({ ageHours, impressions, quotes, engagements, rate }) => [ageHours, impressions, quotes, engagements, rate]),
    ).toEqual([
      [6, null, null, null, null],
      [24, 0, null, 1, null],
      [72, 400, null, 8, 0.02],
      [168, null, null, null, null],
    ])
    const { data }: { data: { id: string; engagement: unknown[] }[] } = await json("/api/v1/posts")
    expect(data.map(({ id, engagement: all }) => [id, all.length])).toEqual([
      ["post_feed0000open", 0],
      [POST, 5],
    ])
  })

  it("shows members' posts to a key with `read:premium`, and keeps those answers apart", async () => {
    const asMember = newApi({
      clock: studio.clock,
      strict: true,
      open: (_env, meter) => ({ ...studio.services(meter), gate: memberGate }),
    })
    const ask = async (path: string, member: boolean) =>
      (await asMember.request(path, { headers: member ? { authorization: "Bearer member" } : {} })).text()
    await studio.redis.flush()
    for (const path of ["/api/v1/posts", "/api/v1/posts?fields=id", "/api/v1/posts/post_feed0000members"]) {
      expect(await ask(path, false)).not.toContain('"post_feed0000members"')
      expect(await ask(path, true)).toContain('"post_feed0000members"')
      expect(await ask(path, false)).not.toContain('"post_feed0000members"')
    }
    expect(await ask("/api/v1/posts", true)).not.toContain("post_feed0000gone")
  })

  it.each(["post_feed0000members", "post_feed0000gone", "post_nothere000"])("%s is not to be found", async (id) => {
    expect((await studio.ask(`/api/v1/posts/${id}`)).status).toBe(404)
    expect((await studio.ask(`/posts/${id}`, PAGE)).status).toBe(404)
  })

  it("tells every figure of the texts with the row that it rests on, and the approval that let it out", async () => {
    const post: {
      parts: string[]
      figures: { part: number; start: number; end: number; text: string; value: string; unit: string; link: string }[]
      approval: { via: string; hash: string }
    } = await json(`/api/v1/posts/${POST}`)
    expect(post.approval).toEqual({ at: expect.any(String), via: "dashboard", hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(post.figures.length).toBeGreaterThan(5)
    for (const { part, start, end, text } of post.figures) expect(post.parts[part]?.slice(start, end)).toBe(text)
    const price = post.figures.find(({ unit, link }) => unit === "usd" && link.includes("/candles?"))
    const { data }: { data: { close: string; open: string }[] } = await json(price?.link ?? "")
    expect(data.flatMap(({ open, close }) => [Number(open), Number(close)])).toContain(Number(price?.value))
  })
})

describe("the page of a post", () => {
  it("links each figure to its row in the evidence beside it", async () => {
    const html = await (await studio.ask(`/posts/${POST}`, PAGE)).text()
    const rows = [...html.matchAll(/<a class="figure" href="#(row-\d+)">/g)].map(([, row]) => row)
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) expect(html).toContain(`<tr id="${row}">`)
  })

  it("says that the post was corrected, and by which", async () => {
    await studio.database.postgres.query(
      "UPDATE published_content SET corrected_by = (SELECT plan_id FROM published_content WHERE id = 'post_feed0000open') WHERE id = $1",
      [POST],
    )
    expect(await (await studio.ask(`/posts/${POST}`, PAGE)).text()).toContain('<a href="/posts/post_feed0000open">The correction</a>')
  })
})

describe("the feeds", () => {
  const FEEDS = ["/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json"] as const

  it.each(FEEDS)("%s holds the posts of the feed that are open to all, and those alone", async (path) => {
    const response = await studio.ask(path)
    const text = await response.text()
    expect(text).toContain("post_feed0000open")
    expect(text).not.toMatch(/post_feed0000members|post_feed0000gone|post_desk000001/)
    expect(response.headers.get("link")).toContain('rel="self", <https://hub.example/>; rel="hub"')
  })

  it.each(FEEDS)("%s answers 304 to a reader who has it already", async (path) => {
    const etag = (await studio.ask(path)).headers.get("etag") ?? ""
    expect((await studio.ask(path, { headers: { "if-none-match": etag } })).status).toBe(304)
  })

  it("are read by a feed reader's parser, as the same posts under the same ids in all three", async () => {
    const [rss = "", atom = "", feed = ""] = await Promise.all(FEEDS.map(async (path) => (await studio.ask(path)).text()))
    const [item, entry, row] = [parseRssFeed(rss).items?.[0], parseAtomFeed(atom).entries?.[0], parseJsonFeed(feed).items?.[0]]
    const ids = [item?.guid?.value, entry?.id, row?.id]
    expect(ids).toEqual(Array(3).fill(expect.stringMatching(/^tag:.+,2026:post_feed0000open$/)))
    expect([item?.title, entry?.title?.value, row?.title]).toEqual(Array(3).fill(row?.title))
    expect([item?.link, entry?.links?.[0]?.href, row?.url]).toEqual(Array(3).fill(expect.stringMatching(/\/posts\/post_feed0000open$/)))
    const published = new Date(minutes(-20)).getTime()
    expect([item?.pubDate, entry?.published, row?.date_published].map((at) => new Date(String(at)).getTime())).toEqual([
      published,
      published,
      published,
    ])
    expect(row?.content_text?.length).toBeGreaterThan(200)
  })
})
