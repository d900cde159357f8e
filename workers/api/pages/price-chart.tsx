// What did the price do around an insight? Closes, the level of the statement, the moment it was made, and the time it speaks of.
import type { Statement } from "../../../shared/domain/insight.ts"
import { linear, linePath, type Point, roundTicks, type Scale, tickDigits, timeTicks } from "./chart-scale.ts"
import { clockText, dayText, priceText, timeText } from "./format.ts"

export type PricePoint = { readonly at: number; readonly close: number }

export type PriceChartData = {
  readonly asset: string
  /** Hourly closes, oldest first; `at` is when the hour closed. */
  readonly points: readonly PricePoint[]
  readonly statement: Statement
  readonly madeAt: number
  readonly deadline: number
  readonly now: Date
}

type Size = {
  readonly name: "wide" | "narrow"
  readonly width: number
  readonly height: number
  readonly xTicks: number
  readonly yTicks: number
}

const SIZES: readonly Size[] = [
  { name: "wide", width: 900, height: 340, xTicks: 8, yTicks: 5 },
  { name: "narrow", width: 350, height: 280, xTicks: 3, yTicks: 4 },
]

const MARGIN = { top: 26, right: 12, bottom: 26, left: 62 }
const GAP_MS = 2.5 * 3_600_000

/** The prices at which the statement turns true: one level, or a band's two edges. */
export function levelsOf(statement: Statement): number[] {
  const level = Number(statement.level)
  if (statement.kind !== "move_at_least") return [level]
  const share = Number(statement.movePct) / 100
  return [level * (1 + share), level * (1 - share)]
}

/** The chart in two shapes, of which the stylesheet shows the one that fits: text in a scaled picture would be too small on a phone. */
export function PriceChart(data: PriceChartData) {
  const last = data.points.at(-1)
  const words = `Hourly closes of ${data.asset} in US dollars. The insight was made ${timeText(new Date(data.madeAt), data.now)} and speaks of the time until ${timeText(new Date(data.deadline), data.now)}.${last ? ` The last close shown is ${priceText(last.close)}.` : ""} Level: ${levelsOf(data.statement).map(priceText).join(" and ")}.`
  return (
    <>
      {SIZES.map((size) => (
        <Picture data={data} size={size} words={words} />
      ))}
    </>
  )
}

type Frame = {
  readonly x: Scale
  readonly y: Scale
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
}

function frameOf({ points, statement, deadline, madeAt }: PriceChartData, { width, height }: Size): Frame {
  const values = [...points.map((point) => point.close), ...levelsOf(statement)]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least || most * 0.01) * 0.08
  const [low, high] = [least - room, most + room]
  const from = Math.min(points[0]?.at ?? madeAt, madeAt)
  const to = Math.max(points.at(-1)?.at ?? deadline, deadline)
  return {
    from,
    to,
    low,
    high,
    x: linear([from, to], [MARGIN.left, width - MARGIN.right]),
    y: linear([low, high], [height - MARGIN.bottom, MARGIN.top]),
  }
}

function Picture({ data, size, words }: { data: PriceChartData; size: Size; words: string }) {
  const frame = frameOf(data, size)
  const { x } = frame
  const bottom = size.height - MARGIN.bottom
  const id = `chart-${size.name}`
  return (
    <svg class={`chart ${size.name}`} viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>{`Price of ${data.asset} around the insight`}</title>
      <desc id={`${id}-desc`}>{words}</desc>
      <rect
        class="horizon"
        x={x(data.madeAt)}
        y={MARGIN.top}
        width={Math.max(1, x(data.deadline) - x(data.madeAt))}
        height={bottom - MARGIN.top}
      />
      <Axes frame={frame} size={size} />
      <Levels data={data} frame={frame} size={size} />
      <Closes data={data} frame={frame} />
      <text class="until" x={size.width - MARGIN.right} y={MARGIN.top - 11} text-anchor="end">
        {`until ${size.name === "wide" ? `${dayText(new Date(data.deadline))}, ` : ""}${clockText(new Date(data.deadline))}`}
      </text>
      <line class="made" x1={x(data.madeAt)} x2={x(data.madeAt)} y1={MARGIN.top - 6} y2={bottom} />
      <text class="madetext" x={x(data.madeAt)} y={MARGIN.top - 11} text-anchor={x(data.madeAt) > size.width / 2 ? "end" : "start"}>
        {`made ${clockText(new Date(data.madeAt))} UTC`}
      </text>
    </svg>
  )
}

function Axes({ frame, size }: { frame: Frame; size: Size }) {
  const { x, y, from, to, low, high } = frame
  const bottom = size.height - MARGIN.bottom
  const times = timeTicks(from, to, size.xTicks)
  const prices = roundTicks(low, high, size.yTicks)
  const digits = tickDigits(prices)
  const isDaily = times.every((time) => time % 86_400_000 === 0)
  return (
    <g>
      {prices.map((value) => (
        <>
          <line class="grid" x1={MARGIN.left} x2={size.width - MARGIN.right} y1={y(value)} y2={y(value)} />
          <text x={MARGIN.left - 8} y={y(value) + 4} text-anchor="end">
            {value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}
          </text>
        </>
      ))}
      {times.map((time) => (
        <>
          <line class="grid" x1={x(time)} x2={x(time)} y1={bottom} y2={bottom + 5} />
          <text x={x(time)} y={bottom + 19} text-anchor={anchorOf(x(time), size.width)}>
            {isDaily || time % 86_400_000 === 0 ? dayText(new Date(time)) : clockText(new Date(time))}
          </text>
        </>
      ))}
    </g>
  )
}

/** Labels at the edges are drawn inwards, so that none is cut. */
const anchorOf = (x: number, width: number): string => (x > width - 30 ? "end" : x < MARGIN.left + 10 ? "start" : "middle")

function Levels({ data, frame, size }: { data: PriceChartData; frame: Frame; size: Size }) {
  return (
    <g>
      {levelsOf(data.statement).map((level, i) => (
        <>
          <line class="level" x1={MARGIN.left} x2={size.width - MARGIN.right} y1={frame.y(level)} y2={frame.y(level)} />
          <text class="leveltext" x={MARGIN.left + 6} y={frame.y(level) + (i === 0 ? -6 : 16)}>
            {priceText(level)}
          </text>
        </>
      ))}
    </g>
  )
}

/** The price up to the insight, then what came of it. */
function Closes({ data, frame }: { data: PriceChartData; frame: Frame }) {
  const place = ({ at, close }: PricePoint): Point => ({ x: frame.x(at), y: frame.y(close) })
  const gap = frame.x(frame.from + GAP_MS) - frame.x(frame.from)
  const isGap = (before: Point, after: Point): boolean => after.x - before.x > gap
  const turn = data.points.findLastIndex((point) => point.at <= data.madeAt)
  const last = data.points.at(-1)
  return (
    <g>
      <path class="price" d={linePath(data.points.slice(0, turn + 1).map(place), isGap)} />
      <path class="price after" d={linePath(data.points.slice(Math.max(0, turn)).map(place), isGap)} />
      {last && <circle class="dot" cx={frame.x(last.at)} cy={frame.y(last.close)} r="3" />}
    </g>
  )
}
