// The studio's posts as JSON Feed 1.1 (jsonfeed.org/version/1.1).
import { toHtml } from "./feed-markup.ts"
import { feedId, type FeedHome, type FeedPost, summaryOf, titleOf } from "./feed-post.ts"

export const JSON_FEED_TYPE = "application/feed+json; charset=utf-8"

/** The whole document; posts in the order given, newest first by custom. */
export function renderJsonFeed(home: FeedHome, posts: readonly FeedPost[]): string {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: home.title,
    description: home.description,
    home_page_url: home.homeUrl,
    feed_url: home.feeds.json,
    language: home.language,
    authors: [{ name: home.author, url: home.homeUrl }],
    ...(home.hubUrl === null ? {} : { hubs: [{ type: "WebSub", url: home.hubUrl }] }),
    items: posts.map((post) => itemOf(home, post)),
  }
  return JSON.stringify(feed, null, 2)
}

function itemOf(home: FeedHome, post: FeedPost) {
  const { picture } = post
  const pictured = picture && {
    image: picture.url,
    attachments: [{ url: picture.url, mime_type: picture.contentType, size_in_bytes: picture.bytes, title: picture.alt }],
  }
  return {
    id: feedId(home, post),
    url: post.url,
    title: titleOf(post),
    summary: summaryOf(post),
    content_html: toHtml(post),
    content_text: post.parts.join("\n\n"),
    date_published: post.publishedAt.toISOString(),
    date_modified: post.updatedAt.toISOString(),
    language: post.language,
    tags: post.tags,
    ...pictured,
  }
}
