// What people do in the studio's chats on Telegram, as its updates say it.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { CHATS, type Front, openFront, WEBHOOK_SECRET } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const SECONDS = NOON.getTime() / 1_000 - 10
const AT = "2026-11-21T12:00:00.000Z"

let front: Front
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE event_inbox")
  front.database.fault = null
  front.hints.length = 0
})

async function send(update: object): Promise<Response> {
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": WEBHOOK_SECRET }
  return front.ask("/webhooks/telegram", { method: "POST", headers, body: JSON.stringify({ update_id: 1, ...update }) })
}
const inbox = async () =>
  (await front.database.rows("SELECT source, events FROM event_inbox")).map(([source, events]) => [source, JSON.parse(events ?? "")])

const ADA = { id: 4711, is_bot: false, first_name: "Ada <b>", username: "ada", language_code: "en" }
const BOT = { id: 123456, is_bot: true, first_name: "Studio" }
const CHANNEL = { id: CHATS.channel, type: "channel", title: "The studio", username: "studio" }
const GROUP = { id: CHATS.group, type: "supergroup", title: "Talk" }
const message = (over: object = {}) => ({
  message_id: 33,
  from: ADA,
  chat: GROUP,
  date: SECONDS,
  text: "Hello \ud83d\udcc8 <script>",
  ...over,
})
/** A post of the channel, as its group gets it. */
const forwarded = (chat: object = CHANNEL) => ({
  message_id: 30,
  from: { id: 777000, is_bot: false, first_name: "Telegram" },
  sender_chat: chat,
  chat: GROUP,
  date: SECONDS - 60,
  forward_origin: { type: "channel", chat, message_id: 812, date: SECONDS - 60 },
  is_automatic_forward: true,
  text: "BTC broke out.",
})
const LIKE = [{ type: "emoji", emoji: "\ud83d\udc4d" }]
const reaction = (over: object = {}) => ({
  chat: CHANNEL,
  message_id: 812,
  user: ADA,
  date: SECONDS,
  old_reaction: [],
  new_reaction: LIKE,
  ...over,
})
const change = (from: object, to: object, over: object = {}) => ({
  chat: CHANNEL,
  from: ADA,
  date: SECONDS,
  old_chat_member: { user: ADA, ...from },
  new_chat_member: { user: ADA, ...to },
  ...over,
})
const kept = (over: object) => ({ p: "telegram", u: "4711", v: 1_000, c: null, a: AT, r: false, m: null, ...over })

describe("an update", () => {
  it.each([
    ["a message in a group", { message: message() }, { k: `message:${CHATS.group}:33`, t: 12 }],
    ["a picture without words", { message: message({ text: undefined, photo: [{}] }) }, { k: `message:${CHATS.group}:33`, t: 12 }],
    [
      "a comment on a post",
      { message: message({ reply_to_message: forwarded() }) },
      { k: `message:${CHATS.group}:33`, t: 3, c: "ext:812" },
    ],
    [
      "an answer to somebody else",
      { message: message({ reply_to_message: message({ message_id: 5 }) }) },
      { k: `message:${CHATS.group}:33`, t: 12 },
    ],
    [
      "a comment on another channel's post",
      { message: message({ reply_to_message: forwarded({ id: -1009, type: "channel" }) }) },
      { k: `message:${CHATS.group}:33`, t: 12 },
    ],
    ["a reaction to a post", { message_reaction: reaction() }, { k: `reaction:${CHATS.channel}:812:4711`, t: 7, c: "ext:812" }],
    [
      "another reaction in its place",
      { message_reaction: reaction({ old_reaction: LIKE, new_reaction: [{ type: "custom_emoji", custom_emoji_id: "1" }] }) },
      { k: `reaction:${CHATS.channel}:812:4711`, t: 7, c: "ext:812" },
    ],
    [
      "a reaction taken back",
      { message_reaction: reaction({ old_reaction: LIKE, new_reaction: [] }) },
      { k: `reaction:${CHATS.channel}:812:4711`, t: 7, c: "ext:812", r: true },
    ],
    [
      "a reaction to a message of the group",
      { message_reaction: reaction({ chat: GROUP }) },
      { k: `reaction:${CHATS.group}:812:4711`, t: 7 },
    ],
    ["a new member", { chat_member: change({ status: "left" }, { status: "member" }) }, { k: `join:${CHATS.channel}:4711`, t: 11 }],
    [
      "a new member who may not write",
      { chat_member: change({ status: "restricted", is_member: false }, { status: "restricted", is_member: true }) },
      { k: `join:${CHATS.channel}:4711`, t: 11 },
    ],
    [
      "a moment ahead of our clock",
      { message: message({ date: SECONDS + 3_600 }) },
      { k: `message:${CHATS.group}:33`, t: 12, a: NOON.toISOString() },
    ],
  ])("is counted: %s", async (_what, update, event) => {
    const response = await send(update)
    expect([response.status, await response.json()]).toEqual([200, {}])
    expect(await inbox()).toEqual([["telegram", [kept(event)]]])
    expect(front.hints).toEqual([{ kind: "inbox" }])
  })

  it.each([
    ["a message in another chat", { message: message({ chat: { id: 4711, type: "private" } }) }],
    ["a bot's message", { message: message({ from: BOT }) }],
    ["the channel's own post, forwarded", { message: forwarded() }],
    ["an anonymous administrator", { message: message({ sender_chat: GROUP }) }],
    ["the chat's own word that somebody came", { message: message({ text: undefined, new_chat_members: [ADA] }) }],
    ["a changed message", { edited_message: message() }],
    ["a bot's reaction", { message_reaction: reaction({ user: BOT }) }],
    ["an anonymous reaction", { message_reaction: reaction({ user: undefined, actor_chat: CHANNEL }) }],
    ["a reaction elsewhere", { message_reaction: reaction({ chat: { id: 1, type: "channel" } }) }],
    ["a member who leaves", { chat_member: change({ status: "member" }, { status: "left" }) }],
    ["a member who is promoted", { chat_member: change({ status: "member" }, { status: "administrator" }) }],
    ["a member who is thrown out", { chat_member: change({ status: "restricted", is_member: true }, { status: "kicked" }) }],
    ["a new member elsewhere", { chat_member: change({ status: "left" }, { status: "member" }, { chat: { id: 1 } }) }],
    ["a new bot", { chat_member: change({ status: "left" }, { status: "member", user: BOT }) }],
    ["numbers that are none", { message: message({ message_id: 1e300, date: -1 }) }],
    ["names of the language itself", { message: JSON.parse('{"__proto__":{"message_id":1},"constructor":1}') as object }],
    ["nothing", {}],
  ])("is not counted: %s", async (_what, update) => {
    expect((await send(update)).status).toBe(200)
    expect(await inbox()).toEqual([])
  })

  it("keeps no name and no text", async () => {
    await send({ message: message({ reply_to_message: forwarded() }) })
    expect(JSON.stringify(await inbox())).not.toMatch(/ada|script|studio/i)
  })

  it("that can't be stored fails, so that Telegram sends it again", async () => {
    front.database.fault = async () => new Response("away", { status: 500 })
    expect((await send({ message: message() })).status).toBe(503)
  })
})
