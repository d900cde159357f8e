// What can Redis answer, and in which words does it refuse?

/** A reply in RESP2's kinds: `ok` is a simple string (`OK`, `PONG`), `err` an error line without its minus sign. */
export type Reply = null | number | string | { readonly ok: string } | { readonly err: string } | readonly Reply[]

export type Command = readonly string[]

/** Something that runs commands: the core in this process, or a real server. */
export type Engine = {
  /** One after another; an error of one doesn't stop the next. */
  pipeline(commands: readonly Command[]): Promise<readonly Reply[]>
  /** All or, where one can't be queued, none: then the error alone. */
  transaction(commands: readonly Command[]): Promise<Reply>
  close(): Promise<void>
}

/** Thrown inside a command; its text becomes the error reply. */
export class Refusal extends Error {}

export const OK = { ok: "OK" } as const
export const WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
export const NOT_AN_INTEGER = "ERR value is not an integer or out of range"
export const SYNTAX = "ERR syntax error"
export const NO_SCRIPT = "NOSCRIPT No matching script. Please use EVAL."
export const ABORTED = "EXECABORT Transaction discarded because of previous errors."

export const isError = (reply: Reply): reply is { readonly err: string } => typeof reply === "object" && reply !== null && "err" in reply

const LONG_LIMIT = 2n ** 63n

/** A 64-bit integer in Redis' strict form: no sign but a minus, no leading zero, no space. */
export function readInteger(text: string, refusal = NOT_AN_INTEGER): bigint {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) throw new Refusal(refusal)
  const value = BigInt(text)
  if (value >= LONG_LIMIT || value < -LONG_LIMIT) throw new Refusal(refusal)
  return value
}

/** The sum of two 64-bit integers. */
export function addIntegers(value: bigint, amount: bigint): bigint {
  const sum = value + amount
  if (sum >= LONG_LIMIT || sum < -LONG_LIMIT) throw new Refusal("ERR increment or decrement would overflow")
  return sum
}

export function readFloat(text: string, refusal = "ERR value is not a valid float"): number {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Refusal(refusal)
  return Number(text)
}

/** C's `%.{precision}g`, which is how Redis (17) and Lua (14) write a number; an exact tie rounds up here, to even there. */
export function formatNumber(value: number, precision: number): string {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
  const [mantissa = "0", power = "0"] = value.toExponential(precision - 1).split("e")
  const exponent = Number(power)
  const trim = (digits: string) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits)
  if (exponent >= -4 && exponent < precision) return trim(value.toFixed(precision - 1 - exponent))
  return `${trim(mantissa)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`
}
