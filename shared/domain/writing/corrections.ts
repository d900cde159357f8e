// How is a published figure taken back? A short text: what was said, in which post, and what the row says now. Deterministic, in both languages.
import { findAsset } from "../asset.ts"
import { momentText } from "../figures/dates.ts"
import { numberText, priceDigits, signOf } from "../figures/rounding.ts"
import type { Claim, Language, PostFormat, PostText, Voice } from "../post.ts"
import { plainFormat } from "../picture-order.ts"
import type { CitedRow, WritingOrder } from "../writing-order.ts"
import { disclosureRoom } from "./disclosure.ts"
import { conservativeLength, PART_LIMITS } from "./lengths.ts"

/** A value may differ by this share and still be the same figure. */
const SAME_SHARE = 0.0005
/** So many figures are named; who wants the others finds them beside the post. */
const MOST_ROWS = 3
const HOUR_MS = 3_600_000

type What = "close" | "open" | "index" | "news"
type Row = { readonly what: What; readonly asset: string; readonly place: number; readonly at: string; readonly row: CitedRow }

function whatOf({ kind, unit, label, ref }: CitedRow): What | null {
  if (kind === "sentiment") return ref.startsWith("fear-greed/") ? "index" : "news"
  if (unit !== "usd") return null
  return label.includes(" open ") ? "open" : "close"
}

const hasChanged = ({ value, valueNow, agreementNow }: CitedRow): boolean =>
  agreementNow === "disputed" ||
  (value !== null && (valueNow === null || Math.abs(Number(valueNow) - Number(value)) > Math.abs(Number(value)) * SAME_SHARE))

/** The cited prices and readings that are others now, or in doubt. */
function changedRows({ insight }: Pick<WritingOrder, "insight">): Row[] {
  return insight.evidence
    .flatMap((row, place): Row[] => {
      const what = whatOf(row)
      if (what === null || row.value === null || !hasChanged(row)) return []
      const at = what === "open" ? new Date(Date.parse(row.observedAt) - HOUR_MS).toISOString() : row.observedAt
      const asset = row.kind === "sentiment" ? insight.asset : (row.ref.split("/")[0] ?? insight.asset)
      return [{ what, asset, place, at, row }]
    })
    .slice(0, MOST_ROWS)
}

/** The value to be cited in the old one's place; null where nothing certain is known. */
const newValue = ({ valueNow, agreementNow, kind }: CitedRow): string | null =>
  valueNow !== null && (kind === "sentiment" || agreementNow === "agreed") ? valueNow : null

/**
 * What a correction may say: when the post went out, and each changed row's moment, stated value and, where it is certain, corrected value. Its age
 * counts from the plan.
 */
export function correctionClaims(order: WritingOrder): Claim[] {
  const { plan, insight, about } = order
  const own = { asOf: plan.createdAt, agreement: null }
  const date = (measure: string, at: string, evidence: number | null): Claim => ({
    ...own,
    measure,
    asset: null,
    value: String(Date.parse(at)),
    unit: "date",
    at,
    evidence,
  })
  const subject: Claim = {
    ...own,
    measure: "direction",
    asset: insight.asset,
    value: "0",
    unit: "sign",
    at: insight.madeAt,
    evidence: null,
  }
  const rows = changedRows(order).flatMap(({ what, asset, place, at, row }): Claim[] => {
    const unit = what === "index" || what === "news" ? ("score" as const) : ("usd" as const)
    const now = newValue(row)
    const base = { ...own, asset, unit, at, evidence: place }
    return [
      date("row_at", at, place),
      { ...base, measure: "stated_value", value: row.value ?? "0" },
      ...(now === null ? [] : [{ ...base, measure: "corrected_value", value: now, agreement: row.agreementNow }]),
    ]
  })
  return [subject, ...(about === null ? [] : [date("published_at", about.publishedAt, null)]), ...rows]
}

type Said = { readonly what: What; readonly asset: string; readonly was: string; readonly at: string; readonly now: string | null }

