// How did a series go, at a glance? A line without axes; the figures stand beside it.
import { linear, linePath } from "./chart-scale.ts"

const WIDTH = 120
const HEIGHT = 34

/** `label` says in words what the line shows. Fewer than two values draw nothing. */
export function Sparkline({ values, label, tone = "" }: { values: readonly number[]; label: string; tone?: "good" | "bad" | "" }) {
  if (values.length < 2) return <></>
  const x = linear([0, values.length - 1], [1, WIDTH - 1])
  const y = linear([Math.min(...values), Math.max(...values)], [HEIGHT - 3, 3])
  return (
    <svg class={`spark ${tone}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={linePath(values.map((value, i) => ({ x: x(i), y: y(value) })))} />
    </svg>
  )
}
