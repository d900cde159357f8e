// In which words do newspapers tell an event? Several headlines and summaries for each kind, with places for names and numbers; every
// headline of a kind says the same facts, so that two papers' versions of one story are alike but not equal.
import type { EventKind } from "./events.ts"

/** `{A}` is the asset's name, `{T}` its ticker; the other places are filled by `factsFor` of telling.ts. */
export type Wording = { readonly category: string; readonly titles: readonly string[]; readonly summaries: readonly string[] }

export const EVENT_WORDINGS: Readonly<Record<EventKind, Wording>> = {
  "fund-inflow": {
    category: "Markets",
    titles: [
      "{A} funds draw {usd} in a day, most in {n} weeks",
      "Spot {A} ETFs see {usdM} inflows as demand returns",
      "Investors pour {usd} into {A} ETFs, extending inflow streak",
      "{A} ETF inflows hit {usdM} with {firm} in the lead",
      "{T} funds post strongest inflows in {n} weeks, {usdM} added",
    ],
    summaries: [
      "The fund of {firm} took in more than half of the {usd}, according to {analytics}.",
      "The inflows to {A} products were the largest in {n} weeks, data by {analytics} show.",
    ],
  },
  "fund-outflow": {
    category: "Markets",
    titles: [
      "{A} funds lose {usd} in a day, worst in {n} weeks",
      "Spot {A} ETFs bleed {usdM} as investors pull back",
      "{A} ETF outflows reach {usdM}, led by {firm}",
      "Investors yank {usd} from {A} ETFs in risk-off session",
      "{T} funds suffer heaviest outflows in {n} weeks, {usdM} gone",
    ],
    summaries: [
      "The fund of {firm} accounted for most of the {usd} in redemptions, {analytics} says.",
      "It was the worst day of outflows for {A} products in {n} weeks.",
    ],
  },
  hack: {
    category: "Security",
    titles: [
      "{protocol} on {A} drained of {usdM} in exploit",
      "Hacker steals {usd} from {A}-based {protocol}",
      "{A} DeFi protocol {protocol} hacked for {usdM}, pauses contracts",
      "{usdM} exploit hits {protocol}, {T} slides",
      "Attacker drains {usd} from {protocol} in {A} ecosystem's worst hack this quarter",
    ],
    summaries: [
      "The attacker abused a flaw in a price oracle, {analytics} says; {protocol} has paused all contracts and offers a bounty.",
      "{person}, who leads {protocol}, confirmed the theft of {usd} and asked users to revoke approvals.",
    ],
  },
  upgrade: {
    category: "Tech",
    titles: [
      "{A} completes long-awaited upgrade, fees fall {pct}",
      "{A} developers ship {codename} upgrade on mainnet",
      "{codename} goes live: {A} upgrade promises faster blocks",
      "{A}'s {codename} upgrade activates without a hitch",
      "{T} holders cheer as {codename} upgrade goes live on {A}",
    ],
    summaries: [
      "The {codename} release cuts fees by about {pct} and doubles throughput, developers say.",
      "Validators running more than 90% of stake had upgraded {A} nodes before activation, {person} said.",
    ],
  },
  listing: {
    category: "Business",
    titles: [
      "{venue} to list {A}, opening {T} trading to {n} million users",
      "{A} gains as {venue} announces {T} listing",
      "{venue} adds {A} ({T}) with three trading pairs",
      "{T} wins listing on {venue}",
      "Exchange {venue} launches {A} trading and staking",
    ],
    summaries: [
      "Deposits of {T} open today; trading starts within {n} hours, {venue} said.",
      "{person}, head of listings at {venue}, cited growing demand for {A}.",
    ],
  },
  delisting: {
    category: "Business",
    titles: [
      "{venue} to delist {A} over thin liquidity",
      "{A} drops as {venue} says it will delist {T}",
      "{venue} removes {T} pairs, tells {A} holders to withdraw",
      "{T} faces delisting on {venue} within {n} days",
      "Exchange {venue} ends {A} trading",
    ],
    summaries: [
      "Trading of {T} stops in {n} days and withdrawals end a month later, {venue} said in a notice.",
      "The exchange blamed low volume; {A}'s foundation called the decision a mistake.",
    ],
  },
  approval: {
    category: "Policy",
    titles: [
      "Regulator approves first spot {A} ETF",
      "Spot {A} ETF wins approval, {T} surges",
      "{A} fund of {firm} cleared for trading",
      "{A} ETF gets green light after {n}-month wait",
      "Approval at last: {firm} may launch a {T} ETF",
    ],
    summaries: [
      "{firm} expects the {A} fund to trade within days of the regulator's approval.",
      "The order ends a {n}-month review; two more {T} filings are pending.",
    ],
  },
  lawsuit: {
    category: "Policy",
    titles: [
      "Investors sue {A} backer {company} over token sales",
      "{company} faces class action over {A} token promotion",
      "{A} slips after lawsuit alleges {company} misled buyers",
      "Lawsuit accuses {company} of selling {T} as unregistered securities",
      "{company} charged with misleading {A} investors",
    ],
    summaries: [
      "The complaint seeks {usd} in damages; {company} says the claims about {T} are baseless.",
      "Plaintiffs say {company} hid insider sales of {T} worth {usd}.",
    ],
  },
  outage: {
    category: "Tech",
    titles: [
      "{A} network halts for {n} hours, validators plan restart",
      "{A} suffers outage as block production stops",
      "{T} falls after {A} mainnet goes down",
      "{A} blockchain stalls: what failed and what comes next",
      "Outage hits {A}, exchanges suspend {T} withdrawals",
    ],
    summaries: [
      "Block production stopped after a bug in the mempool; engineers prepare a coordinated restart of {A}.",
      "{venue} and others suspended deposits of {T} while validators investigate.",
    ],
  },
  "macro-relief": {
    category: "Markets",
    titles: [
      "Crypto rallies as inflation cools more than expected",
      "Soft inflation print lifts crypto market",
      "Bitcoin and altcoins climb after cooler inflation data",
      "Risk assets jump as traders price in rate cuts; crypto market adds {usd}",
      "Crypto market rebounds on hopes of lower rates",
    ],
    summaries: [
      "Consumer prices rose less than economists had forecast, and traders now expect an earlier cut.",
      "The total value of crypto assets rose by {usd} within hours, {analytics} says.",
    ],
  },
  "macro-shock": {
    category: "Markets",
    titles: [
      "Crypto sells off as jobs data dims hopes of rate cuts",
      "Hot inflation data knocks crypto market lower",
      "Bitcoin and altcoins slide on fears of higher rates",
      "Risk-off mood wipes {usd} off crypto market",
      "Crypto market tumbles as bond yields spike",
    ],
    summaries: [
      "Yields jumped after the release, and traders cut risk across markets.",
      "The total value of crypto assets fell by {usd} within hours, {analytics} says.",
    ],
  },
  "memecoin-frenzy": {
    category: "Coins",
    titles: [
      "{A} jumps as memecoin frenzy returns",
      "Memecoin mania lifts {T} to {n}-week high",
      "{A} rallies with memecoins as retail traders pile in",
      "Traders chase memecoins again, and {A} leads the pack",
      "{T} soars amid memecoin craze",
    ],
    summaries: [
      "Memecoin volume on {A} rose {pct} in a day, {analytics} says.",
      "Retail traders are back: searches for memecoins hit a {n}-week high.",
    ],
  },
  partnership: {
    category: "Business",
    titles: [
      "{company} picks {A} for payments pilot",
      "{A} gains as {company} announces partnership",
      "{company} to settle invoices on {A} in {country}",
      "{company} and {A} developers team up on loyalty program",
      "{company} partners with {A} team, eyes {n} million customers",
    ],
    summaries: [
      "The pilot starts in {country} with {n} million customers, {company} said.",
      "{person} of {company} said that {A} won on cost and speed.",
    ],
  },
  "treasury-buy": {
    category: "Business",
    titles: [
      "{company} buys {usd} of {A} for its treasury",
      "{company} adds {usdM} in {T} to balance sheet",
      "{A} treasury firm {company} expands holdings by {usdM}",
      "{company} scoops up {usd} of {T}, shares rise",
      "Another {usd} of {A} for {company}",
    ],
    summaries: [
      "{company} paid for the {T} with proceeds of a share sale, a filing shows.",
      "The purchase is the largest by {company} in {n} weeks; {person} said more would follow.",
    ],
  },
  unlock: {
    category: "Markets",
    titles: [
      "{A} faces {usdM} token unlock, traders brace for selling",
      "{usd} of {T} to be unlocked for early backers",
      "{A} slips ahead of {usdM} unlock",
      "Token unlock of {usdM} weighs on {A}",
      "Early {A} investors can sell {usd} of {T} from today",
    ],
    summaries: [
      "The unlock adds {pct} to the circulating supply of {T}, {analytics} says.",
      "Half of the {usd} goes to early investors, who have sold quickly after past unlocks.",
    ],
  },
  "regulation-clarity": {
    category: "Policy",
    titles: [
      "Lawmakers pass crypto market structure bill with wide support",
      "Crypto bill clears final vote, industry cheers clarity",
      "{country} adopts clear rules for digital assets",
      "Regulators drop plan to restrict crypto custody at banks",
      "New crypto rules in {country} welcomed by industry",
    ],
    summaries: [
      "The rules let banks hold digital assets from next year; {bank} plans to be first.",
      "{person} of {firm} called it the clearest framework so far.",
    ],
  },
  "regulation-crackdown": {
    category: "Policy",
    titles: [
      "{country} moves to ban retail crypto derivatives",
      "Regulators in {country} launch crackdown on crypto exchanges",
      "Crypto exchanges face new curbs in {country}",
      "{country} threatens fines for unlicensed crypto platforms",
      "Tough crypto rules in {country} rattle traders",
    ],
    summaries: [
      "Exchanges have {n} days to comply or leave; {venue} said it would appeal.",
      "The regulator cited losses of {usd} by retail traders.",
    ],
  },
}
