// How did the price go, and where is the level that the statement speaks of? The plot of hourly closes, with stories where they are told.
import { momentText } from "../figures/dates.ts"
import { numberText, priceDigits } from "../figures/rounding.ts"
import type { Statement } from "../insight.ts"
import { CANDLE_MS } from "../market.ts"
import type { Language } from "../post.ts"
import { drawAxis, type Picture } from "./frame.ts"
import { linear, linePath, type Place, type Point, rangeOf } from "./place.ts"
import type { ChartOf } from "./spec.ts"
import { COLOURS, element, fittingSize, line, text, textWidth } from "./svg.ts"

type Spec = ChartOf<"price"> | ChartOf<"news-impact">
/** Above the highest and below the lowest value, in pixels. */
const NAME_ROOM = 46

type Close = { readonly at: number; readonly close: string }
type Scene = {
  readonly picture: Picture
  readonly closes: readonly Close[]
  readonly x: Place
  readonly y: Place
  readonly madeAt: number
  readonly deadline: number
}

export const priceText = (value: string, language: Language): string => `$${numberText(value, priceDigits(value), language)}`

type Levels = { readonly base: number; readonly edges: readonly number[]; readonly name: string }

/** The statement's level, or the price from which a move is measured with the edges of the band that the move has to leave. */
function levelsOf({ cited }: Picture, statement: Statement): Levels {
  const base = Number(statement.level)
  if (statement.kind !== "move_at_least") return { base, edges: [], name: cited.level }
  const share = Number(statement.movePct) / 100
  return { base, edges: [base * (1 + share), base * (1 - share)], name: `${cited.level} ±${cited.move}` }
}

/** The plot: the line up to the insight, the hours it speaks of shaded to the right, where the level's name stands clear of the line. */
export function drawPrices(spec: Spec, picture: Picture): string {
  const { box } = picture
  const closes = spec.closes.map(({ openTime, close }) => ({ at: Date.parse(openTime) + CANDLE_MS, close }))
  const [madeAt, deadline] = [Date.parse(spec.madeAt), Date.parse(spec.statement.at)]
  const levels = levelsOf(picture, spec.statement)
  const range = rangeOf([...closes.map(({ close }) => Number(close)), levels.base, ...levels.edges])
  const x = linear([closes[0]?.at ?? madeAt, deadline], [box.left, box.right])
  const scene = { picture, closes, madeAt, deadline, x, y: linear(range, [box.bottom - NAME_ROOM, box.top + NAME_ROOM]) }
  const stories = spec.kind === "news-impact" ? drawStories(spec, scene) : ""
  return drawHorizon(scene) + drawMoments(scene) + drawLevels(levels, scene) + stories + drawLine(scene)
}

function drawHorizon({ picture: { box }, x, madeAt }: Scene): string {
  const left = x(madeAt)
  return (
    element("rect", { x: left, y: box.top, width: box.right - left, height: box.bottom - box.top, fill: COLOURS.soft }) +
    line(left, box.top - 34, left, box.bottom, { stroke: COLOURS.accent })
  )
}

/** Days of the past below, the deadline at the right end, the moment of the insight above. */
function drawMoments({ picture, closes, x, madeAt, deadline }: Scene): string {
  const { box, words, cited, language } = picture
  const made = words.madeAt(momentText(madeAt, language, true))
  const isRight = textWidth(made, 22) + 10 <= box.right - x(madeAt)
  const until = cited.deadlineShort
  return (
    drawAxis(
      picture,
      closes.map(({ at }) => at),
      x,
      Math.min(x(madeAt) + 30, box.right - textWidth(until, 24)),
    ) +
    line(x(deadline), box.bottom, x(deadline), box.bottom + 8, {}) +
    text(box.right, box.bottom + 36, until, { size: 24, weight: 600, anchor: "end" }) +
    text(x(madeAt) + (isRight ? 10 : -10), box.top - 14, made, { size: 22, fill: COLOURS.muted, anchor: isRight ? "start" : "end" })
  )
}

/** One name for all of them: above the upper line, or below the lower one where the frame is too near. */
function drawLevels({ base, edges, name }: Levels, { picture: { box }, x, y, madeAt }: Scene): string {
  const dashed = { stroke: COLOURS.warn, "stroke-width": 3, "stroke-dasharray": "10 8" }
  const dotted = { stroke: COLOURS.warn, "stroke-width": 3, "stroke-dasharray": "3 7" }
  const [left, places] = [x(madeAt), [base, ...edges].map(y)]
  const [upper, lower] = [Math.min(...places), Math.max(...places)]
  const size = fittingSize(name, box.right - left - 28, 29, 20)
  return (
    edges.map((edge) => line(left, y(edge), box.right, y(edge), dotted)).join("") +
    line(box.left, y(base), box.right, y(base), dashed) +
    text(left + 16, upper - size - 14 < box.top ? lower + size + 6 : upper - 12, name, { size, weight: 600, fill: COLOURS.warn })
  )
}

/** The line of closes, with the highest, the lowest and the last of them marked; the first two are named, the last is the headline. */
function drawLine({ closes, x, y, picture }: Scene): string {
  const at = ({ at: moment, close }: Close): Point => ({ x: x(moment), y: y(Number(close)) })
  const path = linePath(closes.map(at), x(2.5 * CANDLE_MS) - x(0))
  const last = closes.at(-1)
  const by = closes.toSorted((a, b) => Number(a.close) - Number(b.close))
  return (
    element("path", {
      d: path,
      fill: "none",
      stroke: COLOURS.accent,
      "stroke-width": "3.5",
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }) +
    drawExtreme(by.at(-1), last, -16, at, picture) +
    drawExtreme(by[0], last, 36, at, picture) +
    (last === undefined
      ? ""
      : element("circle", { cx: at(last).x, cy: at(last).y, r: 8, fill: COLOURS.accent, stroke: COLOURS.ground, "stroke-width": 3 }))
  )
}

function drawExtreme(
  point: Close | undefined,
  last: Close | undefined,
  below: number,
  at: (close: Close) => Point,
  { box, language }: Picture,
): string {
  if (point === undefined || point === last) return ""
  const { x, y } = at(point)
  const name = priceText(point.close, language)
  const half = textWidth(name, 24) / 2
  const middle = Math.max(box.left + half, Math.min((last === undefined ? box.right : at(last).x) - half - 14, x))
  return (
    element("circle", { cx: x, cy: y, r: 5, fill: COLOURS.accent }) +
    text(middle, y + below, name, { size: 24, fill: COLOURS.muted, anchor: "middle", isOnLines: true })
  )
}

/** A mark at each story's moment; the cited one, the first of the list, is named. */
function drawStories({ stories }: ChartOf<"news-impact">, { picture: { box, words, language }, x }: Scene): string {
  return stories
    .map(({ at, polarity }, i) => {
      const place = x(Date.parse(at))
      const stroke = Number(polarity) < 0 ? COLOURS.bad : COLOURS.good
      const name = `${words.story} ${momentText(Date.parse(at), language, true)}`
      const isLeft = place - textWidth(name, 22) - 10 >= box.left
      const label = { size: 22, weight: 600, fill: stroke, anchor: isLeft ? "end" : "start", isOnLines: true } as const
      return (
        line(place, i === 0 ? box.top - 34 : box.top, place, box.bottom, { stroke, "stroke-dasharray": "2 6" }) +
        (i === 0 ? text(place + (isLeft ? -10 : 10), box.top - 14, name, label) : "")
      )
    })
    .join("")
}
