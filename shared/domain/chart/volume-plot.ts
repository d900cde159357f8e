// How much changed hands, hour by hour, and how much does usually? The plot of hourly volumes.
import { numberText, priceDigits } from "../figures/rounding.ts"
import { CANDLE_MS } from "../market.ts"
import { drawAxis, type Picture } from "./frame.ts"
import { linear } from "./place.ts"
import type { ChartOf } from "./spec.ts"
import { COLOURS, element, line, text } from "./svg.ts"

const USUAL = { stroke: COLOURS.warn, "stroke-width": 3 } as const

/** Bars from zero, the last one in colour and named in units of the asset, with a short line where each hour's volume usually ends. */
export function drawVolumes(spec: ChartOf<"volume">, picture: Picture): string {
  const { box, language } = picture
  const bars = spec.volumes.map((row) => ({ ...row, at: Date.parse(row.openTime) }))
  const most = Math.max(...bars.flatMap(({ volume, usual }) => [Number(volume), Number(usual ?? 0)]))
  const [first, last] = [bars[0], bars.at(-1)]
  const x = linear([first?.at ?? 0, (last?.at ?? 0) + CANDLE_MS], [box.left, box.right])
  const y = linear([0, most * 1.02], [box.bottom, box.top])
  const width = x(CANDLE_MS) - x(0)
  const drawn = bars.map(({ at, volume, usual }) => {
    const isLast = at === last?.at
    const top = y(Number(volume))
    const fill = isLast ? COLOURS.accent : "#aebfd2"
    return (
      element("rect", { x: x(at) + width * 0.12, y: top, width: width * 0.76, height: box.bottom - top, fill }) +
      (usual === null ? "" : line(x(at), y(Number(usual)), x(at) + width, y(Number(usual)), USUAL))
    )
  })
  const value = last?.volume ?? "0"
  const name = `${numberText(value, priceDigits(value), language)} ${spec.asset}`
  const label = { size: 26, weight: 600, fill: COLOURS.accent, anchor: "end", isOnLines: true } as const
  const moments = bars.map(({ at }) => at)
  return (
    drawn.join("") +
    drawAxis(picture, moments, x) +
    text(x(last?.at ?? 0) - 8, Math.max(box.top + 22, y(Number(value)) + 22), name, label) +
    (bars.some(({ usual }) => usual !== null) ? drawLegend(picture) : "")
  )
}

const drawLegend = ({ box, words }: Picture): string =>
  line(box.left, box.top - 22, box.left + 34, box.top - 22, USUAL) +
  text(box.left + 46, box.top - 14, words.usual, { size: 24, fill: COLOURS.muted })
