// Does a text repeat what a stranger wrote? A model is shown headlines to know what happened; none of their phrases may come out of it.
import { visibleText } from "../../../shared/domain/untrusted.ts"

/** Fewer words in a row than this are language, not a quotation. */
const PHRASE_WORDS = 4
/** A headline of three words is quoted whole; of fewer, it says nothing of its own. */
const LEAST_WORDS = 3

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

function phrasesOf(words: readonly string[]): string[] {
  if (words.length < LEAST_WORDS) return []
  const length = Math.min(PHRASE_WORDS, words.length)
  return words.slice(length - 1).map((_, i) => words.slice(i, i + length).join(" "))
}

/** The first run of four words (or a whole shorter headline) that a text shares with one of the headlines; null where there is none. */
export function echoes(texts: readonly string[], headlines: readonly string[]): string | null {
  const said = ` ${texts.map((text) => wordsOf(text).join(" ")).join(" | ")} `
  const phrases = headlines.flatMap((headline) => phrasesOf(wordsOf(visibleText(headline))))
  return phrases.find((phrase) => said.includes(` ${phrase} `)) ?? null
}
