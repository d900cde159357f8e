import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findUrlFault } from "../../shared/domain/webhook-url.ts"

const OWN = ["studio.example.com", "content-creator-api.someone.workers.dev"]
const isTaken = (url: string): boolean => findUrlFault(url, OWN) === null

describe("an address that may be sent to", () => {
  it.each([
    "https://hooks.example.com/",
    "https://hooks.example.com",
    "https://hooks.example.com:443/a?b=c",
    "https://hooks.example.com:8443/a/b.php?token=%20x",
    "https://xn--bcher-kva.example.com/",
    "https://a-b.c_d.example.co.uk/x",
    "https://HOOKS.Example.COM/",
    "https://hooks.example.com./",
  ])("%s", (url) => expect(findUrlFault(url, OWN)).toBe(null))
})

describe("an address that is not", () => {
  it.each([
    ["", "ASCII"],
    ["hooks.example.com", "https"],
    ["http://hooks.example.com/", "https"],
    ["ftp://hooks.example.com/", "https"],
    ["javascript:alert(1)", "https"],
    ["file:///etc/passwd", "https"],
    ["https://user:secret@hooks.example.com/", "user name"],
    ["https://hooks.example.com@127.0.0.1/", "user name"],
    ["https://hooks.example.com:80/", "port"],
    ["https://hooks.example.com:22/", "port"],
    ["https://hooks.example.com:6379/", "port"],
    ["https://hooks.example.com/#a", "fragment"],
    ["https://hooks.example.com/a b", "ASCII"],
    ["https://hooks.example.com/\n", "ASCII"],
    ["https:\\\\hooks.example.com/", "ASCII"],
    ["https://bücher.example.com/", "ASCII"],
    ["https://①②⑦.⓪.⓪.①/", "ASCII"],
    ["https://localhost/", "public"],
    ["https://localhost./", "public"],
    ["https://a.localhost/", "public"],
    ["https://intranet/", "public"],
    ["https://printer.local/", "public"],
    ["https://db.internal/", "public"],
    ["https://metadata.google.internal/computeMetadata/v1/", "public"],
    ["https://router.home.arpa/", "public"],
    ["https://1.0.0.127.in-addr.arpa/", "public"],
    ["https://hidden.onion/", "public"],
    ["https://a.test/", "public"],
    ["https://127.0.0.1.nip.io/", "public"],
    ["https://localtest.me/", "public"],
    ["https://studio.example.com/api/v1/events", "itself"],
    ["https://STUDIO.example.com./", "itself"],
    ["https://content-creator-api.someone.workers.dev/", "itself"],
    [`https://hooks.example.com/${"a".repeat(500)}`, "characters"],
  ])("%s", (url, why) => expect(findUrlFault(url, OWN)).toContain(why))

  it("is a number, however it is written", () => {
    const octets = fc.tuple(...([0, 1, 2, 3] as const).map(() => fc.integer({ min: 0, max: 255 })))
    const writings: readonly ((parts: readonly number[]) => string)[] = [
      (p) => p.join("."),
      (p) => `${p.join(".")}.`,
      (p) => p.map((n) => `0x${n.toString(16)}`).join("."),
      (p) => p.map((n) => `0${n.toString(8)}`).join("."),
      (p) => p.map((n) => `00000${n.toString(8)}`).join("."),
      (p) => String(numberOf(p)),
      (p) => `0x${numberOf(p).toString(16)}`,
      (p) => `0X${numberOf(p).toString(16).toUpperCase()}`,
      (p) => `0${numberOf(p).toString(8)}`,
      (p) => `${p[0]}.${numberOf([0, p[1] ?? 0, p[2] ?? 0, p[3] ?? 0])}`,
      (p) => `${p[0]}.${p[1]}.${numberOf([0, 0, p[2] ?? 0, p[3] ?? 0])}`,
      (p) => Array.from(p.join("."), (char) => `%${char.charCodeAt(0).toString(16)}`).join(""),
      (p) => p.join("%2e"),
      (p) => p.join("。"),
      (p) => Array.from(p.join("."), (char) => (/\d/.test(char) ? String.fromCodePoint(0xff10 + Number(char)) : "．")).join(""),
      (p) => `[::ffff:${p.join(".")}]`,
      (p) => `[::${p.join(".")}]`,
      (p) => `[64:ff9b::${p.join(".")}]`,
      (p) => `[::ffff:0:${p.join(".")}]`,
    ]
    const port = fc.constantFrom("", ":443", ":8443", ":80")
    fc.assert(
      fc.property(octets, fc.constantFrom(...writings), port, (parts, write, at) => {
        expect(isTaken(`https://${write(parts)}${at}/x`)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it("is an IPv6 address, however it is written", () => {
    const zone = fc.constantFrom("", "%25eth0")
    fc.assert(
      fc.property(fc.ipV6(), zone, (address, suffix) => {
        expect(isTaken(`https://[${address}${suffix}]/`)).toBe(false)
        expect(isTaken(`https://[${address.toUpperCase()}]:8443/`)).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })

  it("is a name below one that means the machine or its network", () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/)
    const closed = fc.constantFrom("localhost", "local", "internal", "lan", "home.arpa", "corp", "private", "nip.io", "sslip.io")
    fc.assert(
      fc.property(fc.array(label, { maxLength: 4 }), closed, fc.constantFrom("", "."), (labels, top, dot) => {
        expect(isTaken(`https://${[...labels, top].join(".")}${dot}/`)).toBe(false)
      }),
    )
  })
})

it("an address that is taken is https, at a named host, on a port of https, whatever was written", () => {
  const written = fc.oneof(
    fc.webUrl({ validSchemes: ["https", "http"], withQueryParameters: true, withFragments: true }),
    fc.webUrl({ authoritySettings: { withIPv4: true, withIPv4Extended: true, withIPv6: true, withPort: true, withUserInfo: true } }),
    fc.string({ unit: fc.constantFrom(..."https:/.@[]%0x17a\\ -") }).map((text) => `https://${text}`),
  )
  let taken = 0
  fc.assert(
    fc.property(written, (text) => {
      if (!isTaken(text)) return
      taken += 1
      const { protocol, port, hostname, username, password, hash } = new URL(text)
      expect([protocol, username, password, hash]).toEqual(["https:", "", "", ""])
      expect(["", "8443"]).toContain(port)
      expect(hostname).toMatch(/^([a-z0-9_-]+\.)+[a-z][a-z0-9-]*[a-z0-9]\.?$/)
    }),
    { numRuns: 500 },
  )
  expect(taken).toBeGreaterThan(5)
})

function numberOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}
