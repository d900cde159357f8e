// Which assets does a text name? Tickers, cashtags, pairs and names of the studio's assets, and tickers of anything else.
import { ASSETS, type AssetSymbol } from "../asset.ts"

/** `symbol` is null for a ticker that isn't on the list; a claim may know it all the same, as `ticker`. */
export type AssetMention = { readonly start: number; readonly end: number; readonly symbol: AssetSymbol | null; readonly ticker: string }

/** Capitals that are no ticker. */
const ACRONYMS = new Set(
  (
    "UTC GMT USD US USA UK EU EUR GBP AI RSI MACD API ETF ETFS SEC CEO CFO CTO NFT NFTS DAO CPI FED FOMC GDP IMF DEX CEX TVL KYC AML ECB ESMA MICA " +
    "FCA FTC AFM NOT AND THE"
  ).split(" "),
)
/** Lower-case tickers that are no word of either language. */
const PLAIN = new Set("btc eth xrp bnb ltc bch avax doge".split(" "))
/** A name that is an ordinary word with a small letter; `Near` opens too many sentences to be a name. */
const ORDINARY = new Set(["near", "stellar", "cosmos", "avalanche", "tron", "sui", "ripple"])
const FOREIGN =
  "tether|usd coin|shiba inu|pepe|toncoin|monero|hedera|aptos|filecoin|ethereum classic|bitcoin sv|bitcoin gold|hyperliquid|dogwifhat|bonk"

const names: ReadonlyMap<string, AssetSymbol> = new Map(
  ASSETS.flatMap(({ symbol, name, aliases }) =>
    [name, ...aliases].filter((each) => each !== "Near").map((each) => [each.toLowerCase(), symbol] as const),
  ),
)
const symbols: ReadonlySet<string> = new Set(ASSETS.map(({ symbol }) => symbol))
const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length)
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[$#][A-Za-z][A-Za-z0-9]{1,9}|(?:${FOREIGN})|(?:${longestFirst.join("|")})|[A-Za-z]{2,10}|1INCH)(?:\\/[A-Z]{3,5})?(?![\\p{L}\\p{N}])`,
  "giu",
)

const bareOf = (text: string): string => text.replace(/^[$#]/, "").replace(/\/.*$/, "")

function read(text: string): AssetSymbol | null | undefined {
  const isTagged = /^[$#]/.test(text)
  const bare = bareOf(text)
  const lower = bare.toLowerCase()
  const named = names.get(lower)
  if (named !== undefined && (!ORDINARY.has(lower) || /^[A-Z]/.test(bare))) return named
  const upper = bare.replace(/(?:USDT|USDC|USD)$/, "") || bare
  if (isTagged) return symbols.has(bare.toUpperCase()) ? bare.toUpperCase() : text.startsWith("$") ? null : undefined
  if (symbols.has(upper)) return upper
  if (PLAIN.has(lower)) return lower.toUpperCase()
  if (new RegExp(`^(?:${FOREIGN})$`, "i").test(bare)) return null
  return /^[A-Z]{3,10}$/.test(bare) && !ACRONYMS.has(bare) ? null : undefined
}

/** Mentions in order. A word in capitals that is no known acronym counts as a ticker: better asked twice than lied about once. */
export function findMentions(text: string): AssetMention[] {
  return [...text.matchAll(PATTERN)].flatMap((match) => {
    const symbol = read(match[0])
    return symbol === undefined
      ? []
      : [{ start: match.index, end: match.index + match[0].length, symbol, ticker: bareOf(match[0]).toUpperCase() }]
  })
}
