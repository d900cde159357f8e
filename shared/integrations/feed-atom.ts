// The studio's posts as Atom 1.0 (RFC 4287).
import { element, escapeMarkup, textElement, toHtml } from "./feed-markup.ts"
import { changedAt, feedId, type FeedHome, type FeedPost, summaryOf, titleOf } from "./feed-post.ts"

export const ATOM_TYPE = "application/atom+xml; charset=utf-8"

/** The whole document; posts in the order given, newest first by custom. */
export function renderAtom(home: FeedHome, posts: readonly FeedPost[]): string {
  const head = [
    textElement("id", `tag:${home.authority}:feed`),
    textElement("title", home.title),
    textElement("subtitle", home.description),
    textElement("updated", changedAt(posts).toISOString()),
    element("author", {}, textElement("name", home.author)),
    element("link", { rel: "self", type: "application/atom+xml", href: home.feeds.atom }),
    element("link", { rel: "alternate", type: "text/html", href: home.homeUrl }),
    ...(home.hubUrl === null ? [] : [element("link", { rel: "hub", href: home.hubUrl })]),
  ]
  const entries = posts.map((post) => renderEntry(home, post))
  const attributes = { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": home.language }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("feed", attributes, `\n${[...head, ...entries].join("\n")}\n`)}\n`
}

function renderEntry(home: FeedHome, post: FeedPost): string {
  const { picture } = post
  const fields = [
    textElement("id", feedId(home, post)),
    textElement("title", titleOf(post)),
    textElement("published", post.publishedAt.toISOString()),
    textElement("updated", post.updatedAt.toISOString()),
    element("link", { rel: "alternate", type: "text/html", href: post.url }),
    ...(picture === null
      ? []
      : [element("link", { rel: "enclosure", type: picture.contentType, length: String(picture.bytes), href: picture.url })]),
    ...post.tags.map((term) => element("category", { term })),
    textElement("summary", summaryOf(post)),
    element("content", { type: "html" }, escapeMarkup(toHtml(post))),
  ]
  return element("entry", { "xml:lang": post.language }, `\n${fields.join("\n")}\n`)
}
