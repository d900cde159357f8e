// How does the API show a story and the articles that tell it?
import * as z from "zod"
import type { StoryWithArticles } from "../../../shared/db/queries/stories.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { storyLink, webLink } from "../links.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"

export const StoryId = z.string().regex(/^story_[0-9a-z]{10,40}$/, "must be a story's id, such as story_01jd8z3k9q4m7x2c5v8b")

export const Article = z
  .object({
    source: z.string(),
    title: z.string(),
    url: z.string().nullable().describe("The article on the web; null where the feed's link leads elsewhere."),
    publishedAt: Time.nullable().describe("Null where the feed gives no time that can be trusted."),
    knownAt: Time,
    polarity: z.number(),
  })
  .meta({ id: "Article" })

export const Story = z
  .object({
    id: StoryId,
    title: z.string(),
    assets: z.array(AssetSymbol),
    polarity: z.number().describe("-1 (bad for holders) to 1 (good)."),
    witnesses: z.int().describe("Number of sources that carry the story."),
    sources: z.array(z.string()),
    firstSeenAt: Time,
    lastSeenAt: Time,
    articles: z.array(Article),
    link: z.string(),
  })
  .meta({ id: "Story" })

export function toStory(row: StoryWithArticles): z.infer<typeof Story> {
  return {
    id: row.id,
    title: row.title,
    assets: [...row.assets],
    polarity: row.polarity,
    witnesses: row.sources.length,
    sources: [...row.sources],
    firstSeenAt: toIso(row.first_seen_at),
    lastSeenAt: toIso(row.last_seen_at),
    articles: row.articles.map((article) => ({
      source: article.source,
      title: article.title,
      url: webLink(article.url),
      publishedAt: toIsoOrNull(article.published_at),
      knownAt: toIso(article.known_at),
      polarity: article.polarity,
    })),
    link: storyLink(row.id),
  }
}
