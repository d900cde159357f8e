import { expect, it } from "vitest"
import { clientAddress } from "../../shared/kit/client-address.ts"

const of = (address: string) => clientAddress(new Headers({ "cf-connecting-ip": address }))

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"],
  ["2001:0DB8:0000:0001:ffff::9", "2001:db8:0:1::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::", "fe80:0:0:0::/64"],
])("takes %s as %s", (address, taken) => {
  expect(of(address)).toBe(taken)
})

it("takes whoever says nothing, or nonsense, as one and the same", () => {
  expect([clientAddress(new Headers()), of("x".repeat(46)), of(" ")]).toEqual(["unknown", "unknown", "unknown"])
})

it("does not believe what a caller may write himself", () => {
  expect(clientAddress(new Headers({ "x-forwarded-for": "203.0.113.7", "x-real-ip": "203.0.113.8" }))).toBe("unknown")
})
