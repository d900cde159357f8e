import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { renderAtom } from "../../shared/integrations/feed-atom.ts"
import { openFeed } from "../../shared/integrations/feed-channel.ts"
import { parseFeed } from "../../shared/integrations/feed-formats.ts"
import { renderJsonFeed } from "../../shared/integrations/feed-json.ts"
import { escapeMarkup, toHtml } from "../../shared/integrations/feed-markup.ts"
import { type FeedHome, type FeedPost, paragraphsOf } from "../../shared/integrations/feed-post.ts"
import { renderRss } from "../../shared/integrations/feed-rss.ts"
import { childrenOf, parseXml, textOf, type XmlNode } from "../../shared/integrations/feed-xml.ts"
import type { Receipt } from "../../shared/integrations/channel.ts"
import { HOSTILE, newPost, PICTURE } from "../contracts/channel-world.ts"

const home: FeedHome = {
  title: "Studio & more",
  description: "What the market did, and how we know",
  homeUrl: "https://studio.example/",
  language: "en",
  author: "Studio",
  authority: "studio.example,2026",
  hubUrl: "https://hub.example/",
  feeds: { rss: "https://studio.example/feed.rss", atom: "https://studio.example/feed.atom", json: "https://studio.example/feed.json" },
}

const feedPost = (more: Partial<FeedPost> = {}): FeedPost => ({
  id: "post_01",
  url: "https://studio.example/p/post_01?a=1&b=2",
  title: "Bitcoin <up> & away",
  parts: ["First line\nsecond line, see https://studio.example/rows?a=1&b=2.\n\nNext paragraph.", "Second part"],
  language: "en",
  publishedAt: new Date("2026-11-21T09:05:07Z"),
  updatedAt: new Date("2026-11-21T10:00:00Z"),
  tags: ["BTC", "breakout"],
  picture: { url: "https://studio.example/m/ab.png", alt: 'A "chart"', contentType: "image/png", bytes: 1234 },
  ...more,
})

const RENDERERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed }
const root = (xml: string): XmlNode => parseXml(xml, home.homeUrl) ?? expect.unreachable("no root")
const texts = (node: XmlNode | undefined, name: string): string[] => (node ? childrenOf(node, name).map(textOf) : [])

const TOKEN =
  /<\?xml version="1\.0" encoding="UTF-8"\?>|<(\/?)([A-Za-z][\w:]*)((?: [A-Za-z][\w:]*="(?:[^"<&]|&(?:amp|lt|gt|quot|#39);)*")*)(\/?)>|(?:[^<&]|&(?:amp|lt|gt|quot|#39);)+/uy

/** Every sign is part of a tag, a known entity or text that XML may hold, and the tags close as they open. */
function isWellFormed(xml: string): boolean {
  const open: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < xml.length) {
    const match = TOKEN.exec(xml)
    if (match === null) return false
    const [, closes, name, , empty] = match
    if (name === undefined || empty === "/") continue
    if (closes === "/" ? open.pop() !== name : open.push(name) === 0) return false
  }
  return open.length === 0 && !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml)
}

const HTML =
  '<p><img src="https://studio.example/m/ab.png" alt="A &quot;chart&quot;"/></p>' +
  '<p>First line<br/>second line, see <a href="https://studio.example/rows?a=1&amp;b=2" rel="nofollow noopener">https://studio.example/rows?a=1&amp;b=2</a>.</p>' +
  "<p>Next paragraph.</p><p>Second part</p>"

test.each(["<a>&b</a>", "<a><b></a></b>", "<a b=c/>", "<a>", "<a>\u0000</a>", '<a b="<"/>'])("%j is not taken for XML", (xml) => {
  expect(isWellFormed(xml)).toBe(false)
})

