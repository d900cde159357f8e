// By which names may Kraken's answers call a pair? It is asked for XBTUSD and answers XXBTZUSD, is asked for DOGEUSD and answers XDGUSD.

/** Kraken's own codes of two assets, and the usual ones; requests may hold either. */
const CODES = [
  ["BTC", "XBT"],
  ["DOGE", "XDG"],
]

/**
 * Names that an answer may hold for the pair asked for, likeliest first. Old pairs bear an X before the asset and a Z before
 * the currency (XXBTZUSD); a few only the Z (USDTZUSD); the newer `assetVersion=1` writes BTC/USD.
 */
export function answerNames(pair: string): readonly string[] {
  const [, base, quote] = /^(.+)(USD|EUR|GBP|CAD|JPY)$/.exec(pair) ?? []
  if (base === undefined) return [pair]
  const codes = CODES.find((row) => row.includes(base)) ?? []
  const bases = [base, ...codes.filter((code) => code !== base)]
  return bases.flatMap((code) => [`${code}${quote}`, `X${code}Z${quote}`, `${code}Z${quote}`, `${code}/${quote}`])
}
