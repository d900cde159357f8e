// What is the studio's feed called, where does it stand, and what is in it?
import { listPosts } from "../../shared/db/queries/posts.ts"
import type { FeedHome, FeedPost } from "../../shared/integrations/feed-post.ts"
import type { ApiServices } from "./endpoint.ts"
import { pictureLink, postPage } from "./links.ts"

/** Posts of a feed: as many as readers keep. */
const POSTS = 50

export type FeedSettings = {
  /** Where readers find the studio, without a slash at the end; null: where the request came. */
  readonly publicUrl: string | null
  /** Mints the ids of the feeds' entries (RFC 4151); null: the host and the year in which the studio began. */
  readonly authority: string | null
  readonly hubUrl: string | null
}

export function feedHome({ publicUrl, authority, hubUrl }: FeedSettings, origin: string): FeedHome {
  const base = publicUrl ?? origin
  return {
    title: "Content Creator",
    description: "Crypto findings whose every figure can be checked.",
    homeUrl: `${base}/`,
    language: "en",
    author: "Content Creator (AI-written, approved by a person)",
    authority: authority ?? `${new URL(base).hostname},2026`,
    hubUrl,
    feeds: { rss: `${base}/feeds/rss.xml`, atom: `${base}/feeds/atom.xml`, json: `${base}/feeds/feed.json` },
  }
}

type Row = Awaited<ReturnType<typeof listPosts>>[number]

export function toFeedPost(base: string, row: Row): FeedPost {
  const { id, title, parts, language, publishedAt, correctedAt, asset, insightType, mediaHash, mediaBytes, alt } = row
  const url = `${base}${postPage(id)}`
  return {
    id,
    url,
    title,
    parts,
    language,
    publishedAt,
    updatedAt: correctedAt ?? publishedAt,
    tags: [asset, insightType.replaceAll("_", " ")],
    picture:
      mediaHash === null ? null : { url: base + pictureLink(mediaHash), alt: alt ?? "", contentType: "image/png", bytes: mediaBytes ?? 0 },
  }
}

/** The newest posts of the studio's own feed. */
export async function feedPosts({ db }: ApiServices, home: FeedHome): Promise<FeedPost[]> {
  const rows = await listPosts(db, { channel: "feed", limit: POSTS })
  return rows.map((row) => toFeedPost(new URL(home.homeUrl).origin, row))
}
