// May this draft go before a person, or out? One function a guard, each saying whether it passes and which words speak against it.
import type { Span } from "./figures.ts"
import { DEFAULT_FRESHNESS, type FreshnessPolicy } from "./figures/freshness.ts"
import { matchFigures } from "./figures/match.ts"
import type { Claim, PostText, Voice } from "./post.ts"
import { ADVICE, BANNED } from "./writing/bans.ts"
import { type DisclosureProfile, isDisclosed, withoutDisclosure } from "./writing/disclosure.ts"
import { conservativeLength, PART_LIMITS } from "./writing/lengths.ts"
import { resemblance } from "./writing/similarity.ts"
import { ownShinglesOf } from "./writing/standing.ts"
import { voiceFaults } from "./writing/voices.ts"

/** Where a span lies: the place of a part, the title or the alt text. */
export type Place = number | "title" | "alt"
export type GuardSpan = Span & { readonly in: Place; readonly reason: string }
export type GuardResult = { readonly name: GuardName; readonly pass: boolean; readonly spans: readonly GuardSpan[] }

export type GuardContext = {
  readonly claims: readonly Claim[]
  readonly voice: Voice
  readonly profile: DisclosureProfile
  /** When the draft is checked, in milliseconds since 1970 UTC. */
  readonly now: number
  readonly freshness: Omit<FreshnessPolicy, "now">
  /** Texts of the channel's last 30 days, each post's parts joined. */
  readonly recent: readonly string[]
  /** Hosts that a link may lead to; none unless the channel's policy names them. */
  readonly linkHosts: readonly string[]
  /** Length of a part as its channel counts; a conservative count unless told. */
  readonly lengthOf: (text: string) => number
  /** The most that the part at a place may count; the channel's limit for all unless told. */
  readonly limitOf: ((part: number) => number) | null
}

export const DEFAULT_CONTEXT: Omit<GuardContext, "claims" | "voice" | "now"> = {
  profile: "none",
  freshness: DEFAULT_FRESHNESS,
  recent: [],
  linkHosts: [],
  lengthOf: conservativeLength,
  limitOf: null,
}

type Piece = { readonly in: Place; readonly text: string }
type Guard = (post: PostText, context: GuardContext) => GuardSpan[]

/** Two texts that share this much of their shingles are one text. */
const SAME_TEXT = 0.6

/** Every text of the post; a prescribed disclosure is blanked out, each other character at its place. */
function piecesOf(post: PostText): Piece[] {
  const named: Piece[] = [
    { in: "title", text: post.title ?? "" },
    ...post.parts.map((text, i) => ({ in: i, text })),
    { in: "alt", text: post.alt ?? "" },
  ]
  return named.filter(({ text }) => text !== "").map((piece) => ({ ...piece, text: blankDisclosure(piece.text) }))
}

function blankDisclosure(text: string): string {
  const own = withoutDisclosure(text)
  if (own === text.trim()) return text
  const start = own === "" ? -1 : text.indexOf(own)
  return start < 0 ? " ".repeat(text.length) : `${" ".repeat(start)}${own}${" ".repeat(text.length - start - own.length)}`
}

const spansIn = (post: PostText, find: (text: string) => readonly (Span & { reason: string })[]): GuardSpan[] =>
  piecesOf(post).flatMap((piece) => find(piece.text).map(({ start, end, reason }) => ({ start, end, reason, in: piece.in })))

const patternSpans = (text: string, pattern: RegExp, reason: string): (Span & { reason: string })[] =>
  [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, reason }))

const figures: Guard = (post, { claims, freshness, now }) =>
  spansIn(post, (text) => matchFigures(text, claims, post.language, { ...freshness, now }).refusals)

const noAdvice: Guard = (post) => spansIn(post, (text) => patternSpans(text, ADVICE[post.language], "advice"))

const bannedClaims: Guard = (post) => spansIn(post, (text) => patternSpans(text, BANNED[post.language], "a claim that may not be made"))

/** The same recent texts are asked for many drafts: so many are remembered, those known longest are forgotten first. */
const REMEMBERED = 2_000
const remembered = new Map<string, ReadonlySet<string>>()

