// X's API v2 as one account's client sees it: posts, threads, media, own timeline, metrics, and OAuth 2 whose refresh tokens are spent by use
// (docs.x.com/x-api). Addresses become t.co ones and signs are escaped, as the real one does.
import { findAddresses, xLength } from "../../../shared/domain/x-length.ts"
import { jsonAnswer } from "./host.ts"
import { isPng, openPlatform, type Platform, type PlatformPost, readBody, textOf } from "./platform.ts"
import { openXMedia } from "./x-media.ts"
import { openXOauth, type XGrants } from "./x-oauth.ts"

export type XAccount = {
  readonly userId: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly clientId: string
  readonly clientSecret: string
  /** Refuses a text that it has already, as the real one does; off, so that a test sees what was sent twice. */
  readonly refusesDuplicates?: boolean
  /** How long the timeline lags behind. */
  readonly lagMs?: number
  /** Readers come with time; else every post has the same few counts. */
  readonly grows?: boolean
  readonly kept?: { readonly posts: readonly PlatformPost[]; readonly grants: XGrants }
}

export type XHost = Platform & { readonly refreshes: number; readonly grants: Readonly<XGrants>; expire(): void }

const problem = (status: number, title: string, detail: string, headers: Record<string, string> = {}): Response =>
  jsonAnswer({ title, detail, type: "about:blank", status }, { status, headers })

const EPOCH_MS = 1_288_834_974_657

