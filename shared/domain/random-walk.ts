// How likely is it that a price ends above a level, or moves that far at some hour? Answers from a driftless random walk whose
// volatility is itself uncertain, which gives the heavy tails that prices have.
import { normalCdf } from "./statistics.ts"

/** Volatility of a walk over its whole horizon, and how many hourly closes the horizon has. */
export type Walk = {
  /** Standard deviation of the log price change over the horizon. */
  readonly sigma: number
  readonly hours: number
  /** Standard deviation of the logarithm of `sigma` as a forecast; 0 makes the walk Gaussian. */
  readonly uncertainty: number
}

/** Nodes and weights of the 7-point Gauss-Hermite rule for a standard normal variable. */
const NODES: readonly (readonly [node: number, weight: number])[] = [
  [-3.750_439_717_725_742, 0.000_548_268_855_972_218],
  [-2.366_759_410_734_541, 0.030_757_123_967_586_5],
  [-1.154_405_394_739_968, 0.240_123_178_605_012_7],
  [0, 0.457_142_857_142_857_1],
  [1.154_405_394_739_968, 0.240_123_178_605_012_7],
  [2.366_759_410_734_541, 0.030_757_123_967_586_5],
  [3.750_439_717_725_742, 0.000_548_268_855_972_218],
]

/** Mean of `probability(sigma)` over the walk's lognormal volatility, whose mean square stays `walk.sigma` squared. */
function averageOverVolatility(walk: Walk, probability: (sigma: number) => number): number {
  const { sigma, uncertainty } = walk
  let sum = 0
  for (const [node, weight] of NODES) sum += weight * probability(sigma * Math.exp(uncertainty * node - uncertainty * uncertainty))
  return sum
}

/** Probability that the walk ends above the level; `distance` is ln(level / price now). */
export function probabilityAbove(distance: number, walk: Walk): number {
  return averageOverVolatility(walk, (sigma) => normalCdf(-distance / sigma))
}

/** Broadie, Glasserman and Kou (1997): a barrier looked at once a step acts as one that lies 0.5826 steps' deviations farther. */
const DISCRETE_LOOKS = 0.5826

/**
 * Probability that some hourly close is at least `movePct` percent away from the price now, either side. Brownian motion's exit
 * from an interval (Feller, volume II, chapter X.5), with the correction for looking once an hour.
 */
export function probabilityOfMove(movePct: number, walk: Walk): number {
  const share = movePct / 100
  const distance = (Math.log1p(share) - Math.log1p(-Math.min(share, 0.99))) / 2
  return averageOverVolatility(walk, (sigma) => exitProbability(distance + (DISCRETE_LOOKS * sigma) / Math.sqrt(walk.hours), sigma))
}

/** Exit from (-distance, distance) by a Brownian motion whose standard deviation over the whole time is `sigma`. */
function exitProbability(distance: number, sigma: number): number {
  const width = distance / sigma
  // Far barriers: the eigenvalue series below converges slowly there, and crossing both sides has no weight.
  if (width > 2.5) return Math.min(1, 4 * normalCdf(-width))
  let stay = 0
  for (let k = 0; k < 8; k++) {
    const odd = 2 * k + 1
    stay += ((k % 2 === 0 ? 4 : -4) / (Math.PI * odd)) * Math.exp(-(odd * odd * Math.PI * Math.PI) / (8 * width * width))
  }
  return Math.max(0, Math.min(1, 1 - stay))
}
