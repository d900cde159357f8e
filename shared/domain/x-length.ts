// How long is a text for X? Weighted characters, with addresses and emoji counted as X counts them.
// After the published configuration v3 and grammar of twitter-text (github.com/twitter/twitter-text, config/v3.json).
import topLevelDomains from "tlds" with { type: "json" }

const DEFAULT_WEIGHT = 2
const ADDRESS_WEIGHT = 23
/** Code points that weigh 1, both ends included: Latin to Georgian, and most of the general punctuation. */
const LIGHT: readonly (readonly [number, number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
]
const MAX_ADDRESS = 4096
/** Longer texts are not looked into: the grammar's time grows with the square of their length, and no post is so long. */
const MAX_UNITS = 5_000
const MAX_SHORT_SLUG = 40

/**
 * An emoji as Unicode lists it, or one that lacks its variation selector (© and ® need theirs), but none that asks to be drawn as text. Sequences that Unicode
 * does not list count part by part, which is never less than X counts.
 */
const EMOJI = /(?:\p{RGI_Emoji}|[0-9#*]\u20E3|[\p{Emoji}--[0-9#*©®]]\p{Emoji_Modifier}?\uFE0F?)(?!\uFE0E)/gv

const LATIN =
  "\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263\\u0268\\u026F\\u0272\\u0289\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF"
const CYRILLIC = "\\u0400-\\u04FF"
const INVALID = "\\uFFFE\\uFEFF\\uFFFF"
const DIRECTIONAL = "\\u202A-\\u202E\\u061C\\u200E\\u200F\\u2066-\\u2069"
const SPACES = "\\x09-\\x0D\\x20\\x85\\xA0\\u1680\\u180E\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000"
const PUNCTUATION = "!'#%&()*+,\\\\\\-./:;<=>?@\\[\\]^_{|}~$"

type Patterns = { readonly address: RegExp; readonly asciiDomain: RegExp }
let built: Patterns | null = null

/** The grammar of addresses; built when first needed, because most texts have no full stop that could be in one. */
function patterns(): Patterns {
  if (built) return built
  const tld = `(?:(?:${topLevelDomains.join("|")})(?=[^0-9a-z@+-]|$)|xn--[-0-9a-z]+)`
  const domainCharacter = `[^${PUNCTUATION}${SPACES}${INVALID}${DIRECTIONAL}]`
  const subdomain = `(?:(?:${domainCharacter}(?:[_-]|${domainCharacter})*)?${domainCharacter}\\.)`
  const name = `(?:(?:${domainCharacter}(?:-|${domainCharacter})*)?${domainCharacter}\\.)`
  const path = `[a-z${CYRILLIC}0-9!*';:=+,.$/%#\\[\\]\\-\\u2013_~@|&${LATIN}]`
  const balanced = `\\((?:${path}+|(?:${path}*\\(${path}+\\)${path}*))\\)`
  const pathEnd = `(?:[+\\-a-z${CYRILLIC}0-9=_#/${LATIN}]|${balanced})`
  const wholePath = `(?:${path}*(?:${balanced}${path}*)*${pathEnd}|@${path}+/)`
  const query = "\\?[a-z0-9!?*'@();:&=+$/%#\\[\\]\\-_.,~|]*[a-z0-9\\-_&=#/]"
  const before = `(?:[^a-z0-9@＠$#＃${INVALID}]|[${DIRECTIONAL}]|^)`
  built = {
    address: new RegExp(
      `(?<before>${before})(?<url>(?<protocol>https?://)?(?<domain>${subdomain}*${name}${tld})(?::[0-9]+)?(?<path>/${wholePath}*)?(?:${query})?)`,
      "gi",
    ),
    asciiDomain: new RegExp(`(?:[-a-z0-9${LATIN}]+\\.)+${tld}`, "gi"),
  }
  return built
}

/** Where an address lies in a text, in UTF-16 units; `end` is the place after its last. */
export type AddressSpan = { readonly start: number; readonly end: number }

/** The addresses that X would make links of, also those without `https://`, in order. The text is one of NFC. */
export function findAddresses(text: string): AddressSpan[] {
  if (!text.includes(".")) return []
  return [...text.matchAll(patterns().address)].flatMap((match) => {
    const { before = "", url = "", protocol, domain = "", path } = match.groups ?? {}
    const start = match.index + before.length
    if (url.length + (protocol ?? "https://").length > MAX_ADDRESS) return []
    if (protocol !== undefined) return withProtocol(url, start)
    return /[-_./]$/.test(before) ? [] : withoutProtocol(domain, path === undefined ? 0 : url.length - domain.length, start)
  })
}

/** X's own short addresses end with their slug. */
function withProtocol(url: string, start: number): AddressSpan[] {
  const short = /^https?:\/\/t\.co\/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/i.exec(url)
  if ((short?.[1]?.length ?? 0) > MAX_SHORT_SLUG) return []
  return [{ start, end: start + (short?.[0] ?? url).length }]
}

/**
 * Without a protocol only the ASCII domains count. `more` is the length of what follows the domain where a path does; like the library,
 * this counts it from the end of the last ASCII domain.
 */
function withoutProtocol(domain: string, more: number, start: number): AddressSpan[] {
  const spans = Array.from(domain.matchAll(patterns().asciiDomain), ({ 0: found, index }) => ({
    start: start + index,
    end: start + index + found.length,
  }))
  const last = spans.at(-1)
  return last ? [...spans.slice(0, -1), { start: last.start, end: last.end + more }] : spans
}

/**
 * Weighted characters of a text for X; a post may have 280. Addresses weigh 23 each, emoji 2, other characters 1 or 2. Of a text of more
 * than 5,000 UTF-16 units it is their number, which is too many in any case.
 */
export function xLength(text: string): number {
  if (text.length > MAX_UNITS) return text.length
  const whole = text.normalize("NFC")
  let weight = 0
  let at = 0
  for (const { start, end } of findAddresses(whole)) {
    weight += weigh(whole.slice(at, start)) + ADDRESS_WEIGHT
    at = end
  }
  return weight + weigh(whole.slice(at))
}

function weigh(text: string): number {
  let weight = 0
  const rest = text.replaceAll(EMOJI, () => {
    weight += DEFAULT_WEIGHT
    return ""
  })
  for (const character of rest) {
    const point = character.codePointAt(0) ?? 0
    weight += LIGHT.some(([from, to]) => point >= from && point <= to) ? 1 : DEFAULT_WEIGHT
  }
  return weight
}
