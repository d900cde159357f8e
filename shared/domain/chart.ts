// What does the picture of a text look like, and how is it told to those who can't see it? Drawn from stored rows and claims alone.
import { momentText } from "./figures/dates.ts"
import { CANDLE_MS } from "./market.ts"
import type { Language } from "./post.ts"
import { drawFrame, type Headline, type Picture, pictureOf } from "./chart/frame.ts"
import { drawPrices, priceText } from "./chart/price-plot.ts"
import { drawReadings } from "./chart/sentiment-plot.ts"
import type { ChartSpec } from "./chart/spec.ts"
import { drawVolumes } from "./chart/volume-plot.ts"
import { CHART_WORDS } from "./chart/words.ts"
import { cite, type Cited } from "./writing/cited.ts"
import { ENGLISH } from "./writing/phrases-en.ts"
import { DUTCH } from "./writing/phrases-nl.ts"

const BOOKS = { en: ENGLISH, nl: DUTCH } as const

/**
 * The picture as SVG, 1200 by 630 pixels, its text in Inter at weights 400 and 600. The same spec gives the same text, byte by byte. Every
 * figure on it is a claim's or a row's of the spec, written as the studio's texts write it. Throws where a claim that every insight has
 * is missing.
 */
export function drawChart(spec: ChartSpec, language: Language): string {
  const cited = cite(spec.type, spec.claims, language)
  const picture = pictureOf(spec, cited, language)
  return drawFrame(spec, picture, {
    headline: headlineOf(spec, picture),
    outlook: outlookOf(cited, language),
    source: sourceOf(spec, language),
    plot: drawPlot(spec, picture),
  })
}

/** What the picture shows, in sentences that pass the guard of figures against the same claims. */
export function altText(spec: ChartSpec, language: Language): string {
  const cited = cite(spec.type, spec.claims, language)
  const { alt } = CHART_WORDS[language]
  const brief = BOOKS[language].briefOutlook(cited)[0] ?? ""
  switch (spec.kind) {
    case "price":
      return `${alt.closes(cited)} ${brief}`
    case "news-impact":
      return `${alt.closes(cited)}${alt.story(cited)} ${brief}`
    case "volume":
      return `${alt.volumes(cited)} ${brief}`
    case "sentiment":
      return `${alt.readings(cited)} ${brief}`
  }
}

function drawPlot(spec: ChartSpec, picture: Picture): string {
  switch (spec.kind) {
    case "price":
    case "news-impact":
      return drawPrices(spec, picture)
    case "volume":
      return drawVolumes(spec, picture)
    case "sentiment":
      return drawReadings(spec, picture)
  }
}

function headlineOf(spec: ChartSpec, { cited, words, language }: Picture): Headline {
  switch (spec.kind) {
    case "price":
    case "news-impact": {
      const figure = cited.price ?? priceText(spec.closes.at(-1)?.close ?? "0", language)
      if (cited.change === null || cited.rose === 0) return { figure, change: null, says: words.lastClose }
      return { figure, change: { figure: cited.change, sign: cited.rose }, says: words.lastHour }
    }
    case "volume":
      return { figure: cited.volume === null ? "" : `${cited.volume}×`, change: null, says: words.ofUsual }
    case "sentiment":
      return { figure: cited.mood?.to ?? "", change: null, says: cited.mood === null ? "" : words.mood(cited.mood, cited.asset) }
  }
}

/** The shorter of the sentences that name the level where there is one. */
const outlookOf = (cited: Cited, language: Language): string => BOOKS[language].briefOutlook(cited)[cited.move === null ? 1 : 0] ?? ""

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

function sourceOf(spec: ChartSpec, language: Language): string {
  const { source } = CHART_WORDS[language]
  if (spec.kind === "sentiment") {
    const until = momentText(Date.parse(spec.readings.at(-1)?.at ?? spec.madeAt), language, true)
    return spec.source === "fear-greed" ? source.index(until) : source.news(spec.subject, until)
  }
  const exchanges = spec.exchanges.map(capital).join(" + ")
  const last = (spec.kind === "volume" ? spec.volumes : spec.closes).at(-1)?.openTime ?? spec.madeAt
  const until = momentText(Date.parse(last) + CANDLE_MS, language, true)
  return spec.kind === "volume" ? source.volumes(exchanges, until) : source.closes(exchanges, until)
}
