import { describe, expect, test } from "vitest"
import { item, itemsOf, NEW, oneOf, read, reader, rss, URL_OF_FEED } from "./feed-samples.ts"
import { caught, hasRecordings, readRecording, WITHOUT_RECORDINGS } from "./recordings.ts"

describe("a format", () => {
  const wanted = {
    externalId: "id-1",
    url: "https://news.example/a",
    title: "Bitcoin & Ether rise",
    summary: "Both gained 5 %.",
    publishedAt: new Date("2025-12-12T22:20:18Z"),
  }

  test.each([
    [
      "RSS 2.0",
      rss(
        item(
          `<title><![CDATA[Bitcoin &amp; Ether rise ]]></title><guid isPermaLink="false">id-1</guid>
          <pubDate>Fri, 12 Dec 2025 22:20:18 +0000</pubDate><description>&lt;p&gt;Both &lt;b&gt;gained&lt;/b&gt; 5 %.&lt;/p&gt;</description>`,
        ),
      ),
    ],
    [
      "RSS 0.91 with a DOCTYPE",
      `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
      <rss version="0.91" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><item><title>Bitcoin &amp;amp; Ether rise</title>
      <link> https://news.example/a </link><d:identifier>id-1</d:identifier><d:date>2025-12-12T22:20:18</d:date>
      <description>Both gained 5&#160;%.</description></item></channel></rss>`,
    ],
    [
      "RSS 1.0",
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://news.example/"><title>All</title></channel>
      <item rdf:about="id-1"><title>Bitcoin &amp;amp; Ether rise</title><link>https://news.example/a</link>
      <dc:date>2025-12-12T23:20:18+01:00</dc:date><description>Both gained 5 %.</description></item></rdf:RDF>`,
    ],
    [
      "Atom with a prefix",
      `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://news.example/x/"><a:entry><a:id>id-1</a:id>
      <a:link rel="self" href="self"/><a:link href="pdf" type="application/pdf"/><a:link type="text/html" href="../a"/>
      <a:title>Bitcoin &amp; Ether rise</a:title><a:updated>2025-12-13T01:00:00Z</a:updated><a:published>2025-12-12T22:20:18Z</a:published>
      <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Both <i>gained</i></p><p>5 %.</p></div></a:content></a:entry></a:feed>`,
    ],
    [
      "Atom 0.3",
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>id-1</id><link rel="alternate" href="https://news.example/a"/>
      <title type="text/html" mode="escaped">Bitcoin &amp;amp; Ether rise</title><issued>2025-12-12T22:20:18Z</issued>
      <summary type="text/plain">Both gained 5 %.</summary></entry></feed>`,
    ],
    [
      "JSON Feed",
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "All",
        items: [
          {
            id: "id-1",
            url: "/a",
            title: "Bitcoin & Ether rise",
            content_html: "<p>Both gained 5&nbsp;%.",
            date_published: "2025-12-12T22:20:18Z",
          },
          7,
        ],
      }),
    ],
  ])("%s is read into the same item", async (_name, body) => {
    expect(await itemsOf(body)).toEqual([wanted])
  })

  test.each(["", "<html><body>Just a moment...</body></html>", "{}", '{"version":"1"}', "{broken", "plain", "<", "[]", "\u0000"])(
    "that is none is refused: %j",
    async (body) => {
      expect(await caught(read(body))).toMatchObject({ code: "upstream-rejected", context: { source: "news.example" } })
    },
  )

  test("without items is an answer", async () => {
    expect(await itemsOf(rss(""))).toEqual([])
  })

  test("that is cut off gives what was whole", async () => {
    const body = rss(item("<title>One</title>", "https://news.example/1") + item("<title>Two</title>", "https://news.example/2"))
    expect((await itemsOf(body.slice(0, body.indexOf("Two")))).map(({ title }) => title)).toEqual(["One"])
  })
})

