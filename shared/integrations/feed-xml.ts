// A feed's XML as a tree whose names are the same however its author chose the prefixes. Broken XML gives what can be read of it.
import { Parser } from "htmlparser2"

export type XmlNode = {
  /** Lower case. Plain for RSS of every version, else with the usual prefix: `title`, `atom:title`, `dc:date`, `content:encoded`. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (XmlNode | string)[]
  /** Address that the relative ones in it start from: the nearest `xml:base`, else the feed's own. */
  readonly base: string
}

type Open = { readonly node: XmlNode; readonly scope: ReadonlyMap<string, string> }

/** What is beyond these isn't read: real feeds have a tenth of it. */
const MAX_NODES = 50_000
const MAX_DEPTH = 100

/** Starts of namespaces in lower case, and the prefix that stands for each here. */
const NAMESPACES: readonly (readonly [string, string])[] = [
  ["http://www.w3.org/2005/atom", "atom"],
  ["http://purl.org/atom/ns#", "atom"],
  ["http://purl.org/rss/1.0/modules/content", "content"],
  ["http://purl.org/rss/1.0/modules/", "other"],
  ["http://purl.org/rss/1.0", ""],
  ["http://my.netscape.com/rdf/simple/0.9", ""],
  ["http://channel.netscape.com/rdf/simple/0.9", ""],
  ["http://backend.userland.com/rss", ""],
  ["http://purl.org/dc/elements/1.", "dc"],
  ["http://purl.org/dc/terms", "dcterms"],
  ["http://www.w3.org/1999/xhtml", "xhtml"],
  ["http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"],
  ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"],
]

class Enough extends Error {}

/** The root element, null where there is none. Entities that the document itself declares are left as they stand, so they can't grow. */
export function parseXml(text: string, url: string): XmlNode | null {
  const document: Open = { node: { name: "", attributes: {}, children: [], base: url }, scope: new Map() }
  const open: Open[] = [document]
  let nodes = 0
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (++nodes > MAX_NODES || open.length > MAX_DEPTH) throw new Enough()
        const parent = open.at(-1) ?? document
        const child = openNode(tag, attributes, parent, open.length === 1)
        parent.node.children.push(child.node)
        open.push(child)
      },
      onclosetag: () => void (open.length > 1 && open.pop()),
      ontext: (piece) => void open.at(-1)?.node.children.push(piece),
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  try {
    parser.end(text)
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown
  }
  return document.node.children.find((child) => typeof child !== "string") ?? null
}

function openNode(tag: string, attributes: Record<string, string>, parent: Open, isRoot: boolean): Open {
  const declared = Object.entries(attributes).filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"))
  const scope = declared.length === 0 ? parent.scope : new Map(parent.scope)
  // Some feeds give RSS a namespace of their own making: whatever the root's default is, it's the feed's.
  for (const [name, uri] of declared)
    (scope as Map<string, string>).set(name.slice(6), prefixFor(uri, isRoot && name === "xmlns" ? "" : "other"))
  const base = resolve(attributes["xml:base"] ?? "", parent.node.base) ?? parent.node.base
  return { node: { name: canonicalName(tag, scope), attributes, children: [], base }, scope }
}

function prefixFor(uri: string, otherwise: string): string {
  const wanted = uri.trim().toLowerCase()
  return NAMESPACES.find(([start]) => wanted.startsWith(start))?.[1] ?? otherwise
}

function canonicalName(tag: string, scope: ReadonlyMap<string, string>): string {
  const colon = tag.indexOf(":")
  const written = colon === -1 ? "" : tag.slice(0, colon)
  // A prefix that nobody declared means what it usually means.
  const prefix = scope.get(written) ?? written
  const local = tag.slice(colon + 1)
  return prefix === "" ? local : `${prefix}:${local}`
}

/** The absolute address, null where it is none; without a base only an absolute one is. */
export function resolve(address: string, base?: string): string | null {
  const text = address.trim()
  return text !== "" && URL.canParse(text, base) ? new URL(text, base).href : null
}

/** Child elements by these names, in the order of the names. */
export function childrenOf(node: XmlNode, ...names: readonly string[]): XmlNode[] {
  const elements = node.children.filter((child) => typeof child !== "string")
  return names.flatMap((name) => elements.filter((child) => child.name === name))
}

/** The content as markup: text as it came, or escaped where it is text and not markup in disguise. */
export function markupOf(node: XmlNode, escape: boolean): string {
  return node.children
    .map((child) => {
      if (typeof child === "string") return escape ? child.replaceAll("&", "&amp;").replaceAll("<", "&lt;") : child
      const tag = child.name.slice(child.name.indexOf(":") + 1)
      return `<${tag}>${markupOf(child, escape)}</${tag}>`
    })
    .join("")
}

/** All text in it, as it came. */
export const textOf = (node: XmlNode): string => node.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("")
