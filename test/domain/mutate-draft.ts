// Lies that a writer could tell, made from a true text: one small change, drawn from a seed. Knows nothing of how figures are found.
import type { Language } from "../../shared/domain/post.ts"

export const MUTATIONS = ["digit", "direction", "unit", "ticker", "date", "rounding", "comparative"] as const
export type Mutation = (typeof MUTATIONS)[number]

type Random = () => number
type Spot = { readonly start: number; readonly end: number; readonly text: string }

const pick = <T>(list: readonly T[], random: Random): T | undefined => list[Math.floor(random() * list.length)]
const spots = (text: string, pattern: RegExp): Spot[] =>
  [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
const replace = (text: string, { start, end }: Spot, by: string): string => text.slice(0, start) + by + text.slice(end)

const OPPOSITES: Readonly<Record<Language, readonly (readonly [string, string])[]>> = {
  en: [
    ["rose", "fell"],
    ["up", "down"],
    ["above", "below"],
    ["positive", "negative"],
  ],
  nl: [
    ["steeg", "daalde"],
    ["omhoog", "omlaag"],
    ["boven", "onder"],
    ["positief", "negatief"],
  ],
}
const UNITS: Readonly<Record<Language, readonly (readonly [RegExp, readonly string[]])[]>> = {
  en: [
    [/(?<=\d)%/g, [" USD", " times", "", " percentage points", " standard deviations"]],
    [/\$(?=\d)/g, ["€", "", "£"]],
    [/standard deviations|standard errors/g, ["times", "percent", "hours", "points"]],
    [/(?<=\d )times/g, ["standard deviations", "percent", "hours"]],
    [/(?<=\d )hours/g, ["days", "weeks", "minutes"]],
    [/(?<=\d )sources?|(?<=\d )exchanges/g, ["hours", "percent", "million sources"]],
  ],
  nl: [
    [/(?<=\d)%/g, [" dollar", " keer", "", " procentpunt", " standaardafwijkingen"]],
    [/\$(?=\d)/g, ["€", "", "£"]],
    [/standaardafwijkingen/g, ["keer", "procent", "uur", "punten"]],
    [/(?<=\d )keer/g, ["standaardafwijkingen", "procent", "uur"]],
    [/(?<=\d )uur/g, ["dagen", "weken", "minuten"]],
    [/(?<=\d )bron(?:nen)?|(?<=\d )beurzen/g, ["uur", "procent", "miljoen bronnen"]],
  ],
}
const TICKERS = ["BTC", "ETH", "SOL", "DOGE", "ADA", "LINK", "XRP", "$PEPE", "MATIC", "TON", "Bitcoin", "Ethereum", "Cardano", "$AVAX"]
const ASSET = /\b(?:BTC|ETH|SOL|DOGE|ADA|LINK|AVAX|XRP|UNI|Bitcoin|Ethereum|Solana|Dogecoin|Cardano|Chainlink|Avalanche|Uniswap)\b/g
const NAMES: Readonly<Record<string, string>> = {
  Bitcoin: "BTC",
  Ethereum: "ETH",
  Solana: "SOL",
  Dogecoin: "DOGE",
  Cardano: "ADA",
  Chainlink: "LINK",
  Avalanche: "AVAX",
  Uniswap: "UNI",
}
const COMPARATIVES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "That is a record.",
    "It is the highest since March.",
    "The biggest move of the year.",
    "Its strongest hour ever.",
    "The price has doubled.",
    "That is more than last week.",
    "An all-time high.",
    "It was twice as much before.",
    "The lowest close in months.",
    "The most traded asset.",
    "Nearly $90,000.",
    "It outperformed the market.",
    "Unprecedented.",
    "A new record high.",
    "Half of the traders agree.",
    "Its best day since 2024.",
  ],
  nl: [
    "Dat is een record.",
    "Het is de hoogste stand sinds maart.",
    "De grootste beweging van het jaar.",
    "Zijn sterkste uur ooit.",
    "De koers is verdubbeld.",
    "Dat is meer dan vorige week.",
    "Een recordhoogte.",
    "Twee keer zoveel als eerder.",
    "Het laagste slot in maanden.",
    "De meeste handel van allemaal.",
    "Bijna $90.000.",
    "Het overtreft de markt.",
    "Ongekend.",
    "De helft van de handelaren is het eens.",
    "Zijn beste dag sinds 2024.",
  ],
}
const MONTH = /January|October|November|januari|oktober|november|Oct|Nov|okt|nov/g
const OTHER_MONTHS: Readonly<Record<Language, readonly string[]>> = { en: ["March", "July", "December"], nl: ["maart", "juli", "december"] }

