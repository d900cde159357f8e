import { describe, expect, test } from "vitest"
import { openX } from "../../shared/integrations/x.ts"
import type { XTokens } from "../../shared/integrations/x-tokens.ts"
import { newTokenStore, type TokenStore, X } from "../contracts/channel-accounts.ts"
import { connect, newPost, PICTURE } from "../contracts/channel-world.ts"
import { failureOf, fakeClock } from "../kit/outside.ts"
import { openXHost, type XAccount } from "../world/hosts/x.ts"
import { hasRecordings, preparedCall, readRecording, WITHOUT_RECORDINGS } from "./recordings.ts"

const first = { key: "dlv_1", previous: null }

function world(account: Partial<XAccount> = {}, store: TokenStore = newTokenStore(X)) {
  const clock = fakeClock()
  const platform = openXHost({ ...X, ...account })
  const fetches: string[] = []
  const deps = connect(platform, clock, fetches)
  const open = () => openX({ ...deps, store, client: X })
  return { clock, platform, store, fetches, open, channel: open() }
}

const prepared = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  const { call, asked } = preparedCall(() => ({ status, body, headers }))
  return {
    asked,
    channel: openX({ call, clock: fakeClock(), store: newTokenStore(X), client: X, readPicture: async () => new Uint8Array() }),
  }
}
const payloadOf = (text: string) => world().channel.render(newPost("x", [text]), null)
const refusalOf = async (status: number, body: unknown, headers: Record<string, string> = {}) =>
  failureOf(prepared(status, body, headers).channel.sendPart(payloadOf("hello"), 0, first))

