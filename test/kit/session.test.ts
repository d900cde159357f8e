import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { csrfOfSession, hashOfSession, isSameText, newSessionToken, SESSION_TOKEN, sha256Hex } from "../../shared/kit/session.ts"

describe("a session's token", () => {
  it("is 32 random bytes as base64url, another one each time", () => {
    const tokens = Array.from({ length: 200 }, newSessionToken)
    expect(tokens.filter((token) => !SESSION_TOKEN.test(token))).toEqual([])
    expect(tokens.map((token) => Buffer.from(token, "base64url").length).filter((length) => length !== 32)).toEqual([])
    expect(new Set(tokens).size).toBe(200)
  })

  it("is kept as its SHA-256, and its forms' token is another hash of it", async () => {
    const token = newSessionToken()
    expect(await hashOfSession(token)).toBe(createHash("sha256").update(token).digest("hex"))
    expect(await csrfOfSession(token)).toBe(createHash("sha256").update(`csrf:${token}`).digest("base64url"))
  })
})

describe("a hash", () => {
  it("is that of the text's UTF-8 (FIPS 180-4, the example of one block)", async () => {
    expect(await sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  })
})

describe("comparing", () => {
  it("tells whether two texts are equal (random texts)", async () => {
    const text = fc.string({ unit: "binary-ascii", maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(text, text, async (a, b) => {
        expect([await isSameText(a, a), await isSameText(a, b)]).toEqual([true, a === b])
      }),
      { verbose: true },
    )
  })

  it("hashes both texts, and minds every byte of the hashes", async () => {
    const digest = vi.spyOn(crypto.subtle, "digest")
    for (let differing = 0; differing <= 32; differing += 1) {
      const hash = Uint8Array.from({ length: 32 }, (_, i) => (i === differing ? 1 : 0))
      digest.mockResolvedValueOnce(new ArrayBuffer(32)).mockResolvedValueOnce(hash.buffer)
      expect(await isSameText("", "x".repeat(500))).toBe(differing === 32)
    }
    expect(digest).toHaveBeenCalledTimes(66)
    digest.mockRestore()
  })
})
