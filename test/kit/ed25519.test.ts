import { describe, expect, it } from "vitest"
import { isSignedBy } from "../../shared/kit/ed25519.ts"

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"))
/** RFC 8032, section 7.1, tests 2 and 3. */
const VECTORS = [
  {
    key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
  {
    key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    message: "af82",
    signature:
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  },
] as const
const [one, two] = VECTORS

describe("an Ed25519 signature", () => {
  it.each(VECTORS)("of RFC 8032 holds (message $message)", async ({ key, message, signature }) => {
    expect(await isSignedBy(key, signature, bytes(message))).toBe(true)
    expect(await isSignedBy(key.toUpperCase(), signature.toUpperCase(), bytes(message))).toBe(true)
  })

  it.each([
    [one.key, one.signature, "73"],
    [one.key, one.signature, ""],
    [two.key, one.signature, one.message],
    [one.key, two.signature, one.message],
    [one.key, `${one.signature.slice(0, -1)}1`, one.message],
    [one.key, "", one.message],
    [one.key, one.signature.slice(2), one.message],
    [one.key, "zz".repeat(64), one.message],
    ["", one.signature, one.message],
    ["ff".repeat(32), one.signature, one.message],
    [one.key, "00".repeat(64), one.message],
  ])("of another key, message or shape doesn't (%.8s %.8s %s)", async (key, signature, message) => {
    expect(await isSignedBy(key, signature, bytes(message))).toBe(false)
  })
})