function recentShingles(text: string): ReadonlySet<string> {
  const known = remembered.get(text) ?? ownShinglesOf(withoutDisclosure(text))
  remembered.delete(text)
  remembered.set(text, known)
  const [oldest] = remembered.keys()
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  return known
}

const nearDuplicate: Guard = (post, { recent }) => {
  const text = withoutDisclosure(post.parts.join("\n"))
  const own = ownShinglesOf(text)
  const most = Math.max(0, ...recent.map((each) => resemblance(own, recentShingles(each))))
  if (most < SAME_TEXT) return []
  return [{ in: 0, start: 0, end: post.parts[0]?.length ?? 0, reason: `${Math.floor(most * 100)}% of it was said before` }]
}

const disclosure: Guard = (post, { profile }) => {
  const at = profile === "uk" ? 0 : post.parts.length - 1
  const end = post.parts[at]?.length ?? 0
  return isDisclosed(post, profile) ? [] : [{ in: at, start: 0, end, reason: `the ${profile} profile's text is missing` }]
}

const LINK =
  /(?:https?:\/\/|www\.)\S+|(?<![\p{L}\p{N}@.])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|org|net|io|app|xyz|me|co|nl|eu|info|link|fi|gg|ly|dev|finance)(?![\p{L}\p{N}])(?:\/\S*)?|t\.me\/\S+/giu

const links: Guard = (post, { linkHosts }) =>
  spansIn(post, (text) =>
    patternSpans(text, LINK, "a link that the policy doesn't allow").filter(
      ({ start, end }) => !isAllowed(text.slice(start, end), linkHosts),
    ),
  )

function isAllowed(link: string, hosts: readonly string[]): boolean {
  const url = URL.parse(/^https?:\/\//i.test(link) ? link : `https://${link}`)
  return url !== null && url.username === "" && hosts.includes(url.hostname)
}

/** The whole post has to sound like its voice; what a voice never says, none of its texts may. */
const voice: Guard = (post, context) => {
  const joined = post.parts.map(blankDisclosure).join("\n")
  const isWhole = (span: Span): boolean => span.start === 0 && span.end === joined.length
  const ofPost = voiceFaults(joined, context.voice, post.language).filter(isWhole)
  const pieces = piecesOf(post).flatMap((piece) =>
    voiceFaults(piece.text, context.voice, post.language)
      .filter((fault) => fault.end - fault.start < piece.text.length)
      .map((fault) => ({ ...fault, in: piece.in })),
  )
  return [...ofPost.map(({ reason }) => ({ in: 0, start: 0, end: post.parts[0]?.length ?? 0, reason })), ...pieces]
}

const length: Guard = (post, { lengthOf, limitOf }) => {
  const long = post.parts.flatMap((text, i) => {
    const limit = limitOf?.(i) ?? PART_LIMITS[post.channel]
    return lengthOf(text) > limit ? [{ in: i, start: Math.min(limit, text.length), end: text.length, reason: `longer than ${limit}` }] : []
  })
  const isOne = post.format === "thread" || post.parts.length === 1
  return isOne ? long : [...long, { in: 1, start: 0, end: post.parts[1]?.length ?? 0, reason: `a ${post.format} post has one part` }]
}

const GUARDS = { figures, noAdvice, bannedClaims, nearDuplicate, disclosure, links, voice, length } as const satisfies Record<string, Guard>
export type GuardName = keyof typeof GUARDS
export const GUARD_NAMES = Object.keys(GUARDS) as readonly GuardName[]

/** Every guard's verdict on a draft, in the order of the list. A draft that is to be approved passes them all. */
export function checkDraft(post: PostText, context: Partial<GuardContext> & Pick<GuardContext, "claims" | "voice" | "now">): GuardResult[] {
  const full: GuardContext = { ...DEFAULT_CONTEXT, ...context }
  return GUARD_NAMES.map((name) => {
    const spans = GUARDS[name](post, full)
    return { name, pass: spans.length === 0, spans }
  })
}
