// Which one change of the strategy is worth a trial next? One tunable by one step, the way that the posts so far point to where they do.
import { fitValue, policyOf, type Tunables, type Values } from "./policy.ts"
import { type Arms, boundsOf, compareStrata, meanOf, type Sample } from "./policy-uplift.ts"
import type { PolicyVersion } from "./policy-version.ts"
import { REACH, type Reach, STRATEGY_TUNABLES } from "./strategy-tunables.ts"

/** Posts of one format that have a rate at the age of 24 hours. */
export type FormatRates = Sample & { readonly format: string }

/** What was found when formats are compared is only a reason for a trial: chance may speak in every fifth. */
const SIGN_ALPHA = 0.2

export type Move = { readonly name: string; readonly from: number; readonly to: number; readonly why: string }

type Candidate = Move & { readonly isPointedTo: boolean; readonly tried: number; readonly lastTriedAt: number; readonly order: number }

/** The moves from `base` (null: the defaults), what formats point to first, then what was tried least, and longest ago. Null where there is none. */
export function proposeMove(base: Values | null, versions: readonly PolicyVersion[], formats: readonly FormatRates[]): Move | null {
  const values = policyOf<Tunables>(STRATEGY_TUNABLES, base)
  const candidates = REACH.flatMap((reach, i) => movesOf(reach, i, { values, versions, formats }))
  const [best] = candidates.toSorted(
    (a, b) => a.tried - b.tried || Number(b.isPointedTo) - Number(a.isPointedTo) || a.lastTriedAt - b.lastTriedAt || a.order - b.order,
  )
  return best === undefined ? null : { name: best.name, from: best.from, to: best.to, why: best.why }
}

type Known = { readonly values: Values; readonly versions: readonly PolicyVersion[]; readonly formats: readonly FormatRates[] }

function movesOf(reach: Reach, row: number, { values, versions, formats }: Known): Candidate[] {
  const tunable = STRATEGY_TUNABLES[reach.name]
  const from = values[reach.name] ?? tunable.default
  const pointer = pointerOf(reach, formats)
  const ways = [reach.first, reach.first === 1 ? -1 : 1] as const
  return ways.flatMap((way, i) => {
    const to = fitValue(tunable, from + way * tunable.step)
    if (to === from) return []
    const before = versions.filter(
      ({ change }) => change.kind !== "return" && change.changes.some((each) => each.name === reach.name && each.to === to),
    )
    const isPointedTo = pointer?.way === way
    return {
      name: reach.name,
      from,
      to,
      why: isPointedTo && pointer !== null ? `${reach.why} ${pointer.text}` : `${reach.why} It was tried ${timesText(before.length)}.`,
      isPointedTo,
      tried: before.length,
      lastTriedAt: Math.max(0, ...before.map(({ beganAt }) => beganAt.getTime())),
      order: 2 * row + i,
    }
  })
}

const timesText = (count: number): string => (count === 0 ? "never before" : count === 1 ? "once before" : `${count} times before`)

/** Which way the rates of two formats point, where they differ for certain enough; they are of different stories, so a trial has to tell. */
function pointerOf({ sign }: Reach, formats: readonly FormatRates[]): { readonly way: 1 | -1; readonly text: string } | null {
  if (sign === null) return null
  const [better, than] = [sign.better, sign.than].map((name) => formats.find(({ format }) => format === name))
  if (better === undefined || than === undefined) return null
  const arms: Arms = { tuned: better, frozen: than }
  const comparison = compareStrata([arms])
  if (comparison === null) return null
  const { low, high } = boundsOf(comparison, SIGN_ALPHA)
  if (low <= 0 && high >= 0) return null
  const text = `Posts of the format ${sign.better} have ${rateText(better)}, those of the format ${sign.than} ${rateText(than)}.`
  return { way: low > 0 === (sign.move === 1) ? 1 : -1, text }
}

/** Rates are kept in millionths. */
const rateText = (sample: Sample): string => `${(meanOf(sample) / 10_000).toFixed(2)} engagements for 100 views (${sample.n} posts)`
