// What became of a claim, hour by hour, by the plain rule: what the statement that settles all of them is held to. Prices are whole cents here.

export type ClaimRow = {
  readonly id: string
  readonly asset: string
  readonly type: string
  readonly kind: "close_above" | "close_below" | "move_at_least"
  /** In cents. */
  readonly level: number
  /** In hundredths of a percent; null of a close. */
  readonly moveBps: number | null
  readonly probability: number
  /** Milliseconds since 1970 UTC. */
  readonly madeAt: number
  readonly deadline: number
}

export type CandleRow = {
  readonly asset: string
  readonly openTime: number
  readonly close: number
  readonly secondClose: number | null
  readonly knownAt: number
  /** Null while only one source had it. */
  readonly checkedAt: number | null
  readonly isDisputed: boolean
}

const HOUR = 3_600_000

function meets({ kind, level, moveBps }: ClaimRow, close: number): boolean {
  if (kind === "close_above") return close > level
  if (kind === "close_below") return close < level
  return Math.abs(close - level) * 10_000 >= (moveBps ?? 0) * level
}

/** The outcome of one claim at `now`, with the candles that are given, in any order. */
export function outcomeOf(claim: ClaimRow, candles: readonly CandleRow[], now: number): string {
  const answers: [boolean, boolean][] = []
  for (let closesAt = Math.floor(claim.madeAt / HOUR) * HOUR; closesAt <= claim.deadline; closesAt += HOUR) {
    const decides = claim.kind === "move_at_least" ? closesAt > claim.madeAt : closesAt === claim.deadline
    if (!decides) continue
    const candle = candles.find(({ asset, openTime, knownAt }) => asset === claim.asset && openTime + HOUR === closesAt && knownAt <= now)
    if (candle === undefined) return claim.deadline > now - 24 * HOUR ? "waiting" : "missing"
    const isDoubted = candle.isDisputed && candle.checkedAt !== null && candle.checkedAt <= now
    const first = meets(claim, candle.close)
    answers.push([first, isDoubted && candle.secondClose !== null ? meets(claim, candle.secondClose) : first])
  }
  if (answers.some(([first, second]) => first && second)) return "true"
  return answers.some(([first, second]) => first || second) ? "disputed" : "false"
}
