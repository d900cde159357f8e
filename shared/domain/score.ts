// How engaged is a person? Points of the last 30 days, exact in whole numbers, and the score of 0 to 100 that follows from them.
import { INTERACTION_CODES, INTERACTION_TYPES, POINTS_FOR_FULL_SCORE, typeOfCode, type Weights, weightOf } from "./interaction.ts"

/** Thousandths of a value times thousandths of a weight: points are counted in millionths, so that no sum is ever rounded. */
export const MICRO = 1_000_000

/** Points of an interaction of value 1 in thousandths: by the code of its type, as text, and `rest` for codes that aren't here. */
export type MilliWeights = Readonly<Record<string, number>> & { readonly rest: number }

const milli = (weight: number): number => Math.round(weight * 1_000)

export function milliWeightsOf(weights: Weights): MilliWeights {
  const byCode = INTERACTION_TYPES.map((type) => [String(INTERACTION_CODES[type]), milli(weightOf(type, weights))] as const)
  return { ...Object.fromEntries(byCode), rest: milli(weights.other) }
}

/** Weights as stored, by the names of the types: what a page shows. */
export const namedWeights = (stored: MilliWeights): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(stored).flatMap(([code, weight]) => (code === "rest" ? [] : [[typeOfCode(Number(code)), weight / 1_000] as const])),
  )

/** Millionths of a point in one hundredth of the score. */
const MICRO_OF_A_HUNDREDTH = (POINTS_FOR_FULL_SCORE * MICRO) / 10_000

/**
 * Score of 0 to 100 in two decimals, halves rounded up: 50 points are 100, and what is above stays there. Exact: the quotient of whole numbers
 * below 2^53 is a half only where it is one. Source: the earlier system's score, each weight applied once.
 */
export const scoreOfMicroPoints = (microPoints: number): number =>
  Math.min(10_000, Math.max(0, Math.round(microPoints / MICRO_OF_A_HUNDREDTH))) / 100

/** The least points, in millionths, that are shown as so high a score. */
export const microPointsOfScore = (score: number): number => Math.max(0, (Math.round(score * 100) - 0.5) * MICRO_OF_A_HUNDREDTH)
