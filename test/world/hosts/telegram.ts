// Telegram's Bot API as a channel's owner sees it: sendMessage, sendPhoto, deleteMessage, with its own errors (core.telegram.org/bots/api).
import { jsonAnswer, retryAfter } from "./host.ts"
import { isPng, openPlatform, pictureOf, type Platform, type PlatformPost, readBody, textOf } from "./platform.ts"

export type TelegramAccount = {
  readonly token: string
  readonly chatId: string
  readonly username: string
  readonly kept?: readonly PlatformPost[]
}

const CHAT_NUMBER = -1_001_234_567_890

const refusal = (error_code: number, description: string, more: Record<string, unknown> = {}): Response =>
  jsonAnswer({ ok: false, error_code, description, ...more }, { status: error_code })

export function openTelegramHost(account: TelegramAccount): Platform {
  let lastId = Math.max(41, ...(account.kept ?? []).map(({ id }) => Number(id)))
  return openPlatform({
    names: ["api.telegram.org"],
    kept: account.kept,
    isPost: (_request, url) => /\/send(Message|Photo)$/.test(url.pathname),
    async answer({ request, url, at, posts }) {
      const [, token = "", method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? []
      if (token !== account.token) return refusal(401, "Unauthorized")
      const { fields, files } = await readBody(request)
      if (fields["chat_id"] !== account.chatId) return refusal(400, "Bad Request: chat not found")
      if (method === "deleteMessage") return remove(posts, String(fields["message_id"]))
      if (method !== "sendMessage" && method !== "sendPhoto") return refusal(404, "Not Found")
      const text = textOf(fields, method === "sendPhoto" ? "caption" : "text")
      const bytes = new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer(0))
      const fault = faultOf(method, text, bytes)
      if (fault !== null) return refusal(400, `Bad Request: ${fault}`)
      lastId += 1
      const picture = method === "sendPhoto" ? pictureOf(bytes, null) : null
      posts.push({ id: String(lastId), text, parent: parentOf(fields), picture, at, body: fields })
      const chat = { id: CHAT_NUMBER, title: "Studio", username: account.username, type: "channel" }
      return jsonAnswer({ ok: true, result: { message_id: lastId, sender_chat: chat, chat, date: Math.floor(at.getTime() / 1000), text } })
    },
    refuse: (status, retryAfterS) => {
      const seconds = retryAfterS ?? 7
      if (status !== 429) return refusal(status, status >= 500 ? "Bad Gateway" : "Bad Request")
      const body = {
        ok: false,
        error_code: 429,
        description: `Too Many Requests: retry after ${seconds}`,
        parameters: { retry_after: seconds },
      }
      return jsonAnswer(body, { status: 429, headers: retryAfter(retryAfterS) })
    },
  })
}

function faultOf(method: string, text: string, bytes: Uint8Array): string | null {
  if (method === "sendPhoto") {
    if (!isPng(bytes)) return "IMAGE_PROCESS_FAILED"
    return text.length > 1_024 ? "message caption is too long" : null
  }
  if (text.trim() === "") return "message text is empty"
  return text.length > 4_096 ? "message is too long" : null
}

function parentOf(fields: Record<string, unknown>): string | null {
  const reply = fields["reply_parameters"]
  const parsed: unknown = typeof reply === "string" ? JSON.parse(reply) : reply
  return parsed === undefined ? null : String((parsed as { message_id: number }).message_id)
}

function remove(posts: PlatformPost[], id: string): Response {
  const at = posts.findIndex((post) => post.id === id)
  if (at < 0) return refusal(400, "Bad Request: message to delete not found")
  posts.splice(at, 1)
  return jsonAnswer({ ok: true, result: true })
}
