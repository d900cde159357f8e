// Who lives in the fake world? Invented people, firms and places for its news; none of them is meant to be anyone real.
import type { Stream } from "./random.ts"

const FIRST =
  "Ada Benedikt Carys Dimitar Elowen Farid Greta Hollis Ines Jorun Kofi Lieselotte Marisol Nadir Oona Pavel Quill Rosalind Senan Tamsin".split(
    " ",
  )
const LAST =
  "Abernethy Brandvold Castellane Drummelow Eskelund Fairweather Gundersby Hartigan-Voss Ilvonen Jorgenrud Kestelman Lindqvarn Merriwold Nightingarth Okonjera Pellworm Quarrington Rostvik Sandoveri Thistlewick".split(
    " ",
  )

export const FIRMS = [
  "Halvorsen Quay Capital",
  "Brightmere Asset Management",
  "Kestrel Row Partners",
  "Northfold Investments",
  "Palisade Ninth",
]
export const COMPANIES = [
  "Tessellane",
  "Orchard & Pike",
  "Marlowe Freight",
  "Quillon Payments",
  "Verdant Rail",
  "Bluefinch Games",
  "Ostrander Foods",
]
export const VENUES = ["Tidewharf", "Bitquay", "Harborlane", "Vantage Nine", "Coinmeadow"]
export const PROTOCOLS = ["Marrow Bridge", "Lanternfish Lend", "Saltbox Vaults", "Ferrywheel", "Gravel Swap", "Oddfellow Yield"]
export const BANKS = ["Bank Aldervik", "Corrigan Savings", "First Penfold Bank", "Credito Marinho"]
export const ANALYTICS = ["Glasswing Analytics", "Ledgerline Research", "Plumbob Data", "Sextant Metrics"]
export const COUNTRIES = ["Brazil", "Japan", "Kenya", "Poland", "South Korea", "Switzerland", "Thailand", "the United Kingdom"]
export const CITIES = ["Lisbon", "Austin", "Singapore", "Zug", "Toronto", "Nairobi", "Seoul"]

export const nameOf = (stream: Stream): string => `${stream.pick(FIRST)} ${stream.pick(LAST)}`
