import { describe, expect, test } from "vitest"
import { type DiscordConfig, openDiscord } from "../../shared/integrations/discord.ts"
import { DISCORD } from "../contracts/channel-accounts.ts"
import { connect, newPost, PICTURE, PNG } from "../contracts/channel-world.ts"
import { failureOf, fakeClock } from "../kit/outside.ts"
import { type DiscordAccount, openDiscordHost } from "../world/hosts/discord.ts"
import { hasRecordings, preparedCall, readRecording, WITHOUT_RECORDINGS } from "./recordings.ts"

const first = { key: "dlv_1", previous: null }
const config: DiscordConfig = { ...DISCORD, guildId: "77" }

function world(account: Partial<DiscordAccount> = {}) {
  const clock = fakeClock()
  const platform = openDiscordHost({ ...DISCORD, ...account })
  const fetches: string[] = []
  return { clock, platform, fetches, channel: openDiscord(config, connect(platform, clock, fetches)) }
}

function prepared(status: number, body: unknown, headers: Record<string, string> = {}) {
  const { call } = preparedCall(() => ({ status, body, headers }))
  return openDiscord(config, { call, readPicture: async () => PNG })
}

const payloadOf = (text: string) => world().channel.render(newPost("discord", [text]), null)

test("a rendered message is exactly this request: markup escaped, nobody mentioned", () => {
  const post = newPost("discord", ["**BTC** <@1> up, see https://studio.example/a_b"], { alt: "A chart" })
  expect(world().channel.render(post, PICTURE)).toMatchInlineSnapshot(`
    {
      "channel": "discord",
      "parts": [
        {
          "body": {
            "allowed_mentions": {
              "parse": [],
              "replied_user": false,
            },
            "content": "\\*\\*BTC\\*\\* \\<@1> up, see https://studio.example/a_b",
          },
          "text": "**BTC** <@1> up, see https://studio.example/a_b",
        },
      ],
      "picture": {
        "alt": "A chart",
        "bytes": 13,
        "contentType": "image/png",
        "hash": "abababababababababababababababababababababababababababababababab",
      },
    }
  `)
})

test("the same delivery sent twice within minutes is one message, another with the same text is a second", async () => {
  const { channel, platform } = world()
  const once = await channel.sendPart(payloadOf("hello"), 0, first)
  const again = await channel.sendPart(payloadOf("hello"), 0, first)
  expect(again.id).toBe(once.id)
  await channel.sendPart(payloadOf("hello"), 0, { key: "dlv_2", previous: null })
  expect(platform.posts.length).toBe(2)
  expect(platform.posts.map(({ body }) => String(body["nonce"]).length)).toEqual([25, 25])
})

test("a message is found by its nonce where Discord still tells it, and not taken for another with the same text", async () => {
  const { channel, clock } = world({ tellsNonces: true })
  const since = clock.now()
  const sent = await channel.sendPart(payloadOf("hello"), 0, first)
  expect((await channel.find?.(payloadOf("hello"), 0, { ...first, since }))?.id).toBe(sent.id)
  expect(await channel.find?.(payloadOf("hello"), 0, { key: "dlv_2", previous: null, since })).toBeNull()
})

test("a message of somebody else with the same text is not ours", async () => {
  const me = { id: "123", username: "studio" }
  const { call } = preparedCall((url) => ({
    body: url.pathname.endsWith("@me") ? me : [{ id: "5", content: "hello", author: { id: "999" } }],
  }))
  const other = openDiscord(config, { call, readPicture: async () => PNG })
  expect(await other.find?.(payloadOf("hello"), 0, { ...first, since: new Date(0) })).toBeNull()
})

test("a busy channel is read on to the end", async () => {
  const { channel, clock } = world()
  const since = clock.now()
  for (let i = 0; i < 120; i++) await channel.sendPart(payloadOf(`other ${i}`), 0, { key: `dlv_${i}x`, previous: null })
  const sent = await channel.sendPart(payloadOf("the one"), 0, first)
  expect((await channel.find?.(payloadOf("the one"), 0, { ...first, since }))?.id).toBe(sent.id)
})

test("100 posts are measured by one request where they lie close together, and only reactions are told", async () => {
  const { channel, fetches, platform } = world()
  const ids: string[] = []
  for (let i = 0; i < 100; i++) ids.push((await channel.sendPart(payloadOf(`post ${i}`), 0, { key: `dlv_${i}`, previous: null })).id)
  const [post] = platform.posts
  Object.assign(post?.body ?? {}, {
    reactions: [
      { count: 3, emoji: {} },
      { count: 2, emoji: {} },
    ],
  })
  const before = fetches.length
  const readings = await channel.metrics?.(ids)
  expect(readings?.length).toBe(100)
  expect(readings?.[0]).toEqual({ id: ids[0], impressions: null, likes: 5, replies: null, reposts: null, quotes: null, bookmarks: null })
  expect(fetches.length - before).toBe(1)
})

test("a bucket that is used up tells how long to rest", async () => {
  const message = { id: "5", content: "hello", author: { id: "1" } }
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "1.5" }
  expect((await prepared(200, message, headers).sendPart(payloadOf("hello"), 0, first)).restMs).toBe(1_500)
})

test.each([
  ["a channel that is no id", { ...config, channelId: "../users/1" }],
  ["a token that is none", { ...config, token: "a b" }],
])("%s is told before anything is sent", (_what, wrong) => {
  expect(() => openDiscord(wrong, { call: preparedCall(() => ({ body: {} })).call, readPicture: async () => PNG })).toThrow(
    expect.objectContaining({ code: "misconfigured" }),
  )
})

describe.skipIf(!hasRecordings)(`recorded answers of Discord ${hasRecordings ? "" : WITHOUT_RECORDINGS}`, () => {
  test("429s wait as long as they say, to the millisecond", async () => {
    type Example = { status: number; headers: Record<string, string>; body?: unknown }
    const examples = JSON.parse(readRecording("platform-payloads/discord/rate-limit-429-examples.json")) as Example[]
    const limited = examples.filter(({ status }) => status === 429)
    const failures = await Promise.all(
      limited.map(({ status, body, headers }) => failureOf(prepared(status, body, headers).sendPart(payloadOf("hello"), 0, first))),
    )
    expect(failures.map(({ code, waitMs }) => [code, waitMs])).toEqual([
      ["rate-limited", 64_570],
      ["rate-limited", 1_336_570],
      ["rate-limited", 64_570],
    ])
  })
})
