// Outside markup and text as one plain line: what a reader would see of it, and nothing that hides.
import { Parser } from "htmlparser2"

/** Markup beyond this is not read: a thousand characters of text are all that anyone keeps. */
const MAX_MARKUP = 20_000
/** Elements whose content nobody sees. */
const UNSEEN = new Set(["script", "style", "template", "noscript", "iframe", "svg", "math"])
/** Elements that run on in the line; every other one parts words. */
const INLINE = new Set(["a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s"])
for (const name of ["samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"]) INLINE.add(name)

/** The text of an HTML fragment: tags gone, entities decoded once, scripts and styles with their content gone; clean as `cleanText`. */
export function htmlToText(html: string): string {
  const pieces: string[] = []
  let unseen = 0
  const parser = new Parser({
    onopentag(name) {
      if (UNSEEN.has(name)) unseen += 1
      if (!INLINE.has(name)) pieces.push(" ")
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen -= 1
      if (!INLINE.has(name)) pieces.push(" ")
    },
    ontext(text) {
      if (unseen === 0) pieces.push(text)
    },
  })
  parser.end(html.slice(0, MAX_MARKUP))
  return cleanText(pieces.join(""))
}

/** One line without control, zero-width, bidirectional, private-use and other unseen characters; white space is folded to single spaces. */
export function cleanText(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]|(?![\t-\r\u0085])\p{Cc}/gu, "")
    .replace(/[\s\u0085]+/gu, " ")
    .trim()
}

/** At most `max` characters (UTF-16 units), never half of one; what was cut ends with an ellipsis. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const whole = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")
  return `${whole.trimEnd()}…`
}
