// Telegram's Bot API: messages to a channel. A lost answer can't be asked for, so it waits for a person; views can't be asked for either.
// https://core.telegram.org/bots/api (sendMessage, sendPhoto, deleteMessage, "Making requests", ResponseParameters).
import * as z from "zod"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer } from "../kit/http.ts"
import { exchange, secondsHeader } from "./channel-exchange.ts"
import { multipart } from "./channel-multipart.ts"
import { type Channel, checkPost, type Part, partOf, pictureOf, type ReadPicture, type Receipt, toPayload } from "./channel.ts"

export type TelegramConfig = {
  /** A bot's token, `123456:ABC…`. */
  readonly token: string
  /** `@name` of a public channel, or the number of any chat. */
  readonly chatId: string
  readonly baseUrl?: string
}

const SOURCE = "telegram"
const LIMITS = { pictures: 1, pictureBytes: 10_000_000, perMinute: 20, settleMs: 0 }

const Sent = z.object({
  ok: z.literal(true),
  result: z.object({ message_id: z.int(), chat: z.object({ id: z.int(), username: z.string().optional() }) }),
})
const Deleted = z.object({ ok: z.literal(true), result: z.literal(true) })
const Refused = z.object({
  error_code: z.int().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().nonnegative().optional(), migrate_to_chat_id: z.int().optional() }).optional(),
})

/** `call` sends each request once where it posts; a text goes out as plain text, never as markup. Throws `misconfigured` for a token that is none. */
export function openTelegram(
  config: TelegramConfig,
  { call, readPicture }: { readonly call: Call; readonly readPicture: ReadPicture },
): Channel {
  if (!/^\d{3,}:[\w-]{20,}$/.test(config.token)) throw new Failure("misconfigured", "The Telegram token is not one of a bot.")
  const ask = <S extends z.ZodType>(
    method: string,
    reply: S,
    form: { headers: Record<string, string>; body: string | Uint8Array<ArrayBuffer> },
    posts: boolean,
  ) =>
    exchange(call, {
      request: {
        source: SOURCE,
        url: `${config.baseUrl ?? "https://api.telegram.org"}/bot${config.token}/${method}`,
        method: "POST",
        ...form,
      },
      reply,
      posts,
      waitMs,
      reason: reasonOf,
      secrets: [config.token],
    })
  const channel = { name: "telegram", limits: LIMITS } as const
  return {
    ...channel,
    render(post, picture) {
      checkPost(channel, post, picture)
      return toPayload(post, picture, (text, i) => bodyOf(text, picture !== null && i === 0, post.title))
    },
    async sendPart(payload, part, sending) {
      const { body } = partOf(payload, part, sending)
      const picture = await pictureOf(payload, part, readPicture)
      const fields = { chat_id: config.chatId, ...body, ...(sending.previous ? replyTo(sending.previous) : {}) }
      const form = picture ? photoForm(fields, picture) : jsonForm(fields)
      const { reply } = await ask(picture ? "sendPhoto" : "sendMessage", Sent, form, true)
      return receiptOf(reply)
    },
    find: null,
    metrics: null,
    async remove(id) {
      const form = jsonForm({ chat_id: config.chatId, message_id: Number(id) })
      await ask("deleteMessage", Deleted, form, false).catch((thrown: unknown) => {
        if (!(thrown instanceof Failure) || !/message to delete not found/i.test(String(thrown.context["reason"]))) throw thrown
      })
    },
  }
}

/** A title that opens the text is printed bold by an entity, whose place counts in UTF-16 units. */
function bodyOf(text: string, isCaption: boolean, title: string | null): Part["body"] {
  const entities = title !== null && text.startsWith(title) ? [{ type: "bold", offset: 0, length: title.length }] : []
  if (isCaption) return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) }
  return { text, ...(entities.length > 0 ? { entities } : {}), link_preview_options: { is_disabled: true } }
}

const replyTo = ({ id }: Receipt) => ({ reply_parameters: { message_id: Number(id), allow_sending_without_reply: true } })

const jsonForm = (fields: Record<string, unknown>) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(fields) })

function photoForm(
  fields: Record<string, unknown>,
  { bytes, contentType, hash }: { bytes: Uint8Array; contentType: string; hash: string },
) {
  const texts = Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const)
  const file = { name: "photo", filename: `${hash.slice(0, 16)}.png`, contentType, bytes }
  const { body, contentType: type } = multipart(Object.fromEntries(texts), file)
  return { headers: { "content-type": type }, body }
}

function receiptOf({ result: { message_id, chat } }: z.output<typeof Sent>): Receipt {
  const place = chat.username ?? `c/${String(chat.id).replace(/^-100/, "")}`
  return { id: String(message_id), url: `https://t.me/${place}/${message_id}`, restMs: 0 }
}

/** Milliseconds that an answer of Telegram asks to wait, null where it doesn't say. */
export function waitMs({ headers }: CallAnswer, json: unknown): number | null {
  const { parameters, description = "" } = Refused.safeParse(json).data ?? {}
  const told = parameters?.retry_after ?? /retry after (\d{1,9})/i.exec(description)?.[1]
  return told === undefined ? secondsHeader(headers, "retry-after") : Number(told) * 1000
}

/** Telegram's own words on a refusal. */
export function reasonOf(json: unknown): string | null {
  const { description, parameters } = Refused.safeParse(json).data ?? {}
  const moved = parameters?.migrate_to_chat_id
  return description === undefined ? null : description + (moved === undefined ? "" : ` (now ${moved})`)
}