const otherDigit = (than: string, random: Random): string => String((Number(than) + 1 + Math.floor(random() * 9)) % 10)

function digit(text: string, _: Language, random: Random): string | null {
  const spot = pick(spots(text, /\d/g), random)
  return spot === undefined ? null : replace(text, spot, otherDigit(spot.text, random))
}

function direction(text: string, language: Language, random: Random): string | null {
  const words = OPPOSITES[language].flatMap(
    ([a, b]) =>
      [
        [a, b],
        [b, a],
      ] as const,
  )
  const found = words.flatMap(([from, to]) =>
    spots(text, new RegExp(`(?<![\\p{L}])${from}(?![\\p{L}])`, "gu")).map((spot) => ({ spot, to })),
  )
  const signs = spots(text, /(?<=\s)-(?=\d)/g).map((spot) => ({ spot, to: "" }))
  const chosen = pick([...found, ...signs], random)
  return chosen === undefined ? null : replace(text, chosen.spot, chosen.to)
}

function unit(text: string, language: Language, random: Random): string | null {
  const found = UNITS[language].flatMap(([pattern, others]) => spots(text, pattern).map((spot) => ({ spot, others })))
  const chosen = pick(found, random)
  return chosen === undefined ? null : replace(text, chosen.spot, pick(chosen.others, random) ?? "")
}

function ticker(text: string, _: Language, random: Random): string | null {
  const spot = pick(spots(text, ASSET), random)
  if (spot === undefined) return null
  const own = NAMES[spot.text] ?? spot.text
  const others = TICKERS.filter((each) => (NAMES[each] ?? each.replace("$", "")) !== own)
  return replace(text, spot, pick(others, random) ?? "MATIC")
}

function date(text: string, language: Language, random: Random): string | null {
  const days = spots(text, /\d{1,2}(?= (?:October|November|oktober|november|Oct|Nov|okt|nov))/g).map((spot) => ({
    spot,
    to: String(((Number(spot.text) + Math.floor(random() * 27)) % 28) + 1),
  }))
  const months = spots(text, MONTH).map((spot) => ({ spot, to: pick(OTHER_MONTHS[language], random) ?? "July" }))
  const hours = spots(text, /\d{2}(?=:\d{2} UTC)/g).map((spot) => ({
    spot,
    to: String((Number(spot.text) + 1 + Math.floor(random() * 22)) % 24).padStart(2, "0"),
  }))
  const zones = spots(text, /(?<=:\d{2} )UTC/g).map((spot) => ({ spot, to: pick(["CET", "EST", ""], random) ?? "" }))
  const years = spots(text, /\b2026\b/g).map((spot) => ({ spot, to: pick(["2025", "2027"], random) ?? "2025" }))
  const chosen = pick(
    [...days, ...months, ...hours, ...zones, ...years].filter(({ spot, to }) => spot.text !== to),
    random,
  )
  return chosen === undefined ? null : replace(text, chosen.spot, chosen.to)
}

/** The last shown digit of a number, one too high or too low. */
function rounding(text: string, _: Language, random: Random): string | null {
  const spot = pick(spots(text, /(?<![\d:])\d+(?:[.,]\d+)*(?=%|\s(?:times|keer|standard|standaard))|(?<=\$)\d+(?:[.,]\d+)*/g), random)
  if (spot === undefined) return null
  const digits = spot.text.replace(/[.,]/g, "")
  const moved = (BigInt(digits) + (random() < 0.5 && BigInt(digits) > 0n ? -1n : 1n)).toString().padStart(digits.length, "0")
  if (moved.length !== digits.length) return null
  let i = 0
  return replace(
    text,
    spot,
    spot.text.replace(/\d/g, () => moved[i++] ?? "0"),
  )
}

function comparative(text: string, language: Language, random: Random): string | null {
  const places = [0, ...spots(text, /(?<=[.!?]) /g).map(({ end }) => end), text.length]
  const at = pick(places, random) ?? 0
  const said = pick(COMPARATIVES[language], random) ?? ""
  return at === text.length ? `${text} ${said}` : `${text.slice(0, at)}${said} ${text.slice(at)}`
}

const MAKERS: Readonly<Record<Mutation, (text: string, language: Language, random: Random) => string | null>> = {
  digit,
  direction,
  unit,
  ticker,
  date,
  rounding,
  comparative,
}

/** `text` with one lie of the kind in it; null where it has nothing to lie about. */
export function mutate(text: string, kind: Mutation, language: Language, random: Random): string | null {
  const changed = MAKERS[kind](text, language, random)
  return changed === text ? null : changed
}
