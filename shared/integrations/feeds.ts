// News feeds: asked only for what is new, and read into entries that are safe to keep and to show.
import type { FeedItem } from "../domain/news.ts"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer } from "../kit/http.ts"
import { parseFeedDate } from "./feed-dates.ts"
import { type FeedEntry, parseFeed } from "./feed-formats.ts"
import { cutText } from "./plain-text.ts"
import type { FeedReader, FeedState } from "./sources.ts"

const MAX_ITEMS = 200
const MAX_URL = 2_000
/** How far ahead of our clock a publisher's may be. */
const MAX_AHEAD_MS = 3_600_000

const HEADERS = {
  accept: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
  "user-agent": "ContentCreator/1.0 (news feed reader)",
}

/**
 * `read` names the feed's host as the source, so that one breaker guards all feeds of a host. `now` is the studio's time.
 * What isn't a feed is `upstream-rejected`.
 */
export function openFeedReader(call: Call, { now }: { readonly now: () => Date }): FeedReader {
  return {
    async read(url, state) {
      const source = URL.canParse(url) ? new URL(url).host : "feed"
      const answer = await call({ source, url, headers: { ...HEADERS, ...conditions(state) } })
      if (answer.status === 304) return { changed: false }
      const entries = parseFeed(answer.text, url)
      if (entries === null)
        throw new Failure("upstream-rejected", `${source} answered with something that is not a feed.`, { context: { source } })
      return { changed: true, state: stateOf(answer), items: toItems(entries, now()) }
    },
  }
}

const conditions = ({ etag, lastModified }: FeedState): Record<string, string> => ({
  ...(etag === null ? {} : { "if-none-match": etag }),
  ...(lastModified === null ? {} : { "if-modified-since": lastModified }),
})

/** What the feed says of its version, as far as it can be sent back. */
function stateOf({ headers }: CallAnswer): FeedState {
  const sendable = (value: string | null) => (value !== null && /^[\x20-\x7e]{1,300}$/.test(value) ? value : null)
  return { etag: sendable(headers.get("etag")), lastModified: sendable(headers.get("last-modified")) }
}

/** Entries that have a web page and a text; the first of those with one identity. */
function toItems(entries: readonly FeedEntry[], now: Date): FeedItem[] {
  const byId = new Map<string, FeedItem>()
  for (const entry of entries) {
    if (byId.size === MAX_ITEMS) break
    const item = toItem(entry, now)
    if (item !== null && !byId.has(item.externalId)) byId.set(item.externalId, item)
  }
  return [...byId.values()]
}

function toItem({ id, links, title, summary, dates }: FeedEntry, now: Date): FeedItem | null {
  const url = links.find(isWebPage)
  if (url === undefined || (title === "" && summary === "")) return null
  const moments = dates.map(parseFeedDate).filter((date) => date !== null && date.getTime() <= now.getTime() + MAX_AHEAD_MS)
  return {
    externalId: cutText(id || url, 500),
    url,
    title: cutText(title || summary, 300),
    summary: cutText(summary, 1_000),
    publishedAt: moments[0] ?? null,
  }
}

/** http or https, of bearable length, and without a user name, which only serves to deceive. */
function isWebPage(address: string): boolean {
  const { protocol, username, password } = new URL(address)
  return /^https?:$/.test(protocol) && username === "" && password === "" && address.length <= MAX_URL
}
