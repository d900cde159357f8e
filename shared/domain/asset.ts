// The assets that the studio can watch: one row each, with the names that news uses and each exchange's own symbol.
import * as z from "zod"

/** Ticker of an asset, upper case, such as `BTC`. */
export const AssetSymbol = z
  .string()
  .regex(/^[A-Z0-9]{2,10}$/, "an asset symbol is 2 to 10 capital letters or digits, such as BTC")
  .meta({ description: "Ticker of an asset, upper case.", examples: ["BTC"] })
export type AssetSymbol = z.infer<typeof AssetSymbol>

export type Asset = {
  readonly symbol: AssetSymbol
  readonly name: string
  /** Further names that news uses. A name of one ordinary word is matched with its capital only (`Near`, not `near`). */
  readonly aliases: readonly string[]
  /** Symbol on Binance spot, quoted in USDT; null where it isn't listed. */
  readonly binance: string | null
  /** Pair on Kraken, quoted in USD; null where it isn't listed. */
  readonly kraken: string | null
}

const asset = (symbol: string, name: string, aliases: string[] = [], kraken: string | null = `${symbol}USD`): Asset => ({
  symbol,
  name,
  aliases,
  binance: `${symbol}USDT`,
  kraken,
})

export const ASSETS: readonly Asset[] = [
  asset("BTC", "Bitcoin", ["XBT"], "XBTUSD"),
  asset("ETH", "Ethereum", ["Ether"]),
  asset("SOL", "Solana"),
  asset("BNB", "BNB", ["Binance Coin", "BNB Chain"]),
  asset("XRP", "XRP", ["Ripple"]),
  asset("ADA", "Cardano"),
  asset("DOGE", "Dogecoin", [], "XDGUSD"),
  asset("AVAX", "Avalanche"),
  asset("LINK", "Chainlink"),
  asset("DOT", "Polkadot"),
  asset("TRX", "Tron"),
  asset("LTC", "Litecoin"),
  asset("BCH", "Bitcoin Cash"),
  asset("NEAR", "NEAR Protocol", ["Near"]),
  asset("UNI", "Uniswap"),
  asset("ATOM", "Cosmos"),
  asset("XLM", "Stellar", ["Stellar Lumens"]),
  asset("AAVE", "Aave"),
  asset("SUI", "Sui"),
  asset("ARB", "Arbitrum"),
]

/** The row of a symbol; one that isn't listed is watched under its own ticker, with no news names. */
export function findAsset(symbol: AssetSymbol): Asset {
  return ASSETS.find((row) => row.symbol === symbol) ?? asset(symbol, symbol)
}
