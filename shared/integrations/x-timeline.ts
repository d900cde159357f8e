// Is a text among our own recent posts on X, and how did our posts do? X rewrites addresses and escapes signs, so both are undone first.
// https://docs.x.com/x-api/posts/user-posts-timeline-by-user-id and /x-api/posts/get-posts-by-ids.
import * as z from "zod"
import { findAddresses } from "../domain/x-length.ts"
import { Failure } from "../kit/failure.ts"
import type { Reading } from "./channel.ts"
import { askX, type XDeps } from "./x-api.ts"

const MAX_PAGES = 8
const MAX_IDS = 100

export const XId = z.string().regex(/^\d{1,19}$/)
const Count = z.int().nonnegative().optional()
const Me = z.object({ data: z.object({ id: XId }) })
const Post = z.object({
  id: XId,
  text: z.string(),
  entities: z
    .object({
      urls: z.array(z.object({ url: z.string(), expanded_url: z.string().optional(), media_key: z.string().optional() })).optional(),
    })
    .optional(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: XId })).optional(),
})
type Post = z.infer<typeof Post>
const Timeline = z.object({ data: z.array(Post).optional(), meta: z.object({ next_token: z.string().optional() }) })
const Measured = z.object({
  data: z
    .array(
      z.object({
        id: XId,
        public_metrics: z.object({
          retweet_count: Count,
          reply_count: Count,
          like_count: Count,
          quote_count: Count,
          bookmark_count: Count,
          impression_count: Count,
        }),
      }),
    )
    .optional(),
})

export type Wanted = { readonly text: string; readonly repliesTo: string | null; readonly since: Date }

/** Id of the oldest own post since a moment that says exactly this in this place, null where there is none. */
export async function findOwnPost(deps: XDeps, wanted: Wanted): Promise<string | null> {
  const { id: me } = (await askX(deps, { path: "/2/users/me" }, Me)).reply.data
  const start = `${wanted.since.toISOString().slice(0, 19)}Z`
  const query = { max_results: "100", start_time: start, "tweet.fields": "entities,referenced_tweets" }
  const found: Post[] = []
  let token: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const more: Record<string, string> = token === undefined ? {} : { pagination_token: token }
    const path = `/2/users/${me}/tweets?${new URLSearchParams({ ...query, ...more })}`
    const { data = [], meta } = (await askX(deps, { path }, Timeline)).reply
    found.push(...data.filter((post) => isSame(post, wanted)))
    if (meta.next_token === undefined) return oldest(found)
    token = meta.next_token
  }
  throw new Failure("upstream-unknown", "x has too many posts since then to be sure.", { context: { source: "x" } })
}

const oldest = (posts: readonly Post[]): string | null =>
  posts.map(({ id }) => id).reduce<string | null>((first, id) => (first === null || BigInt(id) < BigInt(first) ? id : first), null)

function isSame(post: Post, { text, repliesTo }: Wanted): boolean {
  const parent = post.referenced_tweets?.find(({ type }) => type === "replied_to")?.id ?? null
  if (parent !== repliesTo || post.referenced_tweets?.some(({ type }) => type === "retweeted")) return false
  return asWritten(post) === canonical(text)
}

/** The text as its author wrote it: the picture's own address gone, the others long again, signs unescaped once. */
function asWritten({ text, entities }: Post): string {
  const restored = (entities?.urls ?? []).reduce((shown, { url, expanded_url = url, media_key }) => {
    const isPicture = media_key !== undefined || /^https:\/\/(?:x|twitter)\.com\/\w+\/status\/\d+\/photo\/\d+$/.test(expanded_url)
    return shown.replaceAll(url, isPicture ? "" : expanded_url)
  }, text)
  return canonical(restored.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"))
}

/** One form of what X may write in several: NFC, addresses without protocol and final slash, single spaces. */
function canonical(text: string): string {
  const whole = text.normalize("NFC")
  let shown = ""
  let at = 0
  for (const { start, end } of findAddresses(whole)) {
    shown +=
      whole.slice(at, start) +
      whole
        .slice(start, end)
        .replace(/^https?:\/\//i, "")
        .replace(/\/$/, "")
    at = end
  }
  return (shown + whole.slice(at)).replace(/\s+/gu, " ").trim()
}

/** Public metrics of at most 100 posts, in one request. */
export async function readMetrics(deps: XDeps, ids: readonly string[]): Promise<Reading[]> {
  if (ids.length === 0) return []
  if (ids.length > MAX_IDS) throw new Failure("invalid-input", `x is asked for ${ids.length} posts at a time, at most ${MAX_IDS}.`)
  const query = new URLSearchParams({ ids: ids.map((id) => XId.parse(id)).join(","), "tweet.fields": "public_metrics" })
  const { data = [] } = (await askX(deps, { path: `/2/tweets?${query}` }, Measured)).reply
  return data.map(({ id, public_metrics: counts }) => ({
    id,
    impressions: counts.impression_count ?? null,
    likes: counts.like_count ?? null,
    replies: counts.reply_count ?? null,
    reposts: counts.retweet_count ?? null,
    quotes: counts.quote_count ?? null,
    bookmarks: counts.bookmark_count ?? null,
  }))
}
