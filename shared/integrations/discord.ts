// Discord's REST API: messages of a bot to one channel. Each message carries a nonce, so that a repeat within minutes is no second message.
// https://discord.com/developers/docs/resources/message (Create Message: nonce, enforce_nonce) and /topics/rate-limits.
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod"
import { escapeDiscord } from "../domain/discord-text.ts"
import { Failure } from "../kit/failure.ts"
import type { Call, CallAnswer } from "../kit/http.ts"
import { exchange, secondsHeader } from "./channel-exchange.ts"
import { multipart } from "./channel-multipart.ts"
import {
  type Channel,
  checkPost,
  partOf,
  type Payload,
  pictureOf,
  type Reading,
  type ReadPicture,
  type Receipt,
  toPayload,
} from "./channel.ts"

export type DiscordConfig = {
  readonly token: string
  readonly channelId: string
  /** Of the server, for the address of a message; null where it isn't known. */
  readonly guildId: string | null
  readonly baseUrl?: string
}

const SOURCE = "discord"
const LIMITS = { pictures: 1, pictureBytes: 10_000_000, perMinute: 30, settleMs: 5_000 }
/** Discord's ids hold their moment: milliseconds since 2015 above the lowest 22 bits. */
const EPOCH_MS = 1_420_070_400_000n
const PAGE = 100
const MAX_PAGES = 10

const Id = z.string().regex(/^\d{1,20}$/)
const Message = z.object({
  id: Id,
  content: z.string(),
  nonce: z.union([z.string(), z.number()]).nullish(),
  author: z.object({ id: Id }),
  reactions: z.array(z.object({ count: z.int().nonnegative() })).optional(),
})
type Message = z.infer<typeof Message>
const Me = z.object({ id: Id })
const Refused = z.object({
  message: z.string().optional(),
  code: z.int().optional(),
  retry_after: z.number().nonnegative().optional(),
  global: z.boolean().optional(),
})

type Ask = <S extends z.ZodType>(
  path: string,
  reply: S,
  more?: { method?: "POST" | "DELETE"; body?: string | Uint8Array<ArrayBuffer>; type?: string },
) => Promise<{ readonly reply: z.output<S>; readonly answer: CallAnswer }>

export function openDiscord(
  config: DiscordConfig,
  { call, readPicture }: { readonly call: Call; readonly readPicture: ReadPicture },
): Channel {
  if (!/^[\w.-]{20,}$/.test(config.token)) throw new Failure("misconfigured", "The Discord token is not one of a bot.")
  if (!Id.safeParse(config.channelId).success) throw new Failure("misconfigured", "The Discord channel is not an id.")
  const messages = `/channels/${config.channelId}/messages`
  const ask: Ask = (path, reply, { method, body, type } = {}) =>
    exchange(call, {
      request: {
        source: SOURCE,
        url: `${config.baseUrl ?? "https://discord.com"}/api/v10${path}`,
        headers: { authorization: `Bot ${config.token}`, ...(type === undefined ? {} : { "content-type": type }) },
        ...(method === undefined ? {} : { method }),
        ...(body === undefined ? {} : { body }),
      },
      reply,
      posts: method === "POST",
      waitMs,
      reason: reasonOf,
      secrets: [config.token],
    })
  const receiptOf = (id: string, restMs: number): Receipt => {
    const url = config.guildId === null ? null : `https://discord.com/channels/${config.guildId}/${config.channelId}/${id}`
    return { id, url, restMs }
  }
  const channel = { name: "discord", limits: LIMITS } as const
  return {
    ...channel,
    render(post, picture) {
      checkPost(channel, post, picture)
      return toPayload(post, picture, (text) => ({ content: escapeDiscord(text), allowed_mentions: { parse: [], replied_user: false } }))
    },
    async sendPart(payload, part, sending) {
      const form = await formOf(payload, part, sending, readPicture)
      const { reply, answer } = await ask(messages, Message, { method: "POST", ...form })
      return receiptOf(reply.id, restMs(answer.headers))
    },
    async find(payload, part, sending) {
      const wanted = String(partOf(payload, part, sending).body["content"])
      const nonce = nonceOf(sending.key, part)
      const { id: me } = (await ask("/users/@me", Me)).reply
      const isOurs = (message: Message): boolean =>
        message.author.id === me && (message.nonce == null ? message.content.trim() === wanted.trim() : String(message.nonce) === nonce)
      const found = (await listSince(ask, messages, snowflake(sending.since))).find(isOurs)
      return found ? receiptOf(found.id, 0) : null
    },
    metrics: (ids) => listReadings(ask, messages, ids),
    async remove(id) {
      await ask(`${messages}/${Id.parse(id)}`, z.unknown(), { method: "DELETE" }).catch((thrown: unknown) => {
        if (!(thrown instanceof Failure) || thrown.context["status"] !== 404) throw thrown
      })
    },
  }
}

