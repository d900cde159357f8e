import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ASSETS } from "../../shared/domain/asset.ts"
import { findAssets } from "../../shared/domain/entities.ts"
import { ENTITIES_HARD, ENTITIES_RANDOM } from "./judgements.ts"
import { bestMs, hasRecordings, readNaughtyStrings, readTitles, WHY_SKIPPED } from "./recorded.ts"

const found = (text: string): string => findAssets(text, ASSETS).join(" ")

const NOTHING = [
  "A new method for a solution in Canada",
  "Absolute resolution: consolation for Nevada and Granada",
  "Stocks are near the top",
  "How to link to the report",
  "The dot-com bubble, remembered",
  "A sui generis case of crypto law",
  "Sui Generis Crypto Rules Proposed",
  "Every atom in the universe",
  "A cosmos of ideas at the conference",
  "A Cosmos of Ideas for Crypto Builders",
  "Coinbase posts stellar results",
  "Stellar Results Lift Coinbase Shares",
  "Stellar Gains for Crypto Stocks",
  "An avalanche of sells hits crypto",
  "Avalanche of Sell Orders Hits Crypto Exchanges",
  "El sol sale para todos en Madrid",
  "Todas las mañanas hay sol",
  "Ripple Effects of the FTX Collapse Reach Crypto Lenders",
  "Crypto Prices Trade Near Record Highs",
  "Crypto Hovers Near Rally Highs",
  "CRYPTO STOCKS NEAR RECORD HIGH AS TRADERS LINK ARMS",
  "DOT FINES AIRLINE AS UNI STUDENTS LEAVE",
  "US DOT fines airline over crypto refunds",
  "Ada Lovelace would have loved smart contracts",
  "Website fails ADA compliance for crypto exchange",
  "Researchers at ETH Zurich break a cipher",
  "Baby Doge soars 35%",
  "Wrapped Bitcoin supply falls on DAO vote",
  "Bitcoin SV hit by 51% attack",
  "Ethereum Classic climbs by half",
  "Musk says DOGE cut federal workers",
  "The company's money vanished into the ether",
  "Call me at one, gas is cheap",
  "Nearby links: atomic, dotted, unity, arbitrage, resolute, bitcoiner",
  "",
]

const SOMETHING: readonly (readonly [string, string])[] = [
  ["$SOL is flying", "SOL"],
  ["$sol to the moon, $near too", "SOL NEAR"],
  ["SOL rallies", "SOL"],
  ["Solana's outage ends", "SOL"],
  ["ETH/BTC breaks out", "BTC ETH"],
  ["Bitcoin-backed loans return", "BTC"],
  ["NEAR Protocol raises funds", "NEAR"],
  ["Near Raises a Fresh Round", "NEAR"],
  ["Bitcoin Dips Near Support, NEAR Rallies", "BTC NEAR"],
  ["ZEC and NEAR Climb", "NEAR"],
  ["Top coins to watch: BTC, LINK, HNT, DOT", "BTC LINK DOT"],
  ["Chainlink (LINK) unveils a product", "LINK"],
  ["DOT Slips 3% in Thin Trading", "DOT"],
  ["A donor sends $7M in DOT", "DOT"],
  ["He staked 5,000 ATOM", "ATOM"],
  ["LINK/USDT and SOLUSDT lead volumes", "SOL LINK"],
  ["UNI price doubles", "UNI"],
  ["Sui network halts", "SUI"],
  ["TRX Slides as Tron founder steps back", "TRX"],
  ["Bitcoin Cash forks again", "BCH"],
  ["Bitcoin Cash and Bitcoin diverge", "BTC BCH"],
  ["Ethereum Classic jumps but will ETH miners migrate?", "ETH"],
  ["spot bitcoin and ether ETFs see inflows", "BTC ETH"],
  ["btc dumps, xrp pumps", "BTC XRP"],
  ["Ripple wins against SEC", "XRP"],
  ["Avalanche Unveils Bitcoin Vaults", "BTC AVAX"],
  ["the Cosmos ecosystem grows", "ATOM"],
  ["Cosmos Hub upgrade passes", "ATOM"],
  ["Markets wrap: Near (NEAR)", "NEAR"],
  ["Stellar Foundation grants", "XLM"],
  ["Dogecoin and Doge ink", "DOGE"],
  ["BITCOIN CRASHES AS SOLANA SURGES", "BTC SOL"],
  ["BTC, NEAR AND SOL SURGE TODAY", "BTC SOL NEAR"],
  ["ＢＩＴＣＯＩＮ and 𝐒𝐨𝐥𝐚𝐧𝐚", "BTC SOL"],
  ["Bit\u200bco\u00adin and E\u2060ther\ufeffeum", "BTC ETH"],
  ["Вitсоin and Sоlаna in mixed alphabets", "BTC SOL"],
  ["B̷i̷t̷c̷o̷i̷n̷ scrawled", "BTC"],
]

