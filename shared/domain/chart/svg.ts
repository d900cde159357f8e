// How is a picture written down? SVG as text, everything escaped, with the widths that its font gives a text.

export const WIDTH = 1200
export const HEIGHT = 630
export const FONT = "Inter"

/** The dashboard's light colours; each text colour keeps a contrast of 4.5 or more on the ground. */
export const COLOURS = {
  ground: "#f6f6f3",
  ink: "#1b1e22",
  muted: "#565d65",
  line: "#d3d3cc",
  accent: "#0a569f",
  soft: "#dfeaf6",
  good: "#0f6b3a",
  bad: "#ab221a",
  warn: "#7d5200",
  warnSoft: "#faecd0",
} as const

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Safe in an element and in an attribute; what XML 1.0 doesn't allow is left out. */
export const escapeXml = (plain: string): string =>
  plain.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"']/g, (each) => ENTITIES[each] ?? "")

type Attributes = Readonly<Record<string, string | number>>

const number = (value: number): string => String(Math.round(value * 10) / 10)

/** One element. `content` is markup already; numbers are rounded to a tenth. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${typeof value === "number" ? number(value) : escapeXml(value)}"`)
  return content === "" ? `<${name}${list.join("")}/>` : `<${name}${list.join("")}>${content}</${name}>`
}

export type TextStyle = {
  readonly size: number
  readonly weight?: 400 | 600
  readonly fill?: string
  readonly anchor?: "start" | "middle" | "end"
  /** Keeps a line that runs behind the text from crossing its letters. */
  readonly isOnLines?: boolean
}

/** A line of text whose baseline begins (or ends, or is centred) at the place. */
export function text(x: number, y: number, words: string, style: TextStyle): string {
  const { size, weight = 400, fill = COLOURS.ink, anchor = "start", isOnLines = false } = style
  const halo = isOnLines
    ? { stroke: COLOURS.ground, "stroke-width": size / 3, "stroke-linejoin": "round", "paint-order": "stroke" }
    : ({} as Attributes)
  return element("text", { x, y, "font-size": size, "font-weight": weight, fill, "text-anchor": anchor, ...halo }, escapeXml(words))
}

export const line = (x1: number, y1: number, x2: number, y2: number, style: Attributes): string =>
  element("line", { x1, y1, x2, y2, stroke: COLOURS.line, "stroke-width": 2, ...style })

/** Advance widths of Inter at weight 600 in hundredths of its size, measured with the shipped font; others count as the widest letter. */
const WIDTHS: readonly (readonly [number, string])[] = [
  [25, " ijl"],
  [30, "!,.:I·"],
  [35, "';`t|"],
  [40, "()/[]fr\\"],
  [45, "-1{}"],
  [50, "^_–"],
  [55, '?Lksxz"'],
  [60, "57EFJacehnouvyéü"],
  [65, "#$&*0234689BPRSTZbdgpq"],
  [70, "+<=>KXY~×−±"],
  [75, "ACDGHNOUV"],
  [80, "Q"],
  [85, "w"],
  [90, "m"],
  [95, "M…"],
  [100, "%@W—"],
]
const widthOf: ReadonlyMap<string, number> = new Map(
  WIDTHS.flatMap(([width, letters]) => [...letters].map((each) => [each, width] as const)),
)
const WIDEST = 100

/** Width of a line in pixels: right for weight 600, up to 5 % too much for 400. */
export const textWidth = (words: string, size: number): number =>
  ([...words].reduce((sum, letter) => sum + (widthOf.get(letter) ?? WIDEST), 0) * size) / 100

/** The words in lines of at most `width` pixels and of about one length; a word that is wider has a line of its own. */
export function wrapText(words: string, size: number, width: number): string[] {
  const lines = fillLines(words, size, width)
  // The narrowest column that needs no further line: the last line isn't left with one word.
  let narrow = width
  while (narrow > width / 2 && fillLines(words, size, narrow - 10).length === lines.length) narrow -= 10
  return fillLines(words, size, narrow)
}

/** A time and its `UTC` stay together. */
const fillLines = (words: string, size: number, width: number): string[] =>
  words.split(/\s+(?!UTC)/).reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last === undefined || textWidth(`${last} ${word}`, size) > width) return [...lines, word]
    return [...lines.slice(0, -1), `${last} ${word}`]
  }, [])

/** The largest of the sizes, from `size` down to `least`, at which the text is at most `width` pixels wide. */
export const fittingSize = (words: string, width: number, size: number, least: number): number =>
  Math.max(least, Math.min(size, Math.floor((size * width) / textWidth(words, size))))

/** The text, cut with an ellipsis where it is wider than `width` pixels. */
export function fitText(words: string, size: number, width: number): string {
  if (textWidth(words, size) <= width) return words
  const letters = [...words]
  while (letters.length > 0 && textWidth(`${letters.join("")}…`, size) > width) letters.pop()
  return `${letters.join("").trimEnd()}…`
}
