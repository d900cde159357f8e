// How did each kind of post do, and how sure is that? Means with their intervals, drawn on one scale.
import type { Group } from "../../../shared/domain/performance.ts"
import { LEAST_POSTS } from "../../../shared/domain/shrinkage.ts"
import { linear, type Scale } from "./chart-scale.ts"
import { numberText } from "./format.ts"
import { Empty } from "./parts.tsx"

/** A share as a percentage: `2.41%`. */
export const rateText = (share: number): string => `${(share * 100).toFixed(2)}%`

/** `1.90% to 2.92%`, or that nobody can say. */
export const betweenText = (low: number | null, high: number | null): string =>
  low === null || high === null ? "too few to say" : `${rateText(Math.max(0, low))} to ${rateText(high)}`

const WIDTH = 100
const HEIGHT = 14

/** The interval as a bar, the mean as a mark in it, and the drawn mean as a second, lower mark. The words stand beside it. */
function Interval({ group, x }: { group: Group; x: Scale }) {
  const { rate, drawn } = group
  if (rate === null) return <></>
  const at = (share: number): number => Math.max(0, Math.min(WIDTH, x(share)))
  const bar = rate.low !== null && rate.high !== null && { from: at(rate.low), to: at(rate.high) }
  return (
    <svg class="interval" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" y="6" width={WIDTH} height="2" />
      {bar && <rect class="reach" x={bar.from.toFixed(2)} y="4" width={Math.max(0.5, bar.to - bar.from).toFixed(2)} height="6" />}
      <rect class="mean" x={(at(rate.mean) - 0.4).toFixed(2)} y="1" width="0.8" height="12" />
      {drawn !== null && <rect class="drawn" x={(at(drawn.estimate) - 0.4).toFixed(2)} y="9" width="0.8" height="5" />}
    </svg>
  )
}

type RateTableOf = {
  /** Heading of the first column, and of the table for those who can't see it. */
  what: string
  groups: readonly Group[]
  label: (value: string) => string
}

/** Rows that are shown before the rest has to be opened. */
const SHOWN = 8

export function RateTable({ what, groups, label }: RateTableOf) {
  if (groups.length === 0) return <Empty>Nothing was read yet. A post is read 24 hours after it went out, where its platform tells.</Empty>
  const most = Math.max(...groups.map(({ rate }) => rate?.high ?? rate?.mean ?? 0), 1e-6)
  const rest = groups.slice(SHOWN)
  return (
    <>
      <Rows what={what} groups={groups.slice(0, SHOWN)} label={label} most={most} />
      {rest.length > 0 && (
        <details class="act">
          <summary>{`${rest.length} more`}</summary>
          <Rows what={`${what}, the rest`} groups={rest} label={label} most={most} />
        </details>
      )}
    </>
  )
}

/** `most`: the rate at the right end of the scale. */
function Rows({ what, groups, label, most }: RateTableOf & { most: number }) {
  const x = linear([0, most], [0, WIDTH])
  return (
    <table class="stack rates">
      <caption class="sr">{`Mean engagement rate by ${what.toLowerCase()}`}</caption>
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">Posts</th>
          <th scope="col">Mean rate</th>
          <th scope="col">{`95% interval, of 0 to ${rateText(most)}`}</th>
          <th scope="col">Drawn</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Row group={group} name={label(group.value)} what={what} x={x} />
        ))}
      </tbody>
    </table>
  )
}

const Row = ({ group, name, what, x }: { group: Group; name: string; what: string; x: Scale }) => (
  <tr>
    <td data-label={what}>{name}</td>
    <td data-label="Posts" class="num">
      {group.rated === group.posts ? numberText(group.posts) : `${numberText(group.rated)} of ${numberText(group.posts)}`}
    </td>
    <td data-label="Mean rate" class="num">
      {group.rate === null ? "not told" : rateText(group.rate.mean)}
    </td>
    <td data-label="Interval">
      <span>
        <Interval group={group} x={x} />
        <span class="tiny muted num">{group.rate === null ? "–" : betweenText(group.rate.low, group.rate.high)}</span>
      </span>
    </td>
    <td data-label="Drawn" class="num">
      <span>
        {group.drawn === null ? "–" : rateText(group.drawn.estimate)}
        {group.isRanked || group.drawn === null ? "" : <span class="tiny muted"> too few posts</span>}
      </span>
    </td>
  </tr>
)

export const RateNote = () => (
  <p class="small muted apart">
    {`The unit is the post: a mean of the posts' own rates, engagements for each impression at the age of 24 hours. "Drawn" is that mean drawn towards all others' by as much as its posts leave open (empirical Bayes); of fewer than ${LEAST_POSTS} posts none is called the best.`}
  </p>
)