export function openXHost(account: XAccount): XHost {
  const oauth = openXOauth(account, account.kept?.grants)
  const media = openXMedia(isPng)
  let count = BigInt(account.kept?.posts.length ?? 0)
  type Ask = { readonly request: Request; readonly url: URL; readonly at: Date; readonly posts: PlatformPost[] }
  async function create({ request, at, posts }: Ask): Promise<Response> {
    const { fields } = await readBody(request)
    const text = textOf(fields, "text")
    const parent = (fields["reply"] as { in_reply_to_tweet_id?: string } | undefined)?.in_reply_to_tweet_id ?? null
    const [mediaId] = (fields["media"] as { media_ids?: string[] } | undefined)?.media_ids ?? []
    const picture = mediaId === undefined ? null : media.take(mediaId)
    if (picture === undefined) return problem(400, "Invalid Request", "Your media IDs are invalid.")
    if (text.trim() === "" && picture === null)
      return problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
    if (xLength(text) > 280) return problem(403, "Forbidden", "You are not permitted to perform this action: the text is too long.")
    if (parent !== null && !posts.some(({ id }) => id === parent))
      return problem(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.")
    if (account.refusesDuplicates && posts.some((post) => post.text === text))
      return problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
    count += 1n
    const id = String((BigInt(at.getTime() - EPOCH_MS) << 22n) + count)
    posts.push({ id, text, parent, picture, at, body: fields })
    return jsonAnswer({ data: { id, text: shown(text, false).text } }, { status: 201, headers: rateHeaders(199, at) })
  }
  const platform = openPlatform({
    names: ["api.x.com"],
    kept: account.kept?.posts,
    isPost: (request, url) => request.method === "POST" && url.pathname === "/2/tweets",
    async answer(ask) {
      const { request, url, at, posts } = ask
      if (url.pathname === "/2/oauth2/token") return oauth.renew(request, at)
      if (!oauth.accepts(request, at)) return problem(401, "Unauthorized", "Unauthorized")
      if (url.pathname.startsWith("/2/media/")) return media.answer(request, url)
      if (url.pathname === "/2/users/me") return jsonAnswer({ data: { id: account.userId, name: "Studio", username: "studio" } })
      if (url.pathname === `/2/users/${account.userId}/tweets`) return timeline(ask, account.lagMs ?? 0)
      if (url.pathname === "/2/tweets") return request.method === "POST" ? create(ask) : measure(url, posts, account.grows ? at : null)
      const id = /^\/2\/tweets\/(\d+)$/.exec(url.pathname)?.[1]
      if (request.method !== "DELETE" || id === undefined) return problem(404, "Not Found", "Not Found")
      const place = posts.findIndex((post) => post.id === id)
      if (place < 0) return problem(404, "Not Found Error", `Could not find tweet with id: [${id}].`)
      posts.splice(place, 1)
      return jsonAnswer({ data: { deleted: true } })
    },
    refuse: (status, retryAfterS, at) =>
      status === 429
        ? problem(429, "Too Many Requests", "Too Many Requests", rateHeaders(0, at, retryAfterS ?? 7))
        : problem(status, "Refused", `Status ${status}`),
  })
  return {
    host: platform.host,
    posts: platform.posts,
    fail: platform.fail,
    drop: platform.drop,
    get attempts() {
      return platform.attempts
    },
    grants: oauth.grants,
    get refreshes() {
      return oauth.refreshes
    },
    expire: oauth.expire,
  }
}

const rateHeaders = (remaining: number, at: Date, inSeconds = 900): Record<string, string> => ({
  date: at.toUTCString(),
  "x-rate-limit-limit": "200",
  "x-rate-limit-remaining": String(remaining),
  "x-rate-limit-reset": String(Math.floor(at.getTime() / 1000) + inSeconds),
})

/** A text as X gives it back: addresses short, signs escaped, and the picture's own address at the end. */
function shown(text: string, hasPicture: boolean) {
  const urls: { url: string; expanded_url: string; media_key?: string }[] = []
  let out = ""
  let at = 0
  for (const { start, end } of findAddresses(text)) {
    const address = text.slice(start, end)
    const url = `https://t.co/a${String(urls.length).padStart(9, "0")}`
    urls.push({ url, expanded_url: /^https?:/i.test(address) ? address : `http://${address}` })
    out += escape(text.slice(at, start)) + url
    at = end
  }
  out += escape(text.slice(at))
  if (!hasPicture) return { text: out, urls }
  urls.push({ url: "https://t.co/pic0000000", expanded_url: "https://x.com/studio/status/1/photo/1", media_key: "3_1" })
  return { text: `${out} https://t.co/pic0000000`, urls }
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

function timeline({ url, at, posts }: { url: URL; at: Date; posts: readonly PlatformPost[] }, lagMs: number): Response {
  const since = Date.parse(url.searchParams.get("start_time") ?? "1970-01-01T00:00:00Z")
  const size = Number(url.searchParams.get("max_results") ?? "10")
  const from = Number(url.searchParams.get("pagination_token")?.slice(1) ?? "0")
  const all = posts.filter((post) => post.at.getTime() >= since && post.at.getTime() + lagMs <= at.getTime()).reverse()
  const data = all.slice(from, from + size).map((post) => {
    const { text, urls } = shown(post.text, post.picture !== null)
    const parent = post.parent === null ? {} : { referenced_tweets: [{ type: "replied_to", id: post.parent }] }
    return { id: post.id, text, edit_history_tweet_ids: [post.id], ...(urls.length > 0 ? { entities: { urls } } : {}), ...parent }
  })
  const more = from + size < all.length ? { next_token: `p${from + size}` } : {}
  return jsonAnswer({ ...(data.length > 0 ? { data } : {}), meta: { result_count: data.length, ...more } })
}

const FEW = { retweet_count: 1, reply_count: 2, like_count: 3, quote_count: 4, bookmark_count: 5, impression_count: 600 }

/** Readers of a post come quickly at first; how many in all lies in its id. */
function countsOf({ id, at }: PlatformPost, now: Date): typeof FEW {
  const size = 300 + ((Number(BigInt(id) % 997n) * 7) % 2_000)
  const impressions = Math.round(size * (1 - Math.exp(-(now.getTime() - at.getTime()) / 3_600_000 / 9)))
  const share = (perMille: number): number => Math.floor((impressions * perMille) / 1_000)
  return {
    retweet_count: share(3),
    reply_count: share(2),
    like_count: share(14),
    quote_count: share(1),
    bookmark_count: share(4),
    impression_count: impressions,
  }
}

/** `grownAt`: when readers are counted; null gives every post the same few. */
function measure(url: URL, posts: readonly PlatformPost[], grownAt: Date | null): Response {
  const ids = url.searchParams.get("ids")?.split(",") ?? []
  if (ids.length > 100)
    return problem(400, "Invalid Request", "The number of values in the `ids` query parameter list [101] is not between 1 and 100")
  const data = posts
    .filter(({ id }) => ids.includes(id))
    .map((post) => ({ id: post.id, text: post.text, public_metrics: grownAt === null ? FEW : countsOf(post, grownAt) }))
  const missing = ids.filter((id) => !posts.some((post) => post.id === id))
  const errors = missing.map((value) => ({ value, title: "Not Found Error", resource_type: "tweet", parameter: "ids" }))
  return jsonAnswer({ ...(data.length > 0 ? { data } : {}), ...(errors.length > 0 ? { errors } : {}) })
}
