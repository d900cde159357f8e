// How is outside text made comparable? Folding of look-alikes and hidden characters, words with their places, and ids made from content.
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/** Characters beyond this are not looked at: a feed item has at most 1,300, so what is longer is not news. */
const MAX_CHARACTERS = 8_000

const LOOKALIKES = new Map(
  Object.entries({
    АВЕЅКМНОРСТХІЈУЗ: "ABESKMHOPCTXIJY3",
    аеорсухіјѕԁһ: "aeopcyxijsdh",
    ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ: "ABEZHIKMNOPTYX",
    ονιτκρ: "ovitkp",
  }).flatMap(([from, to]) => [...from].map((character, i) => [character, to[i] ?? character] as const)),
)

function foldWord(word: string): string {
  const mixed = /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
  return mixed ? Array.from(word, (character) => LOOKALIKES.get(character) ?? character).join("") : word
}

/**
 * Text with one form for what looks the same: NFKC, no invisible characters or stray combining marks, straight quotes, Latin letters for
 * Cyrillic and Greek ones inside a Latin word, no possessive `'s`, single spaces; line breaks stay. At most 8,000 characters are kept.
 */
export function foldText(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .normalize("NFKC")
    .slice(0, MAX_CHARACTERS)
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{M}]/gu, "")
    .replace(/\p{L}+/gu, foldWord)
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/'s(?![\p{L}\p{N}])/giu, "")
    .replace(/[\p{Cc}\p{Z}]+/gu, (gap) => (gap.includes("\n") ? "\n" : " "))
}

export type Token = {
  readonly text: string
  readonly lower: string
  /** True for letters and digits, false for a single sign such as `$`, `/` or a line break. */
  readonly isWord: boolean
}

/** Words (`can't`, `3,800`, `45.5K`, `1inch`), signs and line breaks of folded text, in order. */
export function tokenize(folded: string): Token[] {
  const pattern = /\d+(?:[.,]\d+)*\p{L}*|[\p{L}\p{N}_]+(?:'\p{L}+)?|[^\S\n]+|[^]/gu
  const tokens: Token[] = []
  for (const [text] of folded.matchAll(pattern)) {
    if (text === "\n" || text.trim() !== "") tokens.push({ text, lower: text.toLowerCase(), isWord: /^[\p{L}\p{N}_]/u.test(text) })
  }
  return tokens
}

/** Likely base forms of an English word, itself first: `rallies` gives `rallies`, `rallie`, `rally`. No dictionary; for look-ups only. */
export function stems(word: string): string[] {
  const forms = [word]
  if (word.length < 4) return forms
  if (word.endsWith("s") && !word.endsWith("ss")) forms.push(word.slice(0, -1))
  if (word.endsWith("es")) forms.push(word.slice(0, -2))
  if (word.endsWith("ies") || word.endsWith("ied")) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith("ed")) forms.push(word.slice(0, -1), word.slice(0, -2), word.slice(0, -3))
  if (word.endsWith("ing")) forms.push(word.slice(0, -3), `${word.slice(0, -3)}e`, word.slice(0, -4))
  return forms.filter((form) => form.length > 2)
}

/**
 * An id that only its content decides: `prefix_` and the first 16 hex digits of SHA-256 over the parts. Parts are joined by a line
 * break, so none may hold one but the last. 64 bits: among a million ids of one kind the chance that any two agree is about 3 in 10^8.
 */
export function contentId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}_${bytesToHex(sha256(utf8ToBytes(parts.join("\n")))).slice(0, 16)}`
}
