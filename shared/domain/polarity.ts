// Is a text good or bad news for those who hold what it speaks of? A sum over a finance lexicon, with the grammar of headlines.
//
// Rules, in the order they act on a word: the size of a percentage move, a bad subject (`inflation falls`), negation and reversing verbs
// (`lifts ban`, `fails to recover`), strengtheners and weakeners; then on its clause: what follows `despite`, `after` or `amid` counts
// less, what precedes `but` too; hedges and questions are damped. The sum is squashed by s / sqrt(s^2 + 8), the form that VADER uses
// (Hutto and Gilbert 2014) with a constant that fits these weights.
import {
  BAD_SUBJECTS,
  CONCESSIONS,
  type Entry,
  FAILING,
  HEDGES,
  LEXICON,
  NEGATIONS,
  REVERSERS,
  STRENGTHENERS,
  WEAKENERS,
} from "./lexicon.ts"
import { foldText, stems, type Token, tokenize } from "./text.ts"

const SQUASH = 8
const BREAKS = new Set([",", ";", ":", ".", "!", "?", "\n", "|", "—", "–"])
const REACHES_LEVEL = new Set(
  "above over past hit hits reach reaches top tops cross crosses touch touches reclaim reclaims retake retakes".split(" "),
)
const BELOW_LEVEL = new Set("below under beneath".split(" "))

type Term = Entry & { readonly from: number; readonly to: number; readonly head: string }
type Weighed = { readonly term: Term; value: number }

/** -1 (bad for holders) to 1 (good); 0 where nothing is known. Never throws; looks at the first 8,000 characters. */
export function polarityOf(text: string): number {
  let sum = 0
  for (const sentence of splitSentences(tokenize(foldText(text)).filter(({ text: sign }) => sign !== "-"))) sum += weighSentence(sentence)
  return sum === 0 ? 0 : sum / Math.sqrt(sum * sum + SQUASH)
}

function splitSentences(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [[]]
  for (const [i, token] of tokens.entries()) {
    sentences.at(-1)?.push(token)
    const ends =
      token.text === "\n" || token.text === "?" || token.text === "!" || (token.text === "." && /^\p{Lu}/u.test(tokens[i + 1]?.text ?? ""))
    if (ends) sentences.push([])
  }
  return sentences
}

function weighSentence(tokens: readonly Token[]): number {
  const weighed = weighTerms(tokens)
  if (weighed.length === 0) return 0
  const clauses = clauseFactors(tokens)
  const damp = (tokens.at(-1)?.text === "?" ? 0.5 : 1) * (tokens.some(({ lower }) => HEDGES.has(lower)) ? 0.7 : 1)
  return (isRoundup(tokens) ? 0.2 : 1) * damp * weighed.reduce((sum, { term, value }) => sum + value * (clauses[term.from] ?? 1), 0)
}

/** A headline that strings unrelated news together says little of any of them. */
const isRoundup = (tokens: readonly Token[]): boolean => tokens.some(({ lower }, i) => lower === "more" && tokens[i + 1]?.lower === "news")

function weighTerms(tokens: readonly Token[]): Weighed[] {
  const weighed: Weighed[] = []
  for (const term of findTerms(tokens)) {
    const scaled = term.weight * sizeFactor(term, tokens) * adverbFactor(term, tokens)
    const turned = subjectFactor(term, tokens, weighed) * verbFactor(term, tokens, weighed)
    weighed.push({ term, value: scaled * turned })
  }
  return weighed
}

function findTerms(tokens: readonly Token[]): Term[] {
  const terms: Term[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    const term = termAt(tokens, i)
    if (term === null) continue
    terms.push(term)
    i = term.to
  }
  return terms
}

function termAt(tokens: readonly Token[], from: number): Term | null {
  const first = tokens[from]
  if (!first?.isWord) return levelOrChange(tokens, from)
  for (const length of [3, 2]) {
    const words = tokens.slice(from, from + length)
    const entry = words.length === length ? lookUp(words.map(({ lower }) => lower)) : null
    if (entry) return { ...entry, from, to: from + length - 1, head: first.lower }
  }
  const entry = lookUp([first.lower])
  if (entry) return { ...entry, from, to: from, head: first.lower }
  return levelOrChange(tokens, from)
}

/** The entry of a phrase whose first or last word may be inflected: `death crosses`, `launches`. */
function lookUp(words: readonly string[]): Entry | null {
  const [first = "", ...rest] = words
  for (const form of stems(first)) {
    const entry = LEXICON.get([form, ...rest].join(" "))
    if (entry) return entry
  }
  if (rest.length === 0) return null
  const start = words.slice(0, -1).join(" ")
  for (const form of stems(words.at(-1) ?? "")) {
    const entry = LEXICON.get(`${start} ${form}`)
    if (entry) return entry
  }
  return null
}

