// How good were the probabilities? Sums of settled claims made into scores: Brier, calibration by tenths, skill over what a base rate alone would say.
import * as z from "zod"
import type { InsightType, Statement } from "./insight.ts"
import { type Share, wilsonOf } from "./intervals.ts"

/**
 * What became of a claim whose deadline has passed. `waiting`: not all candles that decide are stored, and they may still come. Void, since nobody can say:
 * `missing` candles that did not come, `disputed` ones on which two sources give two answers, `unreadable` statements.
 */
export const ClaimOutcome = z.enum(["true", "false", "waiting", "missing", "disputed", "unreadable"])
export type ClaimOutcome = z.infer<typeof ClaimOutcome>
export const VOID_OUTCOMES = ["missing", "disputed", "unreadable"] as const satisfies readonly ClaimOutcome[]

/** So long after its deadline a claim waits for candles that are missing. */
export const WAITING_MS = 24 * 3_600_000

/** Claims of one kind, tenth and outcome: how many, and the sums of their probabilities and of the squares. Tenth 6 holds 0.6 up to below 0.7. */
export type ClaimSums = {
  readonly type: InsightType
  readonly kind: Statement["kind"] | null
  readonly tenth: number
  readonly outcome: ClaimOutcome
  readonly claims: number
  readonly said: number
  readonly saidSquares: number
}

/** Of settled claims. Null where there are none, or, of `skill`, where all came out alike. */
export type ClaimScore = {
  readonly settled: number
  readonly cameTrue: number
  /** Mean squared distance of probability and outcome, 0 to 1: smaller is better (G. W. Brier 1950, Monthly Weather Review 78, 1-3). */
  readonly brier: number | null
  /** The same for somebody who knows how often each kind of statement came true, and says that every time. */
  readonly baseBrier: number | null
  /** 1 - brier / baseBrier: above 0 is better than the base rate. */
  readonly skill: number | null
}

export type CalibrationTenth = {
  readonly tenth: number
  readonly settled: number
  readonly cameTrue: number
  /** Mean of the probabilities that were said. */
  readonly said: number | null
  /** Share that came true, with Wilson's 95 % interval. */
  readonly share: Share | null
}

export type TrackRecord = {
  readonly claims: number
  readonly waiting: number
  readonly voided: Readonly<Record<(typeof VOID_OUTCOMES)[number], number>>
  readonly all: ClaimScore
  readonly byType: readonly (ClaimScore & { readonly type: InsightType })[]
  /** All ten, from 0 up. */
  readonly calibration: readonly CalibrationTenth[]
}

const total = (rows: readonly ClaimSums[], of: (row: ClaimSums) => number): number => rows.reduce((sum, row) => sum + of(row), 0)
const claimsOf = (rows: readonly ClaimSums[]): number => total(rows, ({ claims }) => claims)
const isTrue = ({ outcome }: ClaimSums): boolean => outcome === "true"
const isSettled = ({ outcome }: ClaimSums): boolean => outcome === "true" || outcome === "false"

/** Squared distances of rows that came out alike: p² where it was false, (1 - p)² where it was true. */
const squaresOf = (row: ClaimSums): number => (isTrue(row) ? row.claims - 2 * row.said + row.saidSquares : row.saidSquares)

function scoreOf(settled: readonly ClaimSums[]): ClaimScore {
  const n = claimsOf(settled)
  const cameTrue = claimsOf(settled.filter(isTrue))
  if (n === 0) return { settled: 0, cameTrue: 0, brier: null, baseBrier: null, skill: null }
  const kinds = [...Map.groupBy(settled, ({ kind }) => kind).values()]
  const base = kinds.reduce((sum, rows) => {
    const [all, good] = [claimsOf(rows), claimsOf(rows.filter(isTrue))]
    return sum + (good * (all - good)) / all
  }, 0)
  const [brier, baseBrier] = [total(settled, squaresOf) / n, base / n]
  return { settled: n, cameTrue, brier, baseBrier, skill: baseBrier === 0 ? null : 1 - brier / baseBrier }
}

function tenthOf(tenth: number, settled: readonly ClaimSums[]): CalibrationTenth {
  const rows = settled.filter((row) => row.tenth === tenth)
  const [n, cameTrue] = [claimsOf(rows), claimsOf(rows.filter(isTrue))]
  return { tenth, settled: n, cameTrue, said: n === 0 ? null : total(rows, ({ said }) => said) / n, share: wilsonOf(cameTrue, n) }
}

export function trackRecordOf(rows: readonly ClaimSums[]): TrackRecord {
  const settled = rows.filter(isSettled)
  const count = (outcome: ClaimOutcome): number => claimsOf(rows.filter((row) => row.outcome === outcome))
  const types = [...Map.groupBy(settled, ({ type }) => type)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    claims: claimsOf(rows),
    waiting: count("waiting"),
    voided: { missing: count("missing"), disputed: count("disputed"), unreadable: count("unreadable") },
    all: scoreOf(settled),
    byType: types.map(([type, own]) => ({ type, ...scoreOf(own) })),
    calibration: Array.from({ length: 10 }, (_, tenth) => tenthOf(tenth, settled)),
  }
}
