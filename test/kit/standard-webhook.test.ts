// Is a message signed as the specification has it? Its own library is asked, both ways round.
import fc from "fast-check"
import { Webhook } from "standardwebhooks"
import { describe, expect, it } from "vitest"
import type { Failure } from "../../shared/kit/failure.ts"
import { deriveSecret, signMessage, verifyMessage } from "../../shared/kit/standard-webhook.ts"

const KEY = "a-key-of-the-tests-with-some-length"
const [OLD, NEW, OTHER] = await Promise.all(["whe_1:1", "whe_1:2", "whe_2:1"].map((subject) => deriveSecret(KEY, subject)))
if (OLD === undefined || NEW === undefined || OTHER === undefined) throw new Error("three secrets")

/** The library reads the machine's own time. */
const now = new Date()
const MESSAGE = { id: "msg_01jd8z3k9q4m7x2c5v8b", at: now, body: '{"type":"webhook.test","data":{"id":"ü"}}' }

const unauthenticated = expect.objectContaining({ code: "unauthenticated" })

describe("the example of the specification's library", () => {
  it("gets the same signature", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    const at = new Date(1_614_265_330_000)
    const [id, body] = ["msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}']
    const { "webhook-signature": signature } = await signMessage({ id, at, body }, [secret])
    expect(signature).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    expect(signature).toBe(new Webhook(secret).sign(id, at, body))
  })
})

describe("a signed message", () => {
  it("is taken by the official library, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^msg_[0-9a-z]{10,40}$/),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 9 }),
        async (id, data, version) => {
          const body = JSON.stringify({ data })
          const secret = await deriveSecret(KEY, `whe_${version}`)
          const headers = await signMessage({ id, at: now, body }, [secret])
          expect(new Webhook(secret).verify(body, { ...headers })).toEqual(JSON.parse(body))
          expect(await verifyMessage(new Headers(headers), body, secret, now)).toBe(id)
        },
      ),
      { numRuns: 60 },
    )
  })

  it("is taken with the old and with the new secret while a rotation lasts", async () => {
    const headers = await signMessage(MESSAGE, [NEW, OLD])
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2)
    for (const secret of [NEW, OLD]) {
      expect(() => new Webhook(secret).verify(MESSAGE.body, { ...headers })).not.toThrow()
      expect(await verifyMessage(new Headers(headers), MESSAGE.body, secret, now)).toBe(MESSAGE.id)
    }
    expect(() => new Webhook(OTHER).verify(MESSAGE.body, { ...headers })).toThrow("No matching signature")
  })

  it("is refused once anything of it is another", async () => {
    const headers = await signMessage(MESSAGE, [NEW])
    const verify = (change: Record<string, string>, body = MESSAGE.body, secret = NEW, at = now) =>
      verifyMessage(new Headers({ ...headers, ...change }), body, secret, at)
    await expect(verify({})).resolves.toBe(MESSAGE.id)
    await expect(verify({}, `${MESSAGE.body} `)).rejects.toEqual(unauthenticated)
    await expect(verify({}, MESSAGE.body, OTHER)).rejects.toEqual(unauthenticated)
    await expect(verify({ "webhook-id": "msg_01jd8z3k9q4m7x2c5v8c" })).rejects.toEqual(unauthenticated)
    await expect(verify({ "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 1) })).rejects.toEqual(unauthenticated)
    await expect(verify({ "webhook-timestamp": "soon" })).rejects.toEqual(unauthenticated)
    await expect(verify({ "webhook-signature": headers["webhook-signature"].replace("v1,", "v2,") })).rejects.toEqual(unauthenticated)
    await expect(verify({ "webhook-signature": "" })).rejects.toEqual(unauthenticated)
  })

  it("is refused when it is older or newer than five minutes", async () => {
    const headers = new Headers(await signMessage(MESSAGE, [NEW]))
    const sent = Math.floor(now.getTime() / 1_000) * 1_000
    const verdicts = [-301, -300, 300, 301].map(async (seconds) =>
      verifyMessage(headers, MESSAGE.body, NEW, new Date(sent + seconds * 1_000)).then(
        () => "taken",
        (thrown: unknown) => (thrown as Failure).code,
      ),
    )
    expect(await Promise.all(verdicts)).toEqual(["unauthenticated", "taken", "taken", "unauthenticated"])
  })

  it("can't have an id that would move the border between its parts", async () => {
    await expect(signMessage({ ...MESSAGE, id: "msg_1.2" }, [NEW])).rejects.toMatchObject({ code: "bug" })
  })
})

describe("a secret", () => {
  it("follows from the key and its subject alone, and has 32 bytes", async () => {
    expect(await deriveSecret(KEY, "whe_1:1")).toBe(OLD)
    expect(new Set([OLD, NEW, OTHER, await deriveSecret(`${KEY}!`, "whe_1:1")]).size).toBe(4)
    expect(atob(OLD.slice("whsec_".length))).toHaveLength(32)
  })

  it("is never said where it is none", async () => {
    const asked = signMessage(MESSAGE, ["whsec_much too short"])
    await expect(asked).rejects.toMatchObject({ code: "misconfigured" })
    await expect(asked).rejects.not.toThrow(/much too short/)
  })
})