describe("an item", () => {
  test("keeps Atom's plain text as text, markup signs and all", async () => {
    const [entry] = await itemsOf(
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://a.example/"/><title type="text">The &lt;blink&gt; tag &amp;amp;</title></entry></feed>`,
    )
    expect(entry?.title).toBe("The <blink> tag &amp;")
  })

  test("takes its page from the guid or an Atom link where it has no other, and its identity from the page where it has no other", async () => {
    const bare = (inner: string) => itemsOf(rss(`<item><title>T</title>${inner}</item>`))
    expect(await bare("<guid>https://a.example/g</guid>")).toMatchObject([
      { url: "https://a.example/g", externalId: "https://a.example/g" },
    ])
    expect(await bare('<atom:link href="https://a.example/l"/>')).toMatchObject([
      { url: "https://a.example/l", externalId: "https://a.example/l" },
    ])
    expect(await bare('<guid isPermaLink="false">https://a.example/g</guid>')).toEqual([])
  })

  test("has its relative address resolved against the feed", async () => {
    expect((await itemsOf(rss(item("<title>T</title>", "../b?x=1"))))[0]?.url).toBe("https://news.example/b?x=1")
  })

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://a.example/",
    "mailto:a@b.example",
    "https://coindesk.com@evil.example/",
    `https://a.example/${"x".repeat(2_000)}`,
    "https://",
  ])("is left out with the address %s", async (link) => {
    expect(await itemsOf(rss(item("<title>T</title>", link)))).toEqual([])
  })

  test("without a title takes its text's beginning; without either it is left out", async () => {
    expect(await oneOf(`<description>${"word ".repeat(300)}</description>`)).toMatchObject({
      title: `${"word ".repeat(60).slice(0, 299).trim()}…`,
    })
    expect(await oneOf("<title> &#8203; </title>")).toBeUndefined()
  })

  test("is cut to its lengths", async () => {
    const long = await oneOf(
      `<title>${"t".repeat(400)}</title><description>${"d".repeat(2_000)}</description><guid>${"g".repeat(900)}</guid>`,
    )
    expect([long?.title.length, long?.summary.length, long?.externalId.length]).toEqual([300, 1_000, 500])
  })

  test("isn't named by what other elements in it are named", async () => {
    const tricky = await oneOf(
      '<media:title>Photo</media:title><image><title>Logo</title></image><title>Story</title><svg xmlns="http://www.w3.org/2000/svg"><title>Drawing</title></svg>',
    )
    expect(tricky?.title).toBe("Story")
  })

  test("without a date, or dated in more than an hour, has none", async () => {
    const at = async (date: string) => (await oneOf(`<title>T</title><pubDate>${date}</pubDate>`))?.publishedAt
    expect((await oneOf("<title>T</title>"))?.publishedAt).toBeNull()
    expect(await at("soon")).toBeNull()
    expect(await at("Sat, 13 Dec 2025 13:00:01 GMT")).toBeNull()
    expect(await at("Sat, 13 Dec 2025 13:00:00 GMT")).toEqual(new Date("2025-12-13T13:00:00Z"))
  })

  test("comes once, and at most two hundred come", async () => {
    const many = Array.from({ length: 500 }, (_, i) => item(`<title>T${i}</title>`, `https://a.example/${Math.floor(i / 2)}`)).join("")
    const items = await itemsOf(rss(many))
    expect(items.length).toBe(200)
    expect(items[1]).toMatchObject({ title: "T2", externalId: "https://a.example/1" })
  })
})

describe("a second reading", () => {
  test("sends what the feed said of its version, and learns that nothing changed", async () => {
    const { feeds, asked } = reader({ status: 304, body: "" })
    const state = { etag: 'W/"abc"', lastModified: "Fri, 12 Dec 2025 22:00:00 GMT" }
    expect(await feeds.read(URL_OF_FEED, state)).toEqual({ changed: false })
    expect(asked[0]?.request).toMatchObject({
      source: "news.example",
      headers: { "if-none-match": 'W/"abc"', "if-modified-since": "Fri, 12 Dec 2025 22:00:00 GMT" },
    })
  })

  test("is told the version of the first, as far as it can be sent", async () => {
    const headers = { etag: '"v2"', "last-modified": "Sat, 13 Dec 2025 11:05:41 GMT" }
    expect((await read(rss(""), headers)).state).toEqual({ etag: '"v2"', lastModified: "Sat, 13 Dec 2025 11:05:41 GMT" })
    expect((await read(rss(""), { etag: `"${"x".repeat(400)}"`, "last-modified": "\u00e9" })).state).toEqual(NEW)
    expect((await read(rss(""))).state).toEqual(NEW)
  })

  test("of a feed never read before is unconditional", async () => {
    const { feeds, asked } = reader({ body: rss("") })
    await feeds.read(URL_OF_FEED, NEW)
    expect(Object.keys(asked[0]?.request.headers ?? {})).toEqual(["accept", "user-agent"])
  })
})

describe.skipIf(!hasRecordings)(`recorded feeds ${WITHOUT_RECORDINGS}`, () => {
  test("of CoinDesk give ten dated items with their own identities", async () => {
    const items = await itemsOf(readRecording("feeds/crypto-live/coindesk-2025-12-13.head.xml"))
    expect(items.length).toBe(10)
    expect(items[0]).toEqual({
      externalId: "9aef2b42-3854-4f38-8336-c157cc2d05a1",
      url: "https://www.coindesk.com/policy/2025/12/12/citadel-securities-and-defi-waging-war-of-words-through-sec-correspondence",
      title: "Citadel Securities and DeFi Waging War of Words Through SEC Correspondence",
      summary:
        "The investing giant had asked the U.S. Securities and Exchange Commission to treat DeFi players like regulated entities, and the DeFi crowd pushed back.",
      publishedAt: new Date("2025-12-12T22:20:18Z"),
    })
    expect(items[9]?.title).toBe("Most Influential: Changpeng “CZ” Zhao")
  })

  test("of Decrypt give items whose entities are decoded", async () => {
    const items = await itemsOf(readRecording("feeds/crypto-live/decrypt-2025-12-12.head.xml"))
    expect(items[0]).toMatchObject({
      externalId: "https://decrypt.co/?p=352201",
      url: "https://decrypt.co/352201/vanguard-exec-calls-bitcoin-digital-labubu-firm-offers-crypto-etf-trading",
      title: "Vanguard Exec Calls Bitcoin a 'Digital Labubu', Even as Firm Offers Crypto ETF Trading",
      publishedAt: new Date("2025-12-12T21:59:32Z"),
    })
    expect(items.every(({ publishedAt, summary }) => publishedAt !== null && summary !== "")).toBe(true)
  })
})
