// In which words do newspapers tell what the market itself did, and what fills the rest of the page? See event-wordings.ts for the places.
import type { Wording } from "./event-wordings.ts"

export type MarketStoryKind = "liquidations" | "price-up" | "price-down" | "halt" | "resume"

export const MARKET_WORDINGS: Readonly<Record<MarketStoryKind, Wording>> = {
  liquidations: {
    category: "Markets",
    titles: [
      "Crypto liquidations top {usdM} in an hour as Bitcoin {moved}",
      "{usd} in leveraged {side} wiped out as Bitcoin {moved}",
      "Bitcoin {moved}, liquidating {usd} of {side}",
      "Bitcoin {moved} within the hour and forces out {usdM} of {side}",
      "Bitcoin {side} liquidated for {usdM} as price {moved}",
    ],
    summaries: [
      "Most of the {usd} was on {venue}, according to {analytics}.",
      "Open interest in Bitcoin futures fell {pct} within the hour, {analytics} says.",
    ],
  },
  "price-up": {
    category: "Markets",
    titles: [
      "{A} rises {pct} in a day to {price}",
      "{A} price climbs above {floor} as buyers return",
      "{T} up {pct}: {A} outpaces the market",
      "{A} gains {pct}, traders eye next resistance",
      "Why {A} is up {pct} today",
    ],
    summaries: ["{A} traded at {price}, up {pct} in 24 hours.", "Volume in {T} picked up with the price, {analytics} says."],
  },
  "price-down": {
    category: "Markets",
    titles: [
      "{A} falls {pct} in a day to {price}",
      "{A} price slips toward {floor} as sellers take over",
      "{T} down {pct}: {A} lags the market",
      "{A} drops {pct}, traders watch support",
      "Why {A} is down {pct} today",
    ],
    summaries: ["{A} traded at {price}, down {pct} in 24 hours.", "Buyers of {T} stepped back, {analytics} says."],
  },
  halt: {
    category: "Markets",
    titles: [
      "Exchanges suspend {A} trading during emergency maintenance",
      "{T} trading halted on major exchanges",
      "{A} markets frozen as exchanges halt trading",
      "Trading in {A} suspended, no time given for return",
      "{venue} and rivals halt {T} trading",
    ],
    summaries: [
      "Exchanges said that balances of {T} are safe and gave no time for the restart.",
      "Trading stopped at once on all large venues.",
    ],
  },
  resume: {
    category: "Markets",
    titles: [
      "{A} trading resumes after days-long halt",
      "Exchanges reopen {T} markets",
      "{T} trades again as exchanges lift suspension",
      "{A} back on the board after halt",
      "Exchanges restore {A} trading",
    ],
    summaries: [
      "The first trades in {T} came minutes after the markets reopened.",
      "{venue} said that the maintenance of {A} wallets is complete.",
    ],
  },
}

/** Things that papers also print: no direction, sometimes an asset by name. */
export const FILLERS: readonly { readonly title: string; readonly summary: string; readonly category: string }[] = [
  {
    title: "Five things to watch in crypto this week",
    summary: "Conferences, votes and a few dates for the calendar.",
    category: "Markets",
  },
  { title: "What is {A}? A beginner's guide", summary: "How {T} works, who runs the network and where it is used.", category: "Learn" },
  {
    title: "{person} joins {firm} as head of digital assets",
    summary: "The former banker starts next month in {city}.",
    category: "Business",
  },
  {
    title: "Inside {city}'s blockchain week",
    summary: "Developers, lawyers and many tote bags: notes from the floor.",
    category: "Culture",
  },
  {
    title: "{bank} opens a research desk for digital assets",
    summary: "A team of {n} will publish weekly notes, {person} said.",
    category: "Business",
  },
  { title: "How {A} validators are chosen, explained", summary: "A walk through the rules of the {A} network.", category: "Learn" },
  {
    title: "{venue} publishes quarterly transparency report",
    summary: "The report lists {n} requests by authorities.",
    category: "Business",
  },
  { title: "Podcast: {person} on building in the open", summary: "An hour on code review, funding and sleep.", category: "Opinion" },
  { title: "A day with the miners of {city}", summary: "The heat of {n} machines warms a greenhouse.", category: "Culture" },
  { title: "{company} patents a wallet for children", summary: "The filing describes allowances in tokens.", category: "Tech" },
  {
    title: "Opinion: Why onchain governance needs fewer votes",
    summary: "Delegates read less than they sign, writes {person}.",
    category: "Opinion",
  },
  {
    title: "{A} foundation publishes its yearly budget",
    summary: "Grants make up the largest part, as in the year before.",
    category: "Business",
  },
  { title: "Art museum in {city} shows early NFTs", summary: "The exhibition runs for {n} weeks.", category: "Culture" },
  {
    title: "{analytics} study: most stablecoin transfers are small",
    summary: "The median transfer stayed the same, the authors write.",
    category: "Markets",
  },
  { title: "University in {city} offers a course on cryptography", summary: "Lectures are free and in the evening.", category: "Learn" },
  { title: "Game studio {company} tests items on {A}", summary: "Players may trade {n} kinds of hats.", category: "Gaming" },
]
