// What every channel keeps, whichever platform it speaks to. A new channel is tested by adding its row to channels.test.ts.
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { ChannelName } from "../../shared/domain/post.ts"
import { maxLength, textLength } from "../../shared/domain/text-length.ts"
import type { Channel, Payload, Receipt } from "../../shared/integrations/channel.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { log, loggable } from "../../shared/kit/log.ts"
import { failureOf, fakeClock } from "../kit/outside.ts"
import { pictureOf, type Platform } from "../world/hosts/platform.ts"
import { type ChannelDeps, connect, HOSTILE, newPost, PICTURE, PNG, UNKNOWN } from "./channel-world.ts"

export type ChannelWorld = { readonly channel: Channel; readonly platform: Platform }

export type ChannelCase = {
  readonly name: ChannelName
  readonly secrets: readonly string[]
  open(connect: (platform: Platform) => ChannelDeps): ChannelWorld
  /** What a reader sees of a text that the platform was sent. */
  readonly shows: (sent: string) => string
  /** Whether the platform can be asked for a post after a lost answer, and for its engagement. */
  readonly can: { readonly asked: boolean; readonly measured: boolean }
  /** Whether the platform keeps a picture's words. */
  readonly keepsAlt: boolean
}

function outcome(render: () => Payload): unknown {
  try {
    return render()
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === "invalid-input") return "refused"
    throw thrown
  }
}