/** At most 25 characters that only this part of this delivery has. */
const nonceOf = (key: string, part: number): string => bytesToHex(sha256(utf8ToBytes(`${key}\n${part}`))).slice(0, 25)

const snowflake = (at: Date): bigint => {
  const ms = BigInt(at.getTime()) - EPOCH_MS
  return ms > 0n ? ms << 22n : 0n
}

async function formOf(payload: Payload, part: number, sending: { key: string; previous: Receipt | null }, readPicture: ReadPicture) {
  const { body } = partOf(payload, part, sending)
  const { previous } = sending
  const reply = previous ? { message_reference: { message_id: previous.id, fail_if_not_exists: false } } : {}
  const message = { ...body, ...reply, nonce: nonceOf(sending.key, part), enforce_nonce: true }
  const picture = await pictureOf(payload, part, readPicture)
  if (!picture) return { body: JSON.stringify(message), type: "application/json" }
  const filename = `${picture.hash.slice(0, 16)}.png`
  const fields = { payload_json: JSON.stringify({ ...message, attachments: [{ id: 0, filename, description: picture.alt }] }) }
  const form = multipart(fields, { name: "files[0]", filename, contentType: picture.contentType, bytes: picture.bytes })
  return { body: form.body, type: form.contentType }
}

/** All messages after an id, oldest first. More than a thousand are more than one can be sure about. */
async function listSince(ask: Ask, messages: string, since: bigint): Promise<Message[]> {
  const all: Message[] = []
  let after = since
  for (let page = 0; page < MAX_PAGES; page++) {
    const { reply } = await ask(`${messages}?limit=${PAGE}&after=${after}`, z.array(Message))
    const inOrder = reply.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    all.push(...inOrder)
    if (reply.length < PAGE) return all
    after = BigInt(inOrder.at(-1)?.id ?? after)
  }
  throw new Failure("upstream-unknown", "discord has too many messages since then to be sure.", { context: { source: SOURCE } })
}

/** One page answers for all the posts in it, so there are never more requests than posts. Reactions are all that Discord counts. */
async function listReadings(ask: Ask, messages: string, ids: readonly string[]): Promise<Reading[]> {
  if (ids.length > 100) throw new Failure("invalid-input", `discord is asked for ${ids.length} posts at a time, at most 100.`)
  let left = ids.map((id) => BigInt(Id.parse(id))).sort((a, b) => (a < b ? -1 : 1))
  const readings: Reading[] = []
  for (let first = left[0]; first !== undefined; first = left[0]) {
    const { reply } = await ask(`${messages}?limit=${PAGE}&after=${first - 1n}`, z.array(Message))
    const byId = new Map(reply.map((message) => [BigInt(message.id), message]))
    const seen = [...byId.keys()].reduce((highest, id) => (id > highest ? id : highest), first)
    for (const id of left) {
      const message = byId.get(id)
      if (message) readings.push(readingOf(message))
    }
    left = left.filter((id) => id > seen)
  }
  return readings
}

const readingOf = ({ id, reactions = [] }: Message): Reading => ({
  id,
  impressions: null,
  likes: reactions.reduce((sum, { count }) => sum + count, 0),
  replies: null,
  reposts: null,
  quotes: null,
  bookmarks: null,
})

/** The body is finer than the header, which is in whole seconds. */
function waitMs({ headers }: CallAnswer, json: unknown): number | null {
  const told = Refused.safeParse(json).data?.retry_after
  return told === undefined ? (secondsHeader(headers, "retry-after") ?? secondsHeader(headers, "x-ratelimit-reset-after")) : told * 1000
}

const restMs = (headers: Headers): number =>
  headers.get("x-ratelimit-remaining") === "0" ? Math.ceil(secondsHeader(headers, "x-ratelimit-reset-after") ?? 0) : 0

function reasonOf(json: unknown): string | null {
  const { message, code, global } = Refused.safeParse(json).data ?? {}
  if (message === undefined) return null
  return `${message}${code === undefined ? "" : ` (${code})`}${global === true ? " (global)" : ""}`
}
