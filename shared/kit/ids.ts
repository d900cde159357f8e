// Public identifiers: a prefix that says what it names, then the moment, then what tells it from others of that moment.

export type IdPrefix =
  | "run"
  | "evt"
  | "aud"
  | "ins"
  | "art"
  | "req"
  | "ses"
  | "plan"
  | "draft"
  | "apr"
  | "rev"
  | "dlv"
  | "post"
  | "led"
  | "key"
  | "inb"
  | "asd"
  | "cnv"
  | "snp"
  | "fnd"
  | "fct"
  | "whe"
  | "msg"
  | "wha"

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

/** `value` in base 32 with Crockford's alphabet, most significant digit first, so that text order is number order. */
function base32(value: number, digits: number): string {
  let text = ""
  for (let rest = value, i = 0; i < digits; i += 1) {
    text = (ALPHABET[rest % 32] ?? "0") + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** Random bytes are fetched many at a time: each fetch costs more than all else of an identifier. Each is used once. */
const POOL = new Uint8Array(12 * 256)
let used = POOL.length

/** `digits` random digits of base 32. */
function randomDigits(digits: number): string {
  if (used + digits > POOL.length) {
    crypto.getRandomValues(POOL)
    used = 0
  }
  let text = ""
  for (let i = 0; i < digits; i += 1) text += ALPHABET[(POOL[used + i] ?? 0) % 32] ?? "0"
  used += digits
  return text
}

/** A new identifier, such as `run_01jd8z3k9q4m7x2c5v8b`: 50 bits of time, then 60 random bits. Later ones sort after earlier ones. */
export function newId(prefix: IdPrefix, at: Date): string {
  const ms = at.getTime()
  if (ms !== latest.ms) latest = { ms, digits: base32(ms, 10) }
  return `${prefix}_${latest.digits}${randomDigits(12)}`
}

/** Many are made within a millisecond. */
let latest = { ms: 0, digits: base32(0, 10) }

/** What identifiers of `at` or later are not less than, and those of earlier moments are: a stretch of time is a range of ids. */
export const leastId = (prefix: IdPrefix, at: Date): string => `${prefix}_${base32(at.getTime(), 10)}`

/** An identifier that is always the same for the same `at` and `key`, for rows that a repeated run must not write twice. */
export function stableId(prefix: IdPrefix, at: Date, key: string): string {
  return `${prefix}_${base32(at.getTime(), 10)}${hash64(key, 0)}${hash64(key, 1).slice(0, 5)}`
}

/** 64-bit FNV-1a of the text's UTF-16 units, as 13 base-32 digits. Not for secrets. Source: Fowler, Noll, Vo, draft-eastlake-fnv. */
export function hash64(text: string, seed: number): string {
  let hash = 0xcbf29ce484222325n ^ BigInt(seed)
  for (let i = 0; i < text.length; i += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n)
  }
  let digits = ""
  for (let i = 0; i < 13; i += 1) {
    digits = (ALPHABET[Number(hash & 31n)] ?? "0") + digits
    hash >>= 5n
  }
  return digits
}
