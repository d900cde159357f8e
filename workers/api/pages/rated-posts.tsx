// Which posts did best, or were seen most?
import type { RatedPost } from "../../../shared/db/queries/post-stats.ts"
import { lifePath } from "../desk-links.ts"
import { valueLabel } from "./dimension-words.ts"
import { numberText, wordsText } from "./format.ts"
import { Age, Empty } from "./parts.tsx"
import { rateText } from "./rate-table.tsx"

export function RatedPosts({ posts, now, empty }: { posts: readonly RatedPost[]; now: Date; empty: string }) {
  if (posts.length === 0) return <Empty>{empty}</Empty>
  return (
    <ul class="rows tight">
      {posts.map((post) => (
        <li>
          <div class="between">
            <a class="headline" href={lifePath(post.planId)}>
              {`${post.asset} ${wordsText(post.topic)}, ${wordsText(post.format).toLowerCase()}`}
            </a>
            <span class="num">{post.microRate === null ? "–" : rateText(post.microRate / 1e6)}</span>
          </div>
          <p class="small muted num">
            {`${valueLabel("channel", post.channel)}, ${post.impressions === null ? "impressions not told" : `${numberText(post.impressions)} impressions`}, `}
            {post.engagements === null ? "engagements not told" : `${numberText(post.engagements)} engagements`},{" "}
            <Age at={post.publishedAt} now={now} />
          </p>
        </li>
      ))}
    </ul>
  )
}
