// Which of the studio's assets does a text speak of? Names, tickers, cashtags and pairs on word boundaries, never by accident.
//
// Names (`Bitcoin`, `Bitcoin Cash`, `NEAR Protocol`) count in any case, the longest first, and so do tickers that mean nothing else
// (`btc`). Everything else could be an ordinary word, so it must prove itself; its row in the tables below says how:
//   capital  a capital letter and no veto (`Ripple's`, not `Ripple Effect`); `Avalanche` and `Cosmos` that open a line need context too.
//   context  a ticker in capitals, and a crypto word or another asset anywhere in the text (`SOL`, `ADA`).
//   signal   a sign right beside it (`NEAR`, `LINK`, `DOT`): a market word after it, an amount before it, or an enumeration of tickers.
// A cashtag (`$SOL`), a hashtag and a pair (`SOL/USDT`, `SOLUSDT`) always prove it. In a line that is ALL CAPITALS, capitals prove
// nothing: `context` then needs a signal, and `signal` a cashtag, a pair or an enumeration. `Wrapped Bitcoin` and other tokens that merely
// carry a name are not the asset: what befalls them is their issuer's affair.
import type { Asset, AssetSymbol } from "./asset.ts"
import { CRYPTO_WORDS, isMarketWord, ORGANISATION_WORDS } from "./lexicon.ts"
import { foldText, type Token, tokenize } from "./text.ts"

type Proof = "none" | "capital" | "context" | "signal"

const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(" "))
const PLAIN_TICKERS = wordsOf("btc xbt eth xrp bnb ltc bch avax xlm trx aave usdt usdc")
const WORD_TICKERS = wordsOf(
  "near link dot uni atom sui arb one gas flow sand mask ice rose ape op ton hot win fun key band time mana rune storm",
)
/** Names that are ordinary words. A bare word ticker used as a name or alias (`Near`) needs a signal as well. */
const WORD_NAMES = new Map<string, Proof>([
  ["ripple", "capital"],
  ["avalanche", "capital"],
  ["cosmos", "capital"],
  ["tron", "capital"],
  ["sui", "capital"],
  ["stellar", "signal"],
  ["near", "signal"],
  ["harmony", "signal"],
  ["maker", "signal"],
  ["compound", "signal"],
  ["flow", "signal"],
  ["optimism", "signal"],
])
const SHY_AT_START = new Set(["avalanche", "cosmos"])
const VETO_AFTER = wordsOf("of effect effects through generis juris across compliance lovelace")
const VETO_BEFORE = wordsOf("a an snow sell liquidation")
const QUOTES = wordsOf("usd usdt usdc busd fdusd eur gbp jpy krw btc eth")
/** Phrases that hold an asset's name and mean something else, unless the asset list itself holds them. */
const OTHERS = [
  ..."bitcoin sv|bitcoin gold|bitcoin diamond|bitcoin private|ethereum classic|ethereum pow|terra classic|baby doge|baby dogecoin".split(
    "|",
  ),
  ..."wrapped bitcoin|wrapped btc|wrapped ether|wrapped ethereum|wrapped eth|wrapped solana|wrapped sol|eth zurich|eth zürich".split("|"),
  ..."into the ether|in the ether|chain link|stellar blade|tron ares|tron legacy".split("|"),
]
const ACRONYMS = wordsOf(
  "us usa uk eu un sec ceo cfo cto etf etfs etp etps ai fbi doj irs faa imf nft nfts dao daos cbdc kyc aml ath tvl tv usd",
)

