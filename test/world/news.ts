// What do the fake world's newspapers print, and when? Stories about what the market really did and what really happened to it, told by
// one to four papers within the hour, among neutral pieces, copies, edits and traps. The same seed prints the same papers.
import { FEEDS } from "../../shared/domain/news.ts"
import { DAY_MS, type WorldEvent } from "./events.ts"
import { EVENT_WORDINGS, type Wording } from "./event-wordings.ts"
import { FILLERS, MARKET_WORDINGS } from "./market-wordings.ts"
import type { Market } from "./market.ts"
import { memoise, openStream, type Stream } from "./random.ts"
import { dayChange, factsFor, fill, newItem, toTitleCase, type NewsItem, type Story } from "./telling.ts"
import { HOUR_MS } from "./tides.ts"
import { TRAPS, type Trap } from "./traps.ts"

export type News = {
  /** What a paper's feed holds at a moment, newest first, at most `count`; an edited item has its new title from then on. */
  items(paper: string, at: number, count: number): readonly NewsItem[]
  /** When the paper's feed last changed before or at a moment. */
  changedAt(paper: string, at: number): number
  /** The stories that begin from `from` until just before `until`, oldest first: what a reader should have found. */
  stories(from: number, until: number): readonly Story[]
}

type Edit = { readonly item: NewsItem; readonly at: number }
type Day = { readonly stories: readonly Story[]; readonly items: readonly NewsItem[]; readonly edits: readonly Edit[] }

/** A paper in Atom, of no real publisher: none of the default feeds is Atom, but the studio reads it. */
export const CHAIN_LEDGER = { name: "chainledger", url: "https://feeds.chainledger.example/atom.xml" }
export const PAPERS: readonly string[] = [...FEEDS.map((feed) => feed.name), CHAIN_LEDGER.name]

/** Titles of these papers capitalise every word but the small ones. */
const TITLE_CASE = new Set(["coindesk", "decrypt"])
/** Within so many days every paper has printed something. */
const LOOK_BACK_DAYS = 6
const LARGE_MOVE = 0.018

export function openNews(market: Market): News {
  const dayOf = memoise(500, (day) => printDay(market, day))
  const daysBefore = (at: number): Day[] => Array.from({ length: LOOK_BACK_DAYS }, (_, back) => dayOf(Math.floor(at / DAY_MS) - back))

  function items(paper: string, at: number, count: number): readonly NewsItem[] {
    const printed: NewsItem[] = []
    const edited = new Map<string, NewsItem>()
    // One day more than needed: what a day tells may be printed in the first hours of the next.
    for (let back = 0, enough = 0; enough < 2; back += 1) {
      if (printed.length >= count) enough += 1
      const day = dayOf(Math.floor(at / DAY_MS) - back)
      printed.push(...day.items.filter((item) => item.paper === paper && item.at <= at))
      for (const edit of day.edits) if (edit.at <= at) edited.set(edit.item.guid, edit.item)
    }
    return printed
      .sort((a, b) => b.at - a.at || (a.guid < b.guid ? 1 : -1))
      .slice(0, count)
      .map((item) => edited.get(item.guid) ?? item)
  }

  return {
    items,
    changedAt(paper, at) {
      const moments = daysBefore(at).flatMap((day) => [
        ...day.items.filter((item) => item.paper === paper).map((item) => item.at),
        ...day.edits.filter((edit) => edit.item.paper === paper).map((edit) => edit.at),
      ])
      return moments.reduce((latest, moment) => (moment <= at ? Math.max(latest, moment) : latest), 0)
    },
    stories: (from, until) => {
      const first = Math.floor(from / DAY_MS)
      const days = Array.from({ length: Math.max(0, Math.ceil(until / DAY_MS) - first) }, (_, i) => dayOf(first + i))
      return days.flatMap((day) => day.stories).filter((story) => story.at >= from && story.at < until)
    },
  }
}

/** All papers of one UTC day; stories of its last hour may be printed in the first of the next. */
function printDay(market: Market, day: number): Day {
  const stream = openStream(market.seed, "news", day)
  const stories = [
    ...market.events(day * DAY_MS, (day + 1) * DAY_MS).map(storyOfEvent),
    ...storiesOfMoves(market, day),
    ...storiesOfHalts(market, day),
    ...neutralStories(market, day, stream),
  ].sort((a, b) => a.at - b.at)
  const items: NewsItem[] = []
  const edits: Edit[] = []
  for (const story of stories) {
    const printed = story.kind === "trap" ? printTrap(market, story) : printStory(market, story)
    items.push(...printed)
    for (const item of printed) addEcho(openStream(market.seed, "echo", item.guid), item, { items, edits })
  }
  return { stories, items, edits }
}

const storyOfEvent = ({ id, at, kind, asset, polarity }: WorldEvent): Story => ({ id: `event-${id}`, at, kind, asset, polarity })