describe("findAssets", () => {
  it.each(NOTHING)("tags nothing in %j", (text) => expect(found(text)).toBe(""))
  it.each(SOMETHING)("reads %j as %s", (text, symbols) => expect(found(text)).toBe(symbols))

  it("judges capitals line by line and context over the whole text", () => {
    expect(found("CRYPTO TRADERS LINK ARMS NEAR HIGHS\nChainlink was not meant")).toBe("LINK")
    expect(found("SOL and the city\nThe token is a year old")).toBe("SOL")
    expect(found("SOL and the city\nA novel")).toBe("")
  })

  it("prefers a listed asset to the rule that its name belongs to another", () => {
    const classic = { symbol: "ETC", name: "Ethereum Classic", aliases: [], binance: null, kraken: null }
    expect(findAssets("Ethereum Classic jumps", [...ASSETS, classic])).toEqual(["ETC"])
  })

  it("watches an unlisted asset by ticker only with proof", () => {
    const pepe = { symbol: "PEPE", name: "PEPE", aliases: [], binance: null, kraken: null }
    expect(findAssets("PEPE token soars", [pepe])).toEqual(["PEPE"])
    expect(findAssets("pepe the frog", [pepe])).toEqual([])
  })

  it("never throws, answers the same twice and only with symbols of the list", () => {
    const words = fc.constantFrom("NEAR", "Near", "SOL", "BTC", "and", ",", "/", "$", "rallies", "\n", "Cosmos", "of", "10", "%", "\u200b")
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.array(words).map((list) => list.join(" ")),
    )
    fc.assert(
      fc.property(text, (value) => {
        const symbols = findAssets(value, ASSETS)
        expect(findAssets(value, ASSETS)).toEqual(symbols)
        expect(ASSETS.map(({ symbol }) => symbol).filter((symbol) => symbols.includes(symbol))).toEqual(symbols)
      }),
    )
  })

  it.each([
    "a".repeat(100_000),
    "$NEAR, ".repeat(15_000),
    "Bitcoin ".repeat(12_000),
    "\u0301".repeat(100_000),
    "'s ,".repeat(25_000),
    "ﷺ".repeat(100_000),
  ])("reads 100 KB of hostile text in under 50 ms (%#)", (text) => {
    expect(bestMs(() => findAssets(text, ASSETS))).toBeLessThan(50)
  })
})

describe.skipIf(!hasRecordings)(`findAssets on recorded titles (skipped where ${WHY_SKIPPED})`, () => {
  it.each([
    ["titles drawn at random", ENTITIES_RANDOM, 149],
    ["titles with look-alikes", ENTITIES_HARD, 99],
  ] as const)("has precision of 0.97 and recall of 0.95 on %s", (_, judgements, size) => {
    const titles = readTitles()
    const counts = { right: 0, found: 0, wanted: 0, titles: 0 }
    for (const [symbols, rows] of Object.entries(judgements)) {
      const wanted = new Set(symbols.split(" ").filter(Boolean))
      for (const row of rows.trim().split(/\s+/)) {
        const got = findAssets(titles[Number(row)] ?? "", ASSETS)
        counts.titles += 1
        counts.wanted += wanted.size
        counts.found += got.length
        counts.right += got.filter((symbol) => wanted.has(symbol)).length
      }
    }
    expect(counts.titles).toBe(size)
    expect(counts.right / counts.found).toBeGreaterThanOrEqual(0.97)
    expect(counts.right / counts.wanted).toBeGreaterThanOrEqual(0.95)
  })

  it("takes every naughty string as data", () => {
    for (const text of readNaughtyStrings()) expect(findAssets(text, ASSETS)).toEqual([])
  })
})
