// Discord's REST API as a bot in one channel sees it: create, list and delete messages, nonces that are enforced for five minutes, buckets of
// five messages in five seconds (discord.com/developers/docs: resources/message, topics/rate-limits).
import { jsonAnswer } from "./host.ts"
import { isPng, openPlatform, pictureOf, type Platform, type PlatformPost, readBody, textOf } from "./platform.ts"

export type DiscordAccount = {
  readonly token: string
  readonly botId: string
  readonly channelId: string
  /** Whether listed messages still hold their nonce. */
  readonly tellsNonces?: boolean
  readonly kept?: readonly PlatformPost[]
}

const EPOCH_MS = 1_420_070_400_000
const NONCE_MS = 300_000
const refusal = (status: number, message: string, code = 0): Response => jsonAnswer({ message, code }, { status })

type Ask = { readonly request: Request; readonly url: URL; readonly at: Date; readonly posts: PlatformPost[] }

export function openDiscordHost(account: DiscordAccount): Platform {
  const messages = `/api/v10/channels/${account.channelId}/messages`
  let count = BigInt(account.kept?.length ?? 0)
  const show = (post: PlatformPost, withNonce: boolean) => ({
    id: post.id,
    channel_id: account.channelId,
    author: { id: account.botId, username: "studio", bot: true },
    content: post.text,
    timestamp: post.at.toISOString(),
    ...(withNonce ? { nonce: post.body["nonce"] } : {}),
    ...(post.body["reactions"] === undefined ? {} : { reactions: post.body["reactions"] }),
  })
  async function create({ request, at, posts }: Ask): Promise<Response> {
    const { fields, files } = await readBody(request)
    const payload = typeof fields["payload_json"] === "string" ? (JSON.parse(fields["payload_json"]) as Record<string, unknown>) : fields
    const text = textOf(payload, "content").trim()
    const bytes = new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer(0))
    if (text === "" && files.length === 0) return refusal(400, "Cannot send an empty message", 50006)
    if ([...text].length > 2_000 || textOf(payload, "nonce").length > 25) return refusal(400, "Invalid Form Body", 50035)
    if (files.length > 0 && !isPng(bytes)) return refusal(400, "Invalid Form Body", 50035)
    const isRepeat = (post: PlatformPost) => post.body["nonce"] === payload["nonce"] && at.getTime() - post.at.getTime() < NONCE_MS
    const known = payload["enforce_nonce"] === true && payload["nonce"] !== undefined ? posts.find(isRepeat) : undefined
    if (known) return jsonAnswer(show(known, true), { headers: bucket() })
    count += 1n
    const id = String((BigInt(at.getTime() - EPOCH_MS) << 22n) + count)
    const [attachment] = (payload["attachments"] ?? []) as { description?: string }[]
    const picture = files.length > 0 ? pictureOf(bytes, attachment?.description ?? null) : null
    const parent = (payload["message_reference"] as { message_id?: string } | undefined)?.message_id ?? null
    const post = { id, text, parent, picture, at, body: payload }
    posts.push(post)
    return jsonAnswer(show(post, true), { headers: bucket() })
  }
  return openPlatform({
    names: ["discord.com"],
    kept: account.kept,
    isPost: (request, url) => request.method === "POST" && url.pathname === messages,
    async answer(ask) {
      const { request, url, posts } = ask
      if (request.headers.get("authorization") !== `Bot ${account.token}`) return refusal(401, "401: Unauthorized")
      if (url.pathname === "/api/v10/users/@me") return jsonAnswer({ id: account.botId, username: "studio", bot: true })
      if (!url.pathname.startsWith(messages)) return refusal(404, "Unknown Channel", 10003)
      if (request.method === "POST") return create(ask)
      if (request.method === "DELETE") return remove(posts, url.pathname.slice(messages.length + 1))
      const after = BigInt(url.searchParams.get("after") ?? "0")
      const limit = Number(url.searchParams.get("limit") ?? "50")
      const page = posts.filter((post) => BigInt(post.id) > after).slice(0, limit)
      return jsonAnswer(page.reverse().map((post) => show(post, account.tellsNonces ?? false)))
    },
    refuse: (status, retryAfterS) => (status === 429 ? tooMany(retryAfterS ?? 7) : refusal(status, `${status}: refused`)),
  })
}

const bucket = () => ({
  "x-ratelimit-limit": "5",
  "x-ratelimit-remaining": "4",
  "x-ratelimit-reset-after": "1",
  "x-ratelimit-bucket": "abcd1234",
})

const tooMany = (seconds: number): Response =>
  jsonAnswer(
    { message: "You are being rate limited.", retry_after: seconds - 0.43, global: false },
    {
      status: 429,
      headers: {
        "retry-after": String(seconds),
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset-after": String(seconds - 0.43),
        "x-ratelimit-scope": "user",
      },
    },
  )

function remove(posts: PlatformPost[], id: string): Response {
  const at = posts.findIndex((post) => post.id === id)
  if (at < 0) return refusal(404, "Unknown Message", 10008)
  posts.splice(at, 1)
  return new Response(null, { status: 204 })
}
