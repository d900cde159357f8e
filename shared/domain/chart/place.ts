// Where does a value lie in the picture? Linear places, moments of the axis, paths.

export type Place = (value: number) => number

/** From the values `low`..`high` to the places `start`..`end`. A span of nothing lies in the middle. */
export function linear([low, high]: readonly [number, number], [start, end]: readonly [number, number]): Place {
  const span = high - low
  return (value) => (span === 0 ? (start + end) / 2 : start + ((value - low) / span) * (end - start))
}

export const rangeOf = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

const HOUR_MS = 3_600_000
const STEPS = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map((hours) => hours * HOUR_MS)

/** At most `count` of the moments, at whole steps of hours or days in UTC. */
export function axisMoments(moments: readonly number[], count: number): number[] {
  const atStep = (step: number): number[] => moments.filter((moment) => moment % step === 0)
  return STEPS.map(atStep).find((list) => list.length <= count) ?? []
}

export type Point = { readonly x: number; readonly y: number }

/** An SVG path through the points, broken where two are farther apart than `gap`. */
export const linePath = (points: readonly Point[], gap = Infinity): string =>
  points
    .map(({ x, y }, i) => {
      const before = points[i - 1]
      return `${before === undefined || x - before.x > gap ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join("")
