// From the sums of a period to its figures: what did best, and what nobody knows.
import { type INTERACTION_CODES, typeOfCode } from "./interaction.ts"
import { type GroupSums, performanceOf } from "./performance.ts"
import { BEST_OF, type Best, type BestOf, type Snapshot, type SnapshotFigures } from "./snapshot.ts"
import type { Span } from "./periods.ts"

/** What the database knows of a period. */
export type PeriodSums = Span & {
  readonly published: number
  readonly posts: readonly GroupSums[]
  readonly interactions: readonly {
    readonly platform: string
    readonly type: (typeof INTERACTION_CODES)[keyof typeof INTERACTION_CODES]
    readonly count: number
  }[]
  readonly newPeople: number
  /** Null where nobody was scored on the day after the period. */
  readonly audience: { readonly people: number; readonly active1d: number; readonly active7d: number; readonly active30d: number } | null
  readonly insights: number
  readonly spend: readonly { readonly scope: string; readonly microUsd: number }[]
  /** `wallMs` of those that succeeded; of the others nobody asks, and it is 0. */
  readonly runs: readonly { readonly succeeded: boolean; readonly runs: number; readonly wallMs: number }[]
}

const ACTIVE = { day: "active1d", week: "active7d", month: "active30d" } as const

/** The snapshot that the sums make. */
export function toSnapshot(sums: PeriodSums): Snapshot {
  const { all, by } = performanceOf(sums.posts)
  const meanRate = all?.rate ?? null
  const { period, startsOn, endsBefore, audience } = sums
  const best = Object.fromEntries(BEST_OF.map((of) => [of, bestOf(by[of])])) as Record<BestOf, Best | null>
  const figures: SnapshotFigures = {
    published: sums.published,
    rated: all?.rated ?? 0,
    impressions: all?.impressions ?? null,
    engagements: all?.engagements ?? null,
    meanRate,
    best,
    interactions: {
      count: total(sums.interactions, ({ count }) => count),
      byType: sumBy(
        sums.interactions,
        ({ type }) => typeOfCode(type),
        ({ count }) => count,
      ),
      byPlatform: sumBy(
        sums.interactions,
        ({ platform }) => platform,
        ({ count }) => count,
      ),
    },
    newPeople: sums.newPeople,
    people: audience?.people ?? null,
    activePeople: audience?.[ACTIVE[period]] ?? null,
    insights: sums.insights,
    spend: spendOf(sums.spend),
    runs: runsOf(sums.runs),
    unknown: {},
  }
  return { period, startsOn, endsBefore, figures: { ...figures, unknown: unknownOf(figures, endsBefore) } }
}

/** The first of the groups, which come best first, where it has enough posts to be called that. */
function bestOf(groups: ReturnType<typeof performanceOf>["by"][BestOf]): Best | null {
  const [first] = groups
  if (first === undefined || !first.isRanked || first.rate === null || first.drawn === null) return null
  return { value: first.value, rate: first.drawn.estimate, ownRate: first.rate.mean, n: first.rate.n }
}

function unknownOf(figures: SnapshotFigures, endsBefore: string): Record<string, string> {
  const noRate = "no post of the period has a reading at the age of 24 hours"
  const why: readonly (readonly [name: keyof SnapshotFigures, reason: string])[] = [
    ["impressions", noRate],
    ["engagements", noRate],
    ["meanRate", noRate],
    ["people", `nobody was scored on ${endsBefore}`],
    ["activePeople", `nobody was scored on ${endsBefore}`],
  ]
  return Object.fromEntries(why.filter(([name]) => figures[name] === null))
}

const spendOf = (spend: PeriodSums["spend"]): SnapshotFigures["spend"] => ({
  microUsd: total(spend, ({ scope, microUsd }) => (scope === "all" ? microUsd : 0)),
  byScope: sumBy(
    spend.filter(({ scope }) => scope !== "all"),
    ({ scope }) => scope,
    ({ microUsd }) => microUsd,
  ),
})

function runsOf(runs: PeriodSums["runs"]): SnapshotFigures["runs"] {
  const good = runs.filter(({ succeeded }) => succeeded)
  const measured = total(good, (each) => each.runs)
  return {
    ended: total(runs, (each) => each.runs),
    failed: total(runs, (each) => (each.succeeded ? 0 : each.runs)),
    meanWallMs: measured === 0 ? null : total(good, ({ wallMs }) => wallMs) / measured,
  }
}

const total = <T>(list: readonly T[], of: (item: T) => number): number => list.reduce((sum, item) => sum + of(item), 0)

/** Sums by name, in the order of the names. */
function sumBy<T>(list: readonly T[], nameOf: (item: T) => string, of: (item: T) => number): Record<string, number> {
  const groups = [...Map.groupBy(list, nameOf)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(groups.map(([name, items]) => [name, total(items, of)]))
}
