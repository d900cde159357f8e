// What of a Telegram update is something that a person did with the studio? Messages, answers to posts, reactions and joins in the studio's own chats.
import * as z from "zod"
import { INTERACTION_CODES, type InboxEvent, type InteractionType } from "../../shared/domain/interaction.ts"

/** https://core.telegram.org/bots/api#user */
const User = z.object({ id: z.int().positive(), is_bot: z.boolean() })
const Chat = z.object({ id: z.int() })
const Seconds = z.int().positive()

/** A post of a channel arrives in its discussion group as a message that says where it comes from: https://core.telegram.org/bots/api#messageoriginchannel */
const Forwarded = z.object({
  is_automatic_forward: z.literal(true),
  forward_origin: z.object({ type: z.literal("channel"), chat: Chat, message_id: z.int().positive() }),
})
/** https://core.telegram.org/bots/api#message; who writes in the name of a chat has a `sender_chat`, and is nobody. */
const Message = z.object({
  message_id: z.int().positive(),
  date: Seconds,
  chat: Chat,
  from: User,
  sender_chat: z.undefined().optional(),
  reply_to_message: z.unknown().optional(),
})
/** What a person says; everything else is the chat's own word about itself: who came, what was pinned. */
const CONTENT = "text caption photo video animation audio document sticker voice video_note poll location story".split(" ")

/** https://core.telegram.org/bots/api#messagereactionupdated; anonymous ones have no user. */
const Reaction = z.object({
  chat: z.object({ id: z.int(), type: z.string() }),
  message_id: z.int().positive(),
  user: User,
  date: Seconds,
  old_reaction: z.array(z.unknown()),
  new_reaction: z.array(z.unknown()),
})

/** https://core.telegram.org/bots/api#chatmember: somebody restricted is in the chat only where it says so. */
const Member = z.object({ status: z.string(), is_member: z.boolean().optional(), user: User })
const Joined = z.object({ chat: Chat, date: Seconds, old_chat_member: Member, new_chat_member: Member })

type Did = {
  readonly id: string
  readonly user: number
  readonly type: InteractionType
  readonly post: number | null
  readonly date: number
  readonly isBack?: boolean
}

/** The events of an update, at most one; none where it is about a chat that isn't the studio's, a bot, or nothing that counts. */
export function readTelegram(update: unknown, chats: readonly string[], now: Date): InboxEvent[] {
  if (typeof update !== "object" || update === null) return []
  const { message, message_reaction: reaction, chat_member: member } = update as Record<string, unknown>
  const did = readMessage(message, chats) ?? readReaction(reaction, chats) ?? readJoin(member, chats)
  return did === null ? [] : [toEvent(did, now)]
}

function toEvent({ id, user, type, post, date, isBack = false }: Did, now: Date): InboxEvent {
  return {
    k: id,
    p: "telegram",
    u: String(user),
    t: INTERACTION_CODES[type],
    v: 1_000,
    c: post === null ? null : `ext:${post}`,
    a: new Date(Math.min(date * 1_000, now.getTime())).toISOString(),
    r: isBack,
    m: null,
  }
}

const isOurs = ({ id }: z.infer<typeof Chat>, chats: readonly string[]): boolean => chats.includes(String(id))

function readMessage(message: unknown, chats: readonly string[]): Did | null {
  const { success, data } = Message.safeParse(message)
  if (!success || data.from.is_bot || !isOurs(data.chat, chats)) return null
  if (!CONTENT.some((name) => (message as Record<string, unknown>)[name] !== undefined)) return null
  const { message_id: number, chat, from, date } = data
  const post = postOf(data.reply_to_message, chats)
  return { id: `message:${chat.id}:${number}`, user: from.id, type: post === null ? "message" : "reply", post, date }
}

/** The number of the studio's post that a message answers. */
function postOf(answered: unknown, chats: readonly string[]): number | null {
  const { success, data } = Forwarded.safeParse(answered)
  return success && isOurs(data.forward_origin.chat, chats) ? data.forward_origin.message_id : null
}

/**
 * A reaction counts once for each person and message, whichever it is: changing it changes nothing, taking it back takes it back, and it can't be
 * given a second time. So nobody makes points by pressing again and again.
 */
function readReaction(reaction: unknown, chats: readonly string[]): Did | null {
  const { success, data } = Reaction.safeParse(reaction)
  if (!success || data.user.is_bot || !isOurs(data.chat, chats)) return null
  const { chat, message_id: number, user, date } = data
  // Numbers of messages are a chat's own: a group's are not those of the channel's posts.
  const post = chat.type === "channel" ? number : null
  const id = `reaction:${chat.id}:${number}:${user.id}`
  return { id, user: user.id, type: "reaction", post, date, isBack: data.new_reaction.length === 0 }
}

const isIn = ({ status, is_member: isMember }: z.infer<typeof Member>): boolean =>
  status === "restricted" ? isMember === true : ["member", "administrator", "creator"].includes(status)

/** Joining a chat counts once for each person. */
function readJoin(member: unknown, chats: readonly string[]): Did | null {
  const { success, data } = Joined.safeParse(member)
  if (!success || !isOurs(data.chat, chats)) return null
  const { user } = data.new_chat_member
  if (user.is_bot || isIn(data.old_chat_member) || !isIn(data.new_chat_member)) return null
  return { id: `join:${data.chat.id}:${user.id}`, user: user.id, type: "join", post: null, date: data.date }
}