const CASHTAG = /^[$#]$/
const JOINERS = new Set([",", "and", "&", "/", "or", "+"])
const DEEDS = wordsOf("raises launches partners announces unveils integrates joins rallies surges soars plunges tumbles adds")
const BUYING = wordsOf("token tokens coin coins buy buys bought sell sells sold stake staking hold holds")

type Phrase = { readonly words: readonly string[]; readonly symbol: AssetSymbol | null; readonly proof: Proof; readonly isTicker: boolean }
type Mention = { readonly from: number; readonly to: number; readonly phrase: Phrase }
type Line = { readonly tokens: readonly Token[]; readonly shouts: boolean }
type Index = { readonly phrases: ReadonlyMap<string, readonly Phrase[]>; readonly tickers: ReadonlyMap<string, AssetSymbol> }

const indexes = new WeakMap<readonly Asset[], Index>()

/**
 * Symbols of the assets that `text` speaks of, in the order of `assets`. Never throws; looks at the first 8,000 characters. Lines are
 * judged one by one for ALL CAPITALS, together for context: pass `title + "\n" + summary`.
 */
export function findAssets(text: string, assets: readonly Asset[]): AssetSymbol[] {
  const index = indexes.get(assets) ?? buildIndex(assets)
  indexes.set(assets, index)
  const folded = foldText(text)
  const lines = splitLines(tokenize(folded))
  const mentions = lines.map((line) => findMentions(line.tokens, index))
  const firm = mentions.flat().some(({ phrase }) => phrase.symbol !== null && phrase.proof === "none")
  const context = firm || lines.some(({ tokens }) => tokens.some(({ lower }) => CRYPTO_WORDS.test(lower)))
  const found = new Set<AssetSymbol>()
  for (const [i, line] of lines.entries()) {
    for (const { phrase } of proveAll(mentions[i] ?? [], line, context)) if (phrase.symbol !== null) found.add(phrase.symbol)
  }
  if (isAboutGovernment(folded)) found.delete("DOGE")
  return assets.map(({ symbol }) => symbol).filter((symbol) => found.has(symbol))
}

const tickerProof = (ticker: string): Proof => {
  const lower = ticker.toLowerCase()
  if (lower === "doge") return "capital"
  return PLAIN_TICKERS.has(lower) ? "none" : WORD_TICKERS.has(lower) ? "signal" : "context"
}

function nameProof(name: string): Proof {
  const lower = name.toLowerCase()
  return WORD_NAMES.get(lower) ?? (WORD_TICKERS.has(lower) ? "signal" : "none")
}

function buildIndex(assets: readonly Asset[]): Index {
  const phrases = new Map<string, Phrase[]>()
  const add = (name: string, symbol: AssetSymbol | null, proof: Proof, isTicker: boolean): void => {
    const words = tokenize(foldText(name)).map(({ lower }) => lower)
    const row = phrases.get(words[0] ?? "") ?? []
    if (row.some((known) => known.words.join(" ") === words.join(" ") && known.isTicker === isTicker)) return
    row.push({ words, symbol, proof, isTicker })
    phrases.set(words[0] ?? "", row)
  }
  for (const { symbol, name, aliases } of assets) {
    for (const each of [symbol, name, ...aliases]) {
      const isTicker = /^[A-Z0-9]{2,10}$/.test(each)
      add(each, symbol, isTicker ? tickerProof(each) : nameProof(each), isTicker)
    }
  }
  for (const other of OTHERS) add(other, null, "none", false)
  for (const row of phrases.values()) row.sort((a, b) => b.words.length - a.words.length || Number(b.isTicker) - Number(a.isTicker))
  return { phrases, tickers: new Map(assets.map(({ symbol }) => [symbol, symbol])) }
}

function splitLines(tokens: readonly Token[]): Line[] {
  const lines: Token[][] = [[]]
  for (const token of tokens) {
    if (token.text === "\n") lines.push([])
    else lines.at(-1)?.push(token)
  }
  return lines.map((line) => ({ tokens: line, shouts: isShouted(line) }))
}

/** True where capitals say nothing: at least four words of two letters or more, and fewer than one in five of them has a small letter. */
function isShouted(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ text }) => /\p{L}{2}/u.test(text))
  return words.length >= 4 && words.filter(({ text }) => /\p{Ll}/u.test(text)).length < words.length / 5
}

function findMentions(tokens: readonly Token[], index: Index): Mention[] {
  const mentions: Mention[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    const phrase = phraseAt(tokens, i, index)
    if (phrase === null) continue
    mentions.push({ from: i, to: i + phrase.words.length - 1, phrase })
    i += phrase.words.length - 1
  }
  return mentions
}

function phraseAt(tokens: readonly Token[], at: number, { phrases, tickers }: Index): Phrase | null {
  const token = tokens[at]
  if (!token?.isWord) return null
  const isTagged = CASHTAG.test(tokens[at - 1]?.text ?? "")
  for (const phrase of phrases.get(token.lower) ?? []) {
    const fits = phrase.words.every((word, k) => tokens[at + k]?.lower === word)
    if (fits && (isTagged || hasItsCase(phrase, token.text))) return phrase
  }
  const pair = /^([A-Z0-9]{2,10}?)(?:USDT|USDC|USD|BTC|ETH|EUR)$/.exec(token.text)?.[1] ?? ""
  const symbol = tickers.get(pair) ?? null
  if (symbol !== null) return { words: [token.lower], symbol, proof: "none", isTicker: true }
  // A ticker of no asset of ours proves nothing by itself, but it can stand in an enumeration: `NEAR and MIOTA Rally`.
  const isStranger = /^[A-Z][A-Z0-9]{1,5}$/.test(token.text) && !ACRONYMS.has(token.lower)
  return isStranger ? { words: [token.lower], symbol: null, proof: "signal", isTicker: true } : null
}

