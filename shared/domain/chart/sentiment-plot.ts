// How did the mood go? The plot of the readings of one source about one subject.
import { drawAxis, type Picture } from "./frame.ts"
import { linear, linePath, type Place, rangeOf } from "./place.ts"
import type { ChartOf } from "./spec.ts"
import { COLOURS, element, text } from "./svg.ts"

/** So many readings and no more are drawn as points on the line. */
const MOST_DOTS = 60

/** The line of readings; the two that the text compares are marked and named. The scale's ends are named in words. */
export function drawReadings(spec: ChartOf<"sentiment">, picture: Picture): string {
  const { box, words } = picture
  const points = spec.readings.map(({ at, value }) => ({ at: Date.parse(at), value: Number(value) }))
  const moments = points.map(({ at }) => at)
  const x = linear(rangeOf(moments), [box.left + 14, box.right - 70])
  const y = linear(rangeOf(points.map(({ value }) => value)), [box.bottom - 64, box.top + 52])
  const path = linePath(points.map(({ at, value }) => ({ x: x(at), y: y(value) })))
  const dots = points.length > MOST_DOTS ? [] : points.map(({ at, value }) => drawDot(x(at), y(value), 4))
  const [high, low] = words.ends[spec.source === "fear-greed" ? "index" : "news"]
  const end = { size: 24, fill: COLOURS.muted } as const
  return (
    drawAxis(picture, moments, x) +
    element("path", { d: path, fill: "none", stroke: COLOURS.accent, "stroke-width": "3.5", "stroke-linejoin": "round" }) +
    dots.join("") +
    drawCompared(spec, picture, x, y) +
    text(box.left, box.top - 14, `↑ ${high}`, end) +
    text(box.left, box.bottom - 14, `↓ ${low}`, end)
  )
}

const drawDot = (cx: number, cy: number, r: number): string =>
  element("circle", { cx, cy, r, fill: COLOURS.accent, stroke: COLOURS.ground, "stroke-width": 2 })

/** The earlier and the later of the two readings, named as in the text: the greater above its point, the smaller below. */
function drawCompared({ claims, source }: ChartOf<"sentiment">, { cited: { mood } }: Picture, x: Place, y: Place): string {
  const measure = source === "fear-greed" ? "index_reading" : "news_reading"
  const cited = claims.filter((claim) => claim.measure === measure).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const [from, to] = [cited[0], cited.at(-1)]
  if (mood === null || from === undefined || to === undefined) return ""
  const isFall = Number(to.value) < Number(from.value)
  const mark = ({ at, value }: typeof from, name: string, isAbove: boolean): string => {
    const [cx, cy] = [x(Date.parse(at)), y(Number(value))]
    return drawDot(cx, cy, 9) + text(cx, cy + (isAbove ? -20 : 44), name, { size: 30, weight: 600, anchor: "middle", isOnLines: true })
  }
  return mark(from, mood.from, isFall) + mark(to, mood.to, !isFall)
}
