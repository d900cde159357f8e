// The studio's posts as RSS 2.0 (rssboard.org/rss-specification and its best-practices profile), with the hub and its own address as Atom links.
import { element, escapeMarkup, textElement, toHtml } from "./feed-markup.ts"
import { changedAt, feedId, type FeedHome, type FeedPost, summaryOf, titleOf } from "./feed-post.ts"

export const RSS_TYPE = "application/rss+xml; charset=utf-8"

const NAMESPACES = {
  version: "2.0",
  "xmlns:atom": "http://www.w3.org/2005/Atom",
  "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}

/** RFC 822 with a year of four digits, in UTC. */
const rfc822 = (at: Date): string => at.toUTCString().replace("GMT", "+0000")

/** The whole document; posts in the order given, newest first by custom. */
export function renderRss(home: FeedHome, posts: readonly FeedPost[]): string {
  const links = [
    element("atom:link", { href: home.feeds.rss, rel: "self", type: "application/rss+xml" }),
    ...(home.hubUrl === null ? [] : [element("atom:link", { href: home.hubUrl, rel: "hub" })]),
  ]
  const head = [
    textElement("title", home.title),
    textElement("link", home.homeUrl),
    textElement("description", home.description),
    textElement("language", home.language),
    ...(posts.length === 0 ? [] : [textElement("lastBuildDate", rfc822(changedAt(posts)))]),
    ...links,
  ]
  const items = posts.map((post) => renderItem(home, post))
  const channel = `<channel>\n${[...head, ...items].join("\n")}\n</channel>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("rss", NAMESPACES, `\n${channel}\n`)}\n`
}

function renderItem(home: FeedHome, post: FeedPost): string {
  const { picture } = post
  const enclosure = picture && element("enclosure", { url: picture.url, length: String(picture.bytes), type: picture.contentType })
  const fields = [
    textElement("title", titleOf(post)),
    textElement("link", post.url),
    textElement("guid", feedId(home, post), { isPermaLink: "false" }),
    textElement("pubDate", rfc822(post.publishedAt)),
    textElement("dc:creator", home.author),
    textElement("dc:language", post.language),
    ...post.tags.map((tag) => textElement("category", tag)),
    textElement("description", summaryOf(post)),
    element("content:encoded", {}, escapeMarkup(toHtml(post))),
    ...(enclosure === null ? [] : [enclosure]),
  ]
  return `<item>\n${fields.join("\n")}\n</item>`
}
