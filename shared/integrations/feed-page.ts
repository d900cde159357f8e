// What stands on the web page of one post? Data for a page that escapes what it prints; nothing in it is markup.
import { type FeedHome, type FeedPost, type Paragraph, paragraphsOf, summaryOf, titleOf } from "./feed-post.ts"

export type PostPage = {
  readonly language: string
  readonly title: string
  /** One line, for search engines and previews. */
  readonly description: string
  readonly canonicalUrl: string
  readonly publishedAt: string
  /** Null unless the post was corrected. */
  readonly correctedAt: string | null
  readonly paragraphs: readonly Paragraph[]
  readonly picture: { readonly url: string; readonly alt: string } | null
  readonly tags: readonly string[]
  /** For the page's head: the feeds, by which a reader finds them, and the hub. */
  readonly links: readonly { readonly rel: string; readonly type: string | null; readonly href: string }[]
}

export function toPostPage(home: FeedHome, post: FeedPost): PostPage {
  const { picture } = post
  const feeds = [
    { rel: "alternate", type: "application/rss+xml", href: home.feeds.rss },
    { rel: "alternate", type: "application/atom+xml", href: home.feeds.atom },
    { rel: "alternate", type: "application/feed+json", href: home.feeds.json },
  ]
  return {
    language: post.language,
    title: titleOf(post),
    description: summaryOf(post),
    canonicalUrl: post.url,
    publishedAt: post.publishedAt.toISOString(),
    correctedAt: post.updatedAt > post.publishedAt ? post.updatedAt.toISOString() : null,
    paragraphs: paragraphsOf(post),
    picture: picture && { url: picture.url, alt: picture.alt },
    tags: post.tags,
    links: [...feeds, ...(home.hubUrl === null ? [] : [{ rel: "hub", type: null, href: home.hubUrl }])],
  }
}
