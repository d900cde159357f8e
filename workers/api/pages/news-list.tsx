// What is in the news, in a list?
import type { StoryWithArticles } from "../../../shared/db/queries/stories.ts"
import { storyLink, webLink } from "../links.ts"
import { Age, Badge, Empty, OutLink } from "./parts.tsx"

export function NewsList({ stories, now }: { stories: readonly StoryWithArticles[]; now: Date }) {
  if (stories.length === 0) return <Empty>No story yet. The first news scan reads the feeds and joins what tells the same story.</Empty>
  return (
    <ul class="rows two">
      {stories.map((story) => (
        <li>
          <Title story={story} />
          <div class="meta">
            {story.assets.length > 0 && <b>{story.assets.slice(0, 4).join(" ")}</b>}
            <a href={storyLink(story.id)}>{story.sources.length === 1 ? story.sources[0] : `${story.sources.length} sources`}</a>
            {story.polarity > 0.05 && <Badge tone="good">good tone</Badge>}
            {story.polarity < -0.05 && <Badge tone="bad">bad tone</Badge>}
            <Age at={story.first_seen_at} now={now} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The title leads to the first article that has an address on the web. */
function Title({ story }: { story: StoryWithArticles }) {
  const href = story.articles.flatMap((article) => webLink(article.url) ?? [])[0]
  return href === undefined ? <span>{story.title}</span> : <OutLink href={href}>{story.title}</OutLink>
}
