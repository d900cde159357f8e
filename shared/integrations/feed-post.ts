// What is a published post to the studio's own feed? Its texts as paragraphs of plain text and addresses, from which every format is written.
import type { Language } from "../domain/post.ts"
import { cleanText, cutText } from "./plain-text.ts"

export type FeedPost = {
  /** The studio's own id, for ever the same. */
  readonly id: string
  readonly url: string
  readonly title: string | null
  /** Plain texts, in order. */
  readonly parts: readonly string[]
  readonly language: Language
  readonly publishedAt: Date
  /** Later than `publishedAt` after a correction. */
  readonly updatedAt: Date
  readonly tags: readonly string[]
  readonly picture: { readonly url: string; readonly alt: string; readonly contentType: string; readonly bytes: number } | null
}

export type FeedHome = {
  readonly title: string
  readonly description: string
  readonly homeUrl: string
  readonly language: Language
  readonly author: string
  /** Who mints the ids: a domain and the year in which it was ours, `studio.example,2026` (RFC 4151). Never changed, even when the domain is. */
  readonly authority: string
  /** A WebSub hub that tells subscribers of news at once, null for none. */
  readonly hubUrl: string | null
  readonly feeds: { readonly rss: string; readonly atom: string; readonly json: string }
}

/** A run of text, with where it leads, or null. Text may hold line breaks; none of it is markup. */
export type Segment = { readonly text: string; readonly href: string | null }
export type Paragraph = readonly Segment[]

const MAX_TITLE = 110
const MAX_SUMMARY = 300
/** An address up to the sign that ends its sentence. */
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'’”]/giu

/** The id that readers keep: a tag URI, which stays when addresses change. */
export const feedId = (home: FeedHome, post: Pick<FeedPost, "id">): string => `tag:${home.authority}:${post.id}`

/** The title, or as much of the beginning as a title may hold. */
export const titleOf = (post: FeedPost): string => cutText(cleanText(post.title ?? post.parts[0] ?? ""), MAX_TITLE)

/** The beginning of the text in one line. */
export const summaryOf = (post: FeedPost): string => cutText(cleanText(post.parts.join(" ")), MAX_SUMMARY)

/** The newest moment at which anything in the feed changed; the beginning of time for an empty one. */
export const changedAt = (posts: readonly FeedPost[]): Date => new Date(Math.max(0, ...posts.map(({ updatedAt }) => updatedAt.getTime())))

/** The parts as paragraphs: a blank line begins a new one. */
export function paragraphsOf(post: Pick<FeedPost, "parts">): Paragraph[] {
  return post.parts
    .flatMap((part) => part.split(/\n\s*\n/u))
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map(segmentsOf)
}

function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    if (!isPage(address)) continue
    if (index > at) segments.push({ text: text.slice(at, index), href: null })
    segments.push({ text: address, href: new URL(address).href })
    at = index + address.length
  }
  if (at < text.length) segments.push({ text: text.slice(at), href: null })
  return segments
}

/** A user name in an address only serves to deceive: such a one stays text. */
function isPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { username, password } = new URL(address)
  return username === "" && password === ""
}
