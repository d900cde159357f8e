// How does each asset of the fake market behave? Price level, pull of the whole market, own restlessness, and how much is traded.
import type { AssetSymbol } from "../../shared/domain/asset.ts"
import { keyOf, unitAt } from "./random.ts"

export type Profile = {
  /** Price in US dollars around which the asset moves over the years. */
  readonly level: number
  /** Move of the asset for a move of 1 of the market factor. */
  readonly beta: number
  /** Standard deviation of the asset's own hourly log return, the market factor removed. */
  readonly ownSigma: number
  /** Traded on Binance in an ordinary hour, in millions of US dollars. */
  readonly hourlyVolumeMusd: number
  /** Decimals of a price on Binance and on Kraken. */
  readonly decimals: { readonly binance: number; readonly kraken: number }
}

/** Standard deviation of the market factor's hourly log return in ordinary times; Bitcoin's of 2024-25 was 0.0056 all told. */
export const FACTOR_SIGMA = 0.0037

const profile = (level: number, beta: number, ownSigma: number, hourlyVolumeMusd: number, binance: number, kraken: number): Profile => ({
  level,
  beta,
  ownSigma,
  hourlyVolumeMusd,
  decimals: { binance, kraken },
})

const PROFILES: Readonly<Record<AssetSymbol, Profile>> = {
  BTC: profile(80_000, 1, 0.0008, 75, 2, 1),
  ETH: profile(2_900, 1.2, 0.0028, 60, 2, 2),
  SOL: profile(155, 1.35, 0.0042, 35, 2, 2),
  BNB: profile(690, 0.85, 0.003, 12, 2, 2),
  XRP: profile(1.9, 1.1, 0.0048, 25, 4, 5),
  ADA: profile(0.58, 1.25, 0.0046, 6, 4, 6),
  DOGE: profile(0.165, 1.4, 0.0055, 14, 5, 7),
  AVAX: profile(21, 1.35, 0.0046, 4, 2, 2),
  LINK: profile(15, 1.3, 0.0045, 5, 2, 5),
  DOT: profile(3.6, 1.25, 0.0042, 2.5, 3, 4),
  TRX: profile(0.29, 0.5, 0.003, 4, 4, 6),
  LTC: profile(92, 0.95, 0.0042, 3.5, 2, 2),
  BCH: profile(480, 1, 0.0046, 3, 1, 2),
  NEAR: profile(2.5, 1.4, 0.0054, 2.5, 3, 3),
  UNI: profile(7.2, 1.3, 0.0054, 2.2, 3, 3),
  ATOM: profile(3.4, 1.2, 0.0044, 1.3, 3, 4),
  XLM: profile(0.26, 1.1, 0.005, 2.6, 4, 6),
  AAVE: profile(210, 1.35, 0.0054, 2.8, 2, 2),
  SUI: profile(2.7, 1.5, 0.0062, 6, 4, 4),
  ARB: profile(0.34, 1.4, 0.0056, 1.8, 4, 4),
}

/** The row of an asset; one that isn't listed behaves like a small coin whose price level follows from its name. */
export function profileOf(symbol: AssetSymbol): Profile {
  return PROFILES[symbol] ?? profile(10 ** (unitAt(keyOf("level", symbol), 0) * 3 - 1), 1.3, 0.006, 1, 4, 4)
}

/** Share of an ordinary hour's trade in each hour of the day, UTC: quiet at night, busiest when the American markets open. */
export const HOUR_OF_DAY: readonly number[] = [
  1.0, 0.91, 0.82, 0.76, 0.79, 0.81, 0.95, 0.92, 0.92, 0.92, 0.93, 1.1, 1.55, 2.1, 1.8, 1.58, 1.32, 1.12, 1.08, 0.95, 0.8, 0.78, 0.74, 0.95,
]

/** Share of an ordinary day's trade, Sunday first. */
export const DAY_OF_WEEK: readonly number[] = [0.72, 1.05, 1.1, 1.12, 1.12, 1.05, 0.66]
