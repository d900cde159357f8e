// How far do values spread, whatever a few of them do?

/** Small-sample factors of Croux and Rousseeuw (1992) for 2 to 9 values. */
const SMALL: Readonly<Record<number, number>> = { 2: 0.399, 3: 0.994, 4: 0.512, 5: 0.844, 6: 0.611, 7: 0.857, 8: 0.669, 9: 0.872 }

/** Consistent for a normal distribution. */
const TO_SIGMA = 2.2219

/**
 * Qn: a quartile of the distances between all pairs, as a standard deviation (Rousseeuw and Croux 1993). Half of the values may be anything, and of
 * normal ones it tells 82 % of what the standard deviation does. 0 of fewer than 2.
 */
export function robustScale(sample: readonly number[]): number {
  const n = sample.length
  if (n < 2) return 0
  const distances = sample.flatMap((a, i) => sample.slice(i + 1).map((b) => Math.abs(a - b))).sort((a, b) => a - b)
  const half = Math.floor(n / 2) + 1
  const quartile = distances[(half * (half - 1)) / 2 - 1] ?? 0
  return TO_SIGMA * (SMALL[n] ?? (n % 2 === 1 ? n / (n + 1.4) : n / (n + 3.8))) * quartile
}
