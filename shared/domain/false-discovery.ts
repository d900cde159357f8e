// Which of many tests may be believed together? And how sure is a share that was counted?

/**
 * The tests that are discoveries, in the order given, when at most a share `q` of discoveries may be false (Benjamini and Hochberg 1995): all up to the
 * largest rank k of m with p <= q k / m. Holds for independent tests and for ones that rise and fall together (Benjamini and Yekutieli 2001).
 */
export function discoveries<T extends { readonly p: number }>(tests: readonly T[], q: number): readonly T[] {
  const sorted = tests.map(({ p }) => p).sort((a, b) => a - b)
  const last = sorted.findLastIndex((p, i) => p <= (q * (i + 1)) / sorted.length)
  const threshold = sorted[last]
  return threshold === undefined ? [] : tests.filter(({ p }) => p <= threshold)
}

/** 95 % interval of a share of which `hits` of `n` > 0 were seen (Wilson 1927). */
export function shareInterval(hits: number, n: number): { readonly low: number; readonly high: number } {
  const z = 1.959_964
  const share = hits / n
  const center = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) }
}
