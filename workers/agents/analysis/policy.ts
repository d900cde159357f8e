// Which numbers of the judgement may be tuned, and within what bounds?

export type Tunable = { readonly default: number; readonly min: number; readonly max: number; readonly step: number }

/** Sigma: multiples of the usual, robustly measured deviation. Hours, shares (0 to 1), ratios and counts as named. */
export const TUNABLES = {
  /** A breakout's or breakdown's hour, its market's part removed, moves at least so much. */
  moveSigmaMin: { default: 3, min: 2, max: 6, step: 0.1 },
  /** The channel that a breakout leaves. */
  channelHours: { default: 72, min: 24, max: 240, step: 12 },
  /** An hour that moves so much against the slow volatility is an insight of itself, and re-opens a cool-down. */
  extremeSigmaMin: { default: 3, min: 2.5, max: 8, step: 0.1 },
  /** ... if at most this share of the past hours moved as much. */
  extremeShareMax: { default: 0.015, min: 0.002, max: 0.05, step: 0.001 },
  volumeSigmaMin: { default: 3.5, min: 2, max: 8, step: 0.1 },
  volumeRatioMin: { default: 4, min: 1.5, max: 15, step: 0.5 },
  rsiExtreme: { default: 82, min: 70, max: 95, step: 1 },
  squeezeShareMax: { default: 0.05, min: 0.01, max: 0.2, step: 0.01 },
  correlationSigmaMin: { default: 3, min: 2, max: 8, step: 0.1 },
  correlationDropMin: { default: 0.25, min: 0.1, max: 0.8, step: 0.05 },
  newsPolarityMin: { default: 0.3, min: 0.1, max: 0.9, step: 0.05 },
  newsWitnessesMin: { default: 3, min: 2, max: 8, step: 1 },
  newsReactionSigmaMin: { default: 2, min: 1, max: 5, step: 0.1 },
  sentimentSigmaMin: { default: 3, min: 2, max: 8, step: 0.1 },
  moveCoolDownHours: { default: 24, min: 6, max: 72, step: 2 },
  volumeCoolDownHours: { default: 24, min: 6, max: 72, step: 2 },
  patternCoolDownHours: { default: 48, min: 12, max: 168, step: 4 },
  correlationCoolDownHours: { default: 160, min: 24, max: 160, step: 8 },
  sentimentCoolDownHours: { default: 72, min: 24, max: 160, step: 8 },
  newsCoolDownHours: { default: 24, min: 12, max: 72, step: 4 },
  /** Findings of any price rule within so many hours are the same move. */
  sameMoveHours: { default: 6, min: 0, max: 24, step: 1 },
  /** How wrong a volatility forecast is taken to be before an asset's own record says it: the tails of every probability. */
  volatilityUncertainty: { default: 0.35, min: 0.1, max: 0.6, step: 0.05 },
} as const satisfies Record<string, Tunable>

export type PolicyName = keyof typeof TUNABLES
export type Policy = Readonly<Record<PolicyName, number>>

/** Every tunable at its default. */
export const DEFAULT_POLICY: Policy = Object.fromEntries(
  Object.entries(TUNABLES).map(([name, tunable]) => [name, tunable.default]),
) as Record<PolicyName, number>
