// What does a headline say, in a form that can be compared? Assets, acts, names, numbers and direction, each with its weight.
import { ASSETS, type AssetSymbol } from "./asset.ts"
import { findAssets } from "./entities.ts"
import { LEXICON } from "./lexicon.ts"
import { foldText, stems, type Token, tokenize } from "./text.ts"

const listOf = (text: string): string[] => text.split(/\s+/)
const STOP = new Set(
  listOf(`a an the of to in on at by for from with as is are was were be been it its this that these those and or but over under into
    out up down after before amid during while about than then so how why what when who here will would can could may might must
    has have had says said say tells report reports reportedly new latest just now more most first one his her their our your you
    we they not no news update updated`),
)
/** Words so frequent in this trade that sharing them says little. */
const COMMON = new Set(
  listOf(`crypto cryptocurrency cryptocurrencies blockchain token tokens coin coins price prices market markets trader traders investor
    investors exchange exchanges network protocol defi nft nfts etf etfs sec cftc us usa uk eu fed federal reserve ceo founder
    cofounder co firm company giant platform bank million billion today week weekly month year day days hours users holders holder
    spot digital asset assets stablecoin finance bridge chain wallet wallets labs foundation community court judge regulator
    bitcoin ether top watch analysis high low level key ahead rates interest program holdings lender trading wins court service
    staff customer customers developer developers upgrade layer mainnet`),
)
/** Different words for one act. */
const ACTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hack: "hack hacker exploit attack drain steal stole stolen theft heist breach",
    approve: "approve approval greenlight green",
    reject: "reject rejection deny denied down",
    delay: "delay postpone",
    sue: "sue sued charge charged lawsuit",
    fine: "fine fined penalty settle settlement pay",
    launch: "launch unveil introduce debut deploy live activate release complete done",
    raise: "raise raised fund funding round hike",
    buy: "buy bought acquire acquisition purchase takeover add",
    sell: "sell sold dump offload",
    cut: "layoff lay cut workforce",
    arrest: "arrest detain detained custody",
    bankrupt: "bankruptcy bankrupt insolvent chapter liquidate liquidation wind shut",
    halt: "halt suspend pause freeze stop outage",
    partner: "partner partnership team deal collaborate integrate integration sign",
    list: "list listing relist relisting",
    delist: "delist delisting",
    ban: "ban banned outlaw",
    win: "win won victory side",
    file: "file apply application submit",
    receive: "receive send sent",
  }).flatMap(([act, words]) => listOf(words).map((word) => [word, act] as const)),
)
const ASSET_WORDS: ReadonlyMap<string, AssetSymbol> = new Map(
  ASSETS.flatMap(({ symbol, name, aliases }) => [symbol, name, ...aliases].map((each) => [each.toLowerCase(), symbol] as const)),
)
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  trillion: 1e12,
  t: 1e12,
}
/** A percentage, dollars, a date (`3/30` is 330, whichever of the two is the month), or another number from 13 up. */
export type Num = { readonly kind: "%" | "$" | "d" | "n"; readonly value: number }
/** What a headline says, in comparable form. */
export type Print = {
  /** Feature to weight. */
  readonly features: ReadonlyMap<string, number>
  readonly names: ReadonlySet<string>
  readonly acts: ReadonlySet<string>
  readonly assets: ReadonlySet<string>
  readonly numbers: readonly Num[]
  /** Of the first word that tells one: 1 up, -1 down, else 0. */
  readonly direction: number
  readonly isMove: boolean
  /** Sum of the features' weights. */
  readonly weight: number
}

function readNumbers(tokens: readonly Token[]): Num[] {
  return tokens.flatMap(({ text, lower }, i): Num[] => {
    const match = /^(\d+(?:[.,]\d+)*)([a-z]*)$/.exec(lower)
    if (!match) return []
    const [before, next] = [tokens[i - 1]?.lower ?? "", tokens[i + 1]?.lower ?? ""]
    const value = Number((match[1] ?? "").replaceAll(",", "")) * (SCALES[match[2] ?? ""] ?? SCALES[next] ?? 1)
    if (!Number.isFinite(value)) return []
    if (next === "%" || next === "percent") return [{ kind: "%", value }]
    if (before === "$" || before === "usd" || /[km]$/.test(text.toLowerCase())) return [{ kind: "$", value }]
    const afterSlash = next === "/" ? Number(tokens[i + 2]?.text) : Number.NaN
    if (afterSlash >= 0) return [{ kind: "d", value: value * 100 + afterSlash }]
    return before === "/" || value < 13 ? [] : [{ kind: "n", value }]
  })
}

/** A crude root, good enough to meet its own inflections. */
const rootOf = (word: string): string =>
  word.length < 5 ? word : word.replace(/(?:ies|ied)$/, "y").replace(/(?:ings?|ers?|ed|es|s|e)$/, "")

/**
 * The print of a title. Weights: a name 1.5 (1.1 where every word has a capital, so that names cannot be told), an act or a direction 1, an
 * asset 0.8, another word 0.6, a word common in this trade 0.5. Never throws.
 */
export function printOf(title: string): Print {
  const known = findAssets(title, ASSETS)
  const tokens = tokenize(foldText(title))
  const long = tokens.filter(({ isWord, text }) => isWord && text.length > 3 && /^\p{L}/u.test(text))
  const titleCase = long.filter(({ text }) => /^\p{Lu}/u.test(text)).length > 0.7 * long.length
  const print = { features: new Map<string, number>(), names: new Set<string>(), acts: new Set<string>(), assets: new Set<string>() }
  let direction = 0
  for (const { text, lower, isWord } of tokens) {
    if (!isWord || /^\d/.test(lower)) continue
    const symbol = ASSET_WORDS.get(lower)
    const forms = stems(lower)
    const act = forms.map((form) => ACTS.get(form)).find((each) => each !== undefined)
    const entry = forms.map((form) => LEXICON.get(form)).find((each) => each !== undefined)
    if (entry?.kind === "move" && Math.abs(entry.weight) > 1) direction ||= Math.sign(entry.weight)
    if (symbol !== undefined && known.includes(symbol)) add(print, "assets", `@${symbol}`, 0.8)
    else if (act !== undefined) add(print, "acts", `=${act}`, 1)
    else if (entry?.kind === "move") print.features.set(entry.weight > 0 ? "^up" : "^down", 1)
    else if (STOP.has(lower)) continue
    else if (COMMON.has(lower)) print.features.set(lower === "federal" ? "fed" : rootOf(lower), 0.5)
    else if (/^\p{Lu}/u.test(text) && entry === undefined) add(print, "names", rootOf(lower), titleCase ? 1.1 : 1.5)
    else print.features.set(rootOf(lower), 0.6)
  }
  const numbers = readNumbers(tokens)
  const isMove = direction !== 0 && print.assets.size > 0 && (print.acts.size === 0 || numbers.some(({ kind }) => kind === "%"))
  const weight = [...print.features.values()].reduce((total, each) => total + each, 0)
  return { ...print, numbers, direction, isMove, weight }
}

function add(
  print: { features: Map<string, number> } & Record<"names" | "acts" | "assets", Set<string>>,
  set: "names" | "acts" | "assets",
  feature: string,
  weight: number,
): void {
  print[set].add(feature)
  print.features.set(feature, weight)
}