export function channelContract(testCase: ChannelCase): void {
  const { name, shows } = testCase
  function world() {
    const clock = fakeClock()
    const fetches: string[] = []
    const opened = testCase.open((platform) => connect(platform, clock, fetches))
    return { ...opened, clock, fetches }
  }
  const sendAll = async (channel: Channel, payload: Payload, key = "dlv_1"): Promise<Receipt[]> => {
    const receipts: Receipt[] = []
    for (let part = 0; part < payload.parts.length; part++)
      receipts.push(await channel.sendPart(payload, part, { key, previous: receipts.at(-1) ?? null }))
    return receipts
  }
  const first = { key: "dlv_1", previous: null }

  describe(`${name} keeps the contract`, () => {
    it("renders every text that fits, always alike, into a payload that JSON keeps", () => {
      const { channel } = world()
      const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 })
      fc.assert(
        fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.boolean(), (parts, pictured) => {
          const fits = parts.every(
            (part, i) => part.trim() !== "" && textLength(name, part) <= maxLength(name, { hasPicture: pictured && i === 0 }),
          )
          const post = newPost(name, parts, { alt: pictured ? "a chart" : null })
          const render = () => channel.render(post, pictured ? PICTURE : null)
          expect(outcome(render) !== "refused").toBe(fits)
          expect(outcome(render)).toEqual(outcome(render))
          expect(JSON.parse(JSON.stringify(outcome(render)))).toEqual(outcome(render))
        }),
        { numRuns: 200 },
      )
    })

    it.each([
      ["an empty part", newPost(name, [" \n"]), null, "/parts/0"],
      ["no part", newPost(name, []), null, "/parts"],
      [
        "too many parts",
        newPost(
          name,
          Array.from({ length: 26 }, () => "a"),
        ),
        null,
        "/parts",
      ],
      ["a second part that is too long", newPost(name, ["a", "é".repeat(maxLength(name, { hasPicture: false }) + 1)]), null, "/parts/1"],
      [
        "a caption that is too long",
        newPost(name, ["é".repeat(maxLength(name, { hasPicture: true }) + 1)], { alt: "a" }),
        PICTURE,
        "/parts/0",
      ],
      ["another channel's post", newPost("feed", ["a"]), null, "/channel"],
      ["a picture without words", newPost(name, ["a"]), PICTURE, "/alt"],
      ["a picture that is too large", newPost(name, ["a"], { alt: "a" }), { ...PICTURE, bytes: 50_000_000 }, "/picture"],
    ])("refuses %s before anything is sent", (_what, post, picture, pointer) => {
      const { channel, fetches } = world()
      expect(() => channel.render(post, picture)).toThrow(
        expect.objectContaining({ code: "invalid-input", faults: [expect.objectContaining({ pointer })] }),
      )
      expect(fetches).toEqual([])
    })

    it("takes a part that is exactly as long as it may be", async () => {
      const { channel, platform } = world()
      const long = "é".repeat(maxLength(name, { hasPicture: false }))
      await sendAll(channel, channel.render(newPost(name, [long]), null))
      expect(platform.posts.map(({ text }) => text)).toEqual([long])
    })

    it("posts a thread in order, each part once and under the one before", async () => {
      const { channel, platform } = world()
      const receipts = await sendAll(channel, channel.render(newPost(name, ["one", "two", "three"]), null))
      expect(platform.posts.map(({ text }) => text)).toEqual(["one", "two", "three"])
      expect(platform.posts.map(({ id }) => id)).toEqual(receipts.map(({ id }) => id))
      expect(platform.posts.map(({ parent }) => parent)).toEqual([null, receipts[0]?.id, receipts[1]?.id])
      expect(receipts.every(({ url }) => url === null || url.startsWith("https://"))).toBe(true)
    })

    it("sends no part out of its place", async () => {
      const { channel, fetches } = world()
      const payload = channel.render(newPost(name, ["one", "two"]), null)
      const receipt = { id: "1", url: null, restMs: 0 }
      expect(await failureOf(channel.sendPart(payload, 1, first))).toMatchObject({ code: "invalid-input" })
      expect(await failureOf(channel.sendPart(payload, 0, { key: "k", previous: receipt }))).toMatchObject({ code: "invalid-input" })
      expect(await failureOf(channel.sendPart(payload, 2, { key: "k", previous: receipt }))).toMatchObject({ code: "invalid-input" })
      expect(fetches).toEqual([])
    })

    it("hangs the picture, whole and with its words, on the first part only", async () => {
      const { channel, platform } = world()
      await sendAll(channel, channel.render(newPost(name, ["one", "two"], { alt: "A “chart” & more" }), PICTURE))
      const alt = testCase.keepsAlt ? "A “chart” & more" : null
      expect(platform.posts.map(({ picture }) => picture)).toEqual([pictureOf(PNG, alt), null])
    })

    it("a 429 carries its wait and is asked once", async () => {
      const { channel, platform } = world()
      platform.fail("429")
      const failure = await failureOf(channel.sendPart(channel.render(newPost(name, ["one"]), null), 0, first))
      expect(failure.code).toBe("rate-limited")
      expect(failure.waitMs).toBeGreaterThan(6_000)
      expect(failure.waitMs).toBeLessThanOrEqual(7_000)
      expect({ attempts: platform.attempts, posts: platform.posts.length }).toEqual({ attempts: 1, posts: 0 })
    })

    it("a refusal is final and asked once", async () => {
      const { channel, platform } = world()
      platform.fail("403")
      const failure = await failureOf(channel.sendPart(channel.render(newPost(name, ["one"]), null), 0, first))
      expect(failure).toMatchObject({ code: "upstream-rejected", context: { source: name, status: 403 } })
      expect({ attempts: platform.attempts, posts: platform.posts.length }).toEqual({ attempts: 1, posts: 0 })
    })

    it.each(UNKNOWN)("%s is unknown and asked once; asking settles it where the platform can be asked", async (fault, isThere) => {
      const { channel, platform, clock } = world()
      const since = clock.now()
      const payload = channel.render(newPost(name, ["BTC < ETH & 5 > 3, see example.com/a_b?c=1"], { alt: "a chart" }), PICTURE)
      platform.fail(fault)
      expect(await failureOf(channel.sendPart(payload, 0, first))).toMatchObject({ code: "upstream-unknown" })
      expect({ attempts: platform.attempts, posts: platform.posts.length }).toEqual({ attempts: 1, posts: isThere ? 1 : 0 })
      if (channel.find === null) return
      clock.pass(channel.limits.settleMs)
      const found = await channel.find(payload, 0, { ...first, since })
      expect(found?.id ?? null).toBe(platform.posts[0]?.id ?? null)
      expect(platform.attempts).toBe(1)
    })

    it("finds neither an older post with the same text nor another part of the thread", async () => {
      const { channel, platform, clock } = world()
      const payload = channel.render(newPost(name, ["one", "two"]), null)
      const old = await channel.sendPart(payload, 0, { key: "dlv_0", previous: null })
      if (channel.find === null) return
      clock.pass(3_600_000)
      const since = clock.now()
      expect(await channel.find(payload, 0, { ...first, since })).toBeNull()
      const receipt = await channel.sendPart(payload, 0, first)
      expect(await channel.find(payload, 1, { key: "dlv_1", previous: receipt, since })).toBeNull()
      expect((await channel.find(payload, 0, { ...first, since }))?.id).toBe(receipt.id)
      expect([old.id, receipt.id]).toEqual(platform.posts.map(({ id }) => id))
    })

    it("shows no secret in any failure, nor in its log line, even where the platform repeats it", async () => {
      const written = vi.spyOn(console, "error").mockImplementation(() => undefined)
      const texts: string[] = []
      for (const fault of [...UNKNOWN.map(([each]) => each), "429", "403", "echo"] as const) {
        const { channel, platform } = world()
        platform.fail(fault)
        const failure = await failureOf(channel.sendPart(channel.render(newPost(name, ["one"]), null), 0, first))
        log("alert", "delivery", { failure, context: failure.context })
        texts.push(String(failure), failure.detail, failure.stack ?? "", JSON.stringify([failure.context, loggable(failure.cause)]))
      }
      const all = [...texts, ...written.mock.calls.flat().map(String)].join("\n")
      written.mockRestore()
      expect(all).toContain("[hidden]")
      expect(testCase.secrets.filter((secret) => all.includes(secret))).toEqual([])
    })

    it.each(HOSTILE)("shows hostile text as it is written: %j", async (text) => {
      const { channel, platform } = world()
      const post = newPost(name, [text], { alt: text })
      await sendAll(channel, channel.render(post, null), "dlv_1")
      await sendAll(channel, channel.render(post, PICTURE), "dlv_2")
      expect(platform.posts.map(({ text: sent }) => shows(sent))).toEqual([text, text])
      expect(platform.posts.every(({ body }) => !("parse_mode" in body))).toBe(true)
    })

    it("says whether it can be asked what it did, and how it did", () => {
      const { channel } = world()
      expect({ asked: channel.find !== null, measured: channel.metrics !== null }).toEqual(testCase.can)
    })

    it("measures 100 posts at most and leaves out those that are gone", async () => {
      const { channel, platform, fetches } = world()
      const [kept, gone] = await sendAll(channel, channel.render(newPost(name, ["one", "two"]), null))
      if (channel.metrics === null) return
      platform.drop(gone?.id ?? "")
      const before = fetches.length
      expect((await channel.metrics([kept?.id ?? "", gone?.id ?? ""])).map(({ id }) => id)).toEqual([kept?.id])
      expect(fetches.length - before).toBeLessThanOrEqual(2)
      const many = Array.from({ length: 101 }, (_, i) => String(i + 1))
      expect(await failureOf(channel.metrics(many))).toMatchObject({ code: "invalid-input" })
      expect(await channel.metrics([])).toEqual([])
    })

    it("takes a post down; doing it twice is doing it once", async () => {
      const { channel, platform } = world()
      const [receipt] = await sendAll(channel, channel.render(newPost(name, ["one"]), null))
      await channel.remove?.(receipt?.id ?? "")
      await channel.remove?.(receipt?.id ?? "")
      expect(platform.posts).toEqual([])
    })
  })
}