describe("RSS", () => {
  const xml = renderRss(home, [feedPost()])
  const [channel] = childrenOf(root(xml), "channel")
  const [item] = channel ? childrenOf(channel, "item") : []

  test("has what the specification wants of a channel", () => {
    expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" ')).toBe(true)
    for (const name of ["title", "link", "description", "language", "lastbuilddate"]) expect(texts(channel, name).length, name).toBe(1)
    expect(texts(channel, "title")).toEqual(["Studio & more"])
    expect(texts(channel, "lastbuilddate")).toEqual(["Sat, 21 Nov 2026 10:00:00 +0000"])
    expect(channel && childrenOf(channel, "atom:link").map(({ attributes }) => [attributes["rel"], attributes["href"]])).toEqual([
      ["self", home.feeds.rss],
      ["hub", home.hubUrl],
    ])
  })

  test("has an item with a lasting id that is no address, a date of RFC 822, and the picture", () => {
    expect(texts(item, "guid")).toEqual(["tag:studio.example,2026:post_01"])
    expect(item && childrenOf(item, "guid")[0]?.attributes["ispermalink"]).toBe("false")
    expect(texts(item, "pubdate")).toEqual(["Sat, 21 Nov 2026 09:05:07 +0000"])
    expect(texts(item, "title")).toEqual(["Bitcoin <up> & away"])
    expect(texts(item, "category")).toEqual(["BTC", "breakout"])
    expect(item && childrenOf(item, "enclosure")[0]?.attributes).toEqual({
      url: "https://studio.example/m/ab.png",
      length: "1234",
      type: "image/png",
    })
    expect(texts(item, "content:encoded")).toEqual([HTML])
  })
})

describe("Atom", () => {
  const feed = root(renderAtom(home, [feedPost()]))
  const [entry] = childrenOf(feed, "atom:entry")

  test("has one id, title, updated and author, its own address, its page and its hub", () => {
    expect(texts(feed, "atom:id")).toEqual(["tag:studio.example,2026:feed"])
    expect(texts(feed, "atom:updated")).toEqual(["2026-11-21T10:00:00.000Z"])
    expect(childrenOf(feed, "atom:author").flatMap((author) => texts(author, "atom:name"))).toEqual(["Studio"])
    expect(childrenOf(feed, "atom:link").map(({ attributes }) => attributes["rel"])).toEqual(["self", "alternate", "hub"])
  })

  test("has an entry whose update shows a correction", () => {
    expect(texts(entry, "atom:id")).toEqual(["tag:studio.example,2026:post_01"])
    expect(texts(entry, "atom:published")).toEqual(["2026-11-21T09:05:07.000Z"])
    expect(texts(entry, "atom:updated")).toEqual(["2026-11-21T10:00:00.000Z"])
    expect(entry && childrenOf(entry, "atom:content")[0]?.attributes).toEqual({ type: "html" })
    expect(texts(entry, "atom:content")).toEqual([HTML])
  })
})

test("JSON Feed has version 1.1, its hub, and items with both forms of the text", () => {
  const feed = JSON.parse(renderJsonFeed(home, [feedPost()])) as Record<string, unknown>
  expect(feed).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    feed_url: home.feeds.json,
    hubs: [{ type: "WebSub", url: "https://hub.example/" }],
    items: [
      {
        id: "tag:studio.example,2026:post_01",
        content_html: HTML,
        date_published: "2026-11-21T09:05:07.000Z",
        image: "https://studio.example/m/ab.png",
        attachments: [{ mime_type: "image/png", size_in_bytes: 1234 }],
      },
    ],
  })
})

describe.each(["rss", "atom", "json"] as const)("a reader of %s", (format) => {
  const render = RENDERERS[format]

  test("reads back every post with its page, title and moment", () => {
    const posts = [feedPost(), feedPost({ id: "post_02", url: "https://studio.example/p/post_02", title: null, picture: null })]
    const entries = parseFeed(render(home, posts), home.homeUrl)
    expect(entries?.map(({ id, links, title, dates }) => [id, links[0], title, dates[0] && new Date(dates[0]).toISOString()])).toEqual([
      ["tag:studio.example,2026:post_01", posts[0]?.url, "Bitcoin & away", "2026-11-21T09:05:07.000Z"].map((each, i) =>
        i === 2 && format !== "rss" ? "Bitcoin <up> & away" : each,
      ),
      ["tag:studio.example,2026:post_02", posts[1]?.url, expect.stringMatching(/^First line second line/), "2026-11-21T09:05:07.000Z"],
    ])
  })

  test("reads an empty feed, and one without a hub", () => {
    expect(parseFeed(render({ ...home, hubUrl: null }, []), home.homeUrl)).toEqual([])
    expect(render({ ...home, hubUrl: null }, [])).not.toContain("hub")
  })

  test("meets no element that a text has brought along", () => {
    const text = fc.oneof(
      fc.constantFrom(...HOSTILE, "]]>", "<!--", "<![CDATA[", "\u0000\u0008\uFFFE\uD800"),
      fc.string({ unit: "binary" }),
    )
    const names = (node: XmlNode): string[] => [
      node.name,
      ...node.children.flatMap((child) => (typeof child === "string" ? [] : names(child))),
    ]
    const shape = (content: string) => {
      const written = render(home, [feedPost({ title: content, parts: [content], tags: [content], picture: null })])
      expect(format === "json" || isWellFormed(written)).toBe(true)
      return format === "json" ? Object.keys((JSON.parse(written) as { items: object[] }).items[0] ?? {}) : names(root(written))
    }
    const plain = shape("plain")
    fc.assert(
      fc.property(text, (content) => {
        expect(shape(`a${content}`)).toEqual(plain)
      }),
      { numRuns: 200 },
    )
  })
})

