// The numbers of outside systems as exact decimal text in one notation, whether they come as text or as JSON numbers.
import * as z from "zod"
import { Decimal } from "../domain/market.ts"

/**
 * Plain notation without exponent, needless zeros or a signed zero: "63147.50000000" gives "63147.5", 1.2e-7 "0.00000012".
 * No digit is rounded away; null where it isn't a number, or has more digits than a `Decimal` holds.
 */
export function toDecimal(value: string | number): Decimal | null {
  const match = /^\s*([+-]?)(\d{0,60})(?:\.(\d{0,60}))?(?:e([+-]?\d{1,3}))?\s*$/i.exec(String(value))
  if (!match) return null
  const [, sign, whole = "", fraction = "", exponent = "0"] = match
  if (whole + fraction === "") return null
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  const padded = "0".repeat(Math.max(0, -point)) + digits + "0".repeat(Math.max(0, point - digits.length))
  const cut = Math.max(0, point)
  const integer = padded.slice(0, cut).replace(/^0+/, "") || "0"
  const rest = padded.slice(cut).replace(/0+$/, "")
  const plain = rest === "" ? integer : `${integer}.${rest}`
  const text = sign === "-" && plain !== "0" ? `-${plain}` : plain
  return Decimal.safeParse(text).success ? text : null
}

/** A decimal number in a reply. */
export const DecimalReply = z.union([z.string().max(130), z.number()]).transform((value, context) => {
  const decimal = toDecimal(value)
  if (decimal !== null) return decimal
  context.addIssue("not a decimal number")
  return z.NEVER
})

/** Zero or more: a volume, or the price of something never traded. */
export const AmountReply = DecimalReply.refine((decimal) => !decimal.startsWith("-"), "less than zero")

/** More than zero. */
export const PriceReply = AmountReply.refine((decimal) => decimal !== "0", "zero is no price")
