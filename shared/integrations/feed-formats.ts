// What entries does a feed hold? RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed, read into one form.
import * as z from "zod"
import { childrenOf, markupOf, parseXml, resolve, textOf, type XmlNode } from "./feed-xml.ts"
import { cleanText, htmlToText } from "./plain-text.ts"

/** An entry as its feed has it: texts plain, addresses absolute, nothing checked or cut; empty text where there is none. */
export type FeedEntry = {
  readonly id: string
  /** Addresses of the page, best first; any scheme. */
  readonly links: readonly string[]
  readonly title: string
  readonly summary: string
  /** Moments of publication as written, best first. */
  readonly dates: readonly string[]
}

/** All entries in the feed's order, null where the text is no feed. `url` is the feed's own address. */
export function parseFeed(text: string, url: string): readonly FeedEntry[] | null {
  if (/^\s*\{/.test(text)) return parseJsonFeed(text, url)
  const root = parseXml(text, url)
  if (root === null) return null
  if (root.name === "atom:feed" || root.name === "feed") return childrenOf(root, "atom:entry", "entry").map(readAtomEntry)
  if (!["rss", "rdf:rdf", "channel"].includes(root.name)) return null
  return [root, ...childrenOf(root, "channel")].flatMap((node) => childrenOf(node, "item")).map(readRssItem)
}

const isPresent = <T>(value: T | null | undefined): value is T => value != null

/** The first text that isn't empty. */
function firstText(nodes: readonly XmlNode[], read: (node: XmlNode) => string): string {
  for (const node of nodes) {
    const text = read(node)
    if (text !== "") return text
  }
  return ""
}

/** RSS never says whether a text is markup; nearly always it is. */
const rssText = (node: XmlNode): string => htmlToText(markupOf(node, false))

function readRssItem(item: XmlNode): FeedEntry {
  const [guid] = childrenOf(item, "guid")
  const guidIsPage = guid !== undefined && guid.attributes["ispermalink"]?.toLowerCase() !== "false"
  const summaries = [
    "description",
    "dc:description",
    "summary",
    "atom:summary",
    "content:encoded",
    "xhtml:body",
    "body",
    "fullitem",
    "itunes:summary",
  ]
  const moments = ["pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published", "atom:updated", "dcterms:modified"]
  const identities = [guid, ...childrenOf(item, "dc:identifier", "atom:id")].filter(isPresent)
  const pages = childrenOf(item, "link").map((link) => resolve(textOf(link), link.base))
  return {
    id: firstText(identities, (node) => cleanText(textOf(node))) || cleanText(item.attributes["rdf:about"] ?? ""),
    links: [...pages, guidIsPage ? resolve(textOf(guid)) : null, ...atomLinks(item)].filter(isPresent),
    title: firstText(childrenOf(item, "title", "dc:title", "atom:title"), rssText),
    summary: firstText(childrenOf(item, ...summaries), rssText),
    dates: childrenOf(item, ...moments).map(textOf),
  }
}

function readAtomEntry(entry: XmlNode): FeedEntry {
  const atom = (...names: string[]) => childrenOf(entry, ...names.flatMap((name) => [`atom:${name}`, name]))
  const id = firstText(atom("id"), (node) => cleanText(textOf(node)))
  return {
    id,
    links: [...atomLinks(entry), resolve(id)].filter(isPresent),
    title: firstText([...atom("title"), ...childrenOf(entry, "dc:title")], atomText),
    summary: firstText(atom("summary", "content"), atomText),
    dates: [
      ...atom("published", "issued"),
      ...childrenOf(entry, "dcterms:issued", "dc:date"),
      ...atom("created", "updated", "modified"),
    ].map(textOf),
  }
}

/** Pages that an entry's `link` elements name as the entry itself (RFC 4287, 4.2.7): web pages before other types. */
function atomLinks(entry: XmlNode): string[] {
  const alternates = childrenOf(entry, "atom:link", ...(entry.name === "item" ? [] : ["link"])).filter(
    ({ attributes }) => (attributes["rel"] || "alternate") === "alternate" && attributes["href"],
  )
  const isPage = ({ attributes }: XmlNode) => /html|^$/.test(attributes["type"] ?? "")
  const inOrder = [...alternates.filter(isPage), ...alternates.filter((link) => !isPage(link))]
  return inOrder.map((link) => resolve(link.attributes["href"] ?? "", link.base)).filter(isPresent)
}

/** A text construct of Atom 1.0 (RFC 4287, 3.1) or 0.3, whose `mode` says whether markup is escaped. */
function atomText(node: XmlNode): string {
  const type = node.attributes["type"]?.toLowerCase() || "text"
  const hasMarkup = node.children.some((child) => typeof child !== "string")
  if (node.attributes["mode"] === "base64" || !/^(text|html|xhtml|text\/.*|application\/xhtml\+xml)$/.test(type)) return ""
  if (type === "xhtml" || hasMarkup) return htmlToText(markupOf(node, true))
  return /html/.test(type) ? htmlToText(textOf(node)) : cleanText(textOf(node))
}

const Text = z.string().nullish().catch(null)
const JsonItem = z.object({
  id: z.union([z.string(), z.number()]).nullish().catch(null),
  url: Text,
  external_url: Text,
  title: Text,
  summary: Text,
  content_text: Text,
  content_html: Text,
  date_published: Text,
  date_modified: Text,
})
const JsonFeed = z.object({ version: z.string().regex(/jsonfeed\.org/), items: z.array(JsonItem.nullable().catch(null)) })

/** JSON Feed 1.0 and 1.1 (jsonfeed.org). An item that is none is passed over. */
function parseJsonFeed(text: string, url: string): readonly FeedEntry[] | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const feed = JsonFeed.safeParse(json)
  if (!feed.success) return null
  return feed.data.items.filter(isPresent).map((item) => ({
    id: cleanText(String(item.id ?? "")),
    links: [resolve(item.url ?? "", url), resolve(item.external_url ?? "", url), resolve(String(item.id ?? ""))].filter(isPresent),
    title: cleanText(item.title ?? ""),
    summary: cleanText(item.summary ?? "") || cleanText(item.content_text ?? "") || htmlToText(item.content_html ?? ""),
    dates: [item.date_published, item.date_modified].filter(isPresent),
  }))
}
