import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { FEEDS } from "../../shared/domain/news.ts"
import { DAY_MS } from "./events.ts"
import { openInternet } from "./internet.ts"
import { openMarket } from "./market.ts"
import { moodName } from "./mood.ts"
import { CHAIN_LEDGER, openNews } from "./news.ts"

const start = new Date("2026-11-21T00:00:00Z")
const market = openMarket({ seed: 1, assets: ASSETS, start })
const news = openNews(market)
const noon = new Date("2026-11-21T12:20:00Z")

function newWorld(now: Date = noon) {
  const internet = openInternet({ market, now: () => now, news })
  return (url: string, headers: Record<string, string> = {}) => internet.fetch(new Request(url, { headers }))
}
const urls = [...FEEDS.map((feed) => feed.url), CHAIN_LEDGER.url]

/** What is wrong with a document's markup: tags that don't match, or a bare `&` or `<` in text. */
function markupFaults(xml: string): string[] {
  const bare = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "").replace(/<\?[\s\S]*?\?>/g, "")
  const open: string[] = []
  const faults: string[] = bare.match(/&(?!(amp|lt|gt|quot|apos|#\d+);)/g) ?? []
  for (const [tag, slash, name, end] of bare.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (slash === "/" && open.pop() !== name) faults.push(tag)
    else if (slash === "" && end === "") open.push(name ?? "")
  }
  const text = bare.replace(/<\/?[\w:]+(?:\s[^<>]*?)?\/?>/g, "")
  return [...faults, ...open, ...(text.match(/[<>]/g) ?? [])]
}

/** Names of the tags inside the first `count` items, and of those in the channel beside its items. */
function tagsOf(xml: string): { item: string[]; channel: string[] } {
  const names = (part: string): string[] =>
    [...new Set([...part.matchAll(/<([a-z]+(?::[a-zA-Z]+)?)[\s/>]/gi)].map((match) => match[1] ?? ""))].sort()
  const bare = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "")
  return { item: names((bare.match(/<item>[\s\S]*?<\/item>/g) ?? []).join("")), channel: names(bare.replace(/<item>[\s\S]*<\/item>/, "")) }
}

describe("the fake feeds", () => {
  it.each(urls)("%s is well-formed on every day of a month, traps and all", async (url) => {
    for (let back = 0; back < 30; back += 1) {
      const answer = await newWorld(new Date(noon.getTime() - back * DAY_MS))(url)
      expect(answer.status).toBe(200)
      const xml = await answer.text()
      expect(markupFaults(xml)).toEqual([])
      expect((xml.match(/<(item|entry)>/g) ?? []).length).toBeGreaterThanOrEqual(8)
    }
  })

  it.each(urls)("%s answers 304 to its own tags until it changes", async (url) => {
    const first = await newWorld()(url)
    const [etag, modified] = [first.headers.get("etag"), first.headers.get("last-modified")]
    expect(etag ?? modified).not.toBeNull()
    const tags = { ...(etag !== null && { "if-none-match": etag }), ...(modified !== null && { "if-modified-since": modified }) }
    const again = await newWorld(new Date(noon.getTime() + 1_000))(url, tags)
    expect([again.status, await again.text()]).toEqual([304, ""])
    expect((await newWorld(new Date(noon.getTime() + DAY_MS))(url, tags)).status).toBe(200)
    expect((await newWorld()(url, { "if-none-match": '"other"' })).status).toBe(200)
  })

  it("knows only the feed's own address", async () => {
    expect((await newWorld()("https://decrypt.co/other")).status).toBe(404)
    expect((await newWorld()("https://www.coindesk.com/arc/outboundfeeds/rss")).status).toBe(200)
  })

  it("hides undated items' dates and prints wrong ones as they are", async () => {
    let undated = 0
    let wrong = 0
    for (let back = 0; back < 150; back += 1) {
      for (const url of urls) {
        const xml = await (await newWorld(new Date(noon.getTime() - back * DAY_MS))(url)).text()
        for (const [item] of xml.matchAll(/<(item|entry)>[\s\S]*?<\/\1>/g)) {
          if (!/<(pubDate|published)>/.test(item)) undated += 1
          if (/<(pubDate|published)>(Tue, 31 Feb|Thu, 01 Jan 1970|Fri, 31 Dec 2049)/.test(item)) wrong += 1
        }
      }
    }
    expect(undated).toBeGreaterThan(0)
    expect(wrong).toBeGreaterThan(0)
  })
})

const recordings = join(import.meta.dirname, "..", "..", "..", "shared", "data")

describe.skipIf(!existsSync(recordings))("the fake feeds are written like the recordings (needs ../shared/data)", () => {
  it.each([
    ["https://www.coindesk.com/arc/outboundfeeds/rss/", "feeds/crypto-live/coindesk-2025-12-13.head.xml"],
    ["https://decrypt.co/feed", "feeds/crypto-live/decrypt-2025-12-12.head.xml"],
  ])("%s has the tags of the real one", async (url, path) => {
    const ours = tagsOf(await (await newWorld()(url)).text())
    const real = tagsOf(readFileSync(join(recordings, path), "utf8"))
    expect(ours).toEqual(real)
  })

  it("the index's readings have the names that the record gives them", () => {
    const lines = readFileSync(join(recordings, "news-sentiment", "fear_and_greed_index_2018_2023.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
    const wrong = lines.filter((line) => {
      const [value, name] = line.split(",")
      return moodName(Number(value)) !== name
    })
    expect(lines.length).toBeGreaterThan(1_000)
    expect(wrong).toEqual([])
  })
})

describe("the fake alternative.me", () => {
  it("gives one reading unless told, newest first, all as text, the next update only with the newest", async () => {
    const ask = newWorld()
    const one = (await (await ask("https://api.alternative.me/fng/")).json()) as any
    expect(one.data).toHaveLength(1)
    expect(one.metadata).toEqual({ error: null })
    const { data } = (await (await ask("https://api.alternative.me/fng/?limit=3")).json()) as any
    expect(data.map((row: any) => Number(row.timestamp) * 1000)).toEqual([
      start.getTime(),
      start.getTime() - DAY_MS,
      start.getTime() - 2 * DAY_MS,
    ])
    expect(Object.keys(data[0])).toEqual(["value", "value_classification", "timestamp", "time_until_update"])
    expect(Object.keys(data[1])).toEqual(["value", "value_classification", "timestamp"])
    for (const row of data) expect(row.value_classification).toBe(moodName(Number(row.value)))
    expect(data[0].time_until_update).toBe(String(11 * 3600 + 40 * 60))
  })

  it("gives its whole history for a limit of 0", async () => {
    const { data } = (await (await newWorld()("https://api.alternative.me/fng/?limit=0")).json()) as any
    expect(data.length).toBeGreaterThanOrEqual(400)
  })
})
