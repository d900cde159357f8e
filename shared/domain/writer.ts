// How does the studio write where no model does? Deterministic texts from claims alone, varied by a seed, in three voices and two languages.
import { seededRandom } from "../kit/random.ts"
import type { InsightDraft } from "./insight.ts"
import type { ChannelName, Claim, Language, PostFormat, PostText, Voice } from "./post.ts"
import { cite, type Cited } from "./writing/cited.ts"
import { type DisclosureProfile, disclosureRoom } from "./writing/disclosure.ts"
import { conservativeLength, PART_LIMITS } from "./writing/lengths.ts"
import type { Phrasebook, Variants } from "./writing/phrasebook.ts"
import { ENGLISH } from "./writing/phrases-en.ts"
import { DUTCH } from "./writing/phrases-nl.ts"

export type WriteOrder = {
  readonly insight: Pick<InsightDraft, "type">
  readonly claims: readonly Claim[]
  readonly channel: ChannelName
  readonly format: PostFormat
  readonly language: Language
  readonly voice: Voice
  /** The same order with the same seed gives the same text. */
  readonly seed: string
  /** Room is left for its text, which `withDisclosure` adds; `none` unless told. */
  readonly profile?: DisclosureProfile
}

type Draft = {
  readonly book: Phrasebook
  readonly cited: Cited
  readonly voice: Voice
  readonly pick: (variants: Variants) => string | null
  readonly room: number
}

const BOOKS: Readonly<Record<Language, Phrasebook>> = { en: ENGLISH, nl: DUTCH }

/** The post, without its disclosure. Throws where a claim that every insight has (probability, level, deadline) is missing. */
export function write({ insight, claims, channel, format, language, voice, seed, profile = "none" }: WriteOrder): PostText {
  const random = seededRandom(`${seed} ${voice} ${format} ${language}`)
  const draft: Draft = {
    book: BOOKS[language],
    cited: cite(insight.type, claims, language),
    voice,
    pick: (variants) => variants[Math.floor(random() * variants.length)] ?? null,
    room: PART_LIMITS[channel] - disclosureRoom(profile, language, channel),
  }
  const title = format === "long" ? draft.pick(draft.book.title(draft.cited)) : null
  const parts = writeParts(draft, format)
  return { channel, format, language, parts, title, alt: format === "picture" ? draft.book.alt(draft.cited) : null }
}

function writeParts(draft: Draft, format: PostFormat): string[] {
  switch (format) {
    case "single":
    case "picture":
      return [single(draft)]
    case "thread":
      return thread(draft)
    case "message":
      return [fitting(draft, message(draft), "\n\n")]
    case "long":
      return [fitting(draft, long(draft), "\n\n")]
  }
}

const present = (texts: readonly (string | null)[]): string[] => texts.filter((text) => text !== null)

/** As many of the pieces as fit, in their order; the first always stays. */
function fitting({ room }: Draft, pieces: readonly string[], gap: string): string {
  const [first = "", ...rest] = pieces
  return rest.reduce((text, piece) => (conservativeLength(text + gap + piece) <= room ? text + gap + piece : text), first)
}

const found = ({ book, cited, voice, pick }: Draft): string => pick(book.finding(cited, voice)) ?? ""

/** Finding and outlook, and a detail where there is room. The outlook is shortened before the finding is. */
function single(draft: Draft): string {
  const { book, cited, voice, pick, room } = draft
  const finding = found(draft)
  const [first = finding] = finding.split(/(?<=[.!?])\s/)
  const brief = pick(book.briefOutlook(cited)) ?? ""
  const shortest = book.briefOutlook(cited).toSorted((a, b) => a.length - b.length)[0] ?? brief
  const detail = present(book.details(cited).map((variants) => pick(variants)))[0]
  const outlook = pick(book.outlook(cited, voice)) ?? brief
  const options = [
    ...(detail === undefined ? [] : [[finding, detail, brief]]),
    [finding, outlook],
    [finding, brief],
    [finding, shortest],
    [first, brief],
    [first, shortest],
  ]
  const texts = options.map((pieces) => pieces.join(" "))
  return texts.find((text) => conservativeLength(text) <= room) ?? first
}

/** Three to five parts: finding, details, what it means, outlook, how to read it. */
function thread(draft: Draft): string[] {
  const { book, cited, voice, pick } = draft
  const details = present(book.details(cited).map((variants) => pick(variants)))
  const outlook = pick(book.outlook(cited, voice)) ?? ""
  const short = pick(book.briefOutlook(cited)) ?? ""
  const [reading, source] = book.method(cited, voice).map((variants) => pick(variants) ?? "")
  const parts = [
    found(draft),
    details.length === 0 ? null : fitting(draft, details, " "),
    voice === "educational" ? pick(book.lesson(cited)) : null,
    conservativeLength(outlook) <= draft.room ? outlook : short,
    voice === "bold" ? (source ?? null) : (reading ?? null),
  ]
  return present(parts).filter((part) => part !== "" && conservativeLength(part) <= draft.room)
}

function message(draft: Draft): string[] {
  const { book, cited, voice, pick } = draft
  const details = present(book.details(cited).map((variants) => pick(variants)))
  const lesson = voice === "educational" ? pick(book.lesson(cited)) : null
  return present([found(draft), details.slice(0, 3).join(" ") || null, lesson, pick(book.outlook(cited, voice))])
}

/** Words of a long text at most; what only adds method gives way first. */
const LONG_WORDS = 240
const wordCount = (texts: readonly string[]): number => texts.join(" ").split(/\s+/).length

function long(draft: Draft): string[] {
  const { book, cited, voice, pick } = draft
  const details = present(book.details(cited).map((variants) => pick(variants)))
  const [reading = "", source = "", settle = "", ...more] = book.method(cited, voice).map((variants) => pick(variants) ?? "")
  const evidence = details.length > 3 ? [details.slice(0, 3).join(" "), details.slice(3).join(" ")] : [details.join(" ")]
  const outlook = `${pick(book.outlook(cited, voice)) ?? ""} ${settle}`
  const core = present([found(draft), ...evidence.map((each) => each || null), pick(book.lesson(cited)), outlook, reading])
  return [source, ...more].reduce((pieces, piece) => (wordCount([...pieces, piece]) <= LONG_WORDS ? [...pieces, piece] : pieces), core)
}
