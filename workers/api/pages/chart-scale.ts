// Where does a value lie in a picture? Linear scales, round ticks, paths; pure.

export type Scale = (value: number) => number

/** From the values `from`..`to` to the coordinates `start`..`end`. A span of nothing lies in the middle. */
export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from
  return (value) => (span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start))
}

/** About `count` round values within the range: multiples of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(1, count)
  if (!(raw > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10)
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  // Multiples of the step, so that no binary dust adds up.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
}

/** Decimals that tell the ticks of `roundTicks` apart, at most 12: 0.6 and 0.65 are written as 0.60 and 0.65. */
export function tickDigits([first = 0, second]: readonly number[]): number {
  const step = second === undefined ? Math.abs(first) / 10 : second - first
  return step > 0 ? Math.max(0, Math.min(12, Math.ceil(-Math.log10(step) - 1e-6))) : 0
}

const HOUR = 3_600_000
const TIME_STEPS = [1, 2, 3, 6, 12, 24, 48, 72, 168].map((hours) => hours * HOUR)

/** At most `count` moments within the range, at whole hours or midnights in UTC. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const step = TIME_STEPS.find((each) => (to - from) / each <= count) ?? 168 * HOUR
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step)
}

export type Point = { readonly x: number; readonly y: number }

/** An SVG path through the points; it is broken where `isGap` says that something is missing. */
export function linePath(points: readonly Point[], isGap: (before: Point, after: Point) => boolean = () => false): string {
  return points
    .map((point, i) => {
      const before = points[i - 1]
      const isStart = before === undefined || isGap(before, point)
      return `${isStart ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`
    })
    .join("")
}
