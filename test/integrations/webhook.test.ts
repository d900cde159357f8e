// How does a message leave the house? Over the real way out, to a receiver that behaves as badly as it likes.
import { beforeEach, describe, expect, it } from "vitest"
import { openWebhooks, type OutgoingMessage, secretOf } from "../../shared/integrations/webhook.ts"
import { openCall } from "../../shared/kit/http.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { verifyMessage } from "../../shared/kit/standard-webhook.ts"
import { openWebhookReceiver, type WebhookReceiver } from "../world/hosts/webhook-receiver.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const KEY = "a-webhook-key-of-the-tests-0123456789"
const ENDPOINT = "whe_01jd8z3k9q4m7x2c5v8b"

let receiver: WebhookReceiver
beforeEach(() => void (receiver = openWebhookReceiver()))

function open(publicUrl: string | null = null, timeoutMs = 5_000) {
  const clock = openVirtualClock(NOON)
  const fetch = (input: RequestInfo | URL, init?: RequestInit) =>
    Promise.resolve(receiver.host.answer(new Request(input, init), clock.now()))
  const call = openCall({
    fetch,
    clock,
    meter: new Meter(),
    random: Math.random,
    timeoutMs,
    maxBytes: 0,
    concurrency: 5,
    attempts: 1,
    backoff: { baseMs: 0, capMs: 0 },
    breakers: () => ({ restMs: () => 0, run: (_now, send) => send() }),
  })
  return openWebhooks({ key: KEY, publicUrl }, { call, clock })
}

const message = (path: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: "msg_01jd8z3k9q4m7x2c5v8b",
  endpoint: ENDPOINT,
  url: `https://hooks.example.com${path}`,
  secretVersion: 2,
  previousUntil: null,
  type: "post.published",
  occurredAt: NOON,
  data: { id: "post_01jd8z3k9q4m7x2c5v8b", channel: "x" },
  ...more,
})

describe("a message", () => {
  it("is a signed POST of JSON that says who sends it, and nothing that could open a door", async () => {
    expect(await open().send(message("/a?b=c"))).toEqual({
      at: NOON,
      wallMs: expect.any(Number),
      status: 204,
      failure: null,
      askedMs: null,
    })
    const [{ path, headers, body } = { path: "", headers: new Headers(), body: "" }] = receiver.messages
    expect(path).toBe("/a?b=c")
    expect([...headers.keys()].toSorted()).toEqual(["content-type", "user-agent", "webhook-id", "webhook-signature", "webhook-timestamp"])
    expect(headers.get("content-type")).toBe("application/json")
    expect(await verifyMessage(headers, body, await secretOf(KEY, ENDPOINT, 2), NOON)).toBe("msg_01jd8z3k9q4m7x2c5v8b")
    await expect(verifyMessage(headers, body, await secretOf(KEY, ENDPOINT, 1), NOON)).rejects.toMatchObject({ code: "unauthenticated" })
  })

  it("carries the signature of the secret before as well, until its time is over", async () => {
    const fits = async (previousUntil: Date, version: number) => {
      await open().send(message("/", { previousUntil }))
      const { headers, body } = receiver.messages.at(-1) ?? { headers: new Headers(), body: "" }
      return verifyMessage(headers, body, await secretOf(KEY, ENDPOINT, version), NOON).then(
        () => true,
        () => false,
      )
    }
    const [during, after] = [new Date(NOON.getTime() + 1), NOON]
    expect([await fits(during, 2), await fits(during, 1), await fits(after, 2), await fits(after, 1)]).toEqual([true, true, true, false])
  })

  it("is not sent to the studio itself, nor to what isn't an address of the open internet", async () => {
    const own = open("https://hooks.example.com")
    for (const [webhooks, url] of [
      [own, "https://hooks.example.com/"],
      [open(), "https://10.0.0.1/"],
      [open(), "http://hooks.example.com/"],
    ] as const) {
      expect(await webhooks.send(message("/", { url }))).toMatchObject({ status: null, failure: expect.stringMatching(/^not sent: /) })
    }
    expect(receiver.messages).toEqual([])
  })
})

describe("what the receiver does", () => {
  it.each([
    ["/status/200", 200, null, null],
    ["/status/299", 299, null, null],
    ["/status/304", 304, "answered 304", null],
    ["/status/400", 400, "answered 400", null],
    ["/status/410", 410, "answered 410", null],
    ["/status/429/7", 429, "answered 429", 7_000],
    ["/status/500", 500, "answered 500", null],
    ["/status/503/120", 503, "answered 503", 120_000],
    ["/redirect", 302, "answered 302", null],
    ["/drop", null, "could not be reached", null],
  ])("%s", async (path, status, failure, askedMs) => {
    expect(await open().send(message(path))).toMatchObject({ status, failure, askedMs })
    expect(receiver.messages).toHaveLength(1)
  })

  it("may be silence, which ends with the time-out", async () => {
    expect(await open(null, 20).send(message("/hang"))).toMatchObject({ status: null, failure: "no answer in time" })
  })

  it("may be an answer without an end, of which nothing is read", async () => {
    expect(await open(null, 2_000).send(message("/huge"))).toMatchObject({ status: 200, failure: null })
  })
})
