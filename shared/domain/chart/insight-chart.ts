// Which picture belongs to an insight? Its kind by the insight's type, its points from the very rows that the text cites.
import { decimalText } from "../figures/rounding.ts"
import type { InsightDraft, InsightType } from "../insight.ts"
import { type Agreement, CANDLE_MS, type Decimal, type Series } from "../market.ts"
import { SentimentSource } from "../sentiment.ts"
import { type ClaimOptions, claimsOf } from "../writing/claims.ts"
import { Failure } from "../../kit/failure.ts"
import type { ChartKind, ChartOf, ChartSpec } from "./spec.ts"
import { usualVolume } from "./usual-volume.ts"

/** A stored candle of the insight's asset; where who confirms it is told, the picture names them. */
export type ChartCandle = {
  readonly openTime: Date
  readonly close: Decimal
  readonly volume: Decimal
  readonly source?: string
  readonly agreement?: Agreement
  readonly secondSource?: string | null
}

/** What the caller knows, oldest first; rows of after the insight's moment are left out of the picture. */
export type ChartRows = {
  /** Hourly: as many hours as the horizon has, four times, at least 72 and at most 168; 33 days where its volume is shown. */
  readonly candles: readonly ChartCandle[]
  /** Of 30 days, of any source and subject. */
  readonly readings: readonly {
    readonly source: string
    readonly subject: string
    readonly observedAt: Date
    readonly value: Decimal
  }[]
  /** Stories about the asset. */
  readonly stories: readonly { readonly id: string; readonly firstSeenAt: Date; readonly polarity: number }[]
}

export type ChartOptions = ClaimOptions & { readonly notice?: string | null }

const KINDS: Readonly<Record<InsightType, ChartKind>> = {
  breakout: "price",
  breakdown: "price",
  technical_pattern: "price",
  correlation_break: "price",
  volume_spike: "volume",
  sentiment_shift: "sentiment",
  news_impact: "news-impact",
}

/** Hours shown before the insight: four times its horizon, within these; of news and volume fewer. */
const PRICE_HOURS = { least: 72, most: 168 }
const NEWS_HOURS = 48
const VOLUME_HOURS = 48
const READING_DAYS = 30

/** The candles of a series as `listSeries` gives it. */
export const candlesOf = ({ openTimes, close, volume }: Pick<Series, "openTimes" | "close" | "volume">): ChartRows["candles"] =>
  openTimes.map((time, i) => ({ openTime: new Date(time), close: decimalText(close[i] ?? 0), volume: decimalText(volume[i] ?? 0) }))

/**
 * The picture of an insight, with its evidence as stored. Throws `conflict` where the rows can't carry it: too few, or other than those
 * that the insight cites.
 */
export function specOf(insight: InsightDraft, rows: ChartRows, { notice = null, ...options }: ChartOptions = {}): ChartSpec {
  const kind = KINDS[insight.type]
  const common = {
    asset: insight.asset,
    type: insight.type,
    madeAt: insight.madeAt,
    statement: insight.statement,
    claims: claimsOf(insight, options),
    notice,
  }
  switch (kind) {
    case "price":
    case "news-impact": {
      const hours = Math.max(PRICE_HOURS.least, Math.min(PRICE_HOURS.most, 4 * insight.horizonHours))
      const closes = closesOf(insight, rows, kind === "price" ? hours : NEWS_HOURS)
      const price = { ...common, exchanges: exchangesOf(insight, rows), closes }
      return kind === "price" ? { kind, ...price } : { kind, ...price, stories: storiesOf(insight, rows, closes[0]?.openTime ?? "") }
    }
    case "volume":
      return { kind, ...common, exchanges: exchangesOf(insight, rows), volumes: volumesOf(insight, rows) }
    case "sentiment":
      return { kind, ...common, ...readingsOf(insight, rows) }
  }
}

const iso = (time: number | Date): string => new Date(time).toISOString()

/** Candles of the asset that had closed when the insight was made, after the check that they are the cited ones. */
function knownCandles(insight: InsightDraft, { candles }: ChartRows, field: "close" | "volume"): ChartRows["candles"] {
  const until = Date.parse(insight.madeAt) - CANDLE_MS
  const known = candles.filter(({ openTime }) => openTime.getTime() <= until)
  const shown = new Map(known.map((row) => [`${insight.asset}/${iso(row.openTime)}`, row[field]]))
  const cited = insight.evidence.filter(
    (row) => row.kind === "candle" && row.label.includes(` ${field} `) && row.ref.startsWith(`${insight.asset}/`),
  )
  for (const { ref, value } of cited) expectSame(ref, shown.get(ref), value)
  const newest = cited.toSorted((a, b) => (a.observedAt < b.observedAt ? 1 : -1))[0]
  if (newest !== undefined && !shown.has(newest.ref)) throw new Failure("conflict", `The cited candle ${newest.ref} isn't among the rows.`)
  return known
}

