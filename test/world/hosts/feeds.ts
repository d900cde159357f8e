// The newspapers' feeds as hosts: each paper's items of the moment in its own style, with conditional requests as the publisher serves them.
import { keyOf } from "../random.ts"
import type { News } from "../news.ts"
import { FEED_STYLES, type FeedStyle } from "./feed-styles.ts"
import { brokenPage, type Host } from "./host.ts"

export const openFeedHosts = (news: News): readonly Host[] => FEED_STYLES.map((style) => openFeedHost(style, news))

function openFeedHost(style: FeedStyle, news: News): Host {
  const own = new URL(style.url)
  return {
    names: [own.hostname],
    answer(request, at) {
      const isMine = new URL(request.url).pathname.replace(/\/$/, "") === own.pathname.replace(/\/$/, "")
      if (request.method !== "GET" || !isMine) return brokenPage(404, null)
      const changedAt = new Date(news.changedAt(style.paper, at.getTime()))
      const text = style.render(news.items(style.paper, at.getTime(), style.count), changedAt)
      const tags = tagsOf(style, text, changedAt)
      if (isUnchanged(request.headers, tags)) return new Response(null, { status: 304, headers: tags })
      return new Response(text, { headers: { ...tags, "content-type": style.contentType, "cache-control": "public, max-age=60" } })
    },
    refuse: brokenPage,
  }
}

type Tags = { readonly etag?: string; readonly "last-modified"?: string }

function tagsOf({ sends }: FeedStyle, text: string, changedAt: Date): Tags {
  return {
    ...(sends.etag && { etag: `W/"${keyOf(text).toString(16)}-${text.length}"` }),
    ...(sends.lastModified && { "last-modified": changedAt.toUTCString() }),
  }
}

/** RFC 9110, 13.1.3: a date is only looked at where no entity tag is sent. */
function isUnchanged(headers: Headers, tags: Tags): boolean {
  const known = headers.get("if-none-match")
  if (known !== null && tags.etag !== undefined) {
    const bare = (tag: string): string => tag.trim().replace(/^W\//, "")
    return known === "*" || known.split(",").some((tag) => bare(tag) === bare(tags.etag ?? ""))
  }
  const since = headers.get("if-modified-since")
  if (since === null || known !== null || tags["last-modified"] === undefined) return false
  return Date.parse(since) >= Date.parse(tags["last-modified"])
}