function hasItsCase({ proof, isTicker }: Phrase, text: string): boolean {
  if (proof === "none") return true
  return isTicker && proof !== "capital" ? text === text.toUpperCase() : /^\p{Lu}/u.test(text)
}

/** The mentions of a line that are proved: by themselves, as `Near (NEAR)`, or by a proved neighbour in an enumeration. */
function proveAll(mentions: readonly Mention[], line: Line, context: boolean): Mention[] {
  const proved = mentions.map((mention) => isProved(mention, line, context))
  const spread = (here: number, there: number): void => {
    const [a, b] = [mentions[Math.min(here, there)], mentions[Math.max(here, there)]]
    const target = mentions[there]
    if (!a || !b || !target?.phrase.isTicker || !proved[here] || (line.shouts && !mentions[here]?.phrase.isTicker)) return
    const between = line.tokens.slice(a.to + 1, b.from)
    if (between.length > 0 && between.length <= 2 && between.every(({ lower }) => JOINERS.has(lower))) proved[there] = true
  }
  for (const [i, { phrase, from }] of mentions.entries()) {
    const before = mentions[i - 1]
    const isOwnTicker = before?.phrase.symbol === phrase.symbol && before.to === from - 2 && line.tokens[from - 1]?.text === "("
    if (isOwnTicker && phrase.isTicker && phrase.symbol !== null) proved[i] = true
  }
  for (let i = 1; i < mentions.length; i += 1) spread(i - 1, i)
  for (let i = mentions.length - 1; i > 0; i -= 1) spread(i, i - 1)
  return mentions.filter((_, i) => proved[i])
}

function isProved({ from, to, phrase }: Mention, { tokens, shouts }: Line, context: boolean): boolean {
  const next = tokens[to + 1]?.lower ?? ""
  if (phrase.proof === "none" || isTaggedOrPaired(tokens, from, to)) return true
  if (VETO_AFTER.has(next)) return false
  const beside = ORGANISATION_WORDS.has(next) || isMarketWord(next)
  switch (phrase.proof) {
    case "capital":
      if (VETO_BEFORE.has(tokens[from - 1]?.lower ?? "")) return false
      return shouts ? beside : beside || context || from > 0 || !SHY_AT_START.has(phrase.words[0] ?? "")
    case "context":
      return beside || isAmountBefore(tokens, from) || (context && !shouts)
    case "signal":
      if (!phrase.isTicker) return !shouts && isNameSignal(tokens, from, next)
      return !shouts && (beside || isAmountBefore(tokens, from) || BUYING.has(tokens[from - 1]?.lower ?? ""))
  }
}

function isTaggedOrPaired(tokens: readonly Token[], from: number, to: number): boolean {
  if (CASHTAG.test(tokens[from - 1]?.text ?? "")) return true
  const after = /^[/-]$/.test(tokens[to + 1]?.text ?? "") && QUOTES.has(tokens[to + 2]?.lower ?? "")
  return after || (tokens[from - 1]?.text === "/" && QUOTES.has(tokens[from - 2]?.lower ?? ""))
}

/** `5,000 NEAR`, `$5M in DOT`; not `$40K NEAR`. */
function isAmountBefore(tokens: readonly Token[], from: number): boolean {
  const before = tokens[from - 1]
  if (before?.lower === "in") return /^\d/.test(tokens[from - 2]?.text ?? "") && tokens[from - 3]?.text === "$"
  return /^\d/.test(before?.text ?? "") && tokens[from - 2]?.text !== "$"
}

/** `Near Foundation` anywhere; `Near Raises` only at the start of a clause, because headlines capitalise the preposition too. */
function isNameSignal(tokens: readonly Token[], from: number, next: string): boolean {
  if (ORGANISATION_WORDS.has(next)) return true
  return !(tokens[from - 1]?.isWord ?? false) && DEEDS.has(next)
}

/** DOGE was also the name of a department of the United States' government in 2025. */
const isAboutGovernment = (folded: string): boolean =>
  /government efficiency|federal (?:agenc|worker|employee|government)|usaid/i.test(folded)