/** A row that has left the window is no fault; one that says something else is. */
function expectSame(ref: string, value: Decimal | undefined, cited: Decimal | null): void {
  if (value === undefined || cited === null || Number(value) === Number(cited)) return
  throw new Failure("conflict", `The row ${ref} isn't any more what the insight cites.`, { context: { value, cited } })
}

function expectSome<T>(list: T[], what: string): T[] {
  if (list.length < 2) throw new Failure("conflict", `There are too few ${what} for a picture.`)
  return list
}

function closesOf(insight: InsightDraft, rows: ChartRows, hours: number): ChartOf<"price">["closes"] {
  const since = Date.parse(insight.madeAt) - (hours + 1) * CANDLE_MS
  const shown = knownCandles(insight, rows, "close").filter(({ openTime }) => openTime.getTime() > since)
  return expectSome(
    shown.map(({ openTime, close }) => ({ openTime: iso(openTime), close })),
    "hourly closes",
  )
}

function volumesOf(insight: InsightDraft, rows: ChartRows): ChartOf<"volume">["volumes"] {
  const known = knownCandles(insight, rows, "volume")
  const hours = known.map(({ openTime, volume }) => ({ openTime: openTime.getTime(), volume: Number(volume) }))
  const since = Date.parse(insight.madeAt) - (VOLUME_HOURS + 1) * CANDLE_MS
  const shown = known.flatMap(({ openTime, volume }, i) => {
    if (openTime.getTime() <= since) return []
    const usual = usualVolume(hours, i)
    return [{ openTime: iso(openTime), volume, usual: usual === null ? null : decimalText(Number(usual.toPrecision(8))) }]
  })
  return expectSome(shown, "hourly volumes")
}

function readingsOf(insight: InsightDraft, { readings }: ChartRows): Pick<ChartOf<"sentiment">, "source" | "subject" | "readings"> {
  const cited = insight.evidence.filter(({ kind }) => kind === "sentiment")
  const [source = "", subject = ""] = cited[0]?.ref.split("/") ?? []
  const [until, since] = [Date.parse(insight.madeAt), Date.parse(insight.madeAt) - READING_DAYS * 24 * CANDLE_MS]
  const shown = readings
    .filter((row) => row.source === source && row.subject === subject)
    .map(({ observedAt, value }) => ({ at: iso(observedAt), value }))
    .filter(({ at }) => Date.parse(at) <= until && Date.parse(at) >= since)
  for (const { ref, value, observedAt } of cited.filter((row) => row.ref.startsWith(`${source}/${subject}/`))) {
    const row = shown.find(({ at }) => at === observedAt)
    if (row === undefined) throw new Failure("conflict", `The cited reading ${ref} isn't among the rows.`)
    expectSame(ref, row.value, value)
  }
  return { source: SentimentSource.parse(source), subject, readings: expectSome(shown, "readings") }
}

/** The cited story first, then the others of the time shown, oldest first. */
function storiesOf(insight: InsightDraft, { stories }: ChartRows, since: string): ChartOf<"news-impact">["stories"] {
  const cited = insight.evidence.filter(({ kind }) => kind === "story")
  const told = cited.map(({ ref, observedAt, value }) => ({ id: ref, at: observedAt, polarity: value ?? "0" }))
  const others = stories
    .map(({ id, firstSeenAt, polarity }) => ({ id, at: iso(firstSeenAt), polarity: decimalText(polarity) }))
    .filter(({ id, at }) => at >= since && at <= insight.madeAt && !told.some((each) => each.id === id))
  return [...told, ...others]
}

/** Who has the newest cited candle and who confirms it, by its row or else by the evidence; none where no candle is cited. */
function exchangesOf({ evidence }: InsightDraft, { candles }: ChartRows): string[] {
  const cited = evidence.filter(({ kind }) => kind === "candle").toSorted((a, b) => (a.observedAt < b.observedAt ? 1 : -1))[0]
  const row = candles.find(({ openTime }) => cited?.ref.endsWith(`/${iso(openTime)}`))
  if (row?.source === undefined) return cited?.source.split("+") ?? []
  return row.agreement === "agreed" && row.secondSource ? [row.source, row.secondSource] : [row.source]
}
