// Where is a long text cut into the parts of a thread? Between sentences, else between words, else between characters.
import type { Language } from "./post.ts"

export type Splitting = {
  /** The longest part, in the unit of `measure`. */
  readonly max: number
  readonly measure: (text: string) => number
  readonly language: Language
}

/** Parts of at most `max`, in order, trimmed, none empty; nothing but white space between parts is lost. Empty text has no parts. */
export function splitText(text: string, splitting: Splitting): string[] {
  const parts: string[] = []
  let part = ""
  for (const piece of pieces(text, splitting)) {
    if (part !== "" && splitting.measure((part + piece).trim()) > splitting.max) {
      parts.push(part.trim())
      part = ""
    }
    part += piece
  }
  parts.push(part.trim())
  return parts.filter((each) => each !== "")
}

/** Sentences, and the words or characters of those that are too long by themselves. */
function pieces(text: string, { max, measure, language }: Splitting): string[] {
  const fits = (piece: string): boolean => measure(piece.trim()) <= max
  return sentences(text, language).flatMap((sentence) => {
    if (fits(sentence)) return [sentence]
    const words = sentence.match(/\S+\s*|^\s+/gu) ?? []
    return words.flatMap((word) => (fits(word) ? [word] : characters(word, language)))
  })
}

/** Ends that are none: a short title such as "Dr." or an initial, and what no white space follows, as inside an address. */
const GOES_ON = /(?:^|[\s(])\p{Lu}\p{Ll}{0,2}\.\s+$|\S$/u

function sentences(text: string, language: Language): string[] {
  const found: string[] = []
  for (const { segment } of new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)) {
    const last = found.at(-1)
    if (last === undefined || !GOES_ON.test(last)) found.push(segment)
    else found[found.length - 1] = last + segment
  }
  return found
}

const characters = (word: string, language: Language): string[] =>
  Array.from(new Intl.Segmenter(language, { granularity: "grapheme" }).segment(word), ({ segment }) => segment)