type Phrases = {
  readonly intro: (asset: string, published: string) => string
  readonly change: (said: Said) => string
  readonly outro: string
  readonly title: (name: string) => string
}

const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    intro: (asset, published) => `Correction to our post about ${asset} of ${published}.`,
    change: ({ what, asset, was, at, now }) => {
      const said = {
        close: `We wrote that ${asset} closed at ${was} on ${at}.`,
        open: `We wrote that ${asset} opened at ${was} on ${at}.`,
        index: `We wrote that the fear and greed index stood at ${was} on ${at}.`,
        news: `We wrote that news sentiment about ${asset} stood at ${was} on ${at}.`,
      }[what]
      return `${said} ${now === null ? "That figure is in doubt and does not stand." : `The corrected figure for ${asset} is ${now}.`}`
    },
    outro: "That means that our conclusion rests on the earlier figure.",
    title: (name) => `Correction: our post about ${name}`,
  },
  nl: {
    intro: (asset, published) => `Correctie op ons bericht over ${asset} van ${published}.`,
    change: ({ what, asset, was, at, now }) => {
      const said = {
        close: `We schreven dat ${asset} op ${at} sloot op ${was}.`,
        open: `We schreven dat ${asset} op ${at} opende op ${was}.`,
        index: `We schreven dat de angst- en hebzuchtindex op ${at} op ${was} stond.`,
        news: `We schreven dat het nieuwssentiment over ${asset} op ${at} op ${was} stond.`,
      }[what]
      return `${said} ${now === null ? "Dat cijfer staat ter discussie en geldt niet." : `Het juiste cijfer voor ${asset} is ${now}.`}`
    },
    outro: "Dat betekent dat onze conclusie op het eerdere cijfer rust.",
    title: (name) => `Correctie: ons bericht over ${name}`,
  },
}

function spell(what: What, value: string, language: Language): string {
  if (what === "close" || what === "open") return `$${numberText(value, priceDigits(value), language)}`
  const digits = Math.min(value.split(".")[1]?.length ?? 0, 2)
  return `${signOf(value) < 0 ? "-" : ""}${numberText(value, digits, language)}`
}

/** The correction without its disclosure; null where every row says again what the post said, or the post is not known. */
export function writeCorrection(order: WritingOrder): PostText | null {
  const { plan, insight, about } = order
  const { channel, language, voice, disclosure } = plan
  const rows = changedRows(order)
  if (about === null || rows.length === 0) return null
  const { intro, change, outro, title } = PHRASES[language]
  const format: PostFormat = plan.format === "picture" ? plainFormat(channel, { format: "picture", title: null }) : plan.format
  const changes = rows.map(({ what, asset, at, row }) => {
    const now = newValue(row)
    const moment = momentText(Date.parse(at), language)
    return change({
      what,
      asset,
      was: spell(what, row.value ?? "0", language),
      at: moment,
      now: now === null ? null : spell(what, now, language),
    })
  })
  const pieces = [intro(insight.asset, momentText(Date.parse(about.publishedAt), language)), ...changes, outro]
  const room = PART_LIMITS[channel] - disclosureRoom(disclosure, language, channel)
  const parts = format === "thread" ? pieces : [format === "single" ? short(pieces, room, voice) : pieces.join("\n\n")]
  return { channel, format, language, parts, title: format === "long" ? title(findAsset(insight.asset).name) : null, alt: null }
}

/** The first change always stands; a voice that explains keeps its last sentence before a second change. */
function short([intro = "", first = "", ...rest]: readonly string[], room: number, voice: Voice): string {
  const outro = rest.at(-1) ?? ""
  const whole = [intro, first, ...rest].join(" ")
  const options = [whole, [intro, first, outro].join(" "), voice === "educational" ? [first, outro].join(" ") : [intro, first].join(" ")]
  return options.find((text) => conservativeLength(text) <= room) ?? first
}
