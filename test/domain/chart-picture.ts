// What stands on a picture, and where? Its lines of text with their boxes, its figures, and the points of its line.
import { figuresIn } from "../../shared/domain/figures.ts"
import { isMoment } from "../../shared/domain/figures/dates.ts"
import { isRoundingOf } from "../../shared/domain/figures/rounding.ts"
import type { ChartSpec } from "../../shared/domain/chart/spec.ts"
import { textWidth } from "../../shared/domain/chart/svg.ts"
import type { Language } from "../../shared/domain/post.ts"

export type Line = { readonly words: string; readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

const unescape = (text: string): string =>
  text
    .replaceAll(/<\/?tspan[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

const attribute = (attributes: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? ""

/** Each line of text with the box of its letters; a descender's depth is left out. */
export function linesOf(svg: string): Line[] {
  return [...svg.matchAll(/<text([^>]*)>(.*?)<\/text>/g)].map(([, attributes = "", content = ""]) => {
    const words = unescape(content)
    const [x, y, size] = ["x", "y", "font-size"].map((name) => Number(attribute(attributes, name))) as [number, number, number]
    const width = textWidth(words, size)
    const anchor = attribute(attributes, "text-anchor")
    const left = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x
    return { words, left, right: left + width, top: y - 0.75 * size, bottom: y }
  })
}

/** The points of every path that runs over the plot. */
export const pointsOf = (svg: string): { x: number; y: number }[] =>
  [...svg.matchAll(/<path d="(M[^"]{60,})"/g)].flatMap(([, path = ""]) =>
    [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) })),
  )

/** Figures of the picture, its notice aside, that are neither a claim's nor a row's of the spec. */
export function strangeFigures(svg: string, spec: ChartSpec, language: Language): string[] {
  const values = [...spec.claims.filter(({ unit }) => unit !== "date").map(({ value }) => value), ...pointValues(spec)]
  const moments = [
    Date.parse(spec.madeAt),
    ...spec.claims.filter(({ unit }) => unit === "date").map(({ value }) => Number(value)),
    ...pointMoments(spec),
  ]
  return linesOf(svg)
    .filter(({ words }) => words !== spec.notice)
    .flatMap(({ words }) =>
      figuresIn(words, language).flatMap((figure) => {
        const told = words.slice(figure.start, figure.end)
        if (figure.kind === "date") return moments.some((moment) => isMoment({ ...figure, isUtc: true }, moment)) ? [] : [told]
        if (figure.kind !== "number") return []
        const powers = figure.unit === "pct" ? [0, -2] : [0]
        return values.some((value) => powers.some((power) => isRoundingOf(figure.value, power, value))) ? [] : [told]
      }),
    )
}

function pointValues(spec: ChartSpec): string[] {
  if (spec.kind === "sentiment") return spec.readings.map(({ value }) => value)
  return spec.kind === "volume" ? spec.volumes.map(({ volume }) => volume) : spec.closes.map(({ close }) => close)
}

function pointMoments(spec: ChartSpec): number[] {
  if (spec.kind === "sentiment") return spec.readings.map(({ at }) => Date.parse(at))
  const opens = (spec.kind === "volume" ? spec.volumes : spec.closes).map(({ openTime }) => Date.parse(openTime))
  const stories = spec.kind === "news-impact" ? spec.stories.map(({ at }) => Date.parse(at)) : []
  return [...opens, ...opens.map((open) => open + 3_600_000), ...stories]
}