/** `above $50K`, `below $40K`, `up 8%`, `down 3%`: good or bad only beside a number. */
function levelOrChange(tokens: readonly Token[], from: number): Term | null {
  const word = tokens[from]?.lower ?? ""
  const [next, afterNext] = [tokens[from + 1], tokens[from + 2]]
  const isMoney = next?.text === "$" || next?.lower === "usd" || (/^\d/.test(next?.text ?? "") && next?.lower.endsWith("k"))
  const isPercent = /^\d/.test(next?.text ?? "") && afterNext?.text === "%"
  const term = (weight: number): Term => ({ weight, kind: "move", from, to: from, head: word })
  if (isMoney && REACHES_LEVEL.has(word)) return term(0.8)
  if (isMoney && BELOW_LEVEL.has(word)) return term(-1)
  if (isPercent && (word === "up" || word === "+")) return term(1.6)
  if (isPercent && word === "down") return term(-1.6)
  return null
}

/** 1 to 2 for a direction with a percentage close by: 12% is 1.4, 30% and more is 2. */
function sizeFactor(term: Term, tokens: readonly Token[]): number {
  if (term.kind !== "move") return 1
  for (let i = Math.max(0, term.from - 3); i < Math.min(tokens.length, term.to + 6); i += 1) {
    const value = Number(/^\d+(?:\.\d+)?/.exec(tokens[i]?.text.replaceAll(",", "") ?? "")?.[0] ?? Number.NaN)
    if (tokens[i + 1]?.text === "%" && Number.isFinite(value)) return 1 + Math.min(value, 30) / 30
  }
  return 1
}

function adverbFactor({ from, to }: Term, tokens: readonly Token[]): number {
  const around = [tokens[from - 1]?.lower ?? "", tokens[from - 2]?.lower ?? "", tokens[to + 1]?.lower ?? ""]
  if (around.some((word) => STRENGTHENERS.has(word))) return 1.3
  return around.some((word) => WEAKENERS.has(word)) ? 0.6 : 1
}

/** Turns `inflation falls`, `losses mount` and `rally fades` the right way, and takes out the subject's own weight. */
function subjectFactor(term: Term, tokens: readonly Token[], before: Weighed[]): number {
  if (term.kind !== "move") return 1
  const last = before.at(-1)
  const isNear = last !== undefined && term.from - last.term.to <= 2 && !tokens.slice(last.term.to + 1, term.from).some(isBreak)
  const subject = [tokens[term.from - 1], tokens[term.from - 2]].find((token) => token && BAD_SUBJECTS.has(token.lower))
  if (subject || (isNear && last.term.kind === "state" && last.value < 0)) {
    if (isNear) last.value = 0
    return -0.8
  }
  // `growth slows`, `recovery stalls`: the verb decides.
  if (isNear && last.term.kind !== "event" && last.value > 0 && term.weight < 0) last.value *= 0.2
  return 1
}

/** Negation and reversing verbs in the four words before, within the clause. */
function verbFactor(term: Term, tokens: readonly Token[], before: Weighed[]): number {
  for (let i = term.from - 1; i >= Math.max(0, term.from - 4); i -= 1) {
    const token = tokens[i]
    if (!token || isBreak(token) || (CONCESSIONS.has(token.lower) && token.lower !== "from") || token.lower === "but") return 1
    if (NEGATIONS.has(token.lower) && tokens[i + 1]?.lower !== "only") return -0.7
    const reverser = stems(token.lower).some((form) => REVERSERS.has(form))
    if (reverser) return reverse(i, token.lower, term, before)
  }
  return 1
}

/** A verb such as `drops` turns its object (`drops lawsuit`), and then says nothing of its own unless it is a recovery. */
function reverse(at: number, word: string, term: Term, before: Weighed[]): number {
  const verb = before.find(({ term: other }) => other.from === at)
  if (term.weight < 0 && stems(word).some((form) => FAILING.has(form))) return 1
  if (verb && verb.value > 0) return term.weight < 0 ? -0.2 : 1
  if (verb) verb.value = 0
  return -0.9
}

const isBreak = ({ text }: Token): boolean => BREAKS.has(text)

/** For each token, what is left of its weight because of the clause it stands in. */
function clauseFactors(tokens: readonly Token[]): number[] {
  const factors: number[] = []
  let factor = 1
  for (const [i, token] of tokens.entries()) {
    if (isBreak(token)) factor = 1
    else if (i > 0 || CONCESSIONS.get(token.lower) !== undefined) factor = Math.min(factor, CONCESSIONS.get(token.lower) ?? factor)
    factors.push(factor)
  }
  const but = tokens.findIndex(({ lower }, i) => i > 0 && lower === "but")
  return but < 0 ? factors : factors.map((each, i) => (i < but ? each * 0.5 : each))
}