test("a rendered thread is exactly these requests, labelled as made with AI", () => {
  expect(world().channel.render(newPost("x", ["BTC <up> & away", "more"], { alt: "A chart" }), PICTURE)).toMatchInlineSnapshot(`
    {
      "channel": "x",
      "parts": [
        {
          "body": {
            "made_with_ai": true,
            "text": "BTC <up> & away",
          },
          "text": "BTC <up> & away",
        },
        {
          "body": {
            "made_with_ai": true,
            "text": "more",
          },
          "text": "more",
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

describe("tokens", () => {
  const ended = () => newTokenStore(X, new Date("2026-11-21T12:00:30Z"))

  test("one that is about to end is renewed first, and both new ones are kept", async () => {
    const { channel, platform, store } = world({}, ended())
    await channel.sendPart(payloadOf("hello"), 0, first)
    expect(platform.posts.length).toBe(1)
    expect(store.tokens).toEqual({
      accessToken: "access-1-of-x",
      refreshToken: "refresh-1-of-x",
      expiresAt: new Date("2026-11-21T14:00:00Z"),
      refreshingUntil: null,
    })
  })

  test("one that X refuses early is renewed, and the post is sent once", async () => {
    const { channel, platform } = world()
    platform.expire()
    await channel.sendPart(payloadOf("hello"), 0, first)
    expect({ posts: platform.posts.length, refreshes: platform.refreshes }).toEqual({ posts: 1, refreshes: 1 })
  })

  test("of two that would renew at once one does, and the other comes back later", async () => {
    const { open, platform, store, clock } = world({}, ended())
    const sends = await Promise.allSettled([open().sendPart(payloadOf("a"), 0, first), open().sendPart(payloadOf("b"), 0, first)])
    expect(sends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
    const [rejected] = sends.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []))
    expect(rejected).toMatchObject({ code: "upstream-unavailable", waitMs: 5_000 })
    expect({ refreshes: platform.refreshes, kept: store.tokens.refreshToken }).toEqual({ refreshes: 1, kept: "refresh-1-of-x" })
    clock.pass(5_000)
    await open().sendPart(payloadOf("c"), 0, first)
    expect(platform.refreshes).toBe(1)
  })

  test("a new one is kept even where someone wrote the old one meanwhile", async () => {
    const store = ended()
    let disturbed = false
    const write = async (next: XTokens, version: string) => {
      if (next.refreshingUntil === null && !disturbed) {
        disturbed = true
        await store.write({ ...store.tokens, refreshingUntil: new Date(0) }, version)
      }
      return store.write(next, version)
    }
    const disturbing = Object.assign(Object.create(store) as TokenStore, { write })
    await world({}, disturbing).channel.sendPart(payloadOf("hello"), 0, first)
    expect(store.tokens).toMatchObject({ refreshToken: "refresh-1-of-x", refreshingUntil: null })
  })

  test("a refresher that died is waited for a minute, not for ever", async () => {
    const { channel, store, clock, platform } = world({}, ended())
    await store.write({ ...store.tokens, refreshingUntil: new Date(clock.now().getTime() + 60_000) }, "1")
    expect(await failureOf(channel.sendPart(payloadOf("hello"), 0, first))).toMatchObject({ code: "upstream-unavailable" })
    clock.pass(60_001)
    await channel.sendPart(payloadOf("hello"), 0, first)
    expect({ posts: platform.posts.length, refreshes: platform.refreshes }).toEqual({ posts: 1, refreshes: 1 })
  })

  test("one that X no longer takes needs a person, and none is shown", async () => {
    const { channel } = world({ refreshToken: "another" }, ended())
    const failure = await failureOf(channel.sendPart(payloadOf("hello"), 0, first))
    expect(failure).toMatchObject({
      code: "upstream-rejected",
      context: { status: 400, reason: "Value passed for the token was invalid." },
    })
    expect(JSON.stringify([failure, failure.context])).not.toContain(X.refreshToken)
  })

  test("none at all is a matter of configuration", async () => {
    const { call } = preparedCall(() => ({ body: {} }))
    const store = { read: async () => null, write: async () => false }
    const channel = openX({ call, clock: fakeClock(), store, client: X, readPicture: async () => new Uint8Array() })
    expect(await failureOf(channel.sendPart(payloadOf("hello"), 0, first))).toMatchObject({ code: "misconfigured" })
  })
})

describe("refusals", () => {
  const date = "Sat, 07 May 2022 13:20:51 UTC"

  test("a 429 waits until every window that is used up opens again, counted from the answer's own date", async () => {
    const headers = {
      date,
      "x-rate-limit-remaining": "0",
      "x-rate-limit-reset": "1651930551",
      "x-app-limit-24hour-remaining": "5",
      "x-app-limit-24hour-reset": "1651999999",
    }
    expect(await refusalOf(429, { title: "Too Many Requests", status: 429 }, headers)).toMatchObject({
      code: "rate-limited",
      waitMs: 900_000,
    })
    const both = { ...headers, "x-app-limit-24hour-remaining": "0" }
    expect((await refusalOf(429, {}, both)).waitMs).toBe(70_348_000)
  })

  test("a 429 without any hint waits a minute", async () => {
    expect(await refusalOf(429, "busy")).toMatchObject({ code: "rate-limited", waitMs: 60_000 })
  })

  test("a plan that is used up is asked again a day later", async () => {
    const body = { title: "UsageCapExceeded", period: "Monthly", detail: "Usage cap exceeded: Monthly product cap" }
    expect(await refusalOf(429, body)).toMatchObject({ code: "rate-limited", waitMs: 86_400_000, context: { reason: body.detail } })
  })

  test("a duplicate is a refusal that says so", async () => {
    const { channel, platform } = world({ refusesDuplicates: true })
    await channel.sendPart(payloadOf("same"), 0, first)
    const failure = await failureOf(channel.sendPart(payloadOf("same"), 0, { key: "dlv_2", previous: null }))
    expect(failure).toMatchObject({ code: "upstream-rejected", context: { reason: expect.stringContaining("duplicate content") } })
    expect(platform.posts.length).toBe(1)
  })

  test("a picture that can't be uploaded leaves nothing posted and nothing unknown", async () => {
    const { call, asked } = preparedCall((url) => ({ body: url.pathname.endsWith("append") ? "" : {}, status: 200 }))
    const channel = openX({ call, clock: fakeClock(), store: newTokenStore(X), client: X, readPicture: async () => new Uint8Array(3) })
    const payload = channel.render(newPost("x", ["hello"], { alt: "chart" }), PICTURE)
    expect(await failureOf(channel.sendPart(payload, 0, first))).toMatchObject({ code: "upstream-unavailable" })
    expect(asked.some(({ url }) => url.pathname === "/2/tweets")).toBe(false)
  })
})

describe("asking what became of a post", () => {
  test("reads on through the pages of a busy timeline", async () => {
    const { channel, clock, platform } = world()
    const since = clock.now()
    const sent = await channel.sendPart(payloadOf("the one"), 0, first)
    for (let i = 0; i < 150; i++) await channel.sendPart(payloadOf(`other ${i}`), 0, first)
    expect((await channel.find?.(payloadOf("the one"), 0, { ...first, since }))?.id).toBe(sent.id)
    expect(await channel.find?.(payloadOf("The one"), 0, { ...first, since })).toBeNull()
    expect(platform.posts.length).toBe(151)
  })

  test("is believed only after the timeline has had time", async () => {
    const { channel, clock } = world({ lagMs: 20_000 })
    const since = clock.now()
    await channel.sendPart(payloadOf("late"), 0, first)
    expect(await channel.find?.(payloadOf("late"), 0, { ...first, since })).toBeNull()
    clock.pass(channel.limits.settleMs)
    expect(await channel.find?.(payloadOf("late"), 0, { ...first, since })).not.toBeNull()
  })

  test("tells the same text with another address apart", async () => {
    const { channel, clock } = world()
    const since = clock.now()
    await channel.sendPart(payloadOf("New: https://studio.example/p/1"), 0, first)
    expect(await channel.find?.(payloadOf("New: https://studio.example/p/2"), 0, { ...first, since })).toBeNull()
    expect(await channel.find?.(payloadOf("New: https://studio.example/p/1"), 0, { ...first, since })).not.toBeNull()
  })
})

test("metrics are asked for in one request and read in X's words", async () => {
  const { channel, fetches } = world()
  const { id } = await channel.sendPart(payloadOf("hello"), 0, first)
  const before = fetches.length
  expect(await channel.metrics?.([id])).toEqual([{ id, impressions: 600, likes: 3, replies: 2, reposts: 1, quotes: 4, bookmarks: 5 }])
  expect(fetches.length - before).toBe(1)
})

describe.skipIf(!hasRecordings)(`recorded answers of X ${hasRecordings ? "" : WITHOUT_RECORDINGS}`, () => {
  type Recorded = { method: string; uri: string; status: number; headers: Record<string, string>; body: unknown }
  const recorded = (): Recorded[] =>
    readRecording("platform-payloads/x-api/tweepy-cassettes.jsonl")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Recorded)
  const like = (method: string, path: RegExp) =>
    recorded().filter((each) => each.method === method && path.test(new URL(each.uri).pathname))

  test("to posts are receipts", async () => {
    const answers = like("POST", /^\/2\/tweets$/)
    expect(answers.length).toBeGreaterThan(2)
    for (const { status, body, headers } of answers) {
      const receipt = await prepared(status, body, headers).channel.sendPart(payloadOf("hello"), 0, first)
      expect(receipt.id).toBe((body as { data: { id: string } }).data.id)
      expect(receipt.restMs).toBe(0)
    }
  })

  test("to deletions are done", async () => {
    const answers = like("DELETE", /^\/2\/tweets\/\d+$/)
    expect(answers.length).toBeGreaterThan(1)
    for (const { status, body, headers } of answers)
      await expect(prepared(status, body, headers).channel.remove?.("1")).resolves.toBeUndefined()
  })

  test("of a timeline are found in by their text", async () => {
    const answers = like("GET", /^\/2\/users\/\d+\/tweets$/)
    expect(answers.length).toBeGreaterThan(1)
    for (const { body } of answers) {
      const { data } = body as { data: { id: string; text: string }[] }
      const wanted = data[1] ?? { id: "", text: "" }
      const { call } = preparedCall((url) => ({
        body: url.pathname.endsWith("/me")
          ? like("GET", /users\/me$/)[0]?.body
          : url.searchParams.has("pagination_token")
            ? { meta: { result_count: 0 } }
            : body,
      }))
      const channel = openX({ call, clock: fakeClock(), store: newTokenStore(X), client: X, readPicture: async () => new Uint8Array() })
      expect((await channel.find?.(payloadOf(wanted.text), 0, { ...first, since: new Date(0) }))?.id).toBe(wanted.id)
    }
  })
})