describe("a post's HTML", () => {
  test.each(HOSTILE)("holds %j as text alone", (text) => {
    const html = toHtml(feedPost({ parts: [text], picture: null }))
    expect(html.replace(/<\/?p>|<br\/>|<a href="https?:[^"<>]*" rel="nofollow noopener">|<\/a>/g, "")).not.toMatch(/[<>]/)
  })

  test("links no address that hides where it leads", () => {
    expect(toHtml(feedPost({ parts: ["https://bank.example@evil.example/"], picture: null }))).toBe(
      "<p>https://bank.example@evil.example/</p>",
    )
    expect(toHtml(feedPost({ parts: ["javascript:alert(1)"], picture: null }))).toBe("<p>javascript:alert(1)</p>")
  })

  test("holds nothing that XML can't", () => {
    expect(escapeMarkup("a\u0000\u000B\uD800\uFFFFb\n😀")).toBe("ab\n😀")
  })
})

test("a post's paragraphs are plain text and addresses", () => {
  expect(paragraphsOf(feedPost())).toEqual([
    [
      { text: "First line\nsecond line, see ", href: null },
      { text: "https://studio.example/rows?a=1&b=2", href: "https://studio.example/rows?a=1&b=2" },
      { text: ".", href: null },
    ],
    [{ text: "Next paragraph.", href: null }],
    [{ text: "Second part", href: null }],
  ])
})

describe("the feed as a channel", () => {
  function world() {
    const shelf = new Map<string, Receipt>()
    const channel = openFeed({
      async publish({ key }) {
        const id = `post_${shelf.size + 1}`
        const receipt = shelf.get(key) ?? { id, url: `https://studio.example/p/${id}`, restMs: 0 }
        shelf.set(key, receipt)
        return receipt
      },
      find: async (key) => shelf.get(key) ?? null,
      async remove(id) {
        for (const [key, receipt] of shelf) if (receipt.id === id) shelf.delete(key)
      },
    })
    return { shelf, channel }
  }

  test("makes one page of all parts, once however often it is sent, and finds it again", async () => {
    const { shelf, channel } = world()
    const payload = channel.render(newPost("feed", ["one", "two"], { title: "T", alt: "A chart" }), PICTURE)
    expect(payload.parts).toEqual([{ text: "one\n\ntwo", body: { title: "T", texts: ["one", "two"], language: "en" } }])
    const sending = { key: "dlv_1", previous: null }
    expect(await channel.find?.(payload, 0, { ...sending, since: new Date(0) })).toBeNull()
    const once = await channel.sendPart(payload, 0, sending)
    expect(await channel.sendPart(payload, 0, sending)).toEqual(once)
    expect(await channel.find?.(payload, 0, { ...sending, since: new Date(0) })).toEqual(once)
    await channel.remove?.(once.id)
    expect(shelf.size).toBe(0)
  })

  test("refuses what it can't hold before anything is stored", () => {
    const { shelf, channel } = world()
    expect(() => channel.render(newPost("feed", [" "]), null)).toThrow(expect.objectContaining({ code: "invalid-input" }))
    expect(() => channel.render(newPost("x", ["a"]), null)).toThrow(expect.objectContaining({ code: "invalid-input" }))
    expect(shelf.size).toBe(0)
  })
})
