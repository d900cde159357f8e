// What stands around every plot? Whose picture it is, its asset and headline figure, the outlook, the time axis, source and notice.
import { findAsset } from "../asset.ts"
import { momentText } from "../figures/dates.ts"
import type { Language } from "../post.ts"
import type { Cited } from "../writing/cited.ts"
import { axisMoments, type Place } from "./place.ts"
import type { ChartSpec } from "./spec.ts"
import { COLOURS, element, escapeXml, fitText, fittingSize, FONT, HEIGHT, line, text, textWidth, WIDTH, wrapText } from "./svg.ts"
import { CHART_WORDS, type ChartWords } from "./words.ts"

const EDGE = 56
const NOTICE_HEIGHT = 46

/** The plot's rectangle; above its top lies a band for the names of moments. */
export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
export type Picture = { readonly cited: Cited; readonly words: ChartWords; readonly language: Language; readonly box: Box }

export function pictureOf(spec: ChartSpec, cited: Cited, language: Language): Picture {
  const bottom = HEIGHT - 104 - (spec.notice === null ? 0 : NOTICE_HEIGHT - 12)
  return { cited, language, words: CHART_WORDS[language], box: { left: EDGE, right: WIDTH - EDGE, top: 268, bottom } }
}

export type Headline = {
  readonly figure: string
  /** How far it moved, with a triangle that points up or down; null where that isn't said. */
  readonly change: { readonly figure: string; readonly sign: -1 | 1 } | null
  /** What the figure or its change is. */
  readonly says: string
}

type Frame = { readonly headline: Headline; readonly outlook: string; readonly source: string; readonly plot: string }

/** The whole picture as SVG. */
export function drawFrame(spec: ChartSpec, { box, cited }: Picture, { headline, outlook, source, plot }: Frame): string {
  const parts = [
    element("rect", { width: WIDTH, height: HEIGHT, fill: COLOURS.ground }),
    drawName(spec.asset),
    drawMark(),
    drawHeadline(headline),
    drawOutlook(outlook, cited.chance),
    plot,
    text(EDGE, box.bottom + 80, fitText(source, 23, WIDTH - 2 * EDGE), { size: 23, fill: COLOURS.muted }),
    spec.notice === null ? "" : drawNotice(spec.notice),
  ]
  const size = { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` }
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, "font-family": FONT }, parts.join("\n"))
}

const TOP_LINE = 74

function drawName(asset: string): string {
  const { name } = findAsset(asset)
  const full = name === asset ? "" : text(EDGE + textWidth(asset, 40) + 16, TOP_LINE, name, { size: 32, fill: COLOURS.muted })
  return text(EDGE, TOP_LINE, asset, { size: 40, weight: 600 }) + full
}

/** The studio's own mark, as on the dashboard. */
function drawMark(): string {
  const name = "Content Creator"
  const right = WIDTH - EDGE
  const stroke = { fill: "none", stroke: COLOURS.accent, "stroke-width": "2.4", "stroke-linecap": "round", "stroke-linejoin": "round" }
  const glyph =
    element("path", { d: "M3 17 8 10 12 13 19 4", ...stroke }) + element("circle", { cx: 19, cy: 4, r: "2.2", fill: COLOURS.accent })
  const left = right - textWidth(name, 26) - 40
  return (
    text(right, TOP_LINE - 2, name, { size: 26, weight: 600, anchor: "end" }) +
    element("g", { transform: `translate(${left} ${TOP_LINE - 27}) scale(1.35)` }, glyph)
  )
}

/** Where the outlook's column begins. */
const COLUMN = 716
const HEADLINE = { y: 172, size: 76, least: 44, room: 380 }

function drawHeadline({ figure, change, says }: Headline): string {
  const { y } = HEADLINE
  const size = fittingSize(figure, HEADLINE.room, HEADLINE.size, HEADLINE.least)
  const x = EDGE + textWidth(figure, size) + 28
  const words = change === null ? wrapText(says, 25, COLUMN - 44 - x) : [says]
  const start = change === null && words.length === 1 ? y - 4 : y - 2 - (words.length - 1) * 32
  const drawn = words.map((each, i) => text(x, start + i * 32, each, { size: 25, fill: COLOURS.muted }))
  return text(EDGE - 3, y, figure, { size, weight: 600 }) + (change === null ? "" : drawChange(change, x, y - 36)) + drawn.join("")
}

function drawChange({ figure, sign }: NonNullable<Headline["change"]>, x: number, y: number): string {
  const fill = sign > 0 ? COLOURS.good : COLOURS.bad
  const path = sign > 0 ? `M${x.toFixed(1)} ${y - 1}h24l-12 -20z` : `M${x.toFixed(1)} ${y - 21}h24l-12 20z`
  return element("path", { d: path, fill }) + text(x + 34, y, figure, { size: 31, weight: 600, fill })
}

function drawOutlook(outlook: string, chance: string): string {
  const lines = wrapText(outlook, 27, WIDTH - EDGE - COLUMN)
  const start = 154 - (lines.length - 1) * 18
  const strong = element("tspan", { "font-weight": "600", fill: COLOURS.accent }, escapeXml(chance))
  return (
    element("rect", { x: COLUMN - 22, y: start - 28, width: 4, height: lines.length * 36 + 2, fill: COLOURS.accent }) +
    lines.map((words, i) => text(COLUMN, start + i * 36, words, { size: 27 }).replace(escapeXml(chance), () => strong)).join("")
  )
}

function drawNotice(notice: string): string {
  const y = HEIGHT - NOTICE_HEIGHT
  return (
    element("rect", { y, width: WIDTH, height: NOTICE_HEIGHT, fill: COLOURS.warnSoft }) +
    text(WIDTH / 2, y + 31, fitText(notice, 24, WIDTH - 2 * EDGE), { size: 24, weight: 600, fill: COLOURS.warn, anchor: "middle" })
  )
}

const DAY_MS = 86_400_000

/**
 * Names of days (or hours) below the plot, each at the moment of a row. Moments right of `until` have none, so that the name of a deadline
 * finds room.
 */
export function drawAxis({ box, language }: Picture, moments: readonly number[], x: Place, until = box.right): string {
  const isShort = (moments.at(-1) ?? 0) - (moments[0] ?? 0) < 2.5 * DAY_MS
  const named = axisMoments(moments, isShort ? 5 : 7)
  const labels = named
    .map((moment) => ({ at: x(moment), name: nameOf(moment, language) }))
    .filter(({ at, name }) => fits(at, name, until, box))
  const ticks = labels.map(({ at, name }) =>
    [
      line(at, box.bottom, at, box.bottom + 8, {}),
      text(at, box.bottom + 36, name, { size: AXIS, fill: COLOURS.muted, anchor: "middle" }),
    ].join(""),
  )
  return line(box.left, box.bottom, box.right, box.bottom, {}) + ticks.join("")
}

const AXIS = 24
/** `18 Nov` at midnight, `12:00 UTC` in between. */
function nameOf(moment: number, language: Language): string {
  const [day = "", month = "", ...clock] = momentText(moment, language, true).split(" ")
  return moment % DAY_MS === 0 ? `${day} ${month}` : clock.join(" ")
}

const fits = (at: number, name: string, until: number, { left }: Box): boolean => {
  const half = textWidth(name, AXIS) / 2
  return at - half >= left - 8 && at + half <= until - 12
}
