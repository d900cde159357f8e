// How is text written into XML and HTML so that it stays text?
import { type FeedPost, paragraphsOf } from "./feed-post.ts"

/** What XML 1.0 can't hold at all, in no form: most control characters, halves of pairs and two non-characters. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Text for an element or an attribute in either quotes, of XML and of HTML. */
export function escapeMarkup(text: string): string {
  return text
    .replace(FORBIDDEN, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
}

/** An element with attributes and already escaped content, empty where there is none. */
export function element(name: string, attributes: Readonly<Record<string, string>>, content = ""): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`)
  return content === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${content}</${name}>`
}

export const textElement = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): string =>
  element(name, attributes, escapeMarkup(text))

/** A post as HTML: its picture, then its paragraphs, with nothing in them but text, line breaks and links. */
export function toHtml(post: FeedPost): string {
  const picture = post.picture === null ? "" : `<p>${element("img", { src: post.picture.url, alt: post.picture.alt })}</p>`
  const paragraphs = paragraphsOf(post).map((paragraph) => {
    const runs = paragraph.map(({ text, href }) => {
      const shown = escapeMarkup(text).replace(/\r?\n/g, "<br/>")
      return href === null ? shown : element("a", { href, rel: "nofollow noopener" }, shown)
    })
    return `<p>${runs.join("")}</p>`
  })
  return picture + paragraphs.join("")
}