/** What the papers say of the market itself: at most three sudden hours of Bitcoin, and at 21:00 the day's widest mover. */
function storiesOfMoves(market: Market, day: number): Story[] {
  const stories: Story[] = []
  for (let hour = 0; hour < 24 && stories.length < 3; hour += 1) {
    const openTime = day * DAY_MS + hour * HOUR_MS
    const { open, close } = market.hour("binance", "BTC", openTime)
    if (Math.abs(Math.log(close / open)) > LARGE_MOVE) {
      stories.push({
        id: `move-${day}-${hour}`,
        at: openTime + HOUR_MS + 120_000,
        kind: "liquidations",
        asset: "BTC",
        polarity: close > open ? 1 : -1,
      })
    }
  }
  const at = day * DAY_MS + 21 * HOUR_MS
  const widest = market.assets
    .map(({ symbol }) => ({ symbol, change: dayChange(market, symbol, at) }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))[0]
  if (widest !== undefined && Math.abs(widest.change) > 0.03) {
    const isUp = widest.change > 0
    stories.push({ id: `wrap-${day}`, at, kind: isUp ? "price-up" : "price-down", asset: widest.symbol, polarity: isUp ? 1 : -1 })
  }
  return stories
}

function storiesOfHalts(market: Market, day: number): Story[] {
  const [from, until] = [day * DAY_MS, (day + 1) * DAY_MS]
  return market.halts(from, until).flatMap((halt) => {
    const told: Story[] = []
    if (halt.from >= from) told.push({ id: `halt-${halt.from}`, at: halt.from, kind: "halt", asset: halt.asset, polarity: -1 })
    if (halt.until < until) told.push({ id: `resume-${halt.until}`, at: halt.until, kind: "resume", asset: halt.asset, polarity: 1 })
    return told
  })
}

/** Four to seven pieces without a direction, one or two of them traps. */
function neutralStories(market: Market, day: number, stream: Stream): Story[] {
  const traps = stream.int(1, 2)
  return Array.from({ length: stream.int(4, 7) }, (_, place) => ({
    id: `${place < traps ? "trap" : "filler"}-${day}-${place}`,
    at: day * DAY_MS + Math.floor((5 + stream.unit() * 17) * 60) * 60_000,
    kind: place < traps ? "trap" : "filler",
    asset: place < traps || stream.chance(0.5) ? null : stream.pick(market.assets).symbol,
    polarity: 0,
  }))
}

function printStory(market: Market, story: Story): NewsItem[] {
  const stream = openStream(market.seed, "story", story.id)
  const facts = factsFor(market, story, stream)
  const isFiller = story.kind === "filler"
  const filler = stream.pick(FILLERS.filter((row) => row.title.includes("{A}") === (story.asset !== null)))
  const wording: Wording =
    story.kind === "filler" || story.kind === "trap"
      ? { category: filler.category, titles: [filler.title], summaries: [filler.summary] }
      : { ...EVENT_WORDINGS, ...MARKET_WORDINGS }[story.kind]
  const count = isFiller ? 1 : stream.pick([1, 2, 2, 3, 3, 4])
  const first = stream.int(0, 99)
  return papersFor(count, stream).map((paper, i) => {
    const title = fill(wording.titles[(first + i) % wording.titles.length]!, facts)
    const summary = fill(wording.summaries[(first + i) % wording.summaries.length]!, facts)
    const at = story.at + stream.int(2, 14 + 12 * i) * 60_000 + stream.int(0, 59) * 1_000
    return newItem(
      { story, paper, at, title: TITLE_CASE.has(paper) ? toTitleCase(title) : title, summary, category: wording.category },
      stream,
    )
  })
}

/** Some of the default papers in any order, and now and then the one in Atom as well. */
function papersFor(count: number, stream: Stream): string[] {
  const order = FEEDS.map((feed) => ({ name: feed.name, rank: stream.unit() })).sort((a, b) => a.rank - b.rank)
  const chosen = order.slice(0, count).map((paper) => paper.name)
  return stream.chance(0.4) ? [...chosen, CHAIN_LEDGER.name] : chosen
}

function printTrap(market: Market, story: Story): NewsItem[] {
  const stream = openStream(market.seed, "story", story.id)
  const trap: Trap = stream.pick(TRAPS)
  const item = newItem(
    { story, paper: stream.pick(PAPERS), at: story.at, title: trap.title, summary: trap.summary, category: "News" },
    stream,
  )
  const set = { ...item, url: trap.url ?? item.url, ...(trap.date === undefined ? {} : { printedDate: trap.date }) }
  return trap.isTwice === true ? [set, set] : [set]
}

/** Now and then a paper edits its headline later, or prints the same piece again under another identity. */
function addEcho(stream: Stream, item: NewsItem, day: { readonly items: NewsItem[]; readonly edits: Edit[] }): void {
  if (item.story.kind === "trap") return
  const at = item.at + stream.int(25, 140) * 60_000
  if (stream.chance(0.08)) {
    day.edits.push({
      at,
      item: { ...item, title: stream.pick([`UPDATE: ${item.title}`, `${item.title} (updated)`, `Developing: ${item.title}`]) },
    })
  } else if (stream.chance(0.05)) {
    day.items.push({ ...item, at, guid: `${item.guid}-again`, url: `${item.url}-again` })
  }
}
