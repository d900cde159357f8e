import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Decimal } from "../../shared/domain/market.ts"
import { toDecimal } from "../../shared/integrations/decimal.ts"

describe("a number of a reply", () => {
  test.each([
    ["63147.50000000", "63147.5"],
    ["63147", "63147"],
    ["100", "100"],
    ["0.00000000", "0"],
    ["-0.000", "0"],
    ["-95.960", "-95.96"],
    ["+1.5", "1.5"],
    ["007.10", "7.1"],
    [".5", "0.5"],
    ["5.", "5"],
    ["6.3E-7", "0.00000063"],
    ["1.25e+3", "1250"],
    ["12e-1", "1.2"],
    ["123456789012345678.123456789012345678", "123456789012345678.123456789012345678"],
    [1e21, "1000000000000000000000"],
    [1.2e-7, "0.00000012"],
    [-42, "-42"],
    [0, "0"],
  ])("%s is %s in plain notation", (value, plain) => {
    expect(toDecimal(value)).toBe(plain)
  })

  test.each([
    "",
    " ",
    ".",
    "-",
    "e5",
    "NaN",
    "Infinity",
    "0x10",
    "1,000",
    "1 000",
    "1.2.3",
    "--1",
    "1e999",
    "1e-19",
    "9".repeat(31),
    "$5",
    Number.NaN,
  ])("%s is none", (value) => {
    expect(toDecimal(value)).toBeNull()
  })

  test("keeps its value whatever its notation, and a second pass changes nothing", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 0, max: 18 }),
        fc.integer({ min: -5, max: 5 }),
        (n, scale, shift) => {
          const digits = (n < 0n ? -n : n).toString().padStart(scale + 1, "0")
          const cut = digits.length - scale
          const text = `${n < 0n ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}0e${shift}`
          const plain = toDecimal(text)
          if (plain === null) return scale - shift > 18 || digits.length + shift > 30
          const [whole = "", fraction = ""] = plain.split(".")
          const back = BigInt(whole + fraction.padEnd(25, "0"))
          return Decimal.safeParse(plain).success && toDecimal(plain) === plain && back === n * 10n ** BigInt(25 - scale + shift)
        },
      ),
    )
  })
})
